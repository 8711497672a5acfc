"""test_output.py -- formats, files, colour, exit codes; and that no key is ever written whole."""
import json
import os
import pty
import re
import subprocess

import program
import report
from case import Case
from keys import redact
from program import CLEAN, FINDINGS, UNABLE

ESCAPE = b"\x1b"


class Output(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})

    def plant(self):
        self.repo.commit("adds", {"src/k.txt": f"above\nkey = {self.keys.new()}\nbelow\n", ".env": f"APSO_API_KEY={self.keys.new('org')}\n"})
        return list(self.keys.needles)


class Formats(Output):
    def test_several_reports_at_once(self):
        self.plant()
        run = self.scan("audit", self.repo.path, "--format", "text", "--report", "json=a.json", "--report=sarif=b.sarif", "--report", "text=c.txt", "--report", "json=d.json", code=FINDINGS)
        files = {name: (self.dir / name).read_bytes() for name in ("a.json", "b.sarif", "c.txt", "d.json")}
        self.assertEqual(files["a.json"], files["d.json"])
        self.assertEqual(files["c.txt"], run.out)
        self.assertEqual(files["a.json"], self.scan("audit", self.repo.path, "--format", "json", code=FINDINGS).out)
        self.assertEqual(files["b.sarif"], self.scan("audit", self.repo.path, "--format", "sarif", code=FINDINGS).out)
        self.assertEqual(sorted(os.listdir(self.dir)), sorted([*files, "home", "repo"]))

    def test_same_ids_in_every_format(self):
        self.plant()
        documents = [self.scan("audit", self.repo.path, "--format", form, code=FINDINGS).out.decode() for form in ("json", "sarif", "text")]
        ids = {finding["id"] for finding in json.loads(documents[0])["findings"]}
        self.assertEqual(len(ids), 2)
        for oid in ids:
            self.assertTrue(all(oid[:8] in document for document in documents), oid)

    def test_same_id_wherever_the_key_stands(self):
        key = self.plant()[0]
        by_audit = {finding["key"]["value"]: finding["id"] for finding in self.document("audit", self.repo.path, code=FINDINGS)["findings"]}
        by_stdin = self.document("stdin", data=key.encode(), code=FINDINGS)["findings"][0]["id"]
        self.assertEqual(by_audit[key], by_stdin)

    def test_sarif(self):
        self.plant()
        sarif = json.loads(self.scan("audit", self.repo.path, "--format", "sarif", code=FINDINGS).out)
        self.assertEqual(sarif["version"], "2.1.0")
        results = sarif["runs"][0]["results"]
        uris = {location["physicalLocation"]["artifactLocation"]["uri"] for result in results for location in result["locations"]}
        self.assertEqual(uris, {"src/k.txt", ".env"})
        self.assertTrue(all(result["partialFingerprints"] for result in results))
        rules = {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
        self.assertTrue({result["ruleId"] for result in results} <= rules)

    def test_sarif_uris_are_encoded(self):
        self.repo.commit("adds", {"a b%20#?ü.txt": f"{self.keys.new()}\n"})
        sarif = json.loads(self.scan("audit", self.repo.path, "--format", "sarif", code=FINDINGS).out)
        uri = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        self.assertEqual(uri, "a%20b%2520%23%3F%C3%BC.txt")

    def test_text_names_what_matters(self):
        key = self.plant()[0]
        text = self.scan("audit", self.repo.path, code=FINDINGS).out.decode()
        for word in (redact(key), "src/k.txt:2:7", self.repo.head()[:7], "Ada Author"):
            self.assertIn(word, text)

    def test_show_keys_only_in_json(self):
        keys = self.plant()
        run = self.scan("audit", self.repo.path, "--show-keys", "--report", "json=k.json", "--report", "sarif=k.sarif", "--report", "text=k.txt", code=FINDINGS)
        texts = {"out": run.out, "sarif": (self.dir / "k.sarif").read_bytes(), "text": (self.dir / "k.txt").read_bytes()}
        self.assertEqual(list(program.leaks(texts, self.keys.secrets())), [])
        values = {finding["key"]["value"] for finding in report.parse((self.dir / "k.json").read_bytes())["findings"]}
        self.assertEqual(values, set(keys))

    def test_redaction(self):
        long, short = self.keys.new("live", 16), self.keys.new("svc", 15)
        document = self.scan("stdin", "--format", "json", data=f"{long} {short}".encode(), code=FINDINGS).out
        shown = {finding["key"]["redacted"] for finding in json.loads(document)["findings"]}
        self.assertEqual(shown, {redact(long), redact(short)})

    def test_same_bytes_every_time(self):
        self.plant()
        for form in ("json", "sarif", "text"):
            runs = {self.scan("audit", self.repo.path, "--format", form, code=FINDINGS).out for _ in range(3)}
            self.assertEqual(len(runs), 1, form)


class Files(Output):
    def test_folder_that_is_not_there(self):
        self.scan("audit", self.repo.path, "--report", "json=nowhere/x.json", code=UNABLE)
        self.assertFalse((self.dir / "nowhere").exists())

    def test_findings_are_no_excuse(self):
        """A report that could not be written is told; what was found is not hidden by it."""
        self.plant()
        run = self.scan("audit", self.repo.path, "--report", "json=nowhere/x.json")
        self.assertIn(run.code, (FINDINGS, UNABLE))
        self.assertIn(b"nowhere/x.json", run.err)

    def test_folder_in_place_of_a_file(self):
        (self.dir / "taken").mkdir()
        self.scan("audit", self.repo.path, "--report", "json=taken", code=UNABLE)
        self.assertEqual(os.listdir(self.dir / "taken"), [])

    def test_full_disk(self):
        self.scan("audit", self.repo.path, "--report", "json=/dev/full", code=UNABLE)

    def test_old_report_is_replaced_whole(self):
        (self.dir / "r.json").write_text("x" * 100_000)
        self.scan("audit", self.repo.path, "--report", "json=r.json", code=CLEAN)
        report.parse((self.dir / "r.json").read_bytes())

    def test_old_report_stays_when_nothing_was_scanned(self):
        (self.dir / "r.json").write_text("old")
        self.scan("audit", "nowhere", "--report", "json=r.json", code=UNABLE)
        self.assertEqual((self.dir / "r.json").read_text(), "old")

    def test_full_standard_output(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program.PROGRAM, "audit", str(self.repo.path)], stdout=full, stderr=subprocess.PIPE, env=program.environment(self.env), timeout=60)
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (UNABLE, 1))


