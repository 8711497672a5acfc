"""test_since_last.py -- `audit --since-last`: whatever happened since the last one, the reports are those of a whole audit."""
import os
import pathlib
import shutil

from packs import Pack, oid_of
from program import INCOMPLETE
from since import SinceLast


class Changes(SinceLast):
    def setUp(self):
        super().setUp()
        self.assert_same()

    def packed(self):
        self.repo.git("repack", "-q", "-a", "-d")
        self.assert_same()

    def test_nothing(self):
        self.assert_same()
        self.packed()

    def test_new_commit(self):
        self.repo.commit("goes on", {"a.txt": "more\n"})
        self.assert_same()

    def test_key_in_new_objects(self):
        self.packed()
        self.repo.commit("adds another", {"n.txt": f"{self.keys.new()}\n{self.old}\n"})
        self.repo.blob(f"{self.keys.new()}\n")
        self.assert_same()

    def test_old_key_at_a_new_place(self):
        self.packed()
        self.repo.commit("moves", {"else/where.txt": f"{self.old}\n"}, remove=["k.txt"])
        self.assert_same()
        self.repo.git("branch", "other", "HEAD~1")
        self.assert_same()

    def test_key_in_a_message_and_a_name(self):
        self.packed()
        self.repo.commit(f"says {self.keys.new()}")
        self.assert_same()
        self.repo.commit("adds", {f"{self.keys.new()}/a.txt": "named\n"})
        self.assert_same()

    def test_new_pack_by_fetch(self):
        clone = self.clone(self.repo, "clone")
        self.assert_same(at=clone.path)
        for number in range(3):
            self.repo.commit(f"later {number}", {"l.txt": f"{self.keys.new()}\n"})
            clone.git("-c", "fetch.unpackLimit=1", "fetch", "-q")
            self.assert_same(at=clone.path)
        self.assertEqual(len(clone.packs()), 4)

    def test_gc(self):
        self.repo.commit("goes on", {"a.txt": "more\n"})
        self.repo.git("gc", "-q")
        self.assert_same()
        self.repo.git("gc", "-q", "--prune=now")
        self.assert_same()

    def test_loose_objects_are_packed(self):
        for _ in range(2):
            self.repo.commit("goes on", {"a.txt": f"{self.keys.new()}\n"})
            self.assert_same()
            self.repo.git("repack", "-q")  # the loose ones stay
            self.assert_same()
            self.repo.git("prune-packed")
            self.assert_same()

    def test_the_same_object_in_two_packs(self):
        self.packed()
        self.repo.git("repack", "-q", "-a", "--no-write-bitmap-index", "-f", "--depth=1")
        self.assert_same()
        self.repo.git("repack", "-q", "-a", "-f", "-F", "--window=0")
        self.assert_same()

    def test_a_pack_whose_objects_are_loose_too(self):
        pack = self.repo.git("pack-objects", "-q", ".git/objects/pack/pack", data=self.repo.git("rev-list", "--objects", "--all"))
        self.assertTrue(pack)
        self.assert_same()
        for end in (".pack", ".idx", ".rev"):
            pathlib.Path(self.repo.folder, f"objects/pack/pack-{pack}{end}").unlink(missing_ok=True)
        self.assert_same()

    def test_pack_deleted(self):
        for number in range(3):
            self.repo.commit(f"more {number}", {f"m{number}.txt": f"{self.keys.new()}\n"})
            self.repo.git("repack", "-q", "-d")
            self.assert_same()
        for pack in self.repo.packs()[1:]:
            for end in (".pack", ".idx", ".rev"):
                pack.with_suffix(end).unlink(missing_ok=True)
            self.scan_same_whatever_the_code()

    def scan_same_whatever_the_code(self):
        """What is there decides; both must agree."""
        self.assert_same(code=None)

    def test_loose_object_deleted(self):
        names = "HEAD:a.txt", "HEAD:d", "HEAD~2", "HEAD~1:d/b.txt"
        for loose in [self.repo.loose(self.repo.head(name)) for name in names]:
            loose.unlink()
            self.scan_same_whatever_the_code()

    def test_unreachable_object_pruned(self):
        oid = self.repo.blob(f"{self.keys.new()}\n")
        self.assert_same()
        self.repo.loose(oid).unlink()
        del self.keys.needles[next(reversed(self.keys.needles))]
        self.assert_same()

    def test_absent_object_comes_back_and_goes(self):
        self.packed()
        self.repo.commit("adds", {"n.txt": "new\n"})
        loose = self.repo.loose(self.repo.head("HEAD:n.txt"))
        content = loose.read_bytes()
        for _ in range(2):
            loose.unlink()
            self.assert_same()
            loose.write_bytes(content)
            self.assert_same()

    def test_ref_and_index_to_nothing(self):
        self.packed()
        pathlib.Path(self.repo.folder, "refs/heads/lost").write_text("1" * 40 + "\n")
        self.assert_same()
        pathlib.Path(self.repo.folder, "refs/heads/lost").unlink()
        self.repo.git("update-index", "--add", "--cacheinfo", "100644," + "2" * 40 + ",gone.txt")
        self.assert_same()
        self.repo.git("reset", "-q")
        self.assert_same()

    def change_in_place(self, path, at=None):
        """Its time kept; git never does that."""
        path.chmod(0o644)
        self.assert_same()
        status, content = path.stat(), bytearray(path.read_bytes())
        content[len(content) // 2 if at is None else at] ^= 0x55
        path.write_bytes(content)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.assert_same()

    def test_loose_object_changed_in_place(self):
        self.packed()
        self.change_in_place(self.repo.loose(self.repo.blob("just a blob\n")))

    def test_loose_object_with_a_key_changed_in_place(self):
        loose = self.repo.loose(self.repo.blob(f"{self.keys.new()}\n"))
        self.assert_same()
        self.change_in_place(loose)

    def test_pack_changed_in_place(self):
        self.packed()
        self.change_in_place(self.repo.packs()[0])

    def test_index_of_a_pack_changed_in_place(self):
        """The end of an id that only an old tree names."""
        self.packed()
        old, index = bytes.fromhex(self.repo.head("HEAD~3:a.txt")), self.repo.packs()[0].with_suffix(".idx")
        self.change_in_place(index, at=index.read_bytes().index(old) + len(old) - 1)

    def test_packed_copy_damaged_and_loose_copy_deleted(self):
        other = self.create("other")
        copy = other.loose(other.blob("two copies\n"))
        pack = Pack()
        pack.blob(b"two copies\n")
        pack.write(self.repo, "1" * 40)
        [path] = self.repo.packs()
        content = bytearray(path.read_bytes())
        content[-24] ^= 0xFF  # the end of the zlib stream
        path.write_bytes(content)
        loose = self.repo.loose(oid_of(b"two copies\n").hex())
        loose.parent.mkdir(exist_ok=True)
        shutil.copy(copy, loose)
        self.assert_same()
        loose.unlink()
        self.scan_same_whatever_the_code()

    def test_pack_with_a_base_elsewhere(self):
        base, pack = b"base\nbase\n", Pack()
        self.repo.blob(base)
        pack.ref_delta(b"\x77" * 20, oid_of(base), b"\x0a\x04\x90\x04")
        pack.write(self.repo, "7" * 40)
        self.assert_same()
        self.repo.commit("goes on", {"a.txt": f"{self.keys.new()}\n"})
        self.assert_same()

    def test_alternates(self):
        self.packed()
        self.repo_at(self.dir).git("clone", "-q", "--shared", str(self.repo.path), "borrower")
        borrower = self.repo_at(self.dir / "borrower")
        self.assert_same(at=borrower.path)
        borrower.commit("own", {"o.txt": f"{self.keys.new()}\n"})
        self.assert_same(at=borrower.path)
        self.repo.commit("lender's", {"l.txt": f"{self.keys.new()}\n"})
        self.assert_same(at=borrower.path)
        (borrower.folder / "objects/info/alternates").unlink()
        self.assert_same(at=borrower.path, code=None)

    def test_submodule_and_linked_work_tree(self):
        sub = self.create("sub")
        sub.commit("first", {"s.txt": f"{self.keys.new()}\n"})
        self.repo.git("submodule", "add", "-q", str(sub.path), "sub")
        self.repo.commit("adds sub")
        self.repo.git("worktree", "add", "-q", str(self.dir / "linked"), "-b", "linked")
        self.assert_same()
        inner = self.repo_at(self.repo.path / "sub")
        inner.commit("more", {"s2.txt": f"{self.keys.new()}\n"})
        self.repo_at(self.dir / "linked").commit("more", {"w.txt": f"{self.keys.new()}\n"})
        self.assert_same()
        self.assert_same(at=self.dir / "linked")
        self.assertEqual(len(self.memos()), 2)

    def test_sha256(self):
        repo = self.create("wide", "--object-format=sha256")
        repo.commit("first", {"a.txt": f"{self.keys.new()}\n"})
        self.assert_same(at=repo.path)
        repo.git("repack", "-q", "-a", "-d")
        repo.commit("second", {"b.txt": f"{self.keys.new()}\n"})
        self.assert_same(at=repo.path)

    def test_two_repositories_at_once(self):
        other = self.create("other")
        other.commit("first", {"a.txt": f"{self.keys.new()}\n"})
        self.assert_same(arguments=[other.path])
        other.commit("second", {"b.txt": f"{self.keys.new()}\n"})
        self.assert_same(arguments=[other.path])
        self.assert_same(arguments=[self.repo.path])


class Cut(SinceLast):
    """Shallow and partial clones."""

    def test_shallow_and_deepened(self):
        clone = self.clone(self.repo, "clone", "--depth", "1")
        self.assert_same(at=clone.path)
        for deeper in ("--deepen=1", "--unshallow"):
            clone.git("fetch", "-q", deeper)
            self.assert_same(at=clone.path)

    def test_boundary_removed_by_hand(self):
        clone = self.clone(self.repo, "clone", "--depth", "2")
        self.assert_same(at=clone.path)
        (clone.folder / "shallow").unlink()
        self.assert_same(at=clone.path)

    def test_blobless(self):
        self.repo.git("config", "uploadpack.allowFilter", "true")
        self.repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
        clone = self.clone(self.repo, "clone", "--filter=blob:none", "--no-checkout")
        self.assert_same(at=clone.path, code=INCOMPLETE)
        clone.git("cat-file", "-p", "HEAD:k.txt")  # fetches it
        self.assert_same(at=clone.path)
        clone.git("fetch", "-q", "--refetch", "--no-filter")
        self.assert_same(at=clone.path)
