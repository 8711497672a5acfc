"""test_roots.py -- what a repository stands on must be there, and what cannot be told must be told so."""
import shutil

import report
from case import Case

INCOMPLETE, FINDINGS = 3, 1


class Roots(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})

    def lose(self, *names, repo=None):
        """Removes loose objects."""
        for oid in [(repo or self.repo).head(name) for name in names]:
            (self.repo.folder / "objects" / oid[:2] / oid[2:]).unlink()

    def assert_gaps(self, expected, repo=None, code=INCOMPLETE):
        document = self.document("audit", (repo or self.repo).path, code=code)
        self.assertEqual(report.gaps(document), expected)
        return document

    def test_detached_head(self):
        self.repo.git("checkout", "-q", "--detach")
        self.repo.commit("lost", {"k.txt": f"{self.keys.new()}\n"})
        self.lose("HEAD", "HEAD^{tree}", "HEAD:k.txt")
        (self.repo.path / "k.txt").unlink()
        (self.repo.folder / "index").unlink()
        shutil.rmtree(self.repo.folder / "logs")
        self.assert_gaps({"missing": 1})

    def test_head_that_says_nothing(self):
        head = self.repo.folder / "HEAD"
        for text in ("", "noise\n", "ref: HEAD\n", "ref: ../../x\n"):
            with self.subTest(text):
                head.write_text(text)
                run = self.scan("audit", self.repo.path)
                self.assertIn(run.code, (2, INCOMPLETE))

    def test_linked_work_tree(self):
        self.repo.git("worktree", "add", "-q", "--detach", str(self.dir / "linked"))
        linked = self.repo_at(self.dir / "linked")
        linked.commit("lost", {"k.txt": f"{self.keys.new()}\n"})
        self.lose("HEAD", "HEAD^{tree}", "HEAD:k.txt", repo=linked)
        (linked.path / "k.txt").unlink()
        shutil.rmtree(self.repo.folder / "worktrees/linked/logs")
        self.assert_gaps({"missing": 2})  # the commit, and the blob that the index names

    def test_merge_that_waits(self):
        (self.repo.folder / "MERGE_HEAD").write_text("12" * 20 + "\n")
        self.assert_gaps({"missing": 1})

    def literal(self, kind, data):
        return self.repo.git("hash-object", "-t", kind, "-w", "--literally", "--stdin", data=data)

    def test_ids_of_nothing(self):
        """No id is taken for granted: not zero, not one that begins as the empty blob's does."""
        for entry in (bytes(20), bytes.fromhex("e69de29bb2d1d6434b8b") + bytes(10)):
            self.literal("tree", b"100644 a\0" + entry)
        self.assert_gaps({"missing": 2})

    def test_commits_and_tags_that_are_none(self):
        for kind, text in (("commit", ""), ("commit", "tree zz\n\nx\n"), ("commit", f"parent {'1' * 40}\n\n"), ("tag", f"type commit\nobject {'1' * 40}\n")):
            self.literal(kind, text.encode())
        self.assert_gaps({"corrupt": 4})


class Bombs(Case):
    def test_more_places_than_memory(self):
        """Trees that hold one another over and over: other keys keep their places, and the cut is told."""
        repo, bomb, plain = self.create(), self.keys.new(), self.keys.new()
        oid = repo.blob(f"{bomb}\n")
        kind = "blob"
        for _ in range(4):
            lines = "".join(f"{'100644' if kind == 'blob' else '040000'} {kind} {oid}\td{number:02}\n" for number in range(24))
            oid, kind = repo.git("mktree", data=lines), "tree"
        first = repo.git("commit-tree", "-m", "bomb", oid)
        tree = repo.git("mktree", data=f"100644 blob {repo.blob(plain)}\tother.js\n")
        repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", "-m", "plain", "-p", first, tree))
        document = self.document("audit", repo.path, code=FINDINGS)
        places = report.places(document)
        self.assertEqual({place[0] for place in places[plain]}, {"other.js"})
        self.assertEqual({place[3] for place in places[bomb]}, {"history"})
        self.assertEqual([item["why"] for item in document["coverage"]["degraded"]], ["more places than are told"])
