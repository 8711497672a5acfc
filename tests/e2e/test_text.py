"""test_text.py -- what plain text may hide: environment files, keys in other encodings and over several lines, habits."""
import base64
import gzip

from case import Case
from program import CLEAN, FINDINGS


class EnvironmentFiles(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()

    def reasons(self, **options):
        document = self.document("audit", self.repo.path, code=FINDINGS, **options)
        self.assertEqual(len(document["findings"]), 1)
        finding = document["findings"][0]
        return finding, " ".join(finding["severityReasons"])

    def test_tracked_says_so(self):
        self.repo.commit("adds", {".env": f"APSO_API_KEY={self.keys.new()}\n"})
        finding, reasons = self.reasons()
        self.assertIn("git tracks the environment file", reasons)
        self.assertEqual((finding["class"], finding["variable"]), ("config", "APSO_API_KEY"))

    def test_ignored_is_told_apart(self):
        self.repo.commit("first", {".gitignore": ".env*\n"})
        (self.repo.path / ".env.local").write_text(f"APSO_API_KEY={self.keys.new()}\n")
        finding, reasons = self.reasons()
        self.assertEqual(finding["occurrences"][0]["where"], "ignored")
        self.assertNotIn("git tracks", reasons)
        self.assertIn("git ignores the file", reasons)

    def test_untracked_is_neither(self):
        self.repo.commit("first", {"a": "a\n"})
        (self.repo.path / ".env").write_text(f"APSO_API_KEY={self.keys.new()}\n")
        finding, reasons = self.reasons()
        self.assertEqual(finding["occurrences"][0]["where"], "worktree")
        self.assertNotIn("git tracks", reasons)


class Encoded(Case):
    """Through packs and deltas too: only forms of keys are looked for there."""

    def plant(self):
        key = self.keys.new()
        script = f"#!/bin/sh\n# {'long ' * 40}\nexport APSO_API_KEY={key}\n".encode()
        wide = f"k={self.keys.new()}\r\n".encode("utf-16")
        other, third = self.keys.new(), self.keys.new("svc")
        return {
            "a.txt": (base64.encodebytes(script), key, ["base64"]),
            "b.txt": (base64.b64encode(gzip.compress(script)), key, ["base64", "gzip"]),
            "c.txt": (other.encode().hex().encode(), other, ["hex"]),
            "d.txt": (base64.b64encode(base64.b64encode(third.encode())), third, ["base64", "base64"]),
            "e.txt": (wide, list(self.keys.needles)[1], ["utf-16"]),
        }

    def test_in_history(self):
        repo, planted = self.create(), self.plant()
        filler = "".join(f"line {i} of something\n" for i in range(2000)).encode()
        repo.commit("first", {name: filler for name in planted})
        repo.commit("second", {name: filler[:15000] + b"\nk: " + run + b"\n" + filler[15000:] if name != "e.txt" else run for name, (run, _, _) in planted.items()})
        repo.commit("third", {name: filler for name in planted})
        repo.git("gc", "-q", "--prune=now")
        document = self.document("audit", repo.path, code=FINDINGS)
        found = {}
        for finding in document["findings"]:
            for occurrence in finding["occurrences"]:
                found.setdefault(occurrence["path"], []).append((finding["key"]["value"], occurrence.get("decoded"), occurrence["where"]))
        self.assertEqual(found, {name: [(key, chain, "history")] for name, (_, key, chain) in planted.items()})

    def test_position_is_that_of_the_run(self):
        key = self.keys.new()
        run = base64.b64encode(f"user:{key}".encode()).decode()
        document = self.document("stdin", "--filename", "s.yaml", data=f"data:\n  auth: {run}\n".encode(), code=FINDINGS)
        occurrence = document["findings"][0]["occurrences"][0]
        self.assertEqual((occurrence["line"], occurrence["column"], occurrence["class"]), (2, 9, "encoded"))
        self.assertEqual([step["what"] for step in occurrence["flow"]], ["base64"])


class Joined(Case):
    def test_over_lines(self):
        key = self.keys.new()
        text = f"export KEY={key[:20]}\\\n{key[20:]}\n"
        repo = self.create()
        repo.commit("adds", {"a.sh": text})
        finding = self.document("audit", repo.path, code=FINDINGS)["findings"][0]
        self.assertEqual(finding["key"]["value"], key)
        self.assertEqual([(o["line"], o["column"], o["endLine"]) for o in finding["occurrences"]], [(1, 12, 2)])

    def test_no_piece_is_shown(self):
        key = self.keys.new()
        run = self.scan("stdin", "--filename", "a.py", data=f'K = ("{key[:24]}"\n  "{key[24:]}")\n'.encode(), code=FINDINGS)
        self.assertNotIn(key[16:24], run.out.decode())
        self.assertNotIn(key[24:40], run.out.decode())


class Habits(Case):
    COMMAND = b'apso api-key create --name "ci"\n'

    def test_notes_do_not_fail(self):
        document = self.document("stdin", "--filename", "ci.sh", data=self.COMMAND, code=CLEAN)
        self.assertEqual(sorted((f["rule"], f["class"], f["severity"]) for f in document["findings"]),
                         [("apso-create-full-access", "hygiene", "note"), ("apso-create-without-expiry", "hygiene", "note")])
        self.assertEqual({f["variable"] for f in document["findings"]}, {"apso api-key create"})
        self.assertEqual(document["verdict"], "clean")

    def test_unless_asked_to(self):
        self.scan("stdin", "--filename", "ci.sh", "--fail-on", "note", data=self.COMMAND, code=FINDINGS)

    def test_a_key_as_an_argument(self):
        document = self.document("stdin", "--filename", "ci.sh", data=f"deploy --api-key {self.keys.new()}\n".encode(), code=FINDINGS)
        self.assertEqual(sorted(f["class"] for f in document["findings"]), ["config", "hygiene"])

    def test_ids_do_not_depend_on_the_line(self):
        one = self.document("stdin", "--filename", "ci.sh", data=self.COMMAND, code=CLEAN)
        two = self.document("stdin", "--filename", "ci.sh", data=b"# more\n" + self.COMMAND * 2, code=CLEAN)
        self.assertEqual([f["id"] for f in one["findings"]], [f["id"] for f in two["findings"]])
