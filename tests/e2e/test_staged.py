"""test_staged.py -- `staged` as a real pre-commit hook of real commits."""
import shlex

import program
import report
from case import Case

HOOK = """
{program} staged --format json --show-keys >{seen}.json 2>{seen}.err
code=$?
{program} staged >{seen}.txt 2>>{seen}.err
printf '%s' $code >{seen}.code
exit $code"""


class Hooked(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.old = self.keys.new()
        self.repo.commit("first", {"a.txt": "a\n", "old.txt": f"one\n{self.old}\n", "d/b.txt": "b\n"})
        self.install(self.repo)

    def install(self, repo):
        hook = self.script("pre-commit", HOOK.format(program=shlex.quote(str(program.PROGRAM)), seen=self.dir / "seen"))
        folder = repo.path / repo.git("rev-parse", "--git-common-dir") / "hooks"
        folder.mkdir(exist_ok=True)
        hook.rename(folder / "pre-commit")

    def read(self, ending):
        return (self.dir / f"seen.{ending}").read_bytes()

    def attempt(self, *arguments, repo=None, cwd=None):
        """`git commit`; whether the hook let it pass, and the report it made."""
        repo = repo or self.repo
        before = repo.run("rev-parse", "HEAD").stdout
        (self.dir / "seen.code").unlink(missing_ok=True)
        done = self.repo_at(cwd or repo.path).run("commit", "-q", "-m", "attempt", *arguments, env=program.environment({}))
        code = int(self.read("code"))
        run = program.Run(["staged"], code, self.read("txt"), self.read("err"))
        self.assertFalse(list(program.faults(run, self.dir, self.keys.secrets())), run)
        self.assertEqual(done.returncode != 0, code != 0, done.stderr)
        self.assertEqual(repo.run("rev-parse", "HEAD").stdout == before, code != 0, "HEAD moved as the hook said")
        return code, report.parse(self.read("json"))

    def assert_stopped(self, expected, *arguments, **options):
        """`expected`: key to (path, line, column) of each place."""
        code, document = self.attempt(*arguments, **options)
        self.assertEqual(code, 1)
        places = {key: [place[:4] for place in places] for key, places in report.places(document).items()}
        self.assertEqual(places, {key: [(*place, "index") for place in places] for key, places in expected.items()})
        self.assertTrue(document["coverage"]["complete"])
        return document

    def assert_passes(self, *arguments, **options):
        code, document = self.attempt(*arguments, **options)
        self.assertEqual((code, document["verdict"], document["findings"]), (0, "clean", []))


class Staged(Hooked):
    def test_new_file(self):
        key = self.keys.new()
        self.repo.stage({"k.txt": f"x\n  {key}\n"})
        document = self.assert_stopped({key: [("k.txt", 2, 3)]})
        self.assertEqual(document["findings"][0]["occurrences"][0]["blob"], self.repo.head(":k.txt"))

    def test_edited_file(self):
        key = self.keys.new()
        self.repo.stage({"d/b.txt": f"b\n{key}\n"})
        self.assert_stopped({key: [("d/b.txt", 2, 1)]})

    def test_nothing_of_interest(self):
        self.repo.stage({"a.txt": "b\n"})
        self.assert_passes()

    def test_first_commit(self):
        repo = self.create("fresh")
        self.install(repo)
        key = self.keys.new()
        repo.stage({"k.txt": key})
        self.assert_stopped({key: [("k.txt", 1, 1)]}, repo=repo)

    def test_commit_all(self):
        key = self.keys.new()
        self.repo.write("a.txt", f"{key}\n")
        self.assert_stopped({key: [("a.txt", 1, 1)]}, "-a")

    def test_commit_of_one_path_only(self):
        """The index of a partial commit is another file; what else is staged does not go in."""
        mine, other = self.keys.new(), self.keys.new()
        self.repo.stage({"d/b.txt": f"{other}\n"})
        self.repo.write("a.txt", f"{mine}\n")
        self.assert_stopped({mine: [("a.txt", 1, 1)]}, "--", "a.txt")
        self.repo.write("a.txt", "harmless\n")
        self.assert_passes("--", "a.txt")

    def test_include_option(self):
        one, two = self.keys.new(), self.keys.new()
        self.repo.stage({"d/b.txt": f"{one}\n"})
        self.repo.write("a.txt", f"{two}\n")
        self.assert_stopped({one: [("d/b.txt", 1, 1)], two: [("a.txt", 1, 1)]}, "--include", "a.txt")

    def test_partial_staging(self):
        """Index and work tree differ: only the index goes in."""
        staged, unstaged = self.keys.new(), self.keys.new()
        self.repo.stage({"a.txt": f"{staged}\n"})
        self.repo.write("a.txt", f"{unstaged}\n")
        self.assert_stopped({staged: [("a.txt", 1, 1)]})
        self.repo.stage({"a.txt": "harmless\n"})
        self.repo.write("a.txt", f"{unstaged}\n")
        self.assert_passes()

    def test_staged_and_gone_from_the_work_tree(self):
        key = self.keys.new()
        self.repo.stage({"k.txt": f"{key}\n"})
        (self.repo.path / "k.txt").unlink()
        self.assert_stopped({key: [("k.txt", 1, 1)]})

    def test_amend(self):
        """What the amended commit has already is no news; what it gains is."""
        key = self.keys.new()
        self.repo.stage({"a.txt": f"{key}\n"})
        self.assert_stopped({key: [("a.txt", 1, 1)]}, "--amend")
        self.repo.stage({"a.txt": "harmless\n"})
        self.assert_passes("--amend")

    def test_from_a_subfolder(self):
        key = self.keys.new()
        self.repo.write("d/k.txt", f"{key}\n")
        self.repo.git("add", "d")
        self.assert_stopped({key: [("d/k.txt", 1, 1)]}, cwd=self.repo.path / "d")

    def test_linked_work_tree(self):
        self.repo.git("worktree", "add", "-q", "-b", "side", str(self.dir / "linked"))
        linked = self.repo_at(self.dir / "linked")
        key, elsewhere = self.keys.new(), self.keys.new()
        self.repo.stage({"elsewhere.txt": f"{elsewhere}\n"})
        linked.stage({"k.txt": f"{key}\n"})
        self.assert_stopped({key: [("k.txt", 1, 1)]}, repo=linked)
        linked.stage({"k.txt": "harmless\n"})
        self.assert_passes(repo=linked)

    def test_symlink(self):
        key = self.keys.new()
        (self.repo.path / "link").symlink_to(f"x/{key}")
        self.repo.git("add", "link")
        self.assert_stopped({key: [("link", 1, 3)]})

    def test_key_in_a_path(self):
        key = self.keys.new()
        self.repo.stage({f"{key}.txt": "nothing\n"})
        code, document = self.attempt()
        self.assertEqual((code, document["findings"][0]["occurrences"][0]["where"]), (1, "path"))

    def test_type_change(self):
        key = self.keys.new()
        (self.repo.path / "a.txt").unlink()
        (self.repo.path / "a.txt").symlink_to(key)
        self.repo.git("add", "a.txt")
        self.assert_stopped({key: [("a.txt", 1, 1)]})

    def test_intent_to_add(self):
        self.repo.write("later.txt", f"{self.keys.new()}\n")
        self.repo.git("add", "--intent-to-add", "later.txt")
        self.repo.stage({"a.txt": "b\n"})
        self.assert_passes()

    def test_encoded_and_config(self):
        key = self.keys.new()
        self.repo.stage({"secret.yaml": f"data:\n  key: {self.keys.base64(key)}\n"})
        self.assert_stopped({key: [("secret.yaml", 2, 8)]})


class KnownBefore(Hooked):
    """A key that stood there before is no news."""

    def test_edit_of_a_file_that_had_it(self):
        self.repo.stage({"old.txt": f"zero\none\n{self.old}\n"})
        self.assert_passes()

    def test_second_key_in_a_file_that_had_one(self):
        key = self.keys.new()
        self.repo.stage({"old.txt": f"one\n{self.old}\n{key}\n"})
        self.assert_stopped({key: [("old.txt", 3, 1)]})

    def test_rename(self):
        self.repo.git("mv", "old.txt", "new.txt")
        self.assert_passes()

    def test_rename_with_edit(self):
        key = self.keys.new()
        self.repo.git("mv", "old.txt", "new.txt")
        self.repo.stage({"new.txt": f"one\n{self.old}\nmore {key}\n"})
        self.assert_stopped({key: [("new.txt", 3, 6)]})

    def test_known_key_in_another_file(self):
        """A copy is a new place."""
        self.repo.stage({"copy.txt": f"{self.old}\n"})
        self.assert_stopped({self.old: [("copy.txt", 1, 1)]})

    def test_removed(self):
        self.repo.git("rm", "-q", "old.txt")
        self.assert_passes()

    def test_mode_change(self):
        self.repo.git("update-index", "--chmod=+x", "old.txt")
        self.assert_passes()


class Merging(Hooked):
    def diverge(self, ours, theirs):
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit("theirs", theirs)
        self.repo.git("checkout", "-q", "main")
        self.repo.commit("ours", ours)
        self.repo.run("merge", "-q", "--no-commit", "--no-ff", "side")

    def test_what_a_side_has_is_no_news(self):
        self.diverge({"ours.txt": f"{self.keys.new()}\n"}, {"theirs.txt": f"{self.keys.new()}\n", "d/b.txt": f"{self.keys.new()}\n"})
        self.assert_passes()

    def test_what_no_side_has(self):
        self.diverge({"ours.txt": f"{self.keys.new()}\n"}, {"theirs.txt": f"{self.keys.new()}\n"})
        key = self.keys.new()
        self.repo.stage({"evil.txt": f"{key}\n"})
        self.assert_stopped({key: [("evil.txt", 1, 1)]})

    def test_conflict_solved_from_both_sides(self):
        ours, theirs = self.keys.new(), self.keys.new()
        self.diverge({"a.txt": f"{ours}\n"}, {"a.txt": f"{theirs}\n"})
        self.repo.stage({"a.txt": f"{ours}\n{theirs}\n"})
        self.assert_passes()

    def test_conflict_solved_with_a_new_key(self):
        ours, key = self.keys.new(), self.keys.new()
        self.diverge({"a.txt": f"{ours}\n"}, {"a.txt": "theirs\n"})
        self.repo.stage({"a.txt": f"{ours}\n{key}\n"})
        self.assert_stopped({key: [("a.txt", 2, 1)]})

    def test_renamed_on_the_other_side(self):
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.git("mv", "old.txt", "new.txt")
        self.repo.commit("renames")
        self.repo.git("checkout", "-q", "main")
        self.repo.commit("ours", {"old.txt": f"one\n{self.old}\nedit\n"})
        self.repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
        self.assertTrue((self.repo.path / "new.txt").exists())
        self.assert_passes()

    def test_cherry_pick_in_progress(self):
        key = self.keys.new()
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit("theirs", {"k.txt": f"{key}\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.git("cherry-pick", "--no-commit", "side")
        self.assert_stopped({key: [("k.txt", 1, 1)]})
