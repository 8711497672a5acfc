"""test_bad_input.py -- what cannot be done: one line on standard error, exit code 2, no report file, never a crash."""
import pathlib

import program
from case import Case
from keys import PREFIX
from program import CLEAN, UNABLE

RULE = {
    "id": "acme", "title": "T", "class": "literal", "severity": "high", "keywords": "[acme_]", "pattern": "'acme_[a-z]{9}'",
    "why": "W", "advice": "A", "examples": "['acme_abcdefghi']", "counter-examples": "['acme_']",
}


def rule_file(changes=(), extra=""):
    """A rules file with some lines changed; None takes a line out."""
    lines = {name: value for name, value in {**RULE, **dict(changes)}.items() if value is not None}
    return "rules:\n" + "".join(f"  {'-' if number == 0 else ' '} {name}: {value}\n" for number, (name, value) in enumerate(lines.items())) + extra


class Arguments(Case):
    CASES = [
        # arguments, words that the line must have
        (["--no-such-option"], ["--no-such-option"]),
        (["-x"], ["-x"]),
        (["audit", "--no-such"], ["--no-such", "--help"]),
        (["audit", "--formt", "json"], ["--formt", "--format"]),
        (["audit", "--thread=2"], ["--thread", "--threads"]),
        (["audit", "-q"], ["-q"]),
        (["adit"], ["adit", "audit"]),
        (["no-such-thing"], ["no-such-thing"]),
        (["./no/such/path"], ["./no/such/path"]),
        (["audit", "--format", "yaml"], ["yaml", "json", "sarif"]),
        (["audit", "--format"], ["--format"]),
        (["audit", "--format="], ["--format"]),
        (["audit", "--report", "json"], ["FORMAT=FILE"]),
        (["audit", "--report", "json="], ["FORMAT=FILE"]),
        (["audit", "--report", "pdf=x.pdf"], ["json", "sarif"]),
        (["audit", "--threads", "0"], ["--threads", "1"]),
        (["audit", "--threads", "-1"], ["--threads"]),
        (["audit", "--threads", "many"], ["--threads", "many"]),
        (["audit", "--threads", "99999999999999999999999"], ["--threads"]),
        (["audit", "--threads", "2x"], ["--threads"]),
        (["audit", "--max-file-size", "1"], ["--max-file-size"]),
        (["audit", "--max-file-size", "9999999999999999G"], ["--max-file-size"]),
        (["audit", "--timeout", "soon"], ["--timeout"]),
        (["audit", "--fail-on", "terrible"], ["--fail-on", "critical"]),
        (["audit", "--allow", "everything"], ["--allow", "missing"]),
        (["audit", "--allow", "missing,everything"], ["--allow", "missing"]),
        (["audit", "--color", "pink"], ["--color", "never"]),
        (["audit", "--show-keys=yes"], ["--show-keys"]),
        (["audit", "no/such/path"], ["no/such/path"]),
        (["dir", "no/such/path"], ["no/such/path"]),
        (["dir", ""], []),
        (["audit", ""], []),
        (["stdin", "--rules", "no-such.yaml"], ["no-such.yaml"]),
        (["range", "A..B", "C..D"], []),
        (["staged", "too", "many"], []),
        (["stdin", "too"], []),
        (["rules", "dance"], ["list"]),
        (["explain"], []),
    ]

    def test_table(self):
        for arguments, words in self.CASES:
            with self.subTest(" ".join(arguments)):
                run = self.scan(*arguments, code=UNABLE)
                self.assertEqual(run.out, b"")
                for word in words:
                    self.assertIn(word, run.err.decode())

    def test_no_argument(self):
        """No argument: the help, as an error."""
        run = program.run([], self.dir, self.env)
        self.assertEqual(run.code, UNABLE)
        self.assertIn(b"Usage", run.out + run.err)

    def test_nothing_is_written(self):
        for command, *rest in (arguments for arguments, _ in self.CASES if arguments[0] == "audit"):
            self.scan(command, "--report", "json=r.json", *rest, code=UNABLE)
            self.assertFalse((self.dir / "r.json").exists(), rest)

    def test_key_in_an_argument_is_redacted(self):
        for arguments in ([self.keys.new()], ["audit", self.keys.new()], [f"--{self.keys.new()}"], ["range", self.keys.new()], ["explain", self.keys.new()],
                          ["audit", "--format", self.keys.new()], ["dir", f"x/{self.keys.new()}/y"], ["stdin", "--rules", self.keys.new()]):
            with self.subTest(arguments[0]):
                self.scan(*arguments, code=UNABLE)

    def test_control_characters_in_an_argument(self):
        for evil in ("a\nb", "\x1b[31mred", "\u202eevil", "x" * 5000):
            self.scan(evil, code=UNABLE)
            self.scan("audit", f"--{evil}", code=UNABLE)


