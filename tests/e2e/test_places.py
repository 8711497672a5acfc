"""test_places.py -- where a key may stand in an ordinary repository: files, index, branches, commits that went away."""
from case import Case


class PlacesToday(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"README.md": "hello\n"})

    def test_committed(self):
        key = self.keys.new()
        self.repo.commit("adds", {"src/app.py": f"# one\nkey = '{key}'\n"})
        self.assert_audit(self.repo)

    def test_work_tree_only(self):
        self.repo.write("README.md", f"hello\n{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_index_only(self):
        self.repo.stage({"README.md": f"{self.keys.new()}\n"})
        self.repo.write("README.md", "hello\n")
        self.assert_audit(self.repo)

    def test_index_and_work_tree_alike_is_one_place(self):
        self.repo.stage({"README.md": f"{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_three_versions_of_a_file(self):
        self.repo.commit("adds", {"a.txt": f"{self.keys.new()}\n"})
        self.repo.stage({"a.txt": f"{self.keys.new()}\n"})
        self.repo.write("a.txt", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_ignored_file(self):
        self.repo.commit("ignores", {".gitignore": ".env*.local\nout/\n"})
        self.repo.write(".env.local", f"APSO_API_KEY={self.keys.new()}\n")
        self.repo.write("out/app.txt", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_tracked_file_that_an_ignore_rule_fits(self):
        self.repo.commit("tracks", {".gitignore": "*.log\n", "a.log": "x\n"})
        self.repo.write("a.log", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_untracked_file(self):
        self.repo.write("notes/todo.txt", f"key {self.keys.new('svc')} here\n")
        self.assert_audit(self.repo)

    def test_same_content_at_two_paths(self):
        key = self.keys.new()
        self.repo.commit("a", {"a.txt": f"{key}\n"})
        self.repo.commit("b", {"b/c.txt": f"{key}\n"})
        self.repo.stage({"d.txt": f"{key}\n"})
        self.repo.write("e.txt", f"{key}\n")
        self.assert_audit(self.repo)

    def test_two_keys_on_a_line_and_one_twice(self):
        a, b = self.keys.new(), self.keys.new("org")
        self.repo.commit("adds", {"a.txt": f"first {a} then {b}, and {a}\n{b}\n"})
        self.assert_audit(self.repo)

    def test_symlink_target(self):
        key = self.keys.new()
        (self.repo.path / "link").symlink_to(f"/nowhere/{key}")
        self.repo.git("add", "link")
        self.repo.commit("links")
        self.assert_audit(self.repo)

    def test_untracked_symlink(self):
        (self.repo.path / "link").symlink_to(self.keys.new())
        self.assert_audit(self.repo)

    def test_ignored_symlink(self):
        self.repo.commit("ignores", {".gitignore": "link\n"})
        (self.repo.path / "link").symlink_to(self.keys.new())
        self.assert_audit(self.repo)

    def test_unborn_branch_with_staged_key(self):
        repo = self.create("unborn")
        repo.stage({"a.txt": f"{self.keys.new()}\n"})
        self.assert_audit(repo)


class PlacesInHistory(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "one\ntwo\nthree\n", "b.txt": "b\n"})

    def diverge(self, ours, theirs):
        """Two branches from here: main with `ours`, side with `theirs`."""
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit("theirs", theirs)
        self.repo.git("checkout", "-q", "main")
        self.repo.commit("ours", ours)

    def test_removed_later(self):
        self.repo.commit("adds", {"a.txt": f"one\n{self.keys.new()}\n"})
        self.repo.commit("removes", {"a.txt": "one\n"})
        self.repo.commit("goes on", {"b.txt": "c\n"})
        self.assert_audit(self.repo)

    def test_added_twice(self):
        key = self.keys.new()
        for content in (f"{key}\n", "none\n", f"{key}\n"):
            self.repo.commit("changes", {"a.txt": content})
        self.assert_audit(self.repo)

    def test_which_branches_tags_and_remotes(self):
        key = self.keys.new()
        self.repo.git("branch", "before")
        self.repo.commit("adds", {"k.txt": key})
        self.repo.git("tag", "light")
        self.repo.git("tag", "-a", "-m", "heavy", "heavy")
        self.repo.git("branch", "after")
        self.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        self.repo.git("update-ref", "refs/other/thing", "HEAD")
        self.repo.commit("removes", remove=["k.txt"])
        self.assert_audit(self.repo)

    def test_evil_merge(self):
        self.diverge({"a.txt": "ours\n"}, {"b.txt": "theirs\n"})
        self.repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
        self.repo.commit("merge", {"c.txt": f"{self.keys.new()}\n", "a.txt": f"ours\n{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_merge_that_takes_a_side(self):
        self.diverge({"a.txt": f"{self.keys.new()}\n"}, {"a.txt": f"{self.keys.new()}\n", "s.txt": f"{self.keys.new()}\n"})
        self.repo.git("merge", "-q", "-X", "ours", "-m", "merge", "side")
        self.assert_audit(self.repo)

    def test_both_sides_add_the_same(self):
        key = self.keys.new()
        self.diverge({"k.txt": f"{key}\n"}, {"k.txt": f"{key}\n"})
        self.repo.git("merge", "-q", "-m", "merge", "side")
        self.assert_audit(self.repo)

    def test_octopus(self):
        for name in ("x", "y", "z"):
            self.repo.git("checkout", "-q", "-b", name, "main")
            self.repo.commit(name, {f"{name}.txt": f"{self.keys.new()}\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.git("merge", "-q", "-m", "octopus", "x", "y", "z")
        self.assertEqual(len(self.repo.git("log", "-1", "--format=%P").split()), 3)
        self.repo.commit("after", {"x.txt": "gone\n"})
        self.assert_audit(self.repo)

    def test_rename_with_edit(self):
        key = self.keys.new()
        lines = "".join(f"line {n}\n" for n in range(40))
        self.repo.commit("adds", {"old.txt": lines + key + "\n"})
        self.repo.git("mv", "old.txt", "new.txt")
        self.repo.commit("renames", {"new.txt": "edit\n" + lines + key + "\n"})
        self.assert_audit(self.repo)

    def test_pure_rename_of_a_folder(self):
        self.repo.commit("adds", {"old/deep/k.txt": f"{self.keys.new()}\n"})
        self.repo.git("mv", "old", "new")
        self.repo.commit("renames")
        self.assert_audit(self.repo)

    def test_type_changes(self):
        (self.repo.path / "t").symlink_to(f"x/{self.keys.new()}")
        self.repo.git("add", "t")
        self.repo.commit("a link")
        (self.repo.path / "t").unlink()
        self.repo.commit("a file", {"t": f"{self.keys.new()}\n"})
        self.repo.commit("nothing", remove=["t"])
        self.repo.commit("a folder", {"t/inner.txt": f"{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_mode_change_is_nothing_new(self):
        self.repo.commit("adds", {"k.sh": f"K={self.keys.new()}\n"})
        self.repo.git("update-index", "--chmod=+x", "k.sh")
        self.repo.commit("executable")
        self.repo.git("checkout", "-q", ".")
        self.assert_audit(self.repo)

    def test_skewed_clocks(self):
        key = self.keys.new()
        self.repo.commit("adds", {"k.txt": f"{key}\n"}, date=1_900_000_000)
        self.repo.commit("edits", {"k.txt": f"{key}\nmore\n"}, date=1_500_000_000)
        self.assert_audit(self.repo)

    def test_author_date_that_lies(self):
        """As a cherry-pick or rebase leaves it: the author's date is older than that of the commit before."""
        key = self.keys.new()
        self.repo.commit("adds", {"k.txt": f"{key}\n"})
        self.repo.stage({"k.txt": f"{key}\nmore\n"})
        self.repo.git("commit", "-q", "-m", "edits", "--date", "1500000000 +0000")
        self.assert_audit(self.repo)

    def test_root_commits_unrelated(self):
        self.repo.git("checkout", "-q", "--orphan", "other")
        self.repo.commit("another root", {"a.txt": f"{self.keys.new()}\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.git("merge", "-q", "--allow-unrelated-histories", "-X", "theirs", "-m", "joins", "other")
        self.assert_audit(self.repo)

    def test_detached_head(self):
        self.repo.git("checkout", "-q", "--detach")
        self.repo.commit("detached", {"k.txt": f"{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_facts_of_the_commit(self):
        self.repo.commit("Ünï subject <b>\n\nbody", {"k.txt": f"{self.keys.new()}\n"},
                         env={"GIT_AUTHOR_NAME": "Zoë", "GIT_AUTHOR_DATE": "1600000000 +0530"})
        document = self.assert_audit(self.repo)
        commit = document["findings"][0]["occurrences"][0]["commit"]
        expected = {"id": self.repo.head(), "author": "Zoë", "date": "2020-09-13T17:56:40+05:30", "subject": "Ünï subject <b>"}
        self.assertEqual(commit, expected)


class PlacesGone(Case):
    """What no branch holds any more."""

    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})

    def on_a_branch(self):
        self.repo.git("checkout", "-q", "-b", "gone")
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.git("branch", "-q", "-D", "gone")

    def test_deleted_branch(self):
        self.on_a_branch()
        self.assert_audit(self.repo)

    def test_deleted_branch_without_reflog(self):
        self.on_a_branch()
        self.repo.git("reflog", "expire", "--expire=now", "--all")
        self.assert_audit(self.repo)

    def test_amend(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.stage({"k.txt": "no key\n"})
        self.repo.git("commit", "-q", "--amend", "-m", "amended")
        self.assert_audit(self.repo)

    def test_amend_that_keeps_the_key(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.git("commit", "-q", "--amend", "-m", "amended")
        self.assert_audit(self.repo)

    def test_hard_reset(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.commit("edits", {"l.txt": f"{self.keys.new()}\n"})
        self.repo.git("reset", "-q", "--hard", "HEAD~2")
        self.assert_audit(self.repo)

    def test_dangling_blob(self):
        self.repo.blob(f"x\n {self.keys.new()}")
        self.assert_audit(self.repo)

    def test_dangling_tree(self):
        blob = self.repo.blob(f"{self.keys.new()}\n")
        self.repo.git("mktree", data=f"100644 blob {blob}\tfile.txt\n")
        self.assert_audit(self.repo)

    def test_added_then_reset(self):
        """`git add` leaves a blob behind."""
        self.repo.stage({"k.txt": f"{self.keys.new()}\n"})
        self.repo.git("reset", "-q", "--hard")
        self.assert_audit(self.repo)

    def stash(self, number):
        self.repo.stage({"a.txt": f"index {self.keys.new()}\n"})
        self.repo.write("a.txt", f"work {self.keys.new()}\n")
        self.repo.write(f"untracked{number}.txt", f"untracked {self.keys.new()}\n")
        self.repo.git("stash", "push", "-q", "--include-untracked", "-m", f"stash {number}")

    def test_three_stashes_with_three_parts(self):
        for number in range(3):
            self.stash(number)
        document = self.assert_audit(self.repo)
        wheres = {o["where"] for finding in document["findings"] for o in finding["occurrences"]}
        self.assertEqual(wheres, {"stash"})

    def test_dropped_stash(self):
        self.stash(0)
        self.repo.git("stash", "drop", "-q")
        self.assert_audit(self.repo)

    def test_stash_of_ignored_files(self):
        self.repo.commit("ignores", {".gitignore": ".env\n"})
        self.repo.write(".env", f"APSO_API_KEY={self.keys.new()}\n")
        self.repo.git("stash", "push", "-q", "--all")
        self.assert_audit(self.repo)
