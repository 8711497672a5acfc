"""test_reftable.py -- repositories whose refs and reflogs stand in tables: the same report as for files, and what only tables hide."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import report
import tables
from case import Case
from program import CLEAN, FINDINGS, INCOMPLETE, UNABLE
from tables import Table

FIXTURE = pathlib.Path(__file__).parent / "fixtures/reftable"
KNOWS_TABLES = (2, 45)


def new_git():
    """A git that knows tables: the one that APSO_NEW_GIT names, or the machine's; else None."""
    git = os.environ.get("APSO_NEW_GIT") or shutil.which("git")
    version = subprocess.run([git, "--version"], capture_output=True, check=True).stdout.decode()
    return git if tuple(map(int, re.findall(r"\d+", version)[:2])) >= KNOWS_TABLES else None


class Reftable(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})
        self.repo.commit("second", {"a.txt": "a\nb\n"})

    def stack(self, *more, repo=None):
        """The repository's own refs as the oldest table, `more` above it; the paths of all."""
        repo = repo or self.repo
        common = repo.path / repo.git("rev-parse", "--git-common-dir")
        tables.migrate(repo)
        own = next((common / "reftable").glob("*.ref")).read_bytes()
        return tables.write_stack(common, [own, *more])

    def place(self, document, key):
        (finding,) = [f for f in document["findings"] if f["key"]["value"] == key]
        return sorted((o["path"], o["line"], o["where"]) for o in finding["occurrences"])


