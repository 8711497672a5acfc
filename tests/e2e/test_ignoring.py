"""test_ignoring.py -- what is accepted: comments, .apso-scan.yaml, baselines; and that a change cannot switch its own gate off."""
import base64
import datetime
import hashlib
import json

import report
from case import Case
from program import CLEAN, FINDINGS, INCOMPLETE, UNABLE

POLICY = ".apso-scan.yaml"
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
NEVER = "0123456789abcdef0123456789abcdef"


def day(days):
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def notices(document, what=None):
    return [(n.get("path"), n.get("line"), n["text"]) for n in document["policy"] if what in (None, n["what"])]


def kinds(document):
    return sorted({n["what"] for n in document["policy"]})


class Ignoring(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("base", {"README": "nothing\n"})

    def ids(self, text_of_keys):
        """The ids of keys, from a scan of them alone."""
        document = json.loads(self.scan("stdin", "--format", "json", "--show-keys", "--no-ignore", data="\n".join(text_of_keys).encode(), code=FINDINGS).out)
        found = {finding["key"]["value"]: finding["id"] for finding in document["findings"]}
        return [found[key] for key in text_of_keys]

    def id(self, key=None):
        return super().id() if key is None else self.ids([key])[0]

    def audit(self, code, *arguments, repo=None):
        return self.document("audit", (repo or self.repo).path, *arguments, code=code)

    def found(self, document):
        return sorted(finding["key"]["value"] for finding in document["findings"])

    def places(self, document, key):
        return {(place[0], place[1]) for place in report.places(document).get(key, [])}

    def accepted(self, document):
        """id to the set of those who accept it."""
        by = {}
        for one in document["suppressed"]:
            by.setdefault(one["id"], set()).add(one["by"])
        return by


class Comments(Ignoring):
    def test_with_an_id_that_key_only(self):
        one, other = self.keys.new(), self.keys.new()
        self.repo.commit("keys", {"a.ts": f"const a = '{one}', b = '{other}' // apso-scan:allow {self.id(one)} -- revoked in May\n"})
        document = self.audit(FINDINGS)
        self.assertEqual(self.found(document), [other])
        self.assertEqual([(s["id"], s["reason"], s["by"], s["whole"]) for s in document["suppressed"]], [(self.id(one), "revoked in May", "inline a.ts:1", True)])
        self.assertEqual(kinds(document), ["other-key"])

    def test_a_different_key_on_an_accepted_line_is_new(self):
        one, other = self.keys.new(), self.keys.new()
        comment = f"apso-scan:allow {self.id(one)} -- known"
        self.repo.commit("one", {"a.py": f"k = '{one}'  # {comment}\n"})
        self.audit(CLEAN)
        self.repo.commit("other", {"a.py": f"k = '{other}'  # {comment}\n"})
        document = self.audit(FINDINGS)
        self.assertEqual(self.found(document), [other])
        self.assertEqual(list(self.accepted(document)), [self.id(one)])

    def test_beginnings_of_ids(self):
        key = self.keys.new()
        whole = self.id(key)
        for text, code in ((whole[:8], CLEAN), (whole[:31], CLEAN), (whole.upper(), CLEAN), (whole[:7], FINDINGS), (whole + "0", FINDINGS), ("1234567890", FINDINGS)):
            with self.subTest(text):
                self.scan("stdin", data=f"{key} # apso-scan:allow {text} -- why\n".encode(), code=code)

    def test_without_an_id_the_line_and_told(self):
        one, other, third = self.keys.new(), self.keys.new(), self.keys.new()
        self.repo.commit("keys", {"a.env": f"A={one} B={other} # apso-scan:allow -- both dead\nC={third}\n"})
        document = self.audit(FINDINGS)
        self.assertEqual(self.found(document), [third])
        self.assertEqual(self.accepted(document), {self.id(one): {"inline a.env:1"}, self.id(other): {"inline a.env:1"}})
        self.assertEqual({s["reason"] for s in document["suppressed"]}, {"both dead"})
        self.assertEqual([n[:2] for n in notices(document, "no-id")], [("a.env", 1)])
        self.assertEqual(kinds(document), ["no-id"])

    def test_gitleaks(self):
        key = self.keys.new()
        self.repo.commit("key", {"a.py": f"k = '{key}'  # gitleaks:allow\n"})
        document = self.audit(CLEAN)
        self.assertEqual((self.accepted(document), kinds(document)), ({self.id(key): {"inline a.py:1"}}, ["no-id"]))

    def test_without_a_reason_honoured_and_told(self):
        key = self.keys.new()
        self.repo.commit("key", {"a.py": f"k = '{key}'  # apso-scan:allow {self.id(key)}\n"})
        document = self.audit(CLEAN)
        self.assertEqual([n[:2] for n in notices(document, "no-reason")], [("a.py", 1)])
        self.assertIn(b"No reason  a.py:1", self.scan("audit", self.repo.path, code=CLEAN).out)

    def test_forms(self):
        for form, reason in (("/* apso-scan:allow {} -- a b */ x('{}')", "a b"), ("<!-- apso-scan:allow {} -- html --> {}", "html"), ("{{# apso-scan:allow {} -- jinja #}} {}", "jinja"),
                             ("{{\"n\": \"apso-scan:allow {} -- in json\", \"k\": \"{}\"}}", "in json"), ("apso-scan:allow {} -- don't // {}", "don't")):
            key = self.keys.new()
            with self.subTest(form):
                text = form.format(self.id(key), key)
                document = self.document("stdin", data=text.encode() + b"\n", code=CLEAN)
                self.assertEqual([s["reason"] for s in document["suppressed"]], [reason])

    def test_not_a_comment_of_ours(self):
        key = self.keys.new()
        for text in ("apso-scan:allowed", "apso-scan:allow-list", "xapso-scan:allow", "gitleaks:allower", "mygitleaks:allow", "apso-scan: allow", "apso-scan:allow because", "apso-scan:allow abc -- short"):
            with self.subTest(text):
                self.scan("stdin", data=f"{key} # {text}\n".encode(), code=FINDINGS)
        self.scan("stdin", data=f"# apso-scan:allow -- the line before\n{key}\n# gitleaks:allow\n".encode(), code=FINDINGS)

    def test_malformed_is_told(self):
        document = self.document("stdin", data=f"{self.keys.new()} # apso-scan:allow 12345 -- short\n".encode(), code=FINDINGS)
        self.assertEqual(kinds(document), ["malformed"])

    def test_id_holds_for_the_path_in_history_too_and_nowhere_else(self):
        key = self.keys.new()
        self.repo.commit("key", {"a.py": f"k = '{key}'\n"})
        self.repo.commit("comment", {"a.py": f"\nk = '{key}'  # apso-scan:allow {self.id(key)} -- revoked\n"})
        document = self.audit(CLEAN)
        self.assertEqual([s["occurrences"] for s in document["suppressed"]], [2])
        self.repo.commit("elsewhere", {"b.py": f"k = '{key}'\n"})
        document = self.audit(FINDINGS)
        self.assertEqual(self.places(document, key), {("b.py", 1)})
        self.assertEqual([(s["by"], s["whole"]) for s in document["suppressed"]], [("inline a.py:2", False)])

    def test_line_comment_holds_for_that_version_only(self):
        key = self.keys.new()
        self.repo.commit("key", {"a.py": f"k = '{key}'\n"})
        self.repo.commit("comment", {"a.py": f"\nk = '{key}'  # gitleaks:allow\n"})
        self.assertEqual(self.places(self.audit(FINDINGS), key), {("a.py", 1)})

    def test_what_is_left_is_assessed_again(self):
        key = self.keys.new("test")
        self.repo.commit("key", {"a.js": f"'use client'\nimport {{ ApsoClient }} from '@apso/sdk'\nnew ApsoClient({{ apiKey: '{key}' }}) // apso-scan:allow {self.id(key)} -- public demo\n", "b.txt": f"{key}\n"})
        before = self.audit(FINDINGS, "--no-ignore")["findings"][0]
        after = self.audit(FINDINGS)["findings"][0]
        self.assertEqual((before["severity"], before["exposure"]["class"]), ("critical", "client"))
        self.assertEqual((after["id"], after["severity"], after["exposure"]["class"], after["rule"]), (before["id"], "medium", "unknown", "apso-key"))

    def test_reason_shows_no_key(self):
        one, other = self.keys.new(), self.keys.new()
        self.repo.commit("keys", {"a.py": f"{one} # apso-scan:allow {self.id(one)} -- was {other}, {one}\n"})
        self.scan_all_ways("audit", self.repo.path, code=FINDINGS)

    def test_wide_and_inner_texts(self):
        key = self.keys.new()
        text = f"k = '{key}'  # apso-scan:allow {self.id(key)} -- why\n"
        cell = json.dumps({"cells": [{"cell_type": "code", "source": [text]}], "nbformat": 4, "metadata": {}})
        for name, content in (("u.txt", text.encode("utf-16")), ("n.ipynb", cell), ("m.js.map", json.dumps({"version": 3, "sources": ["a.py"], "sourcesContent": [text], "mappings": ""}))):
            with self.subTest(name):
                self.repo.write(name, content)
                self.assertEqual(len(self.document("dir", name, cwd=self.repo.path, code=CLEAN)["suppressed"]), 1)
                (self.repo.path / name).unlink()


class Policies(Ignoring):
    def policy(self, text, name=POLICY):
        self.repo.write(name, text)

    def plant(self, *names):
        keys = {name: self.keys.new() for name in names}
        self.repo.commit("plants", {name: f"{key}\n" for name, key in keys.items()})
        return keys

    def test_paths(self):
        keys = self.plant("tests/fixtures/deep/a.txt", "tests/b.txt", "x/sample.env", "src/c.txt", "lib/d/e.txt")
        self.policy("paths:\n  - path: tests/fixtures/\n    reason: made up\n    owner: team a\n    expires: " + day(30) + "\n"
                    "  - {path: ['*.env', lib/**], reason: examples}\n")
        document = self.audit(FINDINGS)
        self.assertEqual(self.found(document), sorted([keys["tests/b.txt"], keys["src/c.txt"]]))
        first = [s for s in document["suppressed"] if s["id"] == self.id(keys["tests/fixtures/deep/a.txt"])]
        self.assertEqual([(s["reason"], s["by"], s["owner"], s["expires"]) for s in first], [("made up", ".apso-scan.yaml:2", "team a", day(30))])
        self.assertEqual({b for s in self.accepted(document).values() for b in s}, {".apso-scan.yaml:2", ".apso-scan.yaml:6"})
        self.assertEqual(document["policy"], [])

    def test_rules_and_conditions_together(self):
        keys = self.plant("docs/a.txt", "src/b.txt")
        self.policy("rules:\n  - {rule: apso-key, path: docs/, reason: examples}\n")
        self.assertEqual(self.found(self.audit(FINDINGS)), [keys["src/b.txt"]])
        self.policy("paths:\n  - {path: '**', rule: apso-key-env, reason: other rule}\n" if b"apso-key-env" in self.scan("rules", "list").out else "paths:\n  - {path: 'nowhere/', rule: apso-key, reason: r}\n")
        self.assertEqual(len(self.found(self.audit(FINDINGS))), 2)

    def test_ids(self):
        keys = self.plant("a.txt", "b.txt")
        self.policy(f"ids:\n  - {{id: {self.id(keys['a.txt'])}, reason: revoked}}\n  - {{id: {self.id(keys['b.txt'])}, path: other/, reason: only there}}\n")
        document = self.audit(FINDINGS)
        self.assertEqual(self.found(document), [keys["b.txt"]])
        self.assertEqual([n[:2] for n in notices(document, "unused")], [(POLICY, 3)])

    def test_expiry(self):
        keys = self.plant("a.txt")
        for days, code, told in ((0, CLEAN, []), (1, CLEAN, []), (-1, FINDINGS, ["expired"])):
            with self.subTest(days):
                self.policy(f"ids:\n  - id: {self.id(keys['a.txt'])}\n    reason: until then\n    expires: {day(days)}\n")
                self.assertEqual(kinds(self.audit(code)), told)
        self.assertIn(b"Expired", self.scan("audit", self.repo.path, code=FINDINGS).out)

    def test_unused_only_when_all_was_scanned(self):
        self.policy("paths:\n  - {path: nothing/, reason: gone}\n")
        self.assertEqual(kinds(self.audit(CLEAN)), ["unused"])
        self.repo.git("add", POLICY)
        self.assertEqual(kinds(self.document("staged", cwd=self.repo.path, code=CLEAN)), [])
        self.assertEqual(kinds(self.document("dir", cwd=self.repo.path, code=CLEAN)), [])
        lost = self.repo.blob("lost\n")
        self.repo.git("update-index", "--add", "--cacheinfo", f"100644,{lost},lost.txt")
        self.repo.commit("lost")
        self.repo.loose(lost).unlink()
        self.assertEqual(kinds(self.audit(INCOMPLETE)), [])

    def test_unused_in_a_plain_folder(self):
        folder = self.dir / "plain"
        folder.mkdir()
        (folder / POLICY).write_text("paths:\n  - {path: nothing/, reason: gone}\n")
        self.assertEqual(kinds(self.document("dir", folder, code=CLEAN)), ["unused"])

    def test_errors(self):
        head = "paths:\n  - path: a\n    reason: r\n"
        for text, place, words in (
            (head + "    onwer: me\n", "4:5", "did you mean 'owner'?"), ("path:\n  - {path: a, reason: r}\n", "1:1", "did you mean 'paths'?"),
            ("paths:\n  - path: a\n", "2:5", "'reason' is missing"), ("paths:\n  - {path: a, reason: ''}\n", "2:23", "reason"),
            ("rules:\n  - {rule: apso-kee, reason: r}\n", "2:12", "did you mean 'apso-key'?"), (head + "    expires: 2027-02-30\n", "4:14", "day of the calendar"),
            (head + "    expires: tomorrow\n", "4:14", "2027-01-31"), ("ids:\n  - {id: 0123, reason: r}\n", "2:10", "32 hex digits"), ("ids:\n  - {id: " + NEVER.upper() + ", reason: r}\n", "2:10", "lower case"),
            ("base-url: https://evil.example\n", "1:1", "XDG_CONFIG_HOME"), ("# x\nendpoints:\n  - url: x\n", "2:1", "does not belong here"), ("key: x\n", "1:1", "does not belong here"),
            ("recipes: []\n", "1:1", "does not belong here"), ("rules: other/rules\n", "1:8", "list"), ("baseline: ../x\n", "1:11", "inside the folder"), ("baseline: gone.txt\n", "1", "no baseline"), ("paths: [\n", "2:1", "YAML")):
            with self.subTest(text):
                self.policy(text)
                for command in (("audit", "."), ("audit", ".", "--no-ignore"), ("dir", ".")):
                    run = self.scan(*command, cwd=self.repo.path, code=UNABLE)
                    self.assertRegex(run.err.decode(), rf"^apso-scan: {POLICY}:{place}")
                    self.assertIn(words, run.err.decode())

    def test_empty_files(self):
        for text in ("", "\n", "# nothing yet\n", "paths:\nids: []\n"):
            with self.subTest(text):
                self.policy(text)
                self.audit(CLEAN)

    def test_where_it_lies(self):
        """Work tree for audits, the index for staged, the folder itself or the project around it for dir."""
        key = self.keys.new()
        self.repo.write("sub/a.txt", f"{key}\n")
        self.policy("paths:\n  - {path: sub/a.txt, reason: top}\n")
        self.audit(CLEAN)
        self.repo.git("add", "sub")
        self.scan("staged", cwd=self.repo.path, code=FINDINGS)
        self.repo.git("add", POLICY)
        self.policy("not read")
        self.scan("staged", cwd=self.repo.path, code=CLEAN)
        self.policy("paths:\n  - {path: sub/a.txt, reason: top}\n")
        for arguments, cwd in ((("dir", "sub"), self.repo.path), (("dir", "sub/a.txt"), self.repo.path), (("dir", "."), self.repo.path / "sub"), (("dir", "repo"), self.dir), (("dir", self.repo.path), self.dir), ((self.repo.path / "sub/",), self.dir)):
            with self.subTest(arguments):
                self.scan(*arguments, cwd=cwd, code=CLEAN)
        self.policy("paths:\n  - {path: a.txt, reason: own}\n", "sub/" + POLICY)
        self.policy("paths: []\n")
        for arguments in (("dir", "sub"), ("dir", "sub/"), ("dir", "./sub"), ("dir", "sub/a.txt")):
            with self.subTest(arguments):
                self.scan(*arguments, cwd=self.repo.path, code=CLEAN)
        self.scan("dir", ".", cwd=self.repo.path, code=FINDINGS)

    def test_bare_repository_reads_head(self):
        key = self.keys.new()
        self.repo.commit("both", {"a.txt": f"{key}\n", POLICY: "paths:\n  - {path: a.txt, reason: r}\n"})
        self.audit(CLEAN, repo=self.clone(self.repo, "bare.git", "--bare"))
        self.repo.commit("gone", remove=[POLICY])
        self.audit(FINDINGS, repo=self.clone(self.repo, "bare2.git", "--bare"))

    def test_each_root_has_its_own(self):
        key = self.keys.new()
        other = self.create("other")
        for repo, name in ((self.repo, "a.txt"), (other, "a.txt")):
            repo.commit("key", {name: f"in {repo.path.name}: {key}\n"})
        self.policy("paths:\n  - {path: a.txt, reason: r}\n")
        document = self.document("audit", self.repo.path, other.path, code=FINDINGS)
        self.assertEqual([s["occurrences"] for s in document["suppressed"]], [1])
        self.assertEqual(len(document["findings"][0]["occurrences"]), 1)
        self.assertEqual(self.document("dir", "repo", "other", code=FINDINGS)["findings"][0]["occurrences"][0]["path"], "other/a.txt")

    def test_no_ignore(self):
        keys = self.plant("a.txt", "b.txt", "c.txt")
        self.repo.commit("comment", {"d.txt": f"{keys['c.txt']} # gitleaks:allow\n"})
        self.policy("paths:\n  - {path: a.txt, reason: r}\n")
        (self.repo.path / "known.txt").write_text(f"{self.id(keys['b.txt'])}\n")
        document = self.audit(FINDINGS, "--baseline", self.repo.path / "known.txt", "--no-ignore")
        self.assertEqual((self.found(document), document["suppressed"], document["policy"]), (sorted(keys.values()), [], []))
        self.assertEqual(len(self.audit(FINDINGS, "--baseline", self.repo.path / "known.txt")["suppressed"]), 3)

    def test_link_is_no_policy(self):
        self.plant("a.txt")
        outside = self.dir / "outside.yaml"
        outside.write_text("paths:\n  - {path: a.txt, reason: r}\n")
        (self.repo.path / POLICY).symlink_to(outside)
        self.audit(FINDINGS)

    def test_in_every_format(self):
        keys = self.plant("a.txt", "b.txt")
        self.repo.commit("comment", {"c.txt": f"{keys['a.txt']} # apso-scan:allow {self.id(keys['a.txt'])} -- why\n"})
        self.policy("paths:\n  - {path: '[ab].txt', reason: x}\n  - {path: a.txt, reason: 'see [here](http://evil)'}\n")
        run = self.scan("audit", self.repo.path, "--report", f"sarif={self.dir / 'r.sarif'}", "--report", f"json={self.dir / 'r.json'}", code=FINDINGS)
        self.assertIn(b"Accepted   1 finding: 1 by comments, 1 by .apso-scan.yaml", run.out)
        sarif = json.loads((self.dir / "r.sarif").read_text())["runs"][0]
        by_id = {r["partialFingerprints"]["apsoScanKey/v1"]: r["suppressions"] for r in sarif["results"]}
        self.assertEqual(by_id, {self.id(keys["a.txt"]): [{"kind": "inSource", "justification": "why (inline c.txt:1)"}, {"kind": "external", "justification": "see [here](http://evil) (.apso-scan.yaml:3)"}],
                                 self.id(keys["b.txt"]): []})
        self.assertEqual([n["descriptor"]["id"] for n in sarif["invocations"][0]["toolExecutionNotifications"]], ["policy/unused"])
        for one in self.ids(list(keys.values())):
            self.assertIn(one, (self.dir / "r.json").read_text())


class Baselines(Ignoring):
    def setUp(self):
        super().setUp()
        self.key = self.keys.new()
        self.repo.commit("key", {"a.txt": f"{self.key}\n"})
        self.file = self.repo.path / "known.txt"

    def baseline(self, *arguments, code=CLEAN, **options):
        return self.scan("baseline", *arguments, cwd=options.pop("cwd", self.repo.path), code=code, **options)

    def with_file(self, code, *arguments):
        return self.audit(code, "--baseline", self.file, *arguments)

    def lines(self):
        return self.file.read_text().splitlines()

    def test_create_accepts_today(self):
        self.baseline("create", "known.txt")
        self.assertEqual(self.lines(), ["# apso-scan baseline 1", self.id(self.key)])
        document = self.with_file(CLEAN)
        self.assertEqual(self.accepted(document), {self.id(self.key): {f"baseline {self.file}"}})
        new = self.keys.new()
        self.repo.commit("new", {"a.txt": f"{new}\n"})
        self.assertEqual(self.found(self.with_file(FINDINGS)), [new])

    def test_create_update_prune(self):
        more = sorted(self.keys.new() for _ in range(4))
        self.baseline("create", "known.txt")
        self.baseline("create", "known.txt", code=UNABLE)
        self.baseline("update", "none.txt", code=UNABLE)
        self.repo.write("more.txt", "\n".join(more) + "\n")
        self.assertIn(b"5 ids, 4 new", self.baseline("update", "known.txt").out)
        self.assertEqual(self.lines()[1:], sorted(self.ids([self.key, *more])))
        self.assertIn(b"0 new", self.baseline("update", "known.txt").out)
        (self.repo.path / "more.txt").unlink()
        self.baseline("update", "known.txt")
        self.assertEqual(len(self.lines()), 6)
        self.assertIn(b"1 id, 4 dropped", self.baseline("prune", "known.txt").out)
        self.assertEqual(self.lines()[1:], [self.id(self.key)])

    def test_what_is_accepted_otherwise_needs_no_line(self):
        other = self.keys.new()
        self.repo.write("b.txt", f"{other} # apso-scan:allow {self.id(other)} -- why\n")
        self.baseline("create", "known.txt")
        self.assertEqual(self.lines()[1:], [self.id(self.key)])
        self.file.write_text(f"{self.id(other)}\n")
        self.baseline("prune", "known.txt")
        self.assertEqual(self.lines()[1:], [self.id(other)])

    def test_named_by_the_policy(self):
        self.repo.write(POLICY, "baseline: known.txt\n")
        self.scan("audit", self.repo.path, code=UNABLE)
        self.baseline("create", "known.txt")
        self.assertEqual(self.accepted(self.audit(CLEAN)), {self.id(self.key): {"baseline known.txt"}})
        self.repo.write("b.txt", f"{self.keys.new()}\n")
        self.baseline("update", "known.txt")
        self.assertEqual(len(self.lines()), 3)

    def test_prune_only_after_a_complete_scan_of_everything(self):
        self.file.write_text(f"{NEVER}\n")
        (self.repo.path / "sub").mkdir()
        run = self.baseline("prune", "known.txt", "sub", code=UNABLE)
        self.assertIn(b"everything", run.err)
        lost = self.repo.blob("lost\n")
        self.repo.git("update-index", "--add", "--cacheinfo", f"100644,{lost},lost.txt")
        self.repo.commit("lost")
        self.repo.loose(lost).unlink()
        self.baseline("prune", "known.txt", code=INCOMPLETE)
        self.assertEqual(self.file.read_text(), f"{NEVER}\n")
        self.baseline("prune", "known.txt", "--allow", "missing")
        self.assertEqual(self.lines(), ["# apso-scan baseline 1"])
        self.file.unlink()
        self.baseline("create", "known.txt", code=INCOMPLETE)
        self.assertEqual(len(self.lines()), 2)

    def test_unused_is_told(self):
        self.file.write_text(f"{self.id(self.key)}\n{NEVER}\n")
        document = self.with_file(CLEAN)
        self.assertEqual(kinds(document), ["unused"])
        self.assertIn("1 id is found no more", notices(document)[0][2])

    def test_staged_and_plain_folders(self):
        self.repo.stage({"b.txt": f"{self.keys.new()}\n"})
        self.baseline("create", "known.txt", "--staged")
        self.assertEqual(len(self.lines()), 2)
        self.scan("staged", "--baseline", "known.txt", cwd=self.repo.path, code=CLEAN)
        folder = self.dir / "plain"
        folder.mkdir()
        (folder / "a").write_text(self.key)
        self.baseline("create", "known.txt", cwd=folder)
        self.scan("dir", ".", "--baseline", "known.txt", cwd=folder, code=CLEAN)
        self.scan("stdin", "--baseline", folder / "known.txt", data=self.key.encode(), code=CLEAN)

    def test_comments_of_people_are_kept(self):
        one = self.id(self.key)
        self.file.write_text(f"# apso-scan baseline 1\n# ours\n{NEVER}   # gone\n{one} # see #12\n{one}\n")
        self.baseline("update", "known.txt")
        self.assertEqual(self.lines(), ["# apso-scan baseline 1", "# ours", *sorted([f"{NEVER} # gone", f"{one} # see #12"])])
        self.assertEqual(self.with_file(CLEAN)["suppressed"][0]["reason"], "see #12")
        self.baseline("prune", "known.txt")
        self.assertEqual(self.lines()[1:], ["# ours", f"{one} # see #12"])

    def test_errors(self):
        one = self.id(self.key)
        for text, place, words in ((f"{one}\nwhat\n", "2:1", "32 hex digits"), (f"{one[:31]}\n", "1:1", "has 31"), (f"{one.upper()}\n" if one.upper() != one else f"{one[:-1]}A\n", "1:1", "lower case"),
                                   ("# apso-scan baseline 2\n", "1:1", "another version"), (f"<<<<<<< a\n{one}\n=======\n>>>>>>> b\n", "1:1", "conflict"), (f"\n{self.key}\n", "2:1", "expected")):
            with self.subTest(text):
                self.file.write_text(text)
                run = self.scan("audit", ".", "--baseline", "known.txt", cwd=self.repo.path, code=UNABLE)
                self.assertRegex(run.err.decode(), rf"^apso-scan: known\.txt:{place}: ")
                self.assertIn(words, run.err.decode())
        self.scan("audit", ".", "--baseline", "none.txt", cwd=self.repo.path, code=UNABLE)
        self.scan("baseline", cwd=self.repo.path, code=UNABLE)
        self.scan("baseline", "creat", "x", cwd=self.repo.path, code=UNABLE)
        self.file.write_text("")
        self.with_file(FINDINGS)

    def test_any_number(self):
        other = self.keys.new()
        self.repo.write("b.txt", f"{other}\n")
        self.file.write_text(f"{self.id(self.key)}\n")
        (self.dir / "second").write_text(f"\r\n{self.id(other)}\r\n")
        self.with_file(CLEAN, "--baseline", self.dir / "second")
        self.with_file(FINDINGS)

    def test_merges_without_conflict(self):
        """Two branches that accept different keys, at neighbouring lines too."""
        self.repo.commit("attributes", {".gitattributes": "known.txt merge=union\n"})
        self.baseline("create", "known.txt")
        self.repo.commit("baseline", {"known.txt": self.file.read_text()})
        keys = {}
        for branch in ("one", "two"):
            self.repo.git("checkout", "-q", "-b", branch, "main")
            keys[branch] = self.keys.new()
            self.repo.commit("key", {f"{branch}.txt": f"{keys[branch]}\n"})
            self.file.write_text("\n".join([self.lines()[0], *sorted([*self.lines()[1:], self.id(keys[branch])])]) + "\n")
            self.repo.commit("accepts", {"known.txt": self.file.read_text()})
        self.repo.git("merge", "-q", "-m", "merges", "one")
        self.assertEqual(sorted(self.lines()[1:]), sorted(self.ids([self.key, *keys.values()])))
        self.with_file(CLEAN)
        self.baseline("update", "known.txt")
        self.assertEqual(self.lines()[1:], sorted(self.lines()[1:]))

    def test_survives_moves_renames_and_rebases(self):
        self.baseline("create", "known.txt", self.repo.path)
        self.file.rename(self.dir / "known.txt")
        self.file = self.dir / "known.txt"
        self.repo.git("mv", "a.txt", "b.txt")
        self.repo.commit("renames")
        self.with_file(CLEAN)
        self.repo.commit("moves", {"b.txt": f"one\ntwo\n   {self.key}\n", "copy/c.ts": f"const k = '{self.key}'\n"})
        self.with_file(CLEAN)
        self.repo.git("checkout", "-q", "-b", "side", "HEAD~3")
        self.repo.commit("side", {"x.txt": "x\n"})
        self.repo.git("rebase", "-q", "side", "main")
        self.repo.git("commit", "-q", "--amend", "-m", "amended")
        self.with_file(CLEAN)


class Ids(Ignoring):
    def test_the_same_everywhere(self):
        key = self.keys.new()
        self.repo.commit("keys", {"a.txt": f"{key}\n", "b/c.env": f"K={key}\n"})
        one = self.id(key)
        run = self.scan("audit", self.repo.path, "--report", f"sarif={self.dir / 'r.sarif'}", "--report", f"json={self.dir / 'r.json'}", code=FINDINGS)
        self.assertIn(f"finding {one}".encode(), run.out)
        self.assertEqual([f["id"] for f in json.loads((self.dir / "r.json").read_text())["findings"]], [one])
        self.assertEqual([r["partialFingerprints"]["apsoScanKey/v1"] for r in json.loads((self.dir / "r.sarif").read_text())["runs"][0]["results"]], [one])
        self.scan("baseline", "create", self.dir / "b.txt", self.repo.path, code=CLEAN)
        self.assertEqual((self.dir / "b.txt").read_text().splitlines()[1:], [one])
        self.repo.git("mv", "a.txt", "z.txt")
        self.repo.git("commit", "-q", "--amend", "-m", "amended")
        self.repo.git("commit", "-q", "--allow-empty", "-m", "more")
        self.assertEqual([f["id"] for f in self.audit(FINDINGS)["findings"]], [one])

    def test_one_character(self):
        key = self.keys.new()
        other = key[:-1] + ("a" if key[-1] != "a" else "b")
        self.keys.needles[other] = [other.encode()]
        one, two = self.ids([key, other])
        self.assertNotEqual(one, two)

    def test_no_key_and_no_fast_hash(self):
        key = self.keys.new()
        self.repo.commit("key", {"a.txt": f"{key}\n", "b.txt": f"{key} # apso-scan:allow {self.id(key)} -- why\n"})
        self.scan("baseline", "create", self.dir / "b.txt", self.repo.path, code=CLEAN)
        self.scan("audit", self.repo.path, "--report", f"sarif={self.dir / 'r.sarif'}", "--report", f"json={self.dir / 'r.json'}", "--report", f"text={self.dir / 'r.txt'}", code=FINDINGS)
        tail = key.rsplit("_", 1)[1]
        for name in ("b.txt", "r.sarif", "r.json", "r.txt"):
            text = (self.dir / name).read_bytes().lower()
            for secret in (key, tail, key + "\n"):
                self.assertNotIn(secret.strip().lower().encode(), text)
                for kind in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"):
                    digest = hashlib.new(kind, secret.encode()).digest()
                    for form in (digest.hex()[:16].encode(), base64.b64encode(digest)[:16].lower(), base64.urlsafe_b64encode(digest)[:16].lower()):
                        self.assertNotIn(form, text, f"{kind} in {name}")

    def test_without_a_key_by_rule_variable_and_path(self):
        call = "import {{ ApsoClient }} from '@apso/sdk'\nnew ApsoClient({{ apiKey: process.env.{} }})\n"
        ids = {}
        for name, variable in (("a.ts", "NEXT_PUBLIC_APSO_API_KEY"), ("b.ts", "NEXT_PUBLIC_APSO_API_KEY"), ("c.ts", "VITE_APSO_API_KEY")):
            self.repo.write(name, call.format(variable))
        for finding in json.loads(self.scan("dir", ".", "--format", "json", cwd=self.repo.path, code=FINDINGS).out)["findings"]:
            self.assertNotIn("key", finding)
            ids[finding["occurrences"][0]["path"]] = finding["id"]
        self.assertEqual(len(set(ids.values())), 3, ids)
        self.scan("baseline", "create", "known.txt", cwd=self.repo.path, code=CLEAN)
        self.repo.write("a.ts", "// moved\n\n" + call.format("NEXT_PUBLIC_APSO_API_KEY"))
        self.scan("dir", ".", "--baseline", "known.txt", cwd=self.repo.path, code=CLEAN)


class BaseSide(Ignoring):
    """`range`: policy of A, never of B or the disk."""

    def range(self, code, *arguments, cwd=None, text="base..HEAD"):
        return self.document("range", text, *arguments, cwd=cwd or self.repo.path, code=code)

    def tag(self):
        self.repo.git("tag", "-f", "base")

    def test_policy_of_the_base_side(self):
        key = self.keys.new()
        self.repo.commit("policy", {POLICY: "paths:\n  - {path: known/, reason: r}\n"})
        self.tag()
        self.repo.commit("key", {"known/a.txt": f"{key}\n"})
        self.assertEqual(self.accepted(self.range(CLEAN)), {self.id(key): {".apso-scan.yaml:2"}})
        self.repo.commit("gone", remove=[POLICY])
        document = self.range(CLEAN)
        self.assertEqual([(n[0], n[2]) for n in notices(document, "change")], [(POLICY, "the change removes: path known/ (r); it is still in force here")])
        bare = self.clone(self.repo, "bare.git", "--bare")
        self.assertEqual(self.range(CLEAN, cwd=bare.path)["suppressed"], document["suppressed"])

    def test_a_change_does_not_accept_itself(self):
        key = self.keys.new()
        self.tag()
        self.repo.commit("all in one", {"a.txt": f"{key}\n", POLICY: f"paths:\n  - {{path: a.txt, reason: trust me}}\nids:\n  - {{id: {self.id(key)}, reason: and me, expires: {day(9)}}}\nbaseline: known.txt\n",
                                        "known.txt": f"{self.id(key)}\n"})
        document = self.range(FINDINGS)
        self.assertEqual(self.found(document), [key])
        self.assertEqual([(n[0], n[1]) for n in notices(document, "change")], [(POLICY, 2), (POLICY, 4), (POLICY, 5)])
        self.assertIn(f"the change adds: id {self.id(key)}, until {day(9)} (and me); it is not in force here", [n[2] for n in notices(document)])
        self.assertEqual(self.found(self.range(FINDINGS, "--baseline", "known.txt")), [key])
        self.assertEqual(self.found(self.range(FINDINGS, cwd=self.clone(self.repo, "bare.git", "--bare").path)), [key])
        self.audit(CLEAN)

    def test_baseline_of_the_base_side(self):
        old, new = self.keys.new(), self.keys.new()
        self.repo.commit("baseline", {"known.txt": f"{self.id(old)}\n", POLICY: "baseline: known.txt\n"})
        self.tag()
        self.repo.commit("keys", {"a.txt": f"{old}\n{new}\n", "known.txt": f"{self.id(new)}\n"})
        document = self.range(FINDINGS)
        self.assertEqual((self.found(document), self.accepted(document)), ([new], {self.id(old): {"baseline known.txt"}}))
        self.assertEqual(sorted(n[2] for n in notices(document, "change")), [f"the change adds 1 id: {self.id(new)}; it is not in force here", f"the change removes 1 id: {self.id(old)}; it is still in force here"])
        for name in ("known.txt", "./known.txt", self.repo.path / "known.txt", "sub/../known.txt"):
            with self.subTest(name):
                self.assertEqual(self.found(self.range(FINDINGS, "--baseline", name)), [new])

    def test_baseline_outside_is_read_from_disk(self):
        key = self.keys.new()
        self.tag()
        self.repo.commit("key", {"a.txt": f"{key}\n"})
        outside = self.dir / "outside.txt"
        outside.write_text(f"{self.id(key)}\n")
        self.range(CLEAN, "--baseline", outside)
        self.range(CLEAN, "--baseline", "../outside.txt")
        self.scan("range", "base..HEAD", "--baseline", "../none.txt", cwd=self.repo.path, code=UNABLE)

    def test_links_of_the_change_lead_nowhere(self):
        key = self.keys.new()
        evil = self.dir / "evil"
        evil.mkdir()
        (evil / "known.txt").write_text(f"{self.id(key)}\n")
        self.repo.commit("conf", {"conf/known.txt": ""})
        self.tag()
        self.repo.git("rm", "-q", "-r", "conf")
        (self.repo.path / "conf").symlink_to(evil)
        self.repo.git("add", "conf")
        self.repo.commit("key", {"a.txt": f"{key}\n"})
        self.assertEqual(self.found(self.range(FINDINGS, "--baseline", "conf/known.txt")), [key])
        self.assertEqual(self.found(self.range(FINDINGS, "--baseline", self.repo.path / "conf/known.txt")), [key])
        (self.dir / "link").symlink_to(self.repo.path)
        self.assertEqual(self.found(self.range(FINDINGS, "--baseline", self.dir / "link/conf/known.txt")), [key])

    def test_upstream(self):
        key = self.keys.new()
        clone = self.clone(self.repo, "clone")
        clone.commit("own policy", {POLICY: "paths:\n  - {path: a.txt, reason: r}\n", "a.txt": f"{key}\n"})
        document = self.document("range", cwd=clone.path, code=FINDINGS)
        self.assertEqual((self.found(document), kinds(document)), ([key], ["change"]))

    def test_broken_policies_are_told(self):
        self.repo.commit("broken", {POLICY: "paths: [\n"})
        self.tag()
        self.repo.commit("mended", {POLICY: "paths: []\n"})
        document = self.range(CLEAN)
        self.assertEqual(kinds(document), ["broken"])
        self.tag()
        self.repo.commit("broken again", {POLICY: "pahts: []\n"})
        document = self.range(CLEAN)
        self.assertEqual(kinds(document), ["broken"])
        self.assertIn("did you mean 'paths'?", notices(document)[0][2])

    def test_own_comments_are_told_and_not_honoured(self):
        for number, form in enumerate(("{} # apso-scan:allow {} -- mine", "{} # apso-scan:allow -- mine {:.0}", "{} # gitleaks:allow{:.0}")):
            with self.subTest(form):
                key = self.keys.new()
                self.tag()
                self.repo.commit("key", {f"f{number}.txt": form.format(key, self.id(key)) + "\n"})
                document = self.range(FINDINGS)
                self.assertEqual((self.found(document), document["suppressed"]), ([key], []))
                self.assertEqual([(n[0], n[1]) for n in notices(document, "not-honoured")], [(f"f{number}.txt", 1)])
                self.audit(CLEAN)

    def test_own_comment_in_a_message(self):
        key = self.keys.new()
        self.tag()
        self.repo.commit(f"message {key} gitleaks:allow")
        self.assertEqual(kinds(self.range(FINDINGS)), ["not-honoured"])

    def test_comment_that_was_there(self):
        """A line that accepts any key does not accept the one that a change puts there."""
        old, new = self.keys.new(), self.keys.new()
        self.repo.commit("old", {"a.py": f"import x\nk = '{old}'  # gitleaks:allow\n"})
        self.tag()
        self.repo.commit("new", {"a.py": f"import x\nimport y\nk = '{new}'  # gitleaks:allow\n"})
        document = self.range(FINDINGS)
        self.assertEqual(self.found(document), [new])
        self.assertEqual(kinds(document), ["not-honoured"])
        self.audit(CLEAN)

    def test_two_steps(self):
        """A comment of the change's first commit is none of the base side's in its second."""
        known, key = self.keys.new(), self.keys.new()
        self.repo.commit("baseline", {"known.txt": f"{self.id(known)}\n", POLICY: "baseline: known.txt\n"})
        self.tag()
        self.repo.commit("first", {"a.py": f"k = '{known}'  # gitleaks:allow\n"})
        self.repo.commit("second", {"a.py": f"k = '{key}'  # gitleaks:allow\n"})
        self.assertEqual(self.found(self.range(FINDINGS)), [key])

    def test_comment_moved_to_a_new_file(self):
        old, new = self.keys.new(), self.keys.new()
        self.repo.commit("old", {"a.py": f"k = '{old}'  # gitleaks:allow\n"})
        self.tag()
        self.repo.commit("new", {"b.py": f"k = '{new}'  # gitleaks:allow\n"})
        self.assertEqual(self.found(self.range(FINDINGS)), [new])

    def test_no_ignore(self):
        self.repo.commit("policy", {POLICY: "paths:\n  - {path: a.txt, reason: r}\n"})
        self.tag()
        key = self.keys.new()
        self.repo.commit("key", {"a.txt": f"{key}\n", POLICY: "\n"})
        self.assertEqual(self.found(self.range(FINDINGS, "--no-ignore")), [key])
