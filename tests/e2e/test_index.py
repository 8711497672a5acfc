"""test_index.py -- every form that git gives its index: what is staged there is what `git ls-files` says."""
import os
import pathlib

import report
from case import Case

CLEAN, FINDINGS, INCOMPLETE = 0, 1, 3
GITLINK = "160000"
ELSEWHERE = "1" * 40  # a commit of another repository


class Index(Case):
    """A first commit without files, so that everything in the index is new, and a key in every file."""

    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.git("config", "splitIndex.maxPercentChange", "100")
        self.repo.commit("empty")

    def plant(self, *names):
        self.repo.stage({name: f"{self.keys.new()}\n" for name in names})

    def listed(self):
        """(path, blob) of each staged file, as git lists them."""
        lines = self.repo.git("ls-files", "--stage", "-z").split("\0")
        entries = [(*line.split("\t", 1)[0].split(" "), line.split("\t", 1)[1]) for line in lines if line]
        return sorted((path, blob) for mode, blob, stage, path in entries if stage == "0" and mode != GITLINK)

    def assert_all_found(self, expected=None, **options):
        document = self.document("staged", cwd=self.repo.path, code=FINDINGS, **options)
        places = [place for places in report.places(document).values() for place in places]
        self.assertEqual(sorted((path, blob) for path, _, _, where, blob, _ in places if where == "index"), expected or self.listed())
        self.assertTrue(document["coverage"]["complete"], document["coverage"])
        self.assertEqual(document["coverage"]["blobs"], len(expected or self.listed()), "nothing else was looked at")

    def version(self):
        return (self.repo.folder / "index").read_bytes()[7]

    def has_extension(self, name):
        return name in (self.repo.folder / "index").read_bytes()

    def test_versions(self):
        self.plant("a.txt", "a-b.txt", "a/b.txt", "a/d/c.txt", "a.c/x", "z", "é ☃.txt", "a/" + "n" * 200)
        for version in ("2", "3", "4"):
            self.repo.git("update-index", "--index-version", version)
            if version == "3":
                self.repo.git("update-index", "--skip-worktree", "z")
            with self.subTest(version):
                self.assertEqual(self.version(), int(version))
                self.assert_all_found()

    def test_long_path(self):
        """As long as or longer than the field for its length."""
        blob = self.repo.blob(f"{self.keys.new()}\n")
        for name in ("p" * 100 + "/", "q" * 200 + "/"):
            for length in (4094, 4095, 4096, 5000):
                path = (name * (length // len(name) + 1))[:length - 1] + "x"
                self.repo.git("update-index", "--index-info", data=f"100644 {blob}\t{path}\n")
        for version in ("2", "4"):
            with self.subTest(version):
                self.repo.git("update-index", "--index-version", version)
                self.assert_all_found()

    def test_split(self):
        """Changed, removed, added before, between and behind; twice, so that what was shared changes too."""
        for version in ("2", "4"):
            with self.subTest(version):
                self.setUp()
                self.plant(*(f"f{number:03}" for number in range(150)))
                self.repo.git("update-index", "--index-version", version)
                self.repo.git("update-index", "--split-index")
                self.assert_all_found()
                self.plant("f000", "f077", "f149", "a", "f0770", "z/z")
                self.repo.git("rm", "-q", "-f", "--cached", *(f"f{number:03}" for number in (*range(20, 90), 148)))
                self.assertTrue(self.has_extension(b"link"))
                self.assert_all_found()
                self.repo.git("update-index", "--split-index")
                self.plant("f001", "new")
                self.assert_all_found()

    def test_sha256(self):
        """Ids of 32 bytes: plain, split, and against a first commit that has some of the files."""
        self.repo = self.create("sha256", "--object-format=sha256")
        self.repo.git("config", "splitIndex.maxPercentChange", "100")
        self.repo.commit("first", {"a": "a\n", "d/e/f": "f\n", "gone/x": "x\n"})
        self.plant("a", "d/b", "d/e/f")
        self.repo.git("rm", "-q", "-r", "gone")
        self.assertEqual(len(self.listed()[0][1]), 64)
        self.assert_all_found()
        self.repo.git("update-index", "--split-index")
        self.plant("a", "new")
        self.assert_all_found()

    def test_split_whose_shared_part_is_gone(self):
        self.plant("a", "b")
        self.repo.git("update-index", "--split-index")
        for shared in self.repo.folder.glob("sharedindex.*"):
            shared.unlink()
        self.assert_incomplete("staged", cwd=self.repo.path, why="corrupt")

    def test_untracked_cache_and_others(self):
        """Extensions that say nothing of what is staged."""
        self.plant("a", "d/b")
        self.repo.git("update-index", "--force-untracked-cache")
        self.repo.git("config", "index.threads", "4")
        self.plant(*(f"many/f{number}" for number in range(20)))
        self.assertTrue(self.has_extension(b"UNTR"))
        self.assertTrue(self.has_extension(b"EOIE"))
        self.assert_all_found()

    def test_extension_of_a_later_git(self):
        self.plant("a")
        index = self.repo.folder / "index"
        data = index.read_bytes()
        for name, code in ((b"LATE", FINDINGS), (b"late", INCOMPLETE)):
            index.write_bytes(data[:-20] + name + b"\0\0\0\4more" + data[-20:])
            document = self.document("staged", cwd=self.repo.path, code=code)
            self.assertEqual(list(report.gaps(document)), [] if code == FINDINGS else ["format"])

    def test_intent_and_conflict_bring_nothing(self):
        self.plant("a")
        self.repo.write("later", f"{self.keys.new()}\n")
        self.repo.git("add", "--intent-to-add", "later")
        blob = self.repo.blob(f"{self.keys.new()}\n")
        self.repo.git("update-index", "--index-info", data="".join(f"100644 {blob} {stage}\tboth\n" for stage in (1, 2, 3)))
        self.assertEqual(self.repo.git("ls-files", "--unmerged").count("both"), 3)
        self.assert_all_found([("a", self.repo.head(":a"))])

    def test_flags_hide_nothing(self):
        self.plant("a", "b")
        self.repo.git("update-index", "--assume-unchanged", "a")
        self.repo.git("update-index", "--skip-worktree", "b")
        self.assert_all_found()

    def test_named_by_the_environment(self):
        self.plant("a")
        other = self.dir / "other-index"
        self.env["GIT_INDEX_FILE"] = str(other)
        self.plant("b")
        self.assertTrue(other.exists())
        self.assert_all_found([("b", self.repo.head(":b"))], env=self.env)
        self.env["GIT_INDEX_FILE"] = "../other-index"
        self.assert_all_found([("b", self.repo.head(":b"))], env=self.env)

    def test_split_and_named_by_the_environment(self):
        """What it shares stays in the git folder."""
        self.plant("a", "b")
        self.repo.git("update-index", "--split-index")
        self.plant("a")
        os.rename(self.repo.folder / "index", self.dir / "elsewhere")
        self.env["GIT_INDEX_FILE"] = str(self.dir / "elsewhere")
        self.assert_all_found(env=self.env)

    def test_none(self):
        self.assert_clean("staged", cwd=self.repo.path)
        (self.repo.folder / "index").unlink(missing_ok=True)
        self.assert_clean("staged", cwd=self.repo.path)


class Against(Case):
    """What differs from HEAD, and only that, whatever the index remembers of trees."""

    FILES = ("a", "a-b/x", "a.b/x", "deep/er/est/x", "deep/er/y", "deep/z", "deeper/x", "z")

    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {name: f"{name}\n" for name in self.FILES})

    def assert_staged(self, *names, **options):
        """Just these paths bring a key."""
        document = self.document("staged", cwd=self.repo.path, code=FINDINGS if names else CLEAN, **options)
        places = [place[0] for places in report.places(document).values() for place in places]
        self.assertEqual(sorted(places), sorted(names))
        self.assertTrue(document["coverage"]["complete"], document["coverage"])
        return document

    def write(self, name):
        self.repo.stage({name: f"{self.keys.new()}\n"})

    def test_each_place(self):
        for name in (*self.FILES, "a0", "deep/er/est/w", "deep/er.x", "new/er/x"):
            for remembers in (True, False):
                with self.subTest(f"{name}, {remembers}"):
                    self.setUp()
                    if remembers:
                        self.repo.git("read-tree", "HEAD")
                    self.write(name)
                    document = self.assert_staged(name)
                    self.assertEqual(document["coverage"]["blobs"], 1)

    def test_nothing(self):
        self.repo.git("read-tree", "HEAD")
        self.assertEqual(self.assert_staged()["coverage"]["blobs"], 0)
        self.repo.git("rm", "-q", "-r", "deep", "z")
        self.assert_staged()

    def test_tree_of_another_commit(self):
        """What the index remembers is whole, and not HEAD's."""
        self.write("deep/er/y")
        self.repo.commit("second")
        self.repo.git("reset", "-q", "--soft", "HEAD~1")
        self.repo.git("write-tree")
        self.assert_staged("deep/er/y")

    def test_file_becomes_folder(self):
        (self.repo.path / "a").unlink()
        self.write("a/b")
        self.assert_staged("a/b")

    def test_folder_becomes_file(self):
        self.repo.git("rm", "-q", "-r", "deep")
        self.write("deep")
        self.assert_staged("deep")

    def test_key_that_moved_out_of_a_folder(self):
        self.write("deep/er/est/k")
        self.repo.commit("second")
        self.repo.git("mv", "deep/er/est/k", "k")
        self.repo.git("rm", "-q", "-r", "deep")
        self.assert_staged()

    def test_module_becomes_file(self):
        """Its path is new too."""
        key, name = self.keys.new(), f"m-{self.keys.new()}"
        self.repo.git("update-index", "--add", "--cacheinfo", f"{GITLINK},{ELSEWHERE},{name}")
        self.repo.commit("second")
        self.assert_staged()
        self.repo.git("update-index", "--force-remove", name)
        self.repo.stage({name: f"{key}\n"})
        document = self.document("staged", cwd=self.repo.path, code=FINDINGS)
        self.assertEqual(sorted(report.places(document)), sorted(self.keys.needles))

    def test_file_becomes_module(self):
        self.repo.git("rm", "-q", "--cached", "z")
        self.repo.git("update-index", "--add", "--cacheinfo", f"{GITLINK},{ELSEWHERE},z")
        self.assert_staged()

    def test_key_that_moved_out_of_what_is_only_intended(self):
        """A path that is to be added some day is not there: its old content is what another file may have taken over."""
        self.write("k")
        self.repo.commit("second")
        self.repo.git("mv", "k", "moved")
        self.repo.write("k", "later\n")
        self.repo.git("add", "--intent-to-add", "k")
        self.assert_staged()

    def test_tree_of_head_that_is_gone(self):
        """What it held counts as new, and it is told."""
        self.write("deep/er/y")
        tree = self.repo.loose(self.repo.head("HEAD:deep"))
        tree.chmod(0o644)
        tree.unlink()
        document = self.document("staged", cwd=self.repo.path, code=FINDINGS)
        self.assertEqual(report.gaps(document), {"missing": 1})
        self.assertEqual([place[0] for places in report.places(document).values() for place in places], ["deep/er/y"])

    def test_index_that_lies_about_its_trees(self):
        """A remembered tree that does not cover its entries is not believed."""
        self.repo.git("read-tree", "HEAD")
        index = self.repo.folder / "index"
        believed = index.read_bytes().split(b"TREE", 1)[1]
        self.write("deep/er/y")
        self.write("new")
        data = index.read_bytes()
        index.write_bytes(data[:data.index(b"TREE")] + b"TREE" + believed)
        self.assertIn("new", self.repo.git("ls-files"))
        document = self.document("staged", cwd=self.repo.path, code=FINDINGS)
        self.assertIn("new", [place[0] for places in report.places(document).values() for place in places])


class Sparse(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.old = self.keys.new()
        self.repo.commit("first", {"a": "a\n", "in/a": "a\n", "out/a": "a\n", "out/er/b": f"{self.old}\n", "side/c": "c\n"})

    def collapse(self):
        self.repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
        self.assertIn("out/", self.repo.git("ls-files", "--sparse").split("\n"))

    def staged(self, code=FINDINGS):
        document = self.document("staged", cwd=self.repo.path, code=code)
        self.assertTrue(document["coverage"]["complete"], document["coverage"])
        return sorted(place[0] for places in report.places(document).values() for place in places)

    def test_nothing(self):
        self.collapse()
        self.assertEqual(self.staged(CLEAN), [])

    def test_inside(self):
        self.collapse()
        self.repo.stage({"in/k": f"{self.keys.new()}\n"})
        self.assertEqual(self.staged(), ["in/k"])

    def test_outside(self):
        """HEAD went back, so folders that are one entry hold what it has not."""
        self.repo.commit("second", {"out/er/b": f"{self.old}\n{self.keys.new()}\n", "out/new/k": f"{self.keys.new()}\n", "side/c": "d\n"})
        self.collapse()
        self.repo.git("reset", "-q", "--soft", "HEAD~1")
        self.assertEqual(self.staged(), ["out/er/b", "out/new/k"])
        self.repo.git("reset", "-q", "--soft", self.repo.git("commit-tree", "-m", "empty", self.repo.git("mktree", data="")))
        self.assertEqual(self.staged(), ["out/er/b", "out/er/b", "out/new/k"])

    def test_outside_and_gone(self):
        """A folder whose tree is not there: its content is not known."""
        self.repo.commit("second", {"out/k": "k\n"})
        self.collapse()
        self.repo.git("reset", "-q", "--soft", "HEAD~1")
        tree = self.repo.loose([line for line in self.repo.git("ls-files", "--sparse", "--stage").split("\n") if line.endswith("out/")][0].split()[1])
        tree.chmod(0o644)
        tree.unlink()
        self.assert_incomplete("staged", cwd=self.repo.path, why="missing")


class WorkTrees(Case):
    """Names in the index of each work tree; one that cannot be read is told."""

    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a": "a\n"})
        self.repo.git("worktree", "add", "-q", "-b", "side", str(self.dir / "linked"))
        self.linked = self.repo_at(self.dir / "linked")

    def test_names(self):
        self.repo.git("config", "splitIndex.maxPercentChange", "100")
        for repo in (self.repo, self.linked):
            repo.git("update-index", "--split-index")
            key = self.keys.new()
            repo.stage({f"{key}.txt": "nothing\n"})
            (pathlib.Path(repo.path) / f"{key}.txt").unlink()
        for at in (self.repo, self.linked):
            found = report.places(self.document("audit", at.path))
            self.assertEqual({key: [place[3] for place in found.get(key, [])] for key in self.keys.needles}, {key: ["path"] for key in self.keys.needles})

    def test_damage(self):
        index = self.linked.folder / "index"
        index.write_bytes(index.read_bytes()[:40])
        document = self.assert_incomplete("audit", self.repo.path, why="corrupt")
        examples = [example for gap in document["coverage"]["skipped"] for example in gap["examples"]]
        self.assertTrue(any(example.startswith("worktrees/linked/index: ") for example in examples), examples)