class NoRepository(Case):
    def test_commands(self):
        (self.dir / "plain").mkdir()
        for arguments in (["audit"], ["audit", "."], ["staged"], ["range", "A..B"], ["range"], ["dir", "--gitignore"]):
            with self.subTest(" ".join(arguments)):
                run = self.scan(*arguments, cwd=self.dir / "plain", code=UNABLE)
                self.assertIn(b"not a git repository", run.err)

    def test_bare_for_staged(self):
        self.scan("staged", cwd=self.create("bare.git", "--bare").path, code=UNABLE)

    def test_unborn(self):
        repo = self.create()
        self.scan("staged", cwd=repo.path, code=CLEAN)
        self.scan("audit", cwd=repo.path, code=CLEAN)
        self.scan("range", "HEAD~1..HEAD", cwd=repo.path, code=UNABLE)
        self.scan("range", cwd=repo.path, code=UNABLE)

    def test_broken_head(self):
        repo = self.create()
        repo.commit("first", {"a.txt": "a\n"})
        for content in ("", "garbage\n", "ref: \n", "\0" * 60):
            with self.subTest(content):
                (repo.path / ".git/HEAD").write_text(content)
                self.scan("audit", repo.path)
                self.scan("staged", cwd=repo.path)

    def test_broken_configuration(self):
        repo = self.create()
        repo.commit("first", {"a.txt": "a\n"})
        (repo.folder / "config").write_text("[core\nbare = maybe")
        self.assertNotEqual(self.scan("audit", repo.path).code, CLEAN)

    def test_git_file_that_leads_nowhere(self):
        (self.dir / "w").mkdir()
        (self.dir / "w/.git").write_text("gitdir: /nowhere/at/all\n")
        self.assertNotEqual(self.scan("audit", "w").code, CLEAN)
        self.assertNotEqual(self.scan("w").code, 1)

    def test_environment_that_leads_nowhere(self):
        self.scan("staged", env={**self.env, "GIT_DIR": "/nowhere"}, code=UNABLE)


class Rules(Case):
    CASES = [
        # what is wrong, text, "line:column", words of the message
        ("no YAML", "rules:\n  - id: [\n", None, []),
        ("a tab", "rules:\n\t- id: x\n", "2:1", []),
        ("no rules", "other: 1\n", "1:1", ["other", "rules"]),
        ("rules is no list", "rules: 7\n", "1:8", ["list"]),
        ("unknown member", rule_file({"serverity": "high", "severity": None}), None, ["serverity", "severity"]),
        ("unknown severity", rule_file({"severity": "hihg"}), "5:15", ["hihg", "high"]),
        ("unknown class", rule_file({"class": "litteral"}), "4:12", ["litteral", "literal"]),
        ("bad pattern", rule_file({"pattern": "'acme_[a-z'"}), None, ["pattern", "]"]),
        ("no id", rule_file({"id": None}), "2:5", ["id"]),
        ("no title", rule_file({"title": None}), None, ["title"]),
        ("no examples", rule_file({"examples": None}), None, ["examples"]),
        ("pattern without keywords", rule_file({"keywords": None}), None, ["keywords"]),
        ("short keyword", rule_file({"keywords": "[ac]"}), None, ["keyword", "4"]),
        ("group that is not there", rule_file({"group": "3"}), None, ["group"]),
        ("group that is no number", rule_file({"group": "many"}), "12:12", ["number"]),
        ("same id twice", rule_file() + rule_file().split("\n", 1)[1], None, ["acme"]),
        ("a list in place of a word", rule_file({"title": "[a, b]"}), "3:12", []),
        ("same member twice", rule_file(extra="    why: again\n"), "12:5", ["twice"]),
        ("empty", "", None, []),
        ("a door to an unknown rule", rule_file(extra="doors:\n  - {name: n, rule: acne, modules: [m], export: E, shape: new, argument: 0}\n"), None, ["acne", "acme"]),
        ("a door of an unknown shape", rule_file(extra="doors:\n  - {name: n, rule: acme, modules: [m], export: E, shape: news, argument: 0}\n"), None, ["news", "new"]),
        ("nested very deep", "rules: " + "[" * 5000 + "]" * 5000 + "\n", None, []),
        ("an anchor bomb", "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(f"{b}: &{b} [{','.join(['*' + a] * 8)}]\n" for a, b in zip("abcdefgh", "bcdefghi")) + "rules: *i\n", None, []),
    ]

    def refuse(self, text, path="bad.yaml"):
        pathlib.Path(self.dir, path).write_bytes(text.encode() if isinstance(text, str) else text)
        run = self.scan("stdin", "--rules", path, code=UNABLE)
        self.assertEqual(run.out, b"")
        return run.err.decode()

    def test_table(self):
        for name, text, place, words in self.CASES:
            with self.subTest(name):
                err = self.refuse(text)
                self.assertRegex(err, r"^apso-scan: bad\.yaml:\d+:\d+: " if place is None else rf"^apso-scan: bad\.yaml:{place}: ")
                for word in words:
                    self.assertIn(word, err)

    def test_the_file_that_the_table_changes_is_good(self):
        (self.dir / "good.yaml").write_text(rule_file())
        self.scan("stdin", "--rules", "good.yaml", code=CLEAN)

    def test_no_utf8_and_no_text(self):
        for text in (b"rules:\n  - id: caf\xe9\n", b"\0\0\0\0", b"\xff\xfer\0u\0"):
            self.refuse(text)

    def test_folder_of_rules(self):
        (self.dir / "rules").mkdir()
        self.scan("stdin", "--rules", "rules", code=UNABLE)
        (self.dir / "rules/one.yaml").write_text(rule_file())
        self.scan("stdin", "--rules", "rules", code=CLEAN)
        (self.dir / "rules/two.yaml").write_text(rule_file({"severity": "hihg", "id": "other"}))
        self.assertIn(b"rules/two.yaml:5:15: ", self.scan("stdin", "--rules", "rules", code=UNABLE).err)

    def test_key_in_a_rules_file(self):
        self.refuse(rule_file({"severity": self.keys.new()}))

    def test_pattern_that_explodes(self):
        """Stopped, counted as degraded, told; not waited for."""
        (self.dir / "slow.yaml").write_text(rule_file({"pattern": "'acme_(a|aa)+$'", "examples": "['acme_aaa']", "counter-examples": "['acme_']"}))
        document = self.document("stdin", "--rules", "slow.yaml", data=b"acme_" + b"a" * 60 + b"!\n" + PREFIX.encode(), code=CLEAN)
        self.assertTrue(document["coverage"]["degraded"])
