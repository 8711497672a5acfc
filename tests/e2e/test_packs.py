"""test_packs.py -- one history in every form that packs may have: both readers, any number of threads, the same report.

The seed is in the test's name; APSO_E2E_SEED gives others. APSO_TEST_BED: repositories, separated by colons, that are held
against the same claim where they lie.
"""
import hashlib
import os
import pathlib
import random
import shutil
import struct
import unittest
import unittest.mock

import program
import report
from case import SEED, Case
from packs import Pack, oid_of

COMMITS, FILES = 60, 150
HEAD, OID, TRAILER = 12, 20, 20


class History:
    """Commits as a stream for git fast-import: branches, merges, folders that grow and shrink, keys that come and go."""

    def __init__(self, keys, seed, now):
        self.keys, self.random, self.now = keys, random.Random(f"{SEED}:{seed}"), now
        self.files = {self.name(): self.text() for _ in range(FILES)}
        self.lines, self.marks = [], []

    def name(self):
        folders = [f"d{self.random.randrange(4)}" for _ in range(self.random.randrange(4))]
        return "/".join([*folders, f"{self.random.choice('abcxyz')}{self.random.randrange(400)}.txt"])

    def text(self):
        return "".join(f"line {self.random.randrange(10 ** 6)} of some text\n" for _ in range(self.random.randrange(1, 60)))

    def change(self, text):
        lines = text.splitlines(True)
        for _ in range(self.random.randrange(1, 4)):
            at = self.random.randrange(len(lines) + 1)
            lines[at:at + self.random.randrange(3)] = [self.line()]
        return "".join(lines)

    def line(self):
        known = list(self.keys.needles)
        if self.random.random() < 0.02:
            return f"key = {self.random.choice(known) if known and self.random.random() < 0.5 else self.keys.new()}\n"
        return f"changed {self.random.randrange(10 ** 6)}\n"

    def step(self):
        """What one commit changes: path to text, or None for one that goes."""
        changes = {}
        for _ in range(self.random.randrange(1, 6)):
            path, what = self.random.choice(sorted(self.files)), self.random.random()
            if what < 0.7:
                changes[path] = self.change(self.files[path])
            elif what < 0.8 and len(self.files) > FILES // 2:
                changes[path] = None
            elif what < 0.9:
                changes[path], changes["moved/" + path] = None, self.files[path]
            else:
                changes[self.name()] = self.text()
        return changes

    def data(self, text):
        text = text.encode()
        return [b"data %d" % len(text), text]

    def person(self, role):
        return role + b" C <c@mail.invalid> %d +0000" % self.now

    def add_commit(self, changes, parents):
        self.now += 60
        self.marks.append(len(self.marks) + 1)
        message = f"says {self.keys.new()}" if self.random.random() < 0.03 else f"commit {self.marks[-1]}"
        self.lines += [b"commit refs/heads/main", b"mark :%d" % self.marks[-1], self.person(b"committer"), *self.data(message)]
        self.lines += [b"%s :%d" % (word, mark) for word, mark in zip([b"from", b"merge"], parents)]
        for path, text in changes.items():
            self.lines += [b"D " + path.encode()] if text is None else [b"M 100644 inline " + path.encode(), *self.data(text)]

    def stream(self):
        self.add_commit(self.files, [])
        for _ in range(COMMITS):
            parents = [self.marks[-1]]
            if len(self.marks) > 3 and self.random.random() < 0.2:
                parents.append(self.random.choice(self.marks[:-2]))
            changes = self.step()
            self.add_commit(changes, parents)
            self.files.update(changes)
            self.files = {path: text for path, text in self.files.items() if text is not None}
        self.lines += [b"tag v1", b"from :%d" % self.marks[-1], self.person(b"tagger"), *self.data(f"tag {self.keys.new()}")]
        return b"\n".join([*self.lines, b"done", b""])


class Same(Case):
    def audit(self, path, *arguments):
        done = self.scan("audit", path, "--format", "json", *arguments)
        report.parse(done.out)
        return done

    def assert_same(self, path):
        """Both readers, with 1 and 4 threads; the report."""
        first = self.audit(path, "--threads", "1")
        self.assertIn(first.code, (program.CLEAN, program.FINDINGS, program.INCOMPLETE))
        for arguments in (("--threads", "4"), ("--reader", "libgit2", "--threads", "1"), ("--reader", "libgit2", "--threads", "4")):
            other = self.audit(path, *arguments)
            self.assertEqual((first.code, first.out.decode()), (other.code, other.out.decode()), arguments)
        return report.parse(first.out)


