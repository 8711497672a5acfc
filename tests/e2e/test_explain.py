"""test_explain.py -- `explain --key`: one candidate from standard input, its decision and each reason."""
import json

from case import Case
from keys import PREFIX, redact


class ExplainKey(Case):
    def explain(self, candidate):
        """The document for a candidate: the JSON and the text agree on it."""
        data = f"{candidate}\n".encode()
        document = json.loads(self.scan("explain", "--key", "--format", "json", data=data, code=0).out)
        lines = self.scan("explain", "--key", data=data, code=0).out.decode().splitlines()
        self.assertEqual(lines[0], f"{document['redacted']}: {document['decision']}")
        self.assertEqual([line[10:] for line in lines[1:-1]], [document["shape"], *(r["reason"] for r in document["reasons"])])
        total = sum(reason.get("for", 0) - reason.get("against", 0) for reason in document["reasons"])
        self.assertEqual(total, document.get("for", 0) - document.get("against", 0))
        return document

    def reasons(self, tail):
        return " / ".join(reason["reason"] for reason in self.explain(f"{PREFIX}live_{tail}")["reasons"])

    def test_decisions(self):
        for candidate, decision in ((self.keys.new(), "a key"), (self.keys.new("anything", 20), "a key"),
                                    (f"{PREFIX}live_your_key_here", "a placeholder"), (f"{PREFIX}live_xxxxxxxxxxxxx", "a placeholder"),
                                    (f"{PREFIX}live_revoked_message", "a placeholder"), (f"{PREFIX}live_", "a placeholder"),
                                    ("hello", "not a key"), (f"{PREFIX}live_<key>", "not a key"), (f"x {self.keys.new()}", "not a key")):
            with self.subTest(redact(candidate)):
                self.assertEqual(self.explain(candidate)["decision"], decision)

    def test_decision_is_the_scan_s(self):
        """What is explained as a key is what a scan reports, and nothing else."""
        for length in range(6, 33):
            candidate = f"{PREFIX}live_{self.keys.tail(length)}"
            found = self.document("stdin", data=f"'{candidate}'".encode())["findings"]
            self.assertEqual(self.explain(candidate)["decision"], "a key" if found else "a placeholder", length)

    def test_reasons(self):
        for tail, reason in (("your_key_here", "where a key belongs"), ("xxxxxxxxxxxx", "repeat others"), ("xxxxxxxxxxxx", "a mask"),
                             ("qwertyuiopasdf", "keyboard row"), ("rotation_reminder", "read as words"),
                             ("ab", "too short"), (self.keys.tail(24), "unlike words"), ("1234567890", "a count"),
                             (self.keys.tail(24), "the threshold")):
            with self.subTest(reason):
                self.assertIn(reason, self.reasons(tail))

    def test_shape(self):
        self.assertIn("scope svc, a tail of 24 characters", self.explain(self.keys.new("svc", 24))["shape"])
        self.assertIn("scope none", self.explain(f"{PREFIX}{self.keys.tail(24)}")["shape"])
        self.assertIn("does not begin as a key", self.explain(self.keys.tail(24))["shape"])

    def test_redacted(self):
        key = self.keys.new()
        self.assertEqual(self.explain(key)["redacted"], redact(key))
        self.assertEqual(self.explain(f"x{key}")["redacted"], "****")

    def test_control_characters_are_not_echoed(self):
        self.explain(f"{PREFIX}live_\x1b[31mred\x1b[0m-and-more-of-it")

    def test_newline_behind(self):
        key = self.keys.new()
        outputs = {self.scan("explain", "--key", data=key.encode() + end, code=0).out for end in (b"", b"\n", b"\r\n")}
        self.assertEqual(len(outputs), 1)

    def test_bad_input(self):
        for data, words in ((b"", "no candidate"), (b"\n", "no candidate"), (b"\xff\xfe", "UTF-8"), (b"x" * 5000, "standard input")):
            with self.subTest(words):
                run = self.scan("explain", "--key", data=data, code=2)
                self.assertIn(words, run.err.decode())
                self.assertEqual(run.out, b"")

    def test_never_from_an_argument(self):
        self.scan("explain", "--key", self.keys.new(), code=2)
        self.scan("explain", f"--key={self.keys.new()}", code=2)

    def test_format(self):
        self.scan("explain", "--key", "--format", "sarif", data=self.keys.new().encode(), code=2)
