"""since.py -- what tests of `audit --since-last` share: its reports beside those of a whole audit."""
from case import Case
from program import FINDINGS


class SinceLast(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.old = self.keys.new()
        for number in range(4):
            self.repo.commit(f"version {number}", {"a.txt": f"{number}\n" * 20, "d/b.txt": f"{number}\n"})
        self.repo.commit("adds", {"k.txt": f"{self.old}\n"})

    # ---- the claim ----

    def reports(self, *arguments, at=None, code=None, **options):
        """All reports of one run: JSON, SARIF, text; and what it said on standard error."""
        sarif, text = self.dir / "out.sarif", self.dir / "out.txt"
        run = self.scan("audit", *arguments, at or self.repo.path, "--format", "json", "--report", f"sarif={sarif}",
                        "--report", f"text={text}", code=code, **options)
        return [run.out.decode(), sarif.read_text(), text.read_text()], run.err.decode()

    def assert_same(self, code=FINDINGS, at=None, arguments=(), says=""):
        """As a whole audit, with what the last one left behind and with what this one does."""
        whole, _ = self.reports(*arguments, at=at, code=code)
        for threads in (4, 1):
            since, err = self.reports("--since-last", "--threads", threads, *arguments, at=at, code=code)
            for one, other in zip(whole, since):
                self.assertEqual(one, other)
            self.assertEqual(bool(err), bool(says), err)
            self.assertIn(says, err)

    def memos(self, folder=None):
        return sorted((folder or self.dir / "cache/apso-scan").glob("*"))

    def memo(self):
        [memo] = self.memos()
        return memo
