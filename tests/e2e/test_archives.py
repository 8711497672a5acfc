"""test_archives.py -- what is in archives: with --archives at its place in them, without it one line that tells of them."""
import gzip
import io
import os
import subprocess
import tarfile
import zipfile
import zlib

import report
from archives import bzipped, cab, compressed, gzipped, made, rar4, rar5, tarred, xzipped, zipped
from case import Case
from program import CLEAN, FINDINGS, INCOMPLETE, UNABLE

CLOSED, ENCRYPTED, LIMIT = "closed archive", "encrypted archive", "archive limit"


def spots(document):
    """Key to (path, line, column) of each place."""
    return {key: [place[:3] for place in places] for key, places in report.places(document).items()}


def degraded(document):
    return {item["why"]: (item["count"], item["examples"]) for item in document["coverage"]["degraded"]}


class Opened(Case):
    def setUp(self):
        super().setUp()
        self.key = self.keys.new()
        self.text = f"first\n  {self.key}\n"
        self.folder = self.dir / "in"
        self.folder.mkdir()

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def open(self, code=FINDINGS, *arguments):
        return self.document("dir", ".", "--archives", *arguments, cwd=self.folder, code=code)

    def assert_found(self, name, content, *members, code=FINDINGS):
        """The key is on line 2 of these members, and nowhere else."""
        self.write(name, content)
        document = self.open(code)
        self.assertEqual(spots(document), {self.key: sorted((f"{name}!/{member}", 2, 3) for member in members)})
        return document


class Formats(Opened):
    def test_every_format(self):
        files = ("a.txt", "nothing\n"), ("b/c.txt", self.text)
        for name, content in {
            "a.zip": zipped(*files),
            "stored.zip": zipped(*files, method=zipfile.ZIP_STORED),
            "bzip2.zip": zipped(*files, method=zipfile.ZIP_BZIP2),
            "lzma.zip": zipped(*files, method=zipfile.ZIP_LZMA),
            "app.jar": zipped(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), *files),
            "a.tar": tarred(*files),
            "pax.tar": tarred(*files, form=tarfile.PAX_FORMAT),
            "ustar.tar": tarred(*files, form=tarfile.USTAR_FORMAT),
            "a.tgz": tarred(*files, compression="gz"),
            "a.tar.bz2": tarred(*files, compression="bz2"),
            "a.tar.xz": tarred(*files, compression="xz"),
            "a.tar.zst": made("gnutar", *files, compression="zstd"),
            "a.tar.lz4": made("gnutar", *files, compression="lz4"),
            "a.tar.lz": made("gnutar", *files, compression="lzip"),
            "new.cpio": made("cpio_newc", *files),
            "old.cpio": made("cpio", *files),
            "a.cpio.gz": gzipped(made("cpio_newc", *files)),
            "a.7z": made("7zip", *files),
            "4.rar": rar4(*files),
            "5.rar": rar5(*files),
            "a.cab": cab(*files),
            "no ending": zipped(*files),
            "wrong.txt": tarred(*files, compression="xz"),
        }.items():
            with self.subTest(name):
                path = self.folder / name
                self.assertEqual(self.assert_found(name, content, "b/c.txt")["coverage"]["complete"], True)
                path.unlink()

    def test_ar(self):
        self.assert_found("a.deb", made("ar_svr4", ("debian-binary", "2.0\n"), ("c.txt", self.text)), "c.txt")

    def test_one_stream(self):
        for name, content, member in (
            ("app.log.gz", gzipped(self.text), "app.log"),
            ("app.log.bz2", bzipped(self.text), "app.log"),
            ("app.log.xz", xzipped(self.text), "app.log"),
            ("app.log.zst", compressed(self.text, "zstd"), "app.log"),
            ("app.log.lz4", compressed(self.text, "lz4"), "app.log"),
            ("app.log.lz", compressed(self.text, "lzip"), "app.log"),
            ("log", gzipped(self.text), "content"),
            ("two.gz", gzipped("first\n") + gzipped(f"  {self.key}\n"), "two"),
        ):
            with self.subTest(name):
                self.assert_found(name, content, member)
                (self.folder / name).unlink()

    def test_what_holds_nothing(self):
        for name, content in {"a.zip": zipped(), "a.tar.gz": tarred(compression="gz"), "a.gz": gzipped(""), "b.zip": zipped(("d/", "")),
                              "a.xz": xzipped(""), "a.7z": made("7zip")}.items():
            self.write(name, content)
        self.assertEqual(self.open(CLEAN)["coverage"]["complete"], True)

    def test_what_only_begins_like_one(self):
        for name, content in {"a": b"PK", "b": b"BZh9 is how it begins", "c": b"\x1f\x8b", "d": b"070701 is a number\n", "e": b"Rar!", "f": b"7z"}.items():
            self.write(name, content)
        self.assertEqual(degraded(self.document("dir", ".", cwd=self.folder, code=CLEAN)), {})
        self.open(CLEAN)

    def test_npm_pack(self):
        source = self.folder / "source"
        source.mkdir()
        (source / "package.json").write_text('{"name": "p", "version": "1.0.0"}\n')
        (source / "index.js").write_text(self.text)
        subprocess.run(["npm", "pack", "--offline", "--silent"], cwd=source, check=True, capture_output=True, env=self.env)
        (source / "index.js").unlink()
        (source / "p-1.0.0.tgz").rename(self.folder / "p-1.0.0.tgz")
        self.assertEqual(spots(self.open()), {self.key: [("p-1.0.0.tgz!/package/index.js", 2, 3)]})

    def test_path_decides_as_for_files(self):
        """Language and the name of the place come from the member's own name."""
        value = self.keys.named()
        script = f'fetch("https://x.invalid", {{ headers: {{ "X-API-Key": "{value}" }} }});\n'
        self.write("a.jar", zipped(("conf/app.properties", f"apso.key={self.key}\n"), ("web/a.js", script), ("web/a.txt", "x\n")))
        self.assertEqual({key: [place[0] for place in places] for key, places in spots(self.open()).items()},
                         {self.key: ["a.jar!/conf/app.properties"], value: ["a.jar!/web/a.js"]})


