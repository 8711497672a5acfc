"""case.py -- what all tests share: a temporary folder, keys, repositories, the program, its report against the oracle."""
import os
import pathlib
import shutil
import tempfile
import unittest

import program
import report
from keys import Keys
from oracle import Oracle
from program import CLEAN, FINDINGS, INCOMPLETE
from repo import EPOCH, Repo, environment

SEED = os.environ.get("APSO_E2E_SEED", "1")


class Case(unittest.TestCase):
    longMessage = True
    maxDiff = None

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="apso-e2e-")).resolve()
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.dir.chmod(0o755)
        self.env = environment(self.dir / "home")
        self.env["XDG_CACHE_HOME"] = str(self.dir / "cache")
        (self.dir / "home").mkdir()
        self.keys = Keys(f"{SEED}:{self.id()}")
        Repo.now = EPOCH

    # ---- building ----

    def create(self, name="repo", *arguments):
        return Repo.create(self.dir / name, self.env, *arguments)

    def clone(self, origin, name, *arguments):
        self.repo_at(self.dir).git("clone", "-q", *arguments, f"file://{origin.path}", name)
        return self.repo_at(self.dir / name)

    def repo_at(self, path):
        return Repo(path, self.env)

    def script(self, name, text):
        """An executable file outside the repositories."""
        path = self.dir / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path

    # ---- running ----

    def scan(self, *arguments, cwd=None, data=b"", code=None, **options):
        """Runs the program; `code` is the exit code that it must have."""
        cwd = cwd or self.dir
        run = program.run([str(a) for a in arguments], cwd, options.pop("env", self.env), data, **options)
        wrong = list(program.faults(run, cwd, self.keys.secrets()))
        if code is not None and run.code != code:
            wrong.insert(0, f"exit code {run.code}, expected {code}")
        self.assertFalse(wrong, f"{'; '.join(wrong)}\n{run}")
        return run

    def document(self, *arguments, **options):
        """The JSON report with whole keys, checked against the schema."""
        run = self.scan(*arguments, "--format", "json", "--show-keys", **options)
        return report.parse(run.out)

    def scan_all_ways(self, *arguments, code, **options):
        """With 1 and 4 threads, in JSON, text and SARIF; the report with whole keys."""
        one, four = (self.scan(*arguments, "--format", "json", "--threads", n, code=code, **options).out for n in (1, 4))
        self.assertEqual(one.decode(), four.decode(), "1 and 4 threads differ")
        report.parse(one)
        self.scan(*arguments, "--format", "text", "--report", f"sarif={self.dir / 'all.sarif'}", code=code, **options)
        return self.document(*arguments, code=code, **options)

    # ---- claims ----

    def assert_places(self, document, expected):
        """Every planted key at its places and nothing else. `expected`: key to places, as report.place_of."""
        actual = report.places(document)
        names = {key: f"key{number}" for number, key in enumerate(self.keys.needles)}
        self.assertEqual(_lines(actual, names), _lines(expected, names), "places: -program +oracle")

    def assert_audit(self, repo, code=FINDINGS, complete=True, inner=(), gaps=None, at=None, arguments=()):
        """An audit against the oracle. `inner`: (repo, path) of submodules; every planted key must stand somewhere."""
        document = self.scan_all_ways("audit", at or repo.path, *arguments, code=code)
        oracles = [Oracle(repo, self.keys), *(Oracle(sub, self.keys, os.fsencode(path)) for sub, path in inner)]
        expected = _joined(oracle.expected() for oracle in oracles)
        self.assertEqual(set(expected), set(self.keys.needles), "the oracle sees every planted key")
        self.assert_places(document, expected)
        if not inner:
            self.assertEqual(report.ways(document), {key: oracles[0].provenance(key) for key in expected}, "provenance: -program +oracle")
        self.assert_coverage(document, complete, gaps)
        return document

    def assert_coverage(self, document, complete, gaps=None):
        self.assertEqual(document["coverage"]["complete"], complete, document["coverage"])
        if gaps is not None:
            self.assertEqual(report.gaps(document), gaps)

    def assert_clean(self, *arguments, **options):
        document = self.document(*arguments, code=CLEAN, **options)
        self.assertEqual((document["verdict"], document["findings"]), ("clean", []))

    def assert_incomplete(self, *arguments, why, **options):
        """Nothing found, and the gap named: its kind and, in text too, some example."""
        document = self.document(*arguments, code=INCOMPLETE, **options)
        self.assertEqual((document["verdict"], sorted(report.gaps(document))), ("incomplete", [why]), document["coverage"])
        return document


def _joined(parts):
    """Places of all oracles; the same content at the same path once, the more public way first."""
    joined = {}
    for part in parts:
        for key, places in part.items():
            joined.setdefault(key, []).extend(places)
    return joined


def _lines(places, names):
    """Places as text that a diff shows well, with names for keys."""
    return [f"{names.get(key, 'something else')} {place}" for key in sorted(places, key=lambda k: names.get(k, "~")) for place in places[key]]
