"""test_hidden.py -- keys that stand in no file of a commit: messages, notes, names, the git folder, other repositories."""
import report
from case import Case


class Hidden(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})

    def test_commit_message(self):
        self.repo.commit(f"subject\n\nbody\n  with {self.keys.new()} in it\n")
        self.repo.commit("later")
        self.assert_audit(self.repo)

    def test_commit_subject_is_redacted(self):
        self.repo.commit(f"oops {self.keys.new()}", {"b.txt": f"{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_same_message_in_two_commits(self):
        message = f"uses {self.keys.new()}"
        self.repo.commit(message)
        self.repo.commit(message)
        self.assert_audit(self.repo)

    def test_author_name(self):
        self.repo.commit("by whom", env={"GIT_AUTHOR_NAME": f"Ada {self.keys.new()}"})
        self.assert_audit(self.repo)

    def test_message_of_an_unreachable_commit(self):
        self.repo.git("commit-tree", "-m", f"lost {self.keys.new()}", "HEAD^{tree}")
        self.assert_audit(self.repo)

    def test_tag_message(self):
        self.repo.git("tag", "-a", "-m", f"one\n\nrelease {self.keys.new()}", "v1")
        self.assert_audit(self.repo)

    def test_tag_of_a_tag(self):
        self.repo.git("tag", "-a", "-m", f"inner {self.keys.new()}", "inner")
        self.repo.git("tag", "-a", "-m", f"outer\n\n{self.keys.new()}", "outer", "inner")
        self.assert_audit(self.repo)

    def test_same_message_in_two_tags(self):
        message = f"release {self.keys.new()}"
        self.repo.git("tag", "-a", "-m", message, "v1")
        self.repo.git("tag", "-a", "-m", message, "v2")
        self.assert_audit(self.repo)

    def test_same_path_name_on_two_branches(self):
        name = f"{self.keys.new()}.txt"
        self.repo.git("branch", "side")
        self.repo.commit("here", {name: "here\n"})
        self.repo.git("checkout", "-q", "side")
        self.repo.commit("there", {name: "there\n"})
        self.assert_audit(self.repo)

    def test_deleted_tag(self):
        self.repo.git("tag", "-a", "-m", f"gone {self.keys.new()}", "gone")
        self.repo.git("tag", "-d", "gone")
        self.assert_audit(self.repo)

    def test_tag_of_a_blob(self):
        self.repo.git("tag", "light", self.repo.blob(f"x {self.keys.new()}\n"))
        self.repo.git("tag", "-a", "-m", "heavy", "heavy", self.repo.blob(f"y {self.keys.new()}\n"))
        self.assert_audit(self.repo)

    def test_note(self):
        self.repo.git("notes", "add", "-m", f"reviewed with {self.keys.new()}", "HEAD")
        self.repo.git("notes", "--ref", "ci", "add", "-m", f"{self.keys.new()}", "HEAD")
        self.assert_audit(self.repo)

    def test_note_taken_back(self):
        self.repo.git("notes", "add", "-m", f"{self.keys.new()}", "HEAD")
        self.repo.git("notes", "remove", "HEAD")
        self.assert_audit(self.repo)

    def test_ref_name(self):
        self.repo.git("branch", f"fix/{self.keys.new()}")
        self.repo.git("tag", f"t-{self.keys.new()}")
        self.assert_audit(self.repo)

    def test_packed_ref_name(self):
        self.repo.git("branch", f"fix/{self.keys.new()}")
        self.repo.git("pack-refs", "--all")
        self.assert_audit(self.repo)

    def test_checked_out_branch_name(self):
        self.repo.git("checkout", "-q", "-b", self.keys.new())
        self.repo.commit("here", {"b.txt": "b\n"})
        self.assert_audit(self.repo)

    def test_path_name(self):
        self.repo.commit("adds", {f"keys/{self.keys.new()}.txt": "nothing\n"})
        self.repo.commit("removes", remove=["keys"])
        self.repo.commit("stays", {f"{self.keys.new()}": "nothing\n"})
        self.repo.commit("edits", {"a.txt": "b\n"})
        self.assert_audit(self.repo)

    def test_untracked_and_staged_path_names(self):
        self.repo.write(f"{self.keys.new()}.txt", "nothing\n")
        self.repo.stage({f"staged-{self.keys.new()}.txt": "nothing\n"})
        self.assert_audit(self.repo)

    def test_url_in_the_configuration(self):
        self.repo.git("remote", "add", "origin", f"https://user:{self.keys.new()}@example.com/x.git")
        self.repo.git("config", "http.extraHeader", f"X-API-Key: {self.keys.new()}")
        self.assert_audit(self.repo)

    def test_reflog_message(self):
        self.repo.git("update-ref", "-m", f"did {self.keys.new()}", "HEAD", "HEAD^{commit}", "--create-reflog")
        self.repo.commit(f"by {self.keys.new()}")
        self.assert_audit(self.repo)

    def test_own_hook(self):
        hook = self.repo.folder / "hooks/pre-push"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ncurl -H 'X-API-Key: {self.keys.new()}' https://example.com\n")
        self.assert_audit(self.repo)

    def test_message_left_by_a_failed_commit(self):
        (self.repo.folder / "COMMIT_EDITMSG").write_text(f"draft {self.keys.new()}\n")
        self.assert_audit(self.repo)


class OtherRepositories(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})

    def submodule(self, path="lib/sub", *options):
        inner = self.create("inner")
        inner.commit("inner", {"in.txt": f"{self.keys.new()}\n"})
        inner.commit("removes", {"in.txt": "none\n", "now.txt": f"{self.keys.new()}\n"})
        self.repo.git("submodule", "--quiet", "add", *options, f"file://{inner.path}", path)
        self.repo.commit("adds a submodule")
        return self.repo_at(self.repo.path / path)

    def places_of(self, document):
        return {place[:4] for places in report.places(document).values() for place in places}

    def test_submodule(self):
        sub = self.submodule()
        document = self.document("audit", self.repo.path, code=1)
        self.assertIn(("lib/sub/in.txt", 1, 1, "submodule"), self.places_of(document))
        by_path = {o["path"]: o for finding in document["findings"] for o in finding["occurrences"]}
        self.assertEqual(set(by_path), {"lib/sub/in.txt", "lib/sub/now.txt"})
        self.assertEqual(by_path["lib/sub/now.txt"].get("commit", {}).get("id"), sub.head())
        self.assertTrue(all("introduced" in finding["provenance"] for finding in document["findings"]))

    def test_submodule_of_another_name(self):
        self.submodule("lib/sub", "--name", "elsewhere")
        document = self.document("audit", self.repo.path, code=1)
        self.assertEqual({place[0] for place in self.places_of(document)}, {"lib/sub/in.txt", "lib/sub/now.txt"})

    def test_submodule_work_tree(self):
        sub = self.submodule()
        sub.write("untracked.txt", f"{self.keys.new()}\n")
        document = self.document("audit", self.repo.path, code=1)
        self.assertIn("lib/sub/untracked.txt", {place[0] for place in self.places_of(document)})

    def test_submodule_not_checked_out(self):
        self.submodule()
        clone = self.clone(self.repo, "clone")
        self.keys.needles.clear()
        self.assert_incomplete("audit", clone.path, why="submodule")
        self.assert_clean("audit", clone.path, "--allow", "submodule")

    def test_submodule_removed_from_the_work_tree(self):
        """Its repository is still in .git/modules."""
        self.submodule()
        self.repo.git("submodule", "--quiet", "deinit", "-f", "lib/sub")
        document = self.document("audit", self.repo.path, code=1)
        self.assertEqual({place[:2] for place in self.places_of(document)}, {("lib/sub/in.txt", 1), ("lib/sub/now.txt", 1)})

    def test_linked_work_tree(self):
        self.repo.git("worktree", "add", "-q", "-b", "side", str(self.dir / "linked"))
        linked = self.repo_at(self.dir / "linked")
        linked.commit("there", {"committed.txt": f"{self.keys.new()}\n"})
        linked.stage({"staged.txt": f"{self.keys.new()}\n"})
        linked.write("untracked.txt", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_audit_of_a_linked_work_tree(self):
        self.repo.git("worktree", "add", "-q", "-b", "side", str(self.dir / "linked"))
        linked = self.repo_at(self.dir / "linked")
        linked.write("untracked.txt", f"{self.keys.new()}\n")
        linked.commit("there", {"committed.txt": f"{self.keys.new()}\n"})
        self.repo.write("main-untracked.txt", f"{self.keys.new()}\n")
        self.assert_audit(linked)

    def test_work_tree_detached_from_its_branch(self):
        """Only a linked work tree's HEAD holds the commit."""
        self.repo.git("worktree", "add", "-q", "--detach", str(self.dir / "linked"))
        self.repo_at(self.dir / "linked").commit("there", {"k.txt": f"{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_bare(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.commit("removes", remove=["k.txt"])
        bare = self.clone(self.repo, "bare.git", "--bare")
        self.assert_audit(bare)

    def test_bare_chosen_by_path_alone(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.commit("removes", remove=["k.txt"])
        bare = self.clone(self.repo, "bare.git", "--bare")
        self.scan(bare.path, code=1)

    def test_mirror_with_foreign_refs(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.git("update-ref", "refs/pull/7/head", "HEAD")
        self.repo.git("reset", "-q", "--hard", "HEAD~1")
        self.assert_audit(self.clone(self.repo, "mirror.git", "--mirror"))

    def test_clone_with_remotes(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        clone = self.clone(self.repo, "clone")
        clone.commit("own", {"own.txt": f"{self.keys.new()}\n"})
        self.assert_audit(clone)

    def test_alternates(self):
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.blob(f"lost {self.keys.new()}\n")
        self.repo_at(self.dir).git("clone", "-q", "--shared", str(self.repo.path), "borrower")
        borrower = self.repo_at(self.dir / "borrower")
        borrower.commit("own", {"own.txt": f"{self.keys.new()}\n"})
        self.assert_audit(borrower)

    def test_separate_git_folder(self):
        repo = self.create("apart", "--separate-git-dir", str(self.dir / "git folder"))
        repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        repo.write("w.txt", f"{self.keys.new()}\n")
        self.assert_audit(repo)

    def test_repository_inside_that_is_no_submodule(self):
        inner = self.create("repo/vendor/inner")
        inner.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        inner.commit("removes", {"k.txt": "none\n"})
        document = self.document("audit", self.repo.path, code=1)
        self.assertIn(("vendor/inner/k.txt", 1, 1), {place[:3] for place in self.places_of(document)})

    def test_several_at_once(self):
        other = self.create("other")
        keys = [self.keys.new(), self.keys.new()]
        self.repo.commit("adds", {"k.txt": f"{keys[0]}\n"})
        other.commit("adds", {"k.txt": f"{keys[1]}\n"})
        document = self.document("audit", self.repo.path, other.path, code=1)
        self.assertEqual(set(report.places(document)), set(keys))