class Colour(Output):
    def on_terminal(self, *arguments, env=()):
        """What a terminal would get on standard output."""
        leader, follower = pty.openpty()
        env = {**program.environment(self.env), "TERM": "xterm-256color", **dict(env)}
        with os.fdopen(leader, "rb", buffering=0) as screen:
            with subprocess.Popen([program.PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower, env=env) as process:
                os.close(follower)
                seen = self.drain(screen)
        self.assertEqual(list(program.leaks({"terminal": re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\r", b"", seen)}, self.keys.secrets())), [])
        return process.returncode, seen

    def drain(self, screen):
        seen = b""
        while True:
            try:
                part = screen.read(65536)
            except OSError:  # the other end is closed
                return seen
            if not part:
                return seen
            seen += part

    def test_colour_on_a_terminal_only(self):
        self.plant()
        code, seen = self.on_terminal("audit", self.repo.path)
        self.assertEqual(code, FINDINGS)
        self.assertIn(ESCAPE, seen)
        self.assertNotIn(ESCAPE, self.scan("audit", self.repo.path, code=FINDINGS).out)

    def test_no_colour_when_told_so(self):
        self.plant()
        cases = [({"NO_COLOR": "1"}, []), ({"TERM": "dumb"}, []), ({}, ["--color", "never"])]
        for env, arguments in cases:
            with self.subTest(f"{env} {arguments}"):
                self.assertNotIn(ESCAPE, self.on_terminal("audit", self.repo.path, *arguments, env=env)[1])

    def test_empty_no_color_means_nothing(self):
        self.plant()
        self.assertIn(ESCAPE, self.on_terminal("audit", self.repo.path, env={"NO_COLOR": ""})[1])

    def test_machines_get_no_colour(self):
        self.plant()
        for form in ("json", "sarif"):
            self.assertNotIn(ESCAPE, self.on_terminal("audit", self.repo.path, "--format", form)[1])

    def test_report_file_gets_no_colour(self):
        self.plant()
        self.on_terminal("audit", self.repo.path, "--report", f"text={self.dir / 'r.txt'}")
        self.assertNotIn(ESCAPE, (self.dir / "r.txt").read_bytes())


class ExitCodes(Output):
    def test_fail_on(self):
        self.plant()
        self.repo.git("reset", "-q", "--hard", "HEAD~1")
        self.repo.git("reflog", "expire", "--expire=now", "--all")
        self.repo.git("gc", "-q", "--prune=now")
        self.keys.needles.clear()
        self.repo.commit("adds", {"t.txt": f"{self.keys.new('test')}\n"})
        severity = self.document("audit", self.repo.path, code=FINDINGS)["findings"][0]["severity"]
        self.assertEqual(severity, "medium")
        for level, code in (("note", FINDINGS), ("low", FINDINGS), ("medium", FINDINGS), ("high", CLEAN), ("critical", CLEAN)):
            with self.subTest(level):
                document = self.document("audit", self.repo.path, "--fail-on", level, code=code)
                self.assertEqual((document["verdict"], len(document["findings"])), ("findings" if code else "clean", 1))

    def test_severity_rises(self):
        """Organisation keys and pushed keys are the worst."""
        org = self.keys.new("org")
        self.repo.commit("adds", {"o.txt": f"{org}\n"})
        self.assertEqual(self.document("audit", self.repo.path, code=FINDINGS)["findings"][0]["severity"], "critical")
        live = self.keys.new()
        document = self.document("stdin", data=live.encode(), code=FINDINGS)
        self.assertEqual(document["findings"][0]["severity"], "high")
        self.repo.commit("adds", {"o.txt": f"{live}\n"})
        self.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        findings = {finding["key"]["value"]: finding for finding in self.document("audit", self.repo.path, code=FINDINGS)["findings"]}
        self.assertEqual((findings[live]["severity"], findings[live]["provenance"]["pushed"]), ("critical", True))

    def test_advice_differs(self):
        key = self.keys.new()
        self.repo.commit("adds", {"k.txt": f"{key}\n"})
        unpushed = self.document("audit", self.repo.path, code=FINDINGS)["findings"][0]["advice"]
        self.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        pushed = self.document("audit", self.repo.path, code=FINDINGS)["findings"][0]["advice"]
        self.assertNotEqual(unpushed, pushed)
        self.assertIn("evoke", pushed[0])