class Nested(Opened):
    def test_archives_in_archives(self):
        inner = zipped(("c.env", self.text))
        self.assert_found("a.tar", tarred(("b.zip", inner)), "b.zip!/c.env")

    def test_packages(self):
        data = tarred(("./etc/app.conf", self.text), compression="xz")
        self.assert_found("a.deb", made("ar_svr4", ("debian-binary", "2.0\n"), ("data.tar.xz", data)), "data.tar.xz!/./etc/app.conf")

    def test_gem(self):
        data = tarred(("lib/a.rb", self.text), compression="gz")
        self.assert_found("a.gem", tarred(("metadata.gz", gzipped("--- x\n")), ("data.tar.gz", data)), "data.tar.gz!/lib/a.rb")

    def test_depth(self):
        content = zipped(("c.txt", self.text))
        for level in range(3):
            content = zipped((f"{level}.zip", content))
        self.assert_found("a.zip", content, "2.zip!/1.zip!/0.zip!/c.txt")
        self.write("b.zip", zipped(("deeper.zip", content)))
        (self.folder / "a.zip").unlink()
        document = self.open(CLEAN)
        self.assertEqual(degraded(document), {LIMIT: (1, ["b.zip!/deeper.zip!/2.zip!/1.zip!/0.zip"])})

    def test_stored_members_are_told_once(self):
        """They stand in the archive's own bytes too."""
        self.assert_found("a.tar", tarred(("b.tar", tarred(("c.txt", self.text)))), "b.tar!/c.txt")

    def test_what_a_compressor_leaves_as_it_is(self):
        """With a byte of its own behind it: another key, one would think."""
        self.assert_found("a.tar.lz4", made("gnutar", ("a.txt", "x\n"), ("c.txt", self.text), compression="lz4"), "c.txt")

    def test_what_stands_beside_members(self):
        """A comment is in no member."""
        out = io.BytesIO(zipped(("a.txt", "x\n")))
        with zipfile.ZipFile(out, "a") as archive:
            archive.comment = self.key.encode()
        self.write("a.zip", out.getvalue())
        self.assertEqual([path for path, *_ in spots(self.open())[self.key]], ["a.zip"])