class Migrated(Reftable):
    """What files say, tables say: the oracle looks at the files, and then they are turned into tables."""

    def setUp(self):
        super().setUp()
        self.repo.commit("adds", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.git("tag", "-a", "-m", f"tag {self.keys.new()}", "v1")
        self.repo.commit("removes", remove=["k.txt"])
        self.repo.git("branch", f"b/{self.keys.new()}", "HEAD~1")
        self.repo.git("tag", f"t-{self.keys.new()}")
        self.repo.git("symbolic-ref", "refs/heads/alias", f"refs/heads/{self.keys.new()}")
        self.repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        self.repo.git("update-ref", "refs/remotes/origin/main", "HEAD~2")
        self.repo.git("notes", "add", "-m", f"note {self.keys.new()}")
        self.repo.commit("thrown away", {"r.txt": f"{self.keys.new()}\n"})
        self.repo.git("reset", "-q", "--hard", "HEAD~1")
        self.repo.git("update-ref", "-m", f"moves for {self.keys.new()}", "refs/heads/main", "HEAD~1")
        self.repo.git("update-ref", "-m", "moves back", "refs/heads/main", "HEAD@{1}")
        self.repo.write("a.txt", f"{self.keys.new()}\n")
        self.repo.git("stash", "-q")
        self.repo.git("worktree", "add", "-q", "-b", "linked", "../linked", "HEAD~1")
        linked = self.repo_at(self.dir / "linked")
        linked.commit("in linked", {"l.txt": f"{self.keys.new()}\n"})
        linked.git("update-ref", "-m", f"in linked, {self.keys.new()}", "HEAD", "HEAD~1")
        linked.git("update-ref", f"refs/worktree/{self.keys.new()}", "HEAD@{1}")
        self.repo.git("worktree", "add", "-q", "--detach", "../detached", "HEAD~1")
        self.repo_at(self.dir / "detached").commit("on no branch", {"d.txt": f"{self.keys.new()}\n"})

    def assert_same(self, repo, **options):
        before = self.document("audit", repo.path, code=FINDINGS, **options)
        tables.migrate(self.repo)
        after = self.scan_all_ways("audit", repo.path, code=FINDINGS, **options)
        self.assertEqual(set(report.places(after)), set(self.keys.needles))
        self.assertEqual(report.places(after), report.places(before))
        self.assertEqual(report.ways(after), report.ways(before))
        self.assert_coverage(after, True, {})

    def test_as_files(self):
        self.assert_same(self.repo)

    def test_from_the_linked_work_tree(self):
        self.assert_same(self.repo_at(self.dir / "linked"))


class OnlyInTables(Reftable):
    """Git shows none of it any more."""

    def test_deleted_ref(self):
        key = self.keys.new()
        name = f"refs/heads/{key}"
        paths = self.stack(Table(2).ref(name, self.repo.head()), Table(3).ref(name))
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertIn(f".git/reftable/{paths[1].name}", [path for path, _, where in self.place(document, key) if where == "ref"])
        self.assert_coverage(document, True, {})

    def test_target_of_a_symbolic_ref(self):
        keys = [self.keys.new() for _ in range(2)]
        self.stack(*(Table(2 + number).ref("refs/heads/s", symbolic=f"refs/heads/{key}") for number, key in enumerate(keys)))
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertEqual(set(report.places(document)), set(keys))

    def test_dropped_log(self):
        key = self.keys.new()
        dropped = Table(9).log("refs/stash", f"WIP on {key}\n")
        paths = self.stack(dropped, Table(10).log("refs/stash", update=9))
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertEqual(self.place(document, key), [(f".git/reftable/{paths[1].name}", 1, "reflog")])

    def test_names_in_logs(self):
        keys = [self.keys.new() for _ in range(3)]
        self.stack(Table(9).log("refs/heads/x", "moves\n", who=keys[0], mail=keys[1]).log(f"refs/heads/{keys[2]}", "moves\n"))
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertEqual(set(report.places(document)), set(keys))
        self.assertEqual(self.place(document, keys[0]), [(".git/logs/refs/heads/x", 1, "reflog")])

    def test_left_behind(self):
        """A table that the list does not name, and files that are none."""
        keys, head = [self.keys.new() for _ in range(3)], self.repo.head()
        folder = self.stack()[0].parent
        (folder / "old.ref").write_bytes(Table(2).ref(f"refs/heads/{keys[0]}", head).bytes())
        (folder / "note.txt").write_text(keys[1])
        (self.repo.path / ".git/packed-refs").write_text(f"{head} refs/heads/{keys[2]}\n")
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertEqual(self.place(document, keys[0]), [(".git/reftable/old.ref", 1, "ref")])
        self.assertEqual(self.place(document, keys[1]), [(".git/reftable/note.txt", 1, "config")])
        self.assertEqual(self.place(document, keys[2]), [(".git/packed-refs", 1, "config")])
        self.assert_coverage(document, True, {})

    def test_in_a_submodule(self):
        outer, keys = self.create("outer"), [self.keys.new() for _ in range(2)]
        outer.git("submodule", "add", "-q", f"file://{self.repo.path}", "sub")
        outer.commit("adds sub")
        inner = self.repo_at(outer.path / "sub")
        name, head = f"refs/heads/{keys[0]}", inner.head()
        paths = self.stack(Table(9).ref(name, head).log("refs/heads/x", f"{keys[1]}\n"), Table(10).ref(name), repo=inner)
        document = self.document("audit", outer.path, code=FINDINGS)
        where = [(f".git/modules/sub/reftable/{path.name}", 1, "ref") for path in paths[1:]]  # the deletion names it too
        self.assertEqual(self.place(document, keys[0]), where)
        self.assertEqual(self.place(document, keys[1]), [(".git/modules/sub/logs/refs/heads/x", 1, "reflog")])
        self.assert_coverage(document, True, {})

    def test_folder_of_tables_beside_files(self):
        """The configuration says files: tables are as good a place to hide."""
        key = self.keys.new()
        tables.write_stack(self.repo.path / ".git", [Table(2).ref(f"refs/heads/{key}", self.repo.head())])
        self.assertIn(key, report.places(self.document("audit", self.repo.path, code=FINDINGS)))


class Revisions(Reftable):
    def setUp(self):
        super().setUp()
        self.key = self.keys.new()
        self.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        self.repo.git("config", "branch.main.remote", "origin")
        self.repo.git("config", "branch.main.merge", "refs/heads/main")
        self.repo.git("config", "remote.origin.url", "https://mail.invalid/r.git")
        self.repo.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
        self.repo.git("tag", "-a", "-m", "tag", "v1")
        self.repo.commit("adds", {"k.txt": f"{self.key}\n"})

    def test_ranges(self):
        tables.migrate(self.repo)
        for text in ("HEAD~1..HEAD", "main^..main", "origin/main..main", "@{u}..", "v1..refs/heads/main", "v1^{commit}..main"):
            with self.subTest(text):
                document = self.document("range", text, cwd=self.repo.path, code=FINDINGS)
                self.assertEqual(list(report.places(document)), [self.key])
        self.document("range", cwd=self.repo.path, code=FINDINGS)
        self.document("range", "main..origin/main", cwd=self.repo.path, code=CLEAN)
        run = self.scan("range", "nowhere..main", cwd=self.repo.path, code=UNABLE)
        self.assertIn(b"nowhere", run.err)

    def test_last_fetch(self):
        """A file whatever the form of refs."""
        (self.repo.path / ".git/FETCH_HEAD").write_text(f"{self.repo.head('HEAD~1')}\t\tbranch 'main' of elsewhere\n")
        tables.migrate(self.repo)
        self.document("range", "FETCH_HEAD..main", cwd=self.repo.path, code=FINDINGS)

    def test_staged(self):
        self.repo.stage({"s.txt": f"{self.keys.new()}\n"})
        tables.migrate(self.repo)
        document = self.document("staged", cwd=self.repo.path, code=FINDINGS)
        self.assertEqual([o["path"] for f in document["findings"] for o in f["occurrences"]], ["s.txt"])

    def test_before_the_first_commit(self):
        repo = self.create("unborn")
        repo.stage({"s.txt": f"{self.keys.new()}\n"})
        tables.migrate(repo)
        self.document("staged", cwd=repo.path, code=FINDINGS)
        self.document("audit", repo.path, code=FINDINGS)


class Damaged(Reftable):
    """Told, and never taken for clean; what can be read is read."""

    def assert_told(self, name, why="corrupt"):
        document = self.assert_incomplete("audit", self.repo.path, why=why)
        examples = [example for gap in document["coverage"]["skipped"] for example in gap["examples"]]
        self.assertTrue(any(example.startswith(f"reftable/{name}: ") for example in examples), examples)

    def test_cut_off(self):
        path = self.stack(Table(2).ref("refs/heads/x", self.repo.head()))[1]
        path.write_bytes(path.read_bytes()[:-30])
        self.assert_told(path.name)

    def test_newest_of_a_range(self):
        """What HEAD is today stands in no table that can be read."""
        self.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        head = self.repo.commit("third", {"k.txt": f"{self.keys.new()}\n"})
        self.repo.git("reset", "-q", "--soft", "HEAD~1")
        path = self.stack(Table(2).ref("refs/heads/main", head))[1]
        self.assertEqual(len(self.document("range", "origin/main..main", cwd=self.repo.path, code=FINDINGS)["findings"]), 1)
        path.write_bytes(path.read_bytes()[:28])
        self.assert_incomplete("range", "origin/main..main", cwd=self.repo.path, why="corrupt")
        self.assert_coverage(self.document("staged", cwd=self.repo.path, code=FINDINGS), False, {"corrupt": 1})

    def test_every_byte_of_a_table(self):
        """One bit is turned: the checksum does not cover all, but nothing ends badly."""
        path = self.stack(Table(2).ref("refs/heads/x", self.repo.head()).log("refs/heads/x", "moves\n"))[1]
        good = path.read_bytes()
        for at in range(0, len(good), 5):
            path.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1:])
            run = self.scan("audit", self.repo.path)
            self.assertIn(run.code, (CLEAN, INCOMPLETE), f"byte {at}\n{run}")

    def test_table_that_is_gone(self):
        path = self.stack(Table(2).ref("refs/heads/x", self.repo.head()))[1]
        path.unlink()
        self.assert_told(path.name)

    def test_no_list(self):
        (self.stack()[0].parent / "tables.list").unlink()
        document = self.document("audit", self.repo.path, code=INCOMPLETE)
        self.assertEqual(sorted(report.gaps(document)), ["corrupt", "unreadable"])

    def test_list_that_leads_out(self):
        outside = Table(2).ref(f"refs/heads/{self.keys.new()}", self.repo.head()).bytes()
        path = self.stack()[0]
        (self.dir / "outside.ref").write_bytes(outside)
        (path.parent / "tables.list").write_text(f"{path.name}\n../../../outside.ref\n")
        document = self.document("audit", self.repo.path, code=INCOMPLETE)
        self.assertEqual((document["findings"], report.gaps(document)), ([], {"corrupt": 1}))

    def test_key_before_the_damage(self):
        keys = [self.keys.new() for _ in range(2)]
        table = Table(2).ref(f"refs/heads/{keys[0]}", self.repo.head()).log("refs/heads/x", f"{keys[1]}\n")
        path = self.stack(table)[1]
        path.write_bytes(path.read_bytes()[:-len(table.head()) - 44])
        document = self.document("audit", self.repo.path, code=FINDINGS)
        self.assertEqual(set(report.places(document)), set(keys))
        self.assert_coverage(document, False, {"corrupt": 1})

    def test_log_that_inflates_too_far(self):
        table = Table(2).ref("refs/heads/x", self.repo.head())
        bomb = table.bytes()[:-68] + b"g" + tables.uint24(0xFFFFFF) + bytes(16)
        path = self.stack(bomb)[1]
        self.assert_told(path.name)

    def test_form_that_is_not_known(self):
        for form in ("sqlite", "reftable://elsewhere"):
            with self.subTest(form):
                self.repo.git("config", "core.repositoryFormatVersion", "1")
                config = self.repo.path / ".git/config"
                before = config.read_text()
                config.write_text(f"{before}[extensions]\n\trefStorage = {form}\n")
                run = self.scan("audit", self.repo.path, code=UNABLE)
                self.assertIn(form.encode(), run.err)
                config.write_text(before)


