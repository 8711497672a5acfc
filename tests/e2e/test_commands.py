"""test_commands.py -- dir, stdin, a bare PATH, and the commands that only tell."""
import subprocess

import program
import report
from case import Case
from keys import PREFIX


class Dir(Case):
    def plant(self, *names):
        """A key in each file; name to key."""
        planted = {name: self.keys.new() for name in names}
        for name, key in planted.items():
            self.repo_at(self.dir / "top").write(name, f"x\n {key}\n")
        return planted

    def assert_dir(self, planted, *arguments, cwd=None, prefix=""):
        """Each key in its file, line 2, column 2."""
        document = self.scan_all_ways(*arguments, cwd=cwd or self.dir / "top", code=1)
        actual = {key: [place[:4] for place in places] for key, places in report.places(document).items()}
        self.assertEqual(actual, {key: [(prefix + name, 2, 2, "file")] for name, key in planted.items()})
        return document

    def test_folder(self):
        planted = self.plant("a.txt", "b/c/d.txt", ".hidden/e.txt", ".env.sample")
        self.assert_dir(planted, "dir")
        self.assert_dir(planted, "dir", ".")
        self.assert_dir(planted, "dir", "top", cwd=self.dir, prefix="top/")
        self.assert_dir(planted, "dir", "./top//", cwd=self.dir, prefix="top/")
        self.assert_dir(planted, "dir", self.dir / "top", prefix=f"{self.dir}/top/")

    def test_several_paths(self):
        planted = self.plant("a/x.txt", "b/y.txt", "c/z.txt")
        wanted = {name: key for name, key in planted.items() if not name.startswith("c/")}
        self.assert_dir(wanted, "dir", "a", "b/y.txt")

    def test_same_path_twice(self):
        self.assert_dir(self.plant("a/x.txt"), "dir", "a", "a/x.txt", "a")

    def test_skips_git(self):
        planted = self.plant("a.txt")
        repo = self.create("top")
        repo.git("remote", "add", "origin", f"https://{self.keys.new()}@example.com")
        self.create("top/nested").git("remote", "add", "origin", f"https://{self.keys.new()}@example.com")
        self.assert_dir(planted, "dir")

    def test_gitignore(self):
        planted = self.plant("a.txt", "b/kept.log")
        self.plant("x.log", "out/deep/y.txt", "b/c.tmp", "sub/local.txt")
        repo = self.create("top")
        repo.write(".gitignore", "*.log\n!b/kept.log\nout/\n")
        repo.write("b/.gitignore", "*.tmp\n")
        (repo.folder / "info").mkdir(exist_ok=True)
        (repo.folder / "info/exclude").write_text("sub/local.txt\n")
        self.assert_dir(planted, "dir", "--gitignore")
        self.assert_dir({"kept.log": planted["b/kept.log"]}, "dir", "--gitignore", "top/b", cwd=self.dir, prefix="top/b/")
        self.assertEqual(len(self.document("dir", cwd=repo.path, code=1)["findings"]), 6)

    def test_gitignore_without_git(self):
        self.plant("a.txt")
        self.assertIn(self.scan("dir", "--gitignore", cwd=self.dir / "top").code, (1, 2))

    def test_links(self):
        """A link's target is text; it is not followed, so that nothing is told twice or from outside."""
        planted = self.plant("real/a.txt")
        (self.dir / "outside.txt").write_text(self.keys.new())
        (self.dir / "top/link").symlink_to("real")
        (self.dir / "top/out").symlink_to("../outside.txt")
        self.assert_dir(planted, "dir")

    def test_path_that_is_a_link(self):
        planted = self.plant("a.txt")
        (self.dir / "alias").symlink_to("top")
        self.assert_dir(planted, "dir", "alias", cwd=self.dir, prefix="alias/")

    def test_key_in_a_file_name(self):
        key = self.keys.new()
        self.repo_at(self.dir / "top").write(f"{key}.txt", "nothing")
        document = self.document("dir", "top", code=1)
        self.assertEqual([place[1:4] for place in report.places(document)[key]], [(1, 5, "path")])

    def test_clean_and_empty(self):
        (self.dir / "empty").mkdir()
        self.assert_clean("dir", self.dir / "empty")

    def test_no_path_that_git_knows(self):
        """Inside a work tree too: no word of commits."""
        repo = self.create("top")
        repo.commit("adds", {"sub/k.txt": f"x\n {self.keys.new()}\n"})
        key = next(iter(self.keys.needles))
        document = self.assert_dir({"k.txt": key}, "dir", "sub", prefix="sub/")
        self.assertIsNone(report.ways(document)[key]["introduced"])


