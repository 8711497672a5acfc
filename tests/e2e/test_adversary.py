"""test_adversary.py -- ways in which a key was once missed without a word, or the program did not come back."""
import os
import pathlib
import subprocess

import report
from case import Case
from packs import Pack, oid_of

FINDINGS, INCOMPLETE = 1, 3


class Packs(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.content = f"k = {self.keys.new()}\n".encode()

    def test_other_copy_of_an_id(self):
        """The first pack in order has harmless bytes under the key's id."""
        for first, second in ("ab", "ba"):
            repo = self.create(f"repo-{first}")
            lie, truth = Pack(), Pack()
            lie.blob(b"harmless\n", oid=oid_of(self.content))
            truth.blob(self.content)
            lie.write(repo, first)
            truth.write(repo, second)
            self.assertIn(self.scan("audit", repo.path).code, (FINDINGS, INCOMPLETE))

    def test_index_that_points_elsewhere(self):
        pack = Pack()
        pack.blob(b"harmless\n")
        pack.blob(self.content)
        pack.write(self.repo, "x", point_at=(oid_of(self.content), 0))
        self.assertIn(self.scan("audit", self.repo.path).code, (FINDINGS, INCOMPLETE))

    def test_bytes_behind_an_object(self):
        pack = Pack()
        pack.blob(b"harmless\n", behind=self.content)
        pack.write(self.repo, "x")
        self.assert_incomplete("audit", self.repo.path, why="corrupt")

    def test_base_that_is_itself(self):
        pack = Pack()
        pack.ref_delta(b"\1" * 20, b"\1" * 20)
        pack.ref_delta(b"\2" * 20, b"\3" * 20)
        pack.ref_delta(b"\3" * 20, b"\2" * 20)
        pack.write(self.repo, "x")
        self.assert_incomplete("audit", self.repo.path, why="corrupt")

    def test_thin_pack(self):
        """Its base is in another pack: the pack pass reads it, libgit2 cannot."""
        base, thin = Pack(), Pack()
        base.blob(b"bas\n")
        delta = bytes([4, len(self.content), len(self.content)]) + self.content
        thin.ref_delta(oid_of(self.content), oid_of(b"bas\n"), delta)
        base.write(self.repo, "base")
        thin.write(self.repo, "thin")
        self.assertIn(self.scan("audit", self.repo.path).code, (FINDINGS, INCOMPLETE))

    def test_both_readers(self):
        self.repo.commit(files={"a.txt": self.content.decode()})
        self.repo.git("repack", "-qad")
        self.repo.commit(files={"b.txt": "loose\n"})
        ours, plain = (self.scan("audit", self.repo.path, "--format", "json", *more, code=FINDINGS).out for more in ((), ("--reader", "libgit2")))
        self.assertEqual(ours, plain)


class Places(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit(files={"a.txt": "a\n"})

    def assert_found(self, *arguments, key, **options):
        document = self.document(*arguments, code=FINDINGS, **options)
        self.assertIn(key, report.places(document))

    def test_submodule_whose_name_begins_with_a_dot(self):
        key, inner = self.keys.new(), self.create("inner")
        inner.commit(files={"in.txt": f"{key}\n"})
        inner.commit(files={"in.txt": "gone\n"})
        self.repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), ".vim/x")
        self.assert_found("audit", self.repo.path, key=key)

    def test_repository_inside_whose_git_folder_is_elsewhere(self):
        key, inner = self.keys.new(), self.create("repo/nest")
        inner.commit(files={"in.txt": f"{key}\n"})
        inner.commit(files={"in.txt": "gone\n"})
        os.rename(inner.folder, pathlib.Path(self.repo.path).parent / "elsewhere")
        pathlib.Path(inner.path, ".git").write_text("gitdir: ../../elsewhere\n")
        self.assert_found("audit", self.repo.path, key=key)

    def test_configuration_that_hides_the_work_tree(self):
        key = self.keys.new()
        self.repo.write(".env.local", f"APSO_API_KEY={key}\n")
        for name, value in (("core.bare", "true"), ("core.worktree", "/tmp")):
            self.repo.git("config", name, value)
            self.assert_found("audit", self.repo.path, key=key)
            self.repo.git("config", "--unset", name) if name != "core.bare" else self.repo.git("config", name, "false")

    def test_staged_file_that_is_assumed_unchanged(self):
        key = self.keys.new()
        self.repo.stage({"new.txt": f"{key}\n"})
        self.repo.git("update-index", "--assume-unchanged", "new.txt")
        self.assert_found("staged", key=key, cwd=self.repo.path)

    def test_ref_of_a_linked_work_tree(self):
        key, linked = self.keys.new(), str(self.repo.path) + "-linked"
        self.repo.git("worktree", "add", "-q", linked)
        self.repo_at(linked).git("update-ref", f"refs/bisect/{key}", "HEAD")
        self.assert_found("audit", self.repo.path, key=key)

    def test_broken_ref(self):
        key = self.keys.new()
        pathlib.Path(self.repo.folder, "refs/heads", key).write_text("garbage\n")
        self.assertIn(self.scan("audit", self.repo.path).code, (FINDINGS, INCOMPLETE))

    def test_pipe_as_argument(self):
        key = self.keys.new()
        pipe = pathlib.Path(self.repo.path).parent / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(["sh", "-c", f"printf 'k = %s\\n' '{key}' > '{pipe}'"]):
            self.assert_found("dir", pipe, key=key)

    def test_pipes_where_git_keeps_files(self):
        for name in ("config", "packed-refs", "index", "shallow", "info/grafts", "objects/info/alternates"):
            repo = self.create(f"pipe-{name.replace('/', '-')}")
            path = pathlib.Path(repo.folder, name)
            path.unlink(missing_ok=True)
            path.parent.mkdir(exist_ok=True)
            os.mkfifo(path)
            self.assertIn(self.scan("audit", repo.path).code, (2, INCOMPLETE))

    def test_grafts_in_a_range(self):
        first = self.repo.head()
        self.repo.commit(files={"b.txt": f"{self.keys.new()}\n"})
        self.repo.commit(files={"b.txt": "gone\n"})
        pathlib.Path(self.repo.folder, "info/grafts").write_text(f"{self.repo.head()} {first}\n")
        self.assertIn(self.scan("range", f"{first}..HEAD", cwd=self.repo.path).code, (FINDINGS, INCOMPLETE))

    def test_two_keys_in_one_value(self):
        first, second = self.keys.new(), self.keys.new()
        text = f"import {{ ApsoClient }} from '@apso/sdk'\nnew ApsoClient({{ apiKey: '{first},{second}' }})\n"
        found = report.places(self.document("stdin", "--filename", "x.ts", data=text.encode(), code=FINDINGS))
        self.assertEqual(set(found), {first, second})

    def test_frame_shows_no_other_random_text(self):
        """A key in an encoding that is not known stands beside one that is."""
        first, second = self.keys.new(), self.keys.new()
        run = self.scan("stdin", data=f"x={first}&y=apso%5Fsk%5Flive%5F{second[13:]}\n".encode(), code=FINDINGS)
        self.assertNotIn(second[13:].encode(), run.out)

    def test_many_paths_from_few_trees(self):
        """Ten levels of trees with ten entries that are all the same: more paths than anyone can list."""
        oid, kind, mode = self.repo.blob(f"{self.keys.new()}\n"), "blob", "100644"
        for _ in range(10):
            entries = "".join(f"{mode} {kind} {oid}\t{number}\n" for number in range(10))
            oid, kind, mode = self.repo.git("mktree", data=entries.encode()), "tree", "040000"
        self.repo.git("update-ref", "refs/heads/many", self.repo.git("commit-tree", "-m", "many", oid))
        self.assertEqual(self.scan("audit", self.repo.path).code, FINDINGS)