class Hostile(Opened):
    def test_names(self):
        """They are names, and nothing is written anywhere."""
        names = ["../../evil.txt", "/etc/evil.txt", "a\x1b[31m\r\n.txt", b"\xff\xfe.txt", "x" * 5000, "é/ü.txt", "a!/b.txt", "-rf", " "]
        self.write("a.tar", tarred(*((name, self.text) for name in names)))
        self.write("a.zip", zipped(*((name, self.text) for name in names if isinstance(name, str))))
        document = self.open()
        paths = [path for path, *_ in spots(document)[self.key]]
        self.assertEqual(len(paths), 2 * len(names) - 1)
        self.assertIn("a.tar!/../../evil.txt", paths)
        self.assertIn("a.zip!/é/ü.txt", paths)
        self.assertIn("a.tar!/é/ü.txt", paths)
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.tar", "a.zip"])
        self.assertFalse((self.dir.parent / "evil.txt").exists())
        self.scan("dir", ".", "--archives", cwd=self.folder, code=FINDINGS)

    def test_links_lead_nowhere(self):
        outside = self.dir / "outside.txt"
        outside.write_text(self.text)
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            for kind in tarfile.SYMTYPE, tarfile.LNKTYPE:
                info = tarfile.TarInfo("link")
                info.type, info.linkname = kind, str(outside)
                archive.addfile(info)
        self.write("a.tar", out.getvalue())
        self.assertEqual(self.open(CLEAN)["findings"], [])

    def assert_cut(self, name, content):
        """A key before the cut is found, and the rest told."""
        self.write(name, content)
        document = self.open()
        self.assertEqual([path for path, *_ in spots(document)[self.key]], [f"{name}!/a.txt"])
        self.assertEqual(report.gaps(document), {"unreadable": 1})
        text = self.scan("dir", ".", "--archives", cwd=self.folder, code=FINDINGS).out.decode()
        self.assertIn(name, text)
        (self.folder / name).unlink()

    def test_truncated(self):
        files = ("a.txt", self.text), ("b.bin", os.urandom(200_000))
        self.assert_cut("a.zip", zipped(*files)[:-100_000])
        self.assert_cut("a.tar", tarred(*files)[:-100_000])
        self.assert_cut("a.tgz", tarred(*files, compression="gz")[:-100_000])
        self.assert_cut("a.tar.xz", tarred(*files, compression="xz")[:100_000])

    def test_damaged(self):
        content = bytearray(zipped(("a.txt", self.text), ("b.bin", os.urandom(2000)), ("c.bin", "y\n")))
        at = content.index(b"PK\3\4", 4)
        content[at + 8] = 77  # a method that nobody knows
        content[content.index(b"PK\1\2", content.index(b"PK\1\2") + 4) + 10] = 77
        self.write("a.zip", bytes(content))
        document = self.open()
        self.assertEqual(report.gaps(document), {"unreadable": 1})
        self.assertEqual(document["coverage"]["skipped"][0]["examples"], ["a.zip!/b.bin"])

    def test_garbage(self):
        for number, head in enumerate((b"PK\3\4", b"\x1f\x8b\x08\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\0", b"Rar!\x1a\x07\1\0", b"\xfd7zXZ\0",
                                       b"\x28\xb5\x2f\xfd", b"MSCF\0\0\0\0", b"!<arch>\n")):
            self.write(f"{number}", head + self.keys.random.randbytes(3000))
        document = self.open(INCOMPLETE)
        self.assertGreaterEqual(report.gaps(document)["unreadable"], 8)

    def test_allowed(self):
        self.write("a.zip", b"PK\3\4" + b"?" * 100)
        self.open(INCOMPLETE)
        self.open(CLEAN, "--allow", "unreadable")

    def test_encrypted(self):
        self.write("a.zip", made("zip", ("a.txt", self.text), ("b.txt", "x\n"), password="secret"))
        document = self.open(CLEAN)
        self.assertEqual(degraded(document), {ENCRYPTED: (2, ["a.zip!/a.txt", "a.zip!/b.txt"])})
        text = self.scan("dir", ".", "--archives", cwd=self.folder, code=CLEAN).out.decode()
        self.assertIn("2 encrypted items left closed", text)