class RealTables(Case):
    """fixtures/reftable, by a git that keeps refs in tables: see its README."""

    def setUp(self):
        super().setUp()
        self.key_names = ["history", "note", "reflog", "stash", "linked"]
        self.secrets = {f"apso_{'sk'}_live_" + hashlib.sha256(f"fixture {name}".encode()).hexdigest()[:32]: name for name in self.key_names}
        self.repo = self.cook("files")

    def cook(self, name, *options, git=None):
        env = {name: value for name, value in self.env.items() if not name.startswith("GIT_")}
        if git:
            (self.dir / "bin").mkdir()
            (self.dir / "bin/git").symlink_to(git)
            env["PATH"] = f"{self.dir / 'bin'}:{env['PATH']}"
        subprocess.run([FIXTURE / "recipe", self.dir / name, *options], env=env, check=True, capture_output=True, timeout=120)
        return self.repo_at(self.dir / name / "repo")

    def told(self, repo):
        document = self.document("audit", repo.path, code=FINDINGS)
        self.assert_coverage(document, True, {})
        self.assertEqual({self.secrets.get(key) for key in report.places(document)}, set(self.key_names))
        return report.places(document), report.ways(document)

    def test_fixture(self):
        expected = self.told(self.repo)
        folders = {"repo": self.repo.path / ".git", "linked": self.repo.path / ".git/worktrees/linked"}
        tables.say_reftable(self.repo)
        for name, folder in folders.items():
            shutil.copytree(FIXTURE / name, folder / "reftable")
        self.assertEqual(self.told(self.repo), expected)
        self.document("range", "topic/deep/name..main", cwd=self.repo.path, code=CLEAN)
        self.document("range", "v1~2..topic/deep/name", cwd=self.repo.path, code=FINDINGS)

    @unittest.skipUnless(new_git(), "this git knows no reftables, and APSO_NEW_GIT names none")
    def test_live(self):
        repo = self.cook("tables", "--ref-format=reftable", git=new_git())
        self.assertTrue((repo.path / ".git/reftable/tables.list").exists())
        self.assertEqual(self.told(repo), self.told(self.repo))
