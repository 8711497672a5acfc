"""test_memo.py -- the file in which `audit --since-last` remembers: whose it must be, where it lies, what makes it worthless."""
import hashlib
import os
import shutil
import stat
import struct
import unittest

import program
from program import CLEAN, FINDINGS, UNABLE
from since import SinceLast

NOBODY = 65534
LENGTHS, LOOSE = 16 + 32 + 4 * 8, 2 * 32 + 8 + 1  # of scanner/source/memo.h


class Memo(SinceLast):
    """The file itself."""

    def test_only_when_asked(self):
        self.reports(code=FINDINGS)
        self.assertFalse((self.dir / "cache").exists())
        self.reports("--since-last", code=FINDINGS)
        before = self.memo().read_bytes()
        self.repo.commit("goes on", {"a.txt": "more\n"})
        self.reports(code=FINDINGS)
        self.assertEqual(self.memo().read_bytes(), before)
        self.reports("--since-last", code=FINDINGS)
        self.assertNotEqual(self.memo().read_bytes(), before)

    def test_private_and_without_keys(self):
        self.assert_same()
        self.assertEqual(stat.S_IMODE(self.memo().stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.memo().parent.stat().st_mode), 0o700)
        for secret in self.keys.secrets():
            self.assertNotIn(secret, self.memo().read_bytes())
        self.assertEqual(self.repo.git("status", "--porcelain", "--ignored"), "")

    def test_damaged(self):
        self.assert_same()
        whole, _ = self.reports(code=FINDINGS)
        good = self.memo().read_bytes()
        step = max(1, len(good) // 120)
        damaged = [good[:at] + bytes([good[at] ^ 1 << at % 8]) + good[at + 1:] for at in range(0, len(good), step)]
        damaged += [good[:at] for at in range(0, len(good), 8 * step)] + [good + b"\0", b"\0" * len(good), good + good]
        for content in damaged:
            self.memo().write_bytes(content)
            since, err = self.reports("--since-last", code=FINDINGS)
            self.assertEqual((since, err), (whole, ""))
            self.assertEqual(self.memo().read_bytes(), good, "rebuilt")

    def test_of_another_repository(self):
        other = self.dir / "other"
        shutil.copytree(self.repo.path, other)
        self.assert_same()
        mine = self.memo()
        self.reports("--since-last", at=other, code=FINDINGS)
        [theirs] = set(self.memos()) - {mine}
        self.repo_at(other).commit("only there", {"o.txt": f"{self.keys.new()}\n"})
        shutil.copy(mine, theirs)
        self.assert_same(at=other)

    def test_repository_moved_and_another_in_its_place(self):
        self.packed_at(self.repo)
        self.assert_same()
        moved = self.dir / "moved"
        self.repo.path.rename(moved)
        self.assert_same(at=moved)
        again = self.create()
        again.commit("another", {"x.txt": f"{self.keys.new()}\n"})
        self.assert_same()

    def packed_at(self, repo):
        repo.git("repack", "-q", "-a", "-d")

    def test_changed_rules(self):
        self.assert_same()
        rules = self.dir / "rules"
        shutil.copytree(program.ROOT / "rules", rules)
        self.assert_same(arguments=["--rules", rules])
        for file in rules.glob("*.yaml"):
            file.write_text(file.read_text() + "\n# changed\n")
        self.assert_same(arguments=["--rules", rules])
        self.repo.commit("adds", {"z.txt": f"zzz_key_{self.keys.tail()}\n"}, remove=["k.txt"])
        self.assert_same()
        only = self.dir / "only.yaml"
        only.write_text(OTHER_RULE)
        self.assert_same(arguments=["--rules", only])
        self.assertIn(b"z.txt", self.scan("audit", "--since-last", "--rules", only, self.repo.path).out)
        self.assert_same()

    def test_less_memory(self):
        """What fits in the one is a gap in the other."""
        for number in range(2):
            self.repo.commit("large", {"large.txt": f"{number}\n" + "a line, and another\n" * 600_000})
        self.packed_at(self.repo)
        self.assert_same()
        self.assertIn(b"memory", self.scan("audit", "--memory", "16M", self.repo.path, "--format", "json").out)
        self.assert_same(arguments=["--memory", "16M"])
        self.assert_same()

    def test_not_a_regular_file(self):
        self.assert_same()
        memo, good = self.memo(), self.memo().read_bytes()
        elsewhere = self.dir / "elsewhere"
        elsewhere.write_bytes(good)
        self.repo.commit("goes on", {"a.txt": f"{self.keys.new()}\n"})
        for make in (lambda: memo.symlink_to(elsewhere), lambda: os.mkfifo(memo), lambda: memo.symlink_to("/dev/zero"),
                     lambda: memo.symlink_to(memo)):
            memo.unlink()
            make()
            self.assert_same()
            self.assertTrue(stat.S_ISREG(memo.lstat().st_mode), "rebuilt")
        self.assertEqual(elsewhere.read_bytes(), good, "nothing is written through it")

    def test_a_folder_in_its_place(self):
        self.assert_same()
        memo = self.memo()
        memo.unlink()
        memo.mkdir()
        self.assert_same(says="--since-last: nothing is remembered")

    def test_that_others_may_write(self):
        self.assert_same()
        self.memo().chmod(0o666)
        self.assert_same()
        self.assertEqual(stat.S_IMODE(self.memo().stat().st_mode), 0o600, "rebuilt")
        self.memo().parent.chmod(0o777)
        before = self.memo().read_bytes()
        self.repo.commit("goes on", {"a.txt": "more\n"})
        self.assert_same(says="only this user can write to")
        self.assertEqual(self.memo().read_bytes(), before)

    def forged(self):
        """A memo as it should be, but that there was no reason to look closer at anything."""
        memo = self.memo().read_bytes()
        packs, loose, wanted, absent, closed = struct.unpack_from(">5I", memo, LENGTHS)
        at = LENGTHS + 20 + 32 * packs + LOOSE * loose
        body = memo[:LENGTHS] + struct.pack(">5I", packs, loose, 0, absent, closed) + memo[LENGTHS + 20:at] + memo[at + 32 * wanted:-32]
        digest = hashlib.new("sha256" if len(self.memo().stem) == 64 else "sha1", b"blob %d\0" % len(body) + body).digest()
        return body + digest.ljust(32, b"\0")

    def test_forged(self):
        """Believed if it is the user's own, and never else."""
        self.repo.commit("no more", remove=["k.txt"])
        self.assert_same()
        memo, forged, elsewhere = self.memo(), self.forged(), self.dir / "elsewhere"
        memo.write_bytes(forged)
        self.reports("--since-last", code=CLEAN)
        ways = [lambda: memo.chmod(0o620), lambda: memo.chmod(0o606), lambda: memo.parent.chmod(0o777), lambda: memo.parent.chmod(0o770),
                lambda: (memo.rename(elsewhere), memo.symlink_to(elsewhere))]
        if os.getuid() == 0:
            ways += [lambda: os.chown(memo, NOBODY, NOBODY), lambda: os.chown(memo.parent, NOBODY, NOBODY)]
        for make in ways:
            memo.write_bytes(forged)
            make()
            self.reports("--since-last", code=FINDINGS)
            shutil.rmtree(memo.parent)
            memo.parent.mkdir(mode=0o700)

    @unittest.skipIf(os.getuid() != 0, "needs root")
    def test_of_another_user(self):
        self.assert_same()
        os.chown(self.memo(), NOBODY, NOBODY)
        self.repo.commit("goes on", {"a.txt": "more\n"})
        self.assert_same()
        self.assertEqual(self.memo().stat().st_uid, os.getuid(), "rebuilt")

    def test_gap_removes_it(self):
        self.assert_same()
        loose = self.repo.loose(self.repo.blob("blob\n"))
        loose.chmod(0o644)
        loose.write_bytes(b"no zlib")
        self.assert_same()
        self.assertEqual(self.memos(), [])
        loose.unlink()
        self.assert_same()
        self.assertEqual(len(self.memos()), 1)


OTHER_RULE = """rules:
  - id: other
    title: another key
    class: literal
    severity: high
    keywords: [zzz_key_]
    pattern: 'zzz_key_[A-Za-z0-9]{32}'
    why: a test
    advice: none
    references: [none]
    examples: ['zzz_key_{{tail 32}}']
    counter-examples: [zzz]
"""


class Places(SinceLast):
    """Where it lies."""

    def environment(self, **changes):
        self.env = {name: value for name, value in {**self.env, **changes}.items() if value is not None}

    def test_home(self):
        for unset in (None, "", "relative/path"):
            self.environment(XDG_CACHE_HOME=unset)
            self.assert_same()
            self.assertEqual(len(self.memos(self.dir / "home/.cache/apso-scan")), 1)
            shutil.rmtree(self.dir / "home/.cache")
        self.assertFalse((self.dir / "relative").exists())

    def test_nowhere(self):
        self.environment(XDG_CACHE_HOME=None, HOME=None)
        self.assert_same(says="neither XDG_CACHE_HOME nor HOME")

    def test_cannot_be_made(self):
        (self.dir / "file").write_text("")
        self.environment(XDG_CACHE_HOME=str(self.dir / "file/cache"))
        self.assert_same(says="--since-last: nothing is remembered")

    @unittest.skipIf(os.getuid() != 0, "needs root to become another user")
    def test_read_only(self):
        shutil.copy(program.PROGRAM, self.dir / "program")
        self.dir.chmod(0o755)
        cache = self.dir / "cache"
        (cache / "apso-scan").mkdir(parents=True)
        os.chown(cache / "apso-scan", NOBODY, NOBODY)
        (cache / "apso-scan").chmod(0o500)
        out = self.scan("audit", "--since-last", self.repo.path, code=FINDINGS, program=self.dir / "program", user=NOBODY)
        self.assertIn(b"nothing is remembered", out.err)

    def test_help_and_other_commands(self):
        self.assertIn(b"--since-last", self.scan("audit", "--help", code=CLEAN).out)
        run = self.scan("audit", "--since-last", "--reader", "libgit2", self.repo.path, code=UNABLE)
        self.assertIn(b"--reader libgit2", run.err)
        for command in ("dir", "staged", "range", "stdin"):
            self.scan(command, "--since-last", code=UNABLE)
        self.scan("--since-last", self.repo.path, code=FINDINGS)
        self.assertEqual(len(self.memos()), 1)