class Bombs(Opened):
    def assert_limited(self, name):
        document = self.open(CLEAN)
        self.assertEqual(degraded(document)[LIMIT], (1, [name]))
        self.assertTrue(document["coverage"]["complete"])

    def test_zeros(self):
        """Ten gigabytes in ten megabytes."""
        compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = bytes(1 << 20)
        out = b"".join(compressor.compress(b"x" + block if n == 0 else block) for n in range(1 << 10))
        tail = compressor.flush()
        self.write("a.gz", out + tail)
        self.assert_limited("a.gz")

    def test_endless_blanks_in_a_row(self):
        """What cpio looks through for its next header counts too."""
        row = made("cpio_newc", ("a.txt", self.text))
        row = row[:row.rindex(b"070701")]  # without the end
        self.write("a.cpio.gz", gzip.compress(row + bytes(1 << 26), mtime=0))
        document = self.open()
        self.assertEqual(degraded(document)[LIMIT], (1, ["a.cpio.gz"]))

    def test_nested(self):
        content = zipped(("0.txt", bytes(1 << 22)))
        for level in range(3):
            content = zipped(*((f"{number}.zip", content) for number in range(16)))
        self.write("a.zip", content)
        self.assert_limited("a.zip")

    def test_many_members(self):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1, format=tarfile.USTAR_FORMAT) as archive:
            for number in range(100_002):
                archive.addfile(tarfile.TarInfo(str(number)))
        self.write("a.tgz", out.getvalue())
        self.assert_limited("a.tgz")


class Large(Opened):
    def test_member_in_windows(self):
        filler = b"".join(b"%d filler\n" % n for n in range(100_000))
        self.write("a.zip", zipped(("big.txt", filler + self.text.encode())))
        document = self.open(FINDINGS, "--max-file-size", "256K")
        self.assertEqual(spots(document), {self.key: [("a.zip!/big.txt", 100_002, 3)]})
        self.assertEqual(degraded(document), {"window of a large file": (1, ["a.zip!/big.txt"])})

    def test_archive_larger_than_a_window(self):
        filler = os.urandom(300_000)
        self.write("a.zip", zipped(("big.bin", filler), ("a.txt", self.text)))
        self.write("b.tar", tarred(("inner.zip", zipped(("big.bin", os.urandom(300_000))))))
        document = self.open(INCOMPLETE, "--max-file-size", "256K")
        self.assertEqual(report.gaps(document), {"memory": 2})
        self.assertEqual(spots(self.open(FINDINGS)), {self.key: [("a.zip!/a.txt", 2, 3)]})


class Closed(Opened):
    def test_told_once(self):
        self.write("a.zip", zipped(("a.txt", self.text)))
        self.write("b.tgz", tarred(("a.txt", self.text), compression="gz"))
        self.write("c.txt", b"text\n")
        document = self.document("dir", ".", cwd=self.folder, code=CLEAN)
        self.assertEqual(degraded(document), {CLOSED: (2, ["a.zip", "b.tgz"])})
        self.assertTrue(document["coverage"]["complete"])
        text = self.scan("dir", ".", cwd=self.folder, code=CLEAN).out.decode()
        self.assertIn("2 archives left closed; --archives opens them: a.zip, b.tgz", " ".join(text.split()))

    def test_stdin(self):
        content = zipped(("a.txt", self.text))
        self.assertEqual(degraded(self.document("stdin", data=content, code=CLEAN)), {CLOSED: (1, ["stdin"])})
        document = self.document("stdin", "--archives", "--filename", "x.zip", data=content, code=FINDINGS)
        self.assertEqual(spots(document), {self.key: [("x.zip!/a.txt", 2, 3)]})

    def test_without_the_library(self):
        """Told before anything is scanned."""
        empty = self.dir / "empty"
        empty.mkdir()
        (empty / "libarchive.so.13").write_bytes(b"no library")
        run = self.scan("dir", ".", "--archives", cwd=self.folder, code=UNABLE, env={**self.env, "LD_LIBRARY_PATH": str(empty)})
        self.assertIn(b"libarchive", run.err)
        self.scan("dir", ".", cwd=self.folder, code=CLEAN, env={**self.env, "LD_LIBRARY_PATH": str(empty)})


