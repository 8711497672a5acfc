"""test_range.py -- what a set of commits adds, each against all its parents."""
import report
from case import Case


class Ranges(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.old = self.keys.new()
        self.base = self.repo.commit("base", {"a.txt": "a\n", "old.txt": f"one\n{self.old}\n"})

    def assert_range(self, text, expected, repo=None):
        """`expected`: key to {(path, line, column, where, commit)}; nothing expected: exit 0."""
        document = self.scan_all_ways("range", text, cwd=(repo or self.repo).path, code=1 if expected else 0)
        actual = {key: {(*place[:4], place[5]) for place in places} for key, places in report.places(document).items()}
        self.assertEqual(actual, expected)
        self.assertTrue(document["coverage"]["complete"])
        return document

    def adds(self, name="k.txt", before="", after="\n"):
        """A commit with a new key in a file; the key and its one place."""
        key = self.keys.new()
        commit = self.repo.commit(f"adds {name}", {name: before + key + after})
        return key, (name, before.count("\n") + 1, 1, "history", commit)


class Sets(Ranges):
    def test_one_commit(self):
        key, place = self.adds(before="x\ny\n")
        document = self.assert_range("HEAD~1..HEAD", {key: {place}})
        self.assertEqual(document["findings"][0]["occurrences"][0]["blob"], self.repo.head("HEAD:k.txt"))

    def test_spellings(self):
        key, place = self.adds()
        self.repo.git("tag", "-a", "-m", "base", "v1", self.base)
        self.repo.git("branch", "feature")
        for text in (f"{self.base}..", f"{self.base}..{self.repo.head()}", f"{self.base[:9]}..feature", "v1..refs/heads/feature", "v1..feature~0", "v1...feature", "v1"):
            with self.subTest(text):
                self.assert_range(text, {key: {place}})

    def test_tags_that_name_b(self):
        """Their messages are new with it; those that name A are not."""
        old, inner, outer = self.keys.new(), self.keys.new(), self.keys.new()
        self.repo.git("tag", "-a", "-m", f"old {old}", "v1")
        key, place = self.adds()
        self.repo.git("tag", "-a", "-m", f"inner {inner}", "v2")
        self.repo.git("tag", "-a", "-m", f"outer {outer}", "v3", "v2")
        self.assert_range("v1..v3", {key: {place}, inner: {(None, 1, 7, "tag-message", None)}, outer: {(None, 1, 7, "tag-message", None)}})

    def test_message_behind_a_nul(self):
        key = self.keys.new()
        text = self.repo.git("cat-file", "commit", "HEAD") + f"\n\0 {key}\n"
        commit = self.repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", data=text)
        self.repo.git("update-ref", "refs/heads/evil", commit)
        document = self.document("range", "HEAD..evil", cwd=self.repo.path, code=1)
        self.assertEqual({place[3] for place in report.places(document)[key]}, {"message"})

    def test_only_what_b_reaches_and_a_does_not(self):
        before, _ = self.adds("before.txt")
        start = self.repo.head()
        inside, place = self.adds("inside.txt")
        end = self.repo.head()
        self.adds("after.txt")
        self.assert_range(f"{start}..{end}", {inside: {place}})

    def test_a_that_is_no_ancestor(self):
        """B ^A as sets: the other side's commits are no news."""
        self.repo.git("checkout", "-q", "-b", "side")
        key, place = self.adds("side.txt")
        self.repo.git("checkout", "-q", "main")
        other, other_place = self.adds("main.txt")
        self.assert_range("main..side", {key: {place}})
        self.assert_range("side..main", {other: {other_place}})

    def test_merged_branch(self):
        self.repo.git("checkout", "-q", "-b", "side")
        side, side_place = self.adds("side.txt")
        self.repo.git("checkout", "-q", "main")
        main, main_place = self.adds("main.txt")
        self.repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        self.assert_range(f"{self.base}..HEAD", {side: {side_place}, main: {main_place}})
        self.assert_range("HEAD^1..HEAD", {side: {side_place}})
        self.assert_range("HEAD^2..HEAD", {main: {main_place}})

    def test_backwards_and_empty(self):
        self.adds()
        self.assert_range("HEAD..HEAD~1", {})
        self.assert_range("HEAD..HEAD", {})

    def test_upstream_when_none_is_given(self):
        clone = self.clone(self.repo, "clone")
        key = self.keys.new()
        commit = clone.commit("own", {"own.txt": f"{key}\n"})
        document = self.document("range", cwd=clone.path, code=1)
        self.assertEqual({place[5] for place in report.places(document)[key]}, {commit})
        self.assertEqual(len(document["findings"]), 1)

    def test_from_a_subfolder(self):
        key, place = self.adds("d/k.txt")
        document = self.document("range", "HEAD~1..HEAD", cwd=self.repo.path / "d", code=1)
        self.assertEqual([place[0] for place in report.places(document)[key]], ["d/k.txt"])

    def test_bare(self):
        key, place = self.adds()
        self.assert_range("main~1..main", {key: {place}}, repo=self.clone(self.repo, "bare.git", "--bare"))


class Changes(Ranges):
    def test_added_and_removed_inside(self):
        key, place = self.adds()
        self.repo.commit("removes", remove=["k.txt"])
        self.assert_range(f"{self.base}..HEAD", {key: {place}})

    def test_key_that_was_there_before(self):
        self.repo.commit("edits", {"old.txt": f"zero\none\n{self.old}\n"})
        self.assert_range(f"{self.base}..HEAD", {})

    def test_second_key_in_a_file_that_had_one(self):
        key = self.keys.new()
        commit = self.repo.commit("edits", {"old.txt": f"one\n{self.old}\n{key}\n"})
        self.assert_range(f"{self.base}..HEAD", {key: {("old.txt", 3, 1, "history", commit)}})

    def test_rename(self):
        self.repo.git("mv", "old.txt", "new.txt")
        self.repo.commit("renames")
        self.assert_range(f"{self.base}..HEAD", {})

    def test_rename_with_edit(self):
        key = self.keys.new()
        self.repo.git("mv", "old.txt", "new.txt")
        commit = self.repo.commit("renames", {"new.txt": f"one\n{self.old}\nedit {key}\n"})
        self.assert_range(f"{self.base}..HEAD", {key: {("new.txt", 3, 6, "history", commit)}})

    def test_copy(self):
        commit = self.repo.commit("copies", {"copy.txt": f"{self.old}\n"})
        self.assert_range(f"{self.base}..HEAD", {self.old: {("copy.txt", 1, 1, "history", commit)}})

    def test_removal_only(self):
        self.repo.commit("removes", remove=["old.txt"])
        self.assert_range(f"{self.base}..HEAD", {})

    def test_comes_back(self):
        """Taken out and put in again, both inside the range."""
        self.repo.commit("removes", remove=["old.txt"])
        commit = self.repo.commit("again", {"old.txt": f"one\n{self.old}\n"})
        self.assert_range(f"{self.base}..HEAD", {self.old: {("old.txt", 2, 1, "history", commit)}})

    def test_type_change(self):
        key = self.keys.new()
        (self.repo.path / "a.txt").unlink()
        (self.repo.path / "a.txt").symlink_to(key)
        self.repo.git("add", "a.txt")
        commit = self.repo.commit("a link")
        self.assert_range(f"{self.base}..HEAD", {key: {("a.txt", 1, 1, "history", commit)}})

    def test_file_becomes_folder(self):
        key = self.keys.new()
        self.repo.git("rm", "-q", "old.txt")
        commit = self.repo.commit("a folder", {"old.txt/inner.txt": f"{key}\n"})
        self.assert_range(f"{self.base}..HEAD", {key: {("old.txt/inner.txt", 1, 1, "history", commit)}})

    def test_mode_change(self):
        self.repo.git("update-index", "--chmod=+x", "old.txt")
        self.repo.commit("executable")
        self.assert_range(f"{self.base}..HEAD", {})

    def test_root_commit(self):
        self.repo.git("checkout", "-q", "--orphan", "other")
        self.repo.git("rm", "-q", "-r", "-f", ".")
        key, place = self.adds()
        self.assert_range("main..other", {key: {place}})

    def test_commit_message(self):
        key = self.keys.new()
        commit = self.repo.commit(f"subject\n\n x {key}")
        self.assert_range("HEAD~1..HEAD", {key: {(None, 3, 4, "message", commit)}})

    def test_path_name(self):
        key = self.keys.new()
        self.repo.commit("adds", {f"{key}.txt": "nothing\n"})
        document = self.document("range", "HEAD~1..HEAD", cwd=self.repo.path, code=1)
        self.assertEqual([place[3] for place in report.places(document)[key]], ["path"])

    def test_same_key_in_many_commits(self):
        key = self.keys.new()
        first = self.repo.commit("one", {"k.txt": f"{key}\n"})
        self.repo.commit("two", {"k.txt": f"{key}\ntwo\n"})
        self.repo.commit("three", {"k.txt": f"{key}\nthree\n"})
        self.assert_range(f"{self.base}..HEAD", {key: {("k.txt", 1, 1, "history", first)}})


class Merges(Ranges):
    def setUp(self):
        super().setUp()
        self.repo.git("checkout", "-q", "-b", "side")
        self.theirs, self.their_place = self.adds("theirs.txt")
        self.repo.git("checkout", "-q", "main")
        self.ours, self.our_place = self.adds("ours.txt")
        self.known = {self.theirs: {self.their_place}, self.ours: {self.our_place}}

    def test_evil_merge(self):
        self.repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
        key = self.keys.new()
        commit = self.repo.commit("evil", {"evil.txt": f"{key}\n"})
        self.assert_range(f"{self.base}..HEAD", {**self.known, key: {("evil.txt", 1, 1, "history", commit)}})

    def test_evil_merge_in_a_file_of_both(self):
        self.repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
        key = self.keys.new()
        commit = self.repo.commit("evil", {"a.txt": f"a\n{key}\n"})
        self.assert_range(f"{self.base}..HEAD", {**self.known, key: {("a.txt", 2, 1, "history", commit)}})

    def test_conflict_joined(self):
        """A file that holds both sides' keys brings none."""
        self.repo.git("checkout", "-q", "side")
        one, one_place = self.adds("both.txt")
        self.repo.git("checkout", "-q", "main")
        two, two_place = self.adds("both.txt")
        self.repo.run("merge", "-q", "side")
        self.repo.commit("joins", {"both.txt": f"{one}\n{two}\n"})
        self.assert_range(f"{self.base}..HEAD", {**self.known, one: {one_place}, two: {two_place}})

    def test_octopus(self):
        self.repo.git("checkout", "-q", "-b", "third", self.base)
        third, third_place = self.adds("third.txt")
        self.repo.git("checkout", "-q", "main")
        self.repo.git("merge", "-q", "-m", "octopus", "side", "third")
        self.assert_range(f"{self.base}..HEAD", {**self.known, third: {third_place}})


class Unknown(Ranges):
    def assert_unknown(self, text, repo=None, words=(b"git fetch",)):
        run = self.scan("range", text, cwd=(repo or self.repo).path, code=2)
        for word in words:
            self.assertIn(word, run.err)
        self.assertEqual(run.out, b"")

    def test_unknown_revisions(self):
        for text in ("nowhere..HEAD", "HEAD..nowhere", "f" * 40 + "..HEAD", "origin/main..HEAD", "nowhere"):
            with self.subTest(text):
                self.assert_unknown(text)

    def test_nonsense(self):
        for text in ("", "..", "HEAD..HEAD..HEAD", "HEAD^{tree}..HEAD", "HEAD:a.txt..HEAD", "-x..HEAD"):
            with self.subTest(text):
                self.assertIn(self.scan("range", text, cwd=self.repo.path).code, (0, 2))

    def test_key_as_a_revision(self):
        """A mistaken paste does not come back whole."""
        self.assert_unknown(f"{self.keys.new()}..HEAD")

    def test_no_upstream(self):
        self.scan("range", cwd=self.repo.path, code=2)

    def test_shallow_base_is_not_there(self):
        self.adds()
        clone = self.clone(self.repo, "clone", "--depth", "1")
        self.assert_unknown(f"{self.base}..HEAD", clone, (b"git fetch", b"shallow"))

    def test_shallow_inside_what_is_there(self):
        """The boundary lies outside the range: no gap."""
        key, place = self.adds()
        clone = self.clone(self.repo, "clone", "--depth", "2")
        self.assert_range("HEAD~1..HEAD", {key: {place}}, repo=clone)

    def test_shallow_boundary_crossed(self):
        """Another branch's history does not end the walk before the cut."""
        self.repo.git("checkout", "-q", "--orphan", "other")
        self.repo.commit("another root", {"x.txt": "x\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.git("rm", "-q", "old.txt")
        self.repo.commit("two")
        self.repo.commit("three", {"a.txt": "three\n"})
        clone = self.clone(self.repo, "clone", "--depth", "2", "--no-single-branch")
        document = self.document("range", "origin/other..HEAD", cwd=clone.path, code=3)
        self.assertEqual(report.gaps(document), {"shallow": 1})

    def test_missing_blob_in_the_range(self):
        self.repo.commit("adds", {"m.txt": "missing\n"})
        path = self.repo.loose(self.repo.head("HEAD:m.txt"))
        path.chmod(0o644)
        path.unlink()
        document = self.document("range", "HEAD~1..HEAD", cwd=self.repo.path, code=3)
        self.assertEqual(report.gaps(document), {"missing": 1})


class Reach(Case):
    def test_who_holds_it_is_not_claimed(self):
        """A range is scanned without the history around it: nothing is said of branches, nor that it was never pushed."""
        repo = self.create()
        repo.commit("first", {"a": "a\n"})
        repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        finding = self.document("range", "HEAD~1..HEAD", cwd=repo.path, code=1)["findings"][0]
        self.assertFalse(finding["provenance"]["reachKnown"])
        self.assertIn("If any of the commits was pushed", finding["advice"][0])
        text = self.scan("range", "HEAD~1..HEAD", cwd=repo.path, code=1).out.decode()
        self.assertNotIn("never", text)
        self.assertIn("not looked up", text)