class ByPath(Case):
    """`apso-scan PATH` chooses among audit, dir and stdin."""

    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.key = self.keys.new()
        self.repo.commit("adds", {"sub/k.txt": f"{self.key}\n"})
        self.repo.commit("removes", remove=["sub/k.txt"])
        self.repo.write("sub/a.txt", "nothing\n")

    def wheres(self, *arguments, **options):
        document = self.document(*arguments, **options)
        return [occurrence["where"] for finding in document["findings"] for occurrence in finding["occurrences"]]

    def test_top_of_a_work_tree(self):
        self.assertEqual(self.wheres(self.repo.path), ["history"])
        self.assertEqual(self.wheres(".", cwd=self.repo.path), ["history"])
        self.assertEqual(self.wheres("..", cwd=self.repo.path / "sub"), ["history"])
        self.assertEqual(self.wheres(f"{self.repo.path}/"), ["history"])

    def test_audit_from_inside(self):
        self.assertEqual(self.wheres("audit", cwd=self.repo.path / "sub"), ["history"])

    def test_bare(self):
        bare = self.clone(self.repo, "bare.git", "--bare")
        self.assertEqual(self.wheres(bare.path), ["history"])
        self.assertEqual(self.wheres(".", cwd=bare.path), ["history"])

    def test_top_of_a_linked_work_tree(self):
        self.repo.git("worktree", "add", "-q", "-b", "side", str(self.dir / "linked"))
        self.assertEqual(self.wheres(self.dir / "linked"), ["history"])

    def test_folder_inside_a_work_tree(self):
        self.assert_clean(self.repo.path / "sub")
        self.repo.write("sub/a.txt", self.key)
        self.assertEqual(self.wheres(self.repo.path / "sub"), ["file"])

    def test_file(self):
        self.repo.write("sub/a.txt", self.key)
        self.assertEqual(self.wheres("sub/a.txt", cwd=self.repo.path), ["file"])

    def test_folder_without_git(self):
        (self.dir / "plain").mkdir()
        (self.dir / "plain/k.txt").write_text(self.key)
        self.assertEqual(self.wheres("plain"), ["file"])

    def test_dash(self):
        self.assertEqual(self.wheres("-", data=self.key.encode()), ["stdin"])

    def test_folder_named_like_a_command(self):
        (self.dir / "audit").mkdir()
        (self.dir / "audit/k.txt").write_text(self.key)
        self.assertEqual(self.wheres("./audit"), ["file"])

    def test_options_around_the_path(self):
        for arguments in (["--threads", "2", self.repo.path], [self.repo.path, "--threads=2"], ["--threads=2", "--", self.repo.path]):
            with self.subTest(arguments):
                self.assertEqual(self.scan(*arguments).code, 1)


class Stdin(Case):
    def test_place(self):
        key = self.keys.new()
        document = self.scan_all_ways("stdin", data=f"one\nüö {key}\n".encode(), code=1)
        self.assertEqual([place[1:4] for place in report.places(document)[key]], [(2, 4, "stdin")])

    def test_input_that_never_ends(self):
        """The time limit ends a read that waits; what came before it is scanned."""
        for text, code in (("nothing\n", 3), (f"k = {self.keys.new()}\n", 1)):
            with subprocess.Popen([program.PROGRAM, "stdin", "--timeout", "1s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
                process.stdin.write(text.encode())
                process.stdin.flush()
                self.assertEqual((process.wait(timeout=20), b"Time" in process.stdout.read()), (code, True))

    def test_file_name_decides(self):
        key = self.keys.new()
        document = self.document("stdin", "--filename", "app/.env", data=f"APSO_API_KEY={key}\n".encode(), code=1)
        finding = document["findings"][0]
        self.assertEqual((finding["class"], finding["occurrences"][0]["path"], finding["variable"]), ("config", "app/.env", "APSO_API_KEY"))

    def test_clean(self):
        for data in (b"", b"nothing\n", b"\0\xff\xfe" * 1000):
            self.assert_clean("stdin", data=data)

    def test_large(self):
        key = self.keys.new()
        data = b"filler line\n" * 1_000_000 + key.encode() + b"\n"
        document = self.document("stdin", "--max-file-size", "1M", data=data, code=1)
        self.assertEqual([place[1:3] for place in report.places(document)[key]], [(1_000_001, 1)])


class Telling(Case):
    def test_help_and_version(self):
        self.assertIn(b"Usage", self.scan("--help", code=0).out)
        self.assertRegex(self.scan("--version", code=0).out.decode(), r"^apso-scan \d+\.\d+\.\d+\n$")
        for command in ("audit", "dir", "staged", "range", "stdin", "rules", "explain"):
            self.assertIn(b"Usage: apso-scan " + command.encode(), self.scan(command, "--help", code=0).out)

    def test_rules(self):
        listed = [line.split()[0] for line in self.scan("rules", "list", code=0).out.decode().splitlines() if line.startswith("apso-")]
        self.assertIn("apso-key", listed)
        for rule in listed:
            self.assertIn(rule.encode(), self.scan("rules", "show", rule, code=0).out)
            self.assertTrue(self.scan("explain", rule, code=0).out)

    def test_unknown_rule(self):
        for command in (["rules", "show"], ["explain"]):
            self.scan(*command, "no-such-rule", code=2)

    def test_explain_key(self):
        self.assertTrue(self.scan("explain", "--key", data=self.keys.new().encode(), code=0).out)
        self.assertTrue(self.scan("explain", "--key", data=(PREFIX + "live_your_key_here").encode(), code=0).out)

    def test_own_rules(self):
        (self.dir / "rules.yaml").write_text(
            "rules:\n  - id: acme\n    title: ACME\n    class: literal\n    severity: low\n    keywords: [acme_]\n    pattern: 'acme_[A-Za-z0-9]{32}'\n"
            "    why: W\n    advice: A\n    examples: ['x acme_{{tail 32}}']\n    counter-examples: ['acme_']\n")
        data = f"acme_{self.keys.tail()} {self.keys.new()}".encode()
        document = self.document("stdin", "--rules", "rules.yaml", data=data, code=1)
        self.assertEqual([finding["rule"] for finding in document["findings"]], ["acme"])