class InGit(Opened):
    def setUp(self):
        super().setUp()
        self.repo = self.create()

    def audit(self, *arguments, code=FINDINGS):
        return self.document("audit", self.repo.path, *arguments, code=code)

    def test_history(self):
        """In a pack, gone from the tree; each version is made from another."""
        noise = os.urandom(20_000)
        first = self.repo.commit("one", {"d/a.zip": zipped(("n.bin", noise), ("a.txt", "x\n"))})
        second = self.repo.commit("two", {"d/a.zip": zipped(("n.bin", noise), ("a.txt", self.text))})
        self.repo.commit("three", {"d/a.zip": zipped(("n.bin", noise), ("a.txt", "z\n"))})
        self.repo.commit("four", remove=["d/a.zip"])
        blob = self.repo.git("rev-parse", "HEAD~2:d/a.zip")
        for _ in range(2):
            document = self.scan_all_ways("audit", self.repo.path, "--archives", code=FINDINGS)
            commit = self.repo.git("rev-parse", "HEAD~2")
            self.assertEqual(report.places(document), {self.key: [("d/a.zip!/a.txt", 2, 3, "history", blob, commit)]})
            self.assertEqual(degraded(document), {})
            other = self.document("audit", self.repo.path, "--archives", "--reader", "libgit2", code=FINDINGS)
            self.assertEqual(other, document)
            self.repo.git("repack", "-q", "-a", "-d", "-f")
        closed = self.audit(code=CLEAN)
        self.assertEqual(degraded(closed)[CLOSED][0], 3)
        self.assertEqual(self.document("audit", self.repo.path, "--reader", "libgit2", code=CLEAN), closed)

    def test_closed_ones_are_counted_once(self):
        """The object, its file, two places of it; and an ignored file."""
        content = zipped(("a.txt", "x\n"))
        self.repo.commit("one", {"a.zip": content, "b.zip": content, ".gitignore": "*.tgz\n"})
        (self.repo.path / "c.tgz").write_bytes(tarred(compression="gz"))
        document = self.audit(code=CLEAN)
        self.assertEqual(degraded(document), {CLOSED: (2, ["a.zip", "c.tgz"])})

    def test_since_last(self):
        self.repo.commit("one", {"a.zip": zipped(("a.txt", self.text))})
        self.repo.git("rm", "-q", "a.zip")
        self.repo.commit("two", {"b.txt": "b\n"})
        for arguments, code in (([], CLEAN), (["--archives"], FINDINGS), (["--archives"], FINDINGS), ([], CLEAN), ([], CLEAN)):
            self.assertEqual(self.audit("--since-last", *arguments, code=code), self.audit(*arguments, code=code))

    def test_moved(self):
        """The same archive elsewhere is one way in."""
        content = zipped(("a.txt", self.text))
        self.repo.commit("one", {"a.zip": content})
        self.repo.commit("two", {"d/b.zip": content}, remove=["a.zip"])
        document = self.audit("--archives")
        self.assertEqual({place[0] for place in report.places(document)[self.key]}, {"a.zip!/a.txt", "d/b.zip!/a.txt"})

    def test_staged(self):
        """Only what is new in an archive is news."""
        new = self.keys.new()
        self.repo.commit("one", {"a.zip": zipped(("a.txt", self.text))})
        self.repo.stage({"a.zip": zipped(("a.txt", self.text), ("b.txt", "other\n"))})
        self.assertEqual(self.document("staged", "--archives", cwd=self.repo.path, code=CLEAN)["findings"], [])
        self.repo.stage({"a.zip": zipped(("a.txt", self.text), ("b.txt", f"other\n  {new}\n"))})
        document = self.document("staged", "--archives", cwd=self.repo.path, code=FINDINGS)
        self.assertEqual(spots(document), {new: [("a.zip!/b.txt", 2, 3)]})
        self.assertEqual(degraded(self.document("staged", cwd=self.repo.path, code=CLEAN)), {CLOSED: (1, ["a.zip"])})

    def test_range(self):
        new = self.keys.new()
        self.repo.commit("one", {"a.tgz": tarred(("a.txt", self.text), compression="gz")})
        self.repo.commit("two", {"a.tgz": tarred(("a.txt", self.text), ("b.txt", f"other\n  {new}\n"), compression="gz")})
        document = self.document("range", "HEAD~1..HEAD", "--archives", cwd=self.repo.path, code=FINDINGS)
        self.assertEqual(spots(document), {new: [("a.tgz!/b.txt", 2, 3)]})

    def test_damaged_in_history(self):
        self.repo.commit("one", {"a.zip": zipped(("a.txt", os.urandom(1000)))[:-500]})
        self.repo.commit("two", remove=["a.zip"])
        document = self.audit("--archives", code=INCOMPLETE)
        self.assertEqual([gap["examples"] for gap in document["coverage"]["skipped"]], [["a.zip"]])