class Packs(Same):
    def setUp(self):
        super().setUp()
        self.repo = self.create()

    def fill(self, seed):
        stream = History(self.keys, seed, self.repo.now).stream()
        for key in [key for key in self.keys.needles if key.encode() not in stream]:
            del self.keys.needles[key]  # written, and overwritten by the same commit
        self.repo.git("fast-import", "--quiet", "--done", data=stream)
        self.repo.git("reset", "-q", "--hard")
        self.expected = None

    def check(self):
        """Whatever the packs, the findings are those of the repository as it was first."""
        document = self.assert_same(self.repo.path)
        self.assertTrue(document["coverage"]["complete"], document["coverage"])
        places = report.places(self.document("audit", self.repo.path, code=program.FINDINGS))
        self.assertEqual(set(places), set(self.keys.needles))
        self.expected = self.expected or places
        self.assertEqual(places, self.expected)

    def repack(self, *arguments, **settings):
        options = [word for name, value in settings.items() for word in ("-c", f"{name.replace('_', '.')}={value}")]
        self.repo.git(*options, "repack", "-q", "-a", "-d", *arguments)
        self.check()

    def loose(self):
        """All objects of all packs, one a file."""
        for pack in self.repo.packs():
            away = self.dir / pack.name
            shutil.move(pack, away)
            pack.with_suffix(".idx").unlink()
            self.repo.git("unpack-objects", "-q", data=away.read_bytes())

    def some_packs(self, count):
        """The history in packs of about as many commits each, the same objects again in some of them."""
        self.loose()
        commits = self.repo.git("rev-list", "--reverse", "main").split()
        for number in range(count):
            tip = commits[(number + 1) * len(commits) // count - 1]
            before = commits[max(0, number * len(commits) // count - 3)]
            self.pack(f"{tip}\n^{before}\n" if number else f"{tip}\n")

    def pack(self, revisions, *arguments):
        return self.repo.git("pack-objects", "-q", "--revs", *arguments, self.repo.folder / "objects/pack/pack", data=revisions)

    def thin_packs(self, count):
        """As a fetch sends them, their bases elsewhere: git completes such packs before it keeps them."""
        commits = self.repo.git("rev-list", "--reverse", "main").split()
        for number in range(1, count):
            tip, before = (commits[n * len(commits) // count - 1] for n in (number + 1, number))
            done = self.repo.run("pack-objects", "-q", "--revs", "--thin", "--stdout", *(["--delta-base-offset"] if number % 2 else []),
                                 data=f"{tip}\n^{before}\n")
            self.write_thin(done.stdout, number)
        first = commits[len(commits) // count - 1]
        self.pack(f"{first}\n")
        return first

    def write_thin(self, pack, number):
        """The pack with an index, which another repository makes: there bases are put behind what the pack holds."""
        other = self.create(f"other-{number}", "--bare")
        (other.path / "objects/info/alternates").write_text(f"{self.repo.folder / 'objects'}\n")
        other.git("index-pack", "--stdin", "--fix-thin", data=pack)
        index = next((other.path / "objects/pack").glob("*.idx"))
        rows = [line.split() for line in other.git("show-index", data=index.read_bytes()).splitlines()]
        own = sorted((bytes.fromhex(oid), int(at)) for at, oid, *_ in rows if int(at) < len(pack) - TRAILER)
        self.assertEqual(len(own), struct.unpack(">I", pack[8:HEAD])[0])
        self.assertGreater(len(rows), len(own), "a thin pack")
        fan = b"".join(struct.pack(">I", sum(oid[0] <= byte for oid, _ in own)) for byte in range(256))
        body = b"\xfftOc" + struct.pack(">I", 2) + fan + b"".join(oid for oid, _ in own) + bytes(4 * len(own))
        body += b"".join(struct.pack(">I", at) for _, at in own) + pack[-TRAILER:]
        name = self.dir / f"pack-{number:040x}"
        name.with_suffix(".pack").write_bytes(pack)
        name.with_suffix(".idx").write_bytes(body + hashlib.sha1(body).digest())

    # ---- as git makes them ----

    def test_depths_and_windows(self):
        self.fill("depths")
        self.check()
        self.repack("-f", "--depth=250", "--window=50")
        self.repack("-f", "--depth=4095", "--window=10")
        self.repack("-f", "--depth=1", "--window=250")
        self.repack("-f", "--depth=0")
        self.repack("-F", "--window-memory=20k")

    def test_bases_by_id(self):
        self.fill("by id")
        self.check()
        self.repack("-f", "--depth=250", "--window=50", repack_usedeltabaseoffset="false")

    def test_index_of_version_1(self):
        self.fill("version 1")
        self.check()
        self.repack("-f", pack_indexVersion="1")
        self.repack("-f", "--depth=100", pack_indexVersion="1", repack_usedeltabaseoffset="false")

    def test_compressions(self):
        self.fill("compressions")
        for level in ("0", "1", "9"):
            self.repack("-F", pack_compression=level)

    def test_loose(self):
        self.fill("loose")
        self.check()
        self.loose()
        self.assertEqual(self.repo.packs(), [])
        self.check()

    def test_many_packs(self):
        self.fill("many")
        self.check()
        self.some_packs(12)
        self.assertGreater(len(self.repo.packs()), 10)
        self.check()
        self.repo.git("prune-packed", "-q")
        self.check()

    def test_multi_pack_index(self):
        self.fill("midx")
        self.check()
        self.some_packs(5)
        self.repo.git("multi-pack-index", "write")
        self.check()
        self.repo.git("repack", "-q", "-d", "--geometric=2", "--write-midx")
        self.check()
        self.repo.git("repack", "-q", "-a", "-d", "--write-midx", "--write-bitmap-index")
        self.check()

    def test_islands_and_paths(self):
        self.fill("islands")
        self.check()
        self.repo.git("branch", "old", "main~30")
        self.expected = None
        self.repack("-f", "-i", "--depth=50", pack_island="refs/heads/(.*)")

    def test_objects_elsewhere(self):
        """Half of the history in an alternate, deltas on both sides."""
        self.fill("elsewhere")
        self.check()
        other = self.create("other.git", "--bare")
        self.repo.git("push", "-q", str(other.path), "main~30:refs/heads/main")
        other.git("repack", "-q", "-a", "-d", "-f", "--depth=100")
        (self.repo.folder / "objects/info").mkdir(exist_ok=True)
        (self.repo.folder / "objects/info/alternates").write_text(f"{other.path / 'objects'}\n")
        self.repack("-l", "-f")

    def test_small_memory(self):
        """No report depends on how much is held at once, as long as it is enough."""
        self.fill("memory")
        self.repo.git("repack", "-q", "-a", "-d", "-f", "--depth=250", "--window=50")
        plenty, little = (self.audit(self.repo.path, "--memory", size).out.decode() for size in ("1G", "16M"))
        self.assertEqual(plenty, little)

    # ---- as git would not keep them ----

    def test_thin_packs(self):
        """Bases in other packs, which libgit2 cannot read: the findings are those of before, and nothing is missing."""
        self.fill("thin")
        self.check()
        before = self.document("audit", self.repo.path, code=program.FINDINGS)
        self.loose()
        self.thin_packs(6)
        self.repo.git("prune-packed", "-q")
        thin = sorted(self.dir.glob("pack-*.idx"))
        self.assertEqual(len(thin), 5)
        for index in thin:
            for path in (index.with_suffix(".pack"), index):
                shutil.move(path, self.repo.folder / "objects/pack" / path.name)
        for path in [*self.repo.folder.glob("objects/[0-9a-f][0-9a-f]/*")]:
            self.remove_if_packed(path)
        one, four = (self.audit(self.repo.path, "--threads", n).out.decode() for n in ("1", "4"))
        self.assertEqual(one, four)
        after = self.document("audit", self.repo.path, code=program.FINDINGS)
        self.assertEqual(report.places(after), report.places(before))
        for name in ("objects", "blobs", "commits", "complete"):
            self.assertEqual(after["coverage"][name], before["coverage"][name], name)

    def remove_if_packed(self, path):
        """A loose object that some pack's index names."""
        oid = bytes.fromhex(path.parent.name + path.name)
        if any(oid in index.read_bytes() for index in (self.repo.folder / "objects/pack").glob("*.idx")):
            path.chmod(0o644)
            path.unlink()


for _seed in range(4):
    def _check(self, seed=_seed):
        self.fill(f"seed {seed}")
        self.check()
        self.repack("-f", f"--depth={(10, 50, 250, 1000)[seed]}", f"--window={(250, 50, 20, 10)[seed]}")
        self.some_packs(seed + 2)
        self.check()

    setattr(Packs, f"test_seed_{_seed:02}", _check)


def size_of(number):
    """A size at the beginning of a delta."""
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def delta(base, target, shared):
    """A copy of the first bytes, and the rest of the target as new ones."""
    code = b"\xf0" + struct.pack("<I", shared)[:3] if shared else b""
    rest = target[shared:]
    code += b"".join(bytes([len(part)]) + part for part in (rest[at:at + 127] for at in range(0, len(rest), 127)))
    return size_of(len(base)) + size_of(len(target)) + code


class Hostile(Same):
    """Packs that nobody but an adversary makes."""

    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.content = f"k = {self.keys.new()}\n".encode()

    def assert_told(self, *arguments):
        self.assertIn(self.scan("audit", self.repo.path, *arguments).code, (program.FINDINGS, program.INCOMPLETE))

    def test_index_that_points_behind_the_end(self):
        """What it names is there otherwise, and is found."""
        self.repo.commit(files={"d/k.txt": self.content.decode()})
        names = ("HEAD", "HEAD^{tree}", "HEAD:d", "HEAD:d/k.txt")
        pack = Pack()
        for name in names:
            pack.blob(b"x", oid=bytes.fromhex(self.repo.head(name)))
        pack.write(self.repo, "x")
        index = self.repo.folder / "objects/pack/pack-x.idx"
        content = bytearray(index.read_bytes())
        at = 8 + 1024 + len(names) * (OID + 4)
        content[at:at + 4 * len(names)] = struct.pack(">I", 0x7fffffff) * len(names)
        index.write_bytes(content)
        self.assertIn("d/k.txt", {place[0] for place in report.places(self.document("audit", self.repo.path))[next(iter(self.keys.needles))]})

    def test_bytes_behind_a_large_blob(self):
        """So large that it is never held whole."""
        pack = Pack()
        pack.blob(bytes(33 << 20), behind=self.content)
        pack.write(self.repo, "x")
        self.assert_told()

    def test_loose_copy_that_is_too_large(self):
        """A pack has another object of the same id, whole or as a delta."""
        content = random.Random(SEED).randbytes(3 << 20) + self.content
        base, other = b"harmless\n", b"harmless too\n"
        oid = self.repo.blob(content)
        for is_delta in (False, True):
            pack = Pack()
            pack.blob(base)
            if is_delta:
                pack.ref_delta(bytes.fromhex(oid), oid_of(base), delta(base, other, 8))
            else:
                pack.blob(other, oid=bytes.fromhex(oid))
            pack.write(self.repo, "x")
            self.assert_told("--memory", "16M")

    def test_damaged_copy_of_a_base(self):
        """Another copy of the base is good, so what is built on it can be read."""
        base = b"bas\n"
        bad, good, thin = Pack(), Pack(), Pack()
        bad.blob(base)
        bad.bytes[-6] ^= 0x55
        good.blob(base)
        thin.ref_delta(oid_of(self.content), oid_of(base), bytes([len(base), len(self.content), len(self.content)]) + self.content)
        for name, pack in (("a", bad), ("b", good), ("c", thin)):
            pack.write(self.repo, name)
        self.assertEqual(set(report.places(self.document("audit", self.repo.path))), set(self.keys.needles))

    def test_memory_and_threads(self):
        """What fits does not depend on the number of threads: one object may be held, and not read again on its own."""
        draw = random.Random(SEED)
        root = draw.randbytes(1000)
        large = root + draw.randbytes(2_800_000)
        heavy, other = large + b"heavy", large + b"other"
        pack = Pack()
        pack.blob(root)
        pack.ref_delta(oid_of(large), oid_of(root), delta(root, large, len(root)))
        for base, child, grandchild in ((large, heavy, heavy[:1_500_000]), (large, other, other[:1_400_000])):
            pack.ref_delta(oid_of(child), oid_of(base), delta(base, child, len(large)))
            pack.ref_delta(oid_of(grandchild), oid_of(child), delta(child, grandchild, len(grandchild)))
            pack.ref_delta(oid_of(grandchild + b"!"), oid_of(grandchild), delta(grandchild, grandchild + b"!", len(grandchild)))
        pack.write(self.repo, "x")
        one, four = (self.audit(self.repo.path, "--memory", "16M", "--threads", n).out.decode() for n in ("1", "4"))
        self.assertEqual(one, four)


    def test_turns_are_given_back(self):
        """Commits that go when memory is short, and do not fit when they are read again: no thread may wait for its turn for ever."""
        draw = random.Random(SEED)
        self.repo.commit(files={"k.txt": self.content.decode()})
        pack = Pack()
        for _ in range(8):
            root = draw.randbytes(1_200_000)
            large = root + draw.randbytes(1_610_000)
            ids = [draw.randbytes(OID) for _ in range(8)]
            pack.whole(1, ids[0], root)
            pack.ref_delta(ids[1], ids[0], delta(root, large, len(root)))
            for number, base in ((2, 1), (3, 1)):
                pack.ref_delta(ids[number], ids[base], delta(large, large, len(large)))
                pack.ref_delta(ids[number + 2], ids[number], delta(large, large[:1_500_000], 1_500_000))
                pack.ref_delta(ids[number + 4], ids[number + 2], delta(large[:1_500_000], b"", 0))
        pack.write(self.repo, "x")
        self.scan("audit", self.repo.path, "--memory", "16M", "--threads", "4", code=program.FINDINGS)


class TestBed(Same):
    @unittest.skipUnless(os.environ.get("APSO_TEST_BED"), "APSO_TEST_BED is not set")
    def test_repositories(self):
        """Of any size, so with time for them."""
        for path in os.environ["APSO_TEST_BED"].split(":"):
            with self.subTest(path), unittest.mock.patch.object(program, "TIMEOUT", 3600):
                self.assertTrue(pathlib.Path(path).is_dir(), path)
                self.assert_same(path)
