"""test_gaps.py -- a scan that could not see everything says so: what is missing, corrupt, cut off, unreadable or strange."""
import os
import unittest

import program
import report
from case import Case
from program import CLEAN, FINDINGS, INCOMPLETE

NOBODY = 65534


class Gaps(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n", "d/b.txt": "b\n"})
        self.repo.commit("second", {"a.txt": "second\n"})
        self.repo.commit("third", {"c.txt": "c\n"})

    def examples(self, document):
        return [example for gap in document["coverage"]["skipped"] for example in gap["examples"]]

    def assert_gap(self, repo, why, example, count=1):
        """Exit 3, the gap named with its example in both reports, and accepted when told so."""
        document = self.assert_incomplete("audit", repo.path, why=why)
        self.assertEqual(report.gaps(document), {why: count})
        self.assertIn(example, self.examples(document))
        self.assertIn(example[:7].encode(), self.scan("audit", repo.path, code=INCOMPLETE).out)
        accepted = self.document("audit", repo.path, "--allow", why, code=CLEAN)
        self.assertEqual(accepted["verdict"], "clean")


class Partial(Gaps):
    def test_shallow(self):
        clone = self.clone(self.repo, "clone", "--depth", "1")
        self.assert_gap(clone, "shallow", clone.head())

    def test_shallow_with_a_key(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.commit("goes on", {"a.txt": "third\n"})
        clone = self.clone(self.repo, "clone", "--depth", "2")
        self.assert_audit(clone, FINDINGS, complete=False, gaps={"shallow": 1})

    def test_shallow_at_a_root(self):
        """Deep enough to hold all: nothing is cut off."""
        self.assert_clean("audit", self.clone(self.repo, "clone", "--depth", "50").path)

    def filtered(self, what, *options):
        self.repo.git("config", "uploadpack.allowFilter", "true")
        self.repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
        return self.clone(self.repo, "clone", f"--filter={what}", *options)

    def missing(self, repo):
        lines = repo.git("rev-list", "--objects", "--all", "--missing=print", env={"GIT_NO_LAZY_FETCH": "1"}).splitlines()
        return [line[1:] for line in lines if line.startswith("?")]

    def test_blobless(self):
        old = self.repo.head("HEAD~2:a.txt")
        clone = self.filtered("blob:none")
        self.assertEqual(self.missing(clone), [old])
        self.assert_gap(clone, "missing", old)
        self.assertEqual(self.missing(clone), [old], "nothing was fetched")

    def test_blobless_without_checkout(self):
        clone = self.filtered("blob:none", "--no-checkout")
        missing = self.missing(clone)
        self.assert_gap(clone, "missing", min(missing), len(missing))

    def test_blobless_with_a_key(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        document = self.document("audit", self.filtered("blob:none").path, code=FINDINGS)
        self.assertEqual((document["verdict"], report.gaps(document)), ("findings", {"missing": 1}))

    def test_sparse_checkout_is_no_gap(self):
        self.repo.commit("adds", {"d/k.txt": f"{self.keys.new()}\n"})
        self.repo.git("sparse-checkout", "set", "--no-cone", "/a.txt")
        self.assertFalse((self.repo.path / "d").exists())
        self.assert_audit(self.repo)


class Missing(Gaps):
    def remove(self, oid):
        path = self.repo.loose(oid)
        path.chmod(0o644)
        path.unlink()
        return oid

    def test_missing_objects(self):
        for name in ("HEAD~2:a.txt", "HEAD:c.txt", "HEAD~2:d", "HEAD~1^{tree}", "HEAD~2", "HEAD"):
            with self.subTest(name):
                self.setUp()
                self.assert_gap(self.repo, "missing", self.remove(self.repo.head(name)))

    def test_missing_staged_blob(self):
        self.repo.stage({"s.txt": "staged\n"})
        self.assert_gap(self.repo, "missing", self.remove(self.repo.head(":s.txt")))

    def test_missing_target_of_a_tag(self):
        self.repo.git("tag", "-a", "-m", "heavy", "heavy", self.repo.blob("tagged\n"))
        self.assert_gap(self.repo, "missing", self.remove(self.repo.head("heavy^{}")))

    def test_the_rest_is_found(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.remove(self.repo.head("HEAD:c.txt"))
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertEqual((len(document["findings"]), report.gaps(document)), (1, {"missing": 1}))


class Corrupt(Gaps):
    def spoil(self, path, change):
        path.chmod(0o644)
        path.write_bytes(change(path.read_bytes()))

    def test_loose_object(self):
        changes = {
            "garbage": lambda data: b"garbage that is no zlib",
            "empty": lambda data: b"",
            "truncated": lambda data: data[:len(data) // 2],
            "a bit": lambda data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:],
        }
        for name, change in changes.items():
            for which in ("HEAD~2:a.txt", "HEAD~1^{tree}", "HEAD~1"):
                with self.subTest(f"{name}, {which}"):
                    self.setUp()
                    oid = self.repo.head(which)
                    self.spoil(self.repo.loose(oid), change)
                    document = self.document("audit", self.repo.path, code=INCOMPLETE)
                    self.assertIn("corrupt", report.gaps(document))
                    self.assertIn(oid, self.examples(document))

    def packed(self, size=200):
        """One pack with many incompressible files in it."""
        for number in range(8):
            self.repo.commit("more", {f"m{number}.txt": self.keys.tail(size) + "\n"})
        self.repo.git("gc", "-q", "--prune=now")
        return self.repo.packs()[0]

    def test_pack_with_a_spoiled_middle(self):
        self.spoil(self.packed(), lambda data: data[:len(data) // 2] + bytes(64) + data[len(data) // 2 + 64:])
        document = self.document("audit", self.repo.path, code=INCOMPLETE)
        self.assertIn("corrupt", report.gaps(document))

    def test_truncated_pack(self):
        self.spoil(self.packed(), lambda data: data[:len(data) // 2])
        self.assertNotEqual(self.document("audit", self.repo.path, code=INCOMPLETE)["coverage"]["skipped"], [])

    def test_empty_pack(self):
        self.spoil(self.packed(), lambda data: b"")
        self.assertNotEqual(self.document("audit", self.repo.path, code=INCOMPLETE)["coverage"]["skipped"], [])

    def test_pack_index(self):
        """Whether the index is gone, empty, cut or full of noise: what it listed is not there, and that is told."""
        changes = {"empty": lambda data: b"", "cut": lambda data: data[:-60], "noise": lambda data: data[:8] + bytes(range(256)) * (len(data) // 256)}
        for name, change in changes.items():
            with self.subTest(name):
                self.setUp()
                self.spoil(self.packed().with_suffix(".idx"), change)
                self.assertIn(self.scan("audit", self.repo.path).code, (INCOMPLETE,))

    def test_lost_pack_that_no_ref_needs(self):
        """An unreachable object in a pack whose index is spoiled: nothing refers to it, yet it was not searched."""
        oid = self.repo.blob("lost\n")
        self.repo.git("pack-objects", "-q", str(self.repo.folder / "objects/pack/pack"), data=oid + "\n")
        self.repo.loose(oid).chmod(0o644)
        self.repo.loose(oid).unlink()
        self.spoil(self.repo.packs()[0].with_suffix(".idx"), lambda data: data[:-60])
        self.scan("audit", self.repo.path, code=INCOMPLETE)

    def test_key_beside_the_damage(self):
        self.packed()
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.spoil(self.repo.packs()[0], lambda data: data[:len(data) // 2] + bytes(64) + data[len(data) // 2 + 64:])
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertFalse(document["coverage"]["complete"])

    def test_index(self):
        changes = {
            "noise": lambda data: b"DIRC" + bytes(range(256)),
            "empty": lambda data: b"",
            "cut": lambda data: data[:len(data) // 2],
        }
        for name, change in changes.items():
            for command in (["audit", "."], ["staged"]):
                with self.subTest(f"{name}, {command[0]}"):
                    self.setUp()
                    self.spoil(self.repo.folder / "index", change)
                    document = self.document(*command, cwd=self.repo.path, code=INCOMPLETE)
                    self.assertEqual(list(report.gaps(document)), ["corrupt"])

    def test_broken_refs(self):
        """Whatever a ref says, what it held is searched."""
        for content in ("garbage\n", "", "ref: \n", "0" * 39 + "\n", "\0" * 41):
            with self.subTest(content):
                self.setUp()
                self.repo.git("checkout", "-q", "-b", "broken")
                self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
                self.repo.git("checkout", "-q", "main")
                (self.repo.folder / "refs/heads/broken").write_text(content)
                document = self.document("audit", self.repo.path, code=FINDINGS)
                self.assertEqual(len(document["findings"]), 1)

    def test_ref_to_nowhere(self):
        (self.repo.folder / "refs/heads/broken").write_text("1" * 40 + "\n")
        self.assert_gap(self.repo, "missing", "1" * 40)

    def test_alternates_that_are_gone(self):
        (self.repo.folder / "objects/info").mkdir(exist_ok=True)
        (self.repo.folder / "objects/info/alternates").write_text("/nowhere/at/all\n")
        self.assertNotEqual(self.scan("audit", self.repo.path).code, CLEAN)


@unittest.skipUnless(os.geteuid() == 0, "needs root, to be somebody else")
class Unreadable(Gaps):
    """Scans as a user who may not read everything."""

    def setUp(self):
        super().setUp()
        self.program = self.dir / "apso-scan"
        self.program.write_bytes(program.PROGRAM.read_bytes())
        self.program.chmod(0o755)

    def hide(self, name):
        (self.repo.path / name).chmod(0)
        return name

    def assert_unreadable(self, *arguments, example):
        document = self.document(*arguments, cwd=self.repo.path, code=INCOMPLETE, program=self.program, user=NOBODY)
        self.assertIn("unreadable", report.gaps(document))
        self.assertIn(example, self.examples(document))
        text = self.scan(*arguments, cwd=self.repo.path, code=INCOMPLETE, program=self.program, user=NOBODY)
        self.assertIn(example.encode(), text.out)
        self.scan(*arguments, "--allow", "unreadable", cwd=self.repo.path, code=CLEAN, program=self.program, user=NOBODY)

    def test_file(self):
        name = self.hide("c.txt")
        self.assert_unreadable("audit", example=name)
        self.assert_unreadable("dir", example=name)

    def test_folder(self):
        name = self.hide("d")
        self.assert_unreadable("audit", example=name)
        self.assert_unreadable("dir", example=name)

    def test_single_file(self):
        self.assert_unreadable("dir", self.hide("c.txt"), example="c.txt")

    def test_loose_objects(self):
        """A folder of objects that may not be read."""
        self.repo.loose(self.repo.head("HEAD:c.txt")).parent.chmod(0)
        self.document("audit", cwd=self.repo.path, code=INCOMPLETE, program=self.program, user=NOBODY)

    def test_index(self):
        self.hide(".git/index")
        for command in ("audit", "staged"):
            run = self.scan(command, cwd=self.repo.path, program=self.program, user=NOBODY)
            self.assertIn(run.code, (2, INCOMPLETE), run)

    def test_git_folder(self):
        self.hide(".git")
        self.scan("audit", ".", cwd=self.repo.path, code=2, program=self.program, user=NOBODY)

    def test_reflog(self):
        self.hide(".git/logs/HEAD")
        self.assert_unreadable("audit", example=".git/logs/HEAD")

    def test_repository_of_somebody_else(self):
        """Nothing of it is run, so its owner does not matter."""
        self.document("audit", cwd=self.repo.path, code=CLEAN, program=self.program, user=NOBODY)


class Strange(Gaps):
    """Forms that may not be readable: never clean with a key in them."""

    def assert_never_clean(self, *arguments, repo=None):
        run = self.scan(*arguments, cwd=(repo or self.repo).path)
        self.assertNotEqual(run.code, CLEAN, run)
        return run

    def test_split_index(self):
        self.repo.git("update-index", "--split-index")
        self.repo.stage({"s.txt": f"{self.keys.new()}\n"})
        self.assert_never_clean("staged")
        self.assert_never_clean("audit")

    def test_sparse_index(self):
        self.repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "e")
        self.repo.stage({"e/s.txt": f"{self.keys.new()}\n"})
        self.assert_never_clean("staged")
        self.assert_never_clean("audit")

    def test_sha256(self):
        repo = self.create("sha256", "--object-format=sha256")
        repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        repo.commit("removes", remove=["k.txt"])
        self.assert_never_clean("audit", repo=repo)
        self.assert_never_clean(".", repo=repo)

    def test_unknown_extension(self):
        for extension in ("refStorage", "somethingNew"):
            with self.subTest(extension):
                self.setUp()
                self.repo.git("config", "core.repositoryFormatVersion", "1")
                self.repo.git("config", f"extensions.{extension}", "reftable")
                self.assert_never_clean("audit")

    def test_what_is_no_file(self):
        """Pipes and sockets are not waited for; links that lead round are not followed."""
        os.mkfifo(self.repo.path / "pipe")
        (self.repo.path / "round").symlink_to(".")
        (self.repo.path / "nowhere").symlink_to("not-there")
        self.assert_clean("audit", self.repo.path)
        self.assert_clean("dir", self.repo.path)

    def test_deep_folders(self):
        path, key = "x/" * 1500 + "k.txt", self.keys.new()
        bare = self.create("deep.git", "--bare")
        commit = f"commit refs/heads/main\ncommitter C <c@example.com> {self.repo.now} +0000\ndata 0\n"
        bare.git("fast-import", "--quiet", data=f"{commit}M 100644 inline {path}\ndata {len(key)}\n{key}\n")
        document = self.document("audit", bare.path, code=FINDINGS)
        self.assertEqual([o["path"] for o in document["findings"][0]["occurrences"]], [path])
