"""test_storage.py -- the same history in every form that git may store it in, and odd bytes in paths and files."""
import report
from case import Case


class Storage(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})
        for number in range(6):
            self.repo.commit(f"version {number}", {"k.txt": f"{self.keys.new()}\n" + "line\n" * 50 + f"{number}\n"})
        self.repo.commit("removes", remove=["k.txt"])

    def test_loose_only(self):
        self.assertEqual(self.repo.packs(), [])
        self.assert_audit(self.repo)

    def test_gc(self):
        self.repo.git("gc", "-q", "--prune=now")
        self.assertEqual(len(self.repo.packs()), 1)
        self.assert_audit(self.repo)

    def test_deep_deltas(self):
        self.repo.git("repack", "-q", "-a", "-d", "-f", "--depth=250", "--window=250")
        self.assert_audit(self.repo)

    def many_packs(self):
        for number in range(4):
            self.repo.git("repack", "-q", "-d")
            self.repo.commit(f"more {number}", {f"m{number}.txt": f"{self.keys.new()}\n"})

    def test_many_packs_and_loose(self):
        self.many_packs()
        self.assertGreater(len(self.repo.packs()), 3)
        self.assert_audit(self.repo)

    def test_multi_pack_index(self):
        self.many_packs()
        self.repo.git("multi-pack-index", "write")
        self.assert_audit(self.repo)

    def test_multi_pack_index_with_bitmap(self):
        self.many_packs()
        self.repo.git("repack", "-q", "-a", "-d", "--write-midx", "--write-bitmap-index")
        self.assert_audit(self.repo)

    def test_commit_graph_and_packed_refs(self):
        self.repo.git("gc", "-q")
        self.repo.git("commit-graph", "write", "--reachable")
        self.repo.git("pack-refs", "--all")
        self.assert_audit(self.repo)

    def test_cruft_pack(self):
        self.repo.blob(f"{self.keys.new()}\n")
        self.repo.git("gc", "-q", "--cruft")
        self.assert_audit(self.repo)

    def test_same_object_twice(self):
        """Loose and packed at once."""
        self.repo.git("repack", "-q", "-a")
        self.assert_audit(self.repo)

    def test_index_version_4(self):
        self.repo.git("update-index", "--index-version", "4")
        self.repo.stage({"staged.txt": f"{self.keys.new()}\n"})
        self.assert_audit(self.repo)

    def test_replace_ref(self):
        """What is stored counts, not what a replacement shows."""
        clean = self.repo.blob("clean\n")
        blob = self.repo.head("HEAD~1:k.txt")
        self.repo.git("replace", blob, clean)
        self.assert_audit(self.repo)

    def test_replaced_commit(self):
        other = self.repo.git("commit-tree", "-m", "replacement", "HEAD^{tree}")
        self.repo.git("replace", "HEAD~2", other)
        self.assert_audit(self.repo)

    def test_grafts(self):
        """A graft hides history from git, not from an audit."""
        (self.repo.folder / "info").mkdir(exist_ok=True)
        (self.repo.folder / "info/grafts").write_text(self.repo.head() + "\n")
        self.assertEqual(self.repo.git("rev-list", "--count", "HEAD"), "1")
        self.assert_audit(self.repo)


class Bytes(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})

    def test_path_that_is_not_utf8(self):
        self.repo.write(b"caf\xe9/\xff.txt", f"{self.keys.new()}\n")
        self.repo.git("add", ".")
        self.repo.commit("adds")
        self.repo.write(b"un\xe9.txt", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_path_with_newline_quote_and_escape(self):
        for name in ("a\nb.txt", 'q"uo\\te.txt', "esc\x1b[31m.txt", "tab\t.txt", "späce und ☃.txt", "-dash"):
            self.repo.write(name, f"{self.keys.new()}\n")
        self.repo.git("add", ".")
        self.repo.commit("adds")
        self.assert_audit(self.repo)

    def test_columns_are_code_points(self):
        self.repo.commit("adds", {"u.txt": f"é☃🎉 {self.keys.new()}\n", "l.txt": b"caf\xe9 " + self.keys.new().encode()})
        self.assert_audit(self.repo)

    def test_crlf_and_no_last_newline(self):
        self.repo.commit("adds", {"c.txt": f"one\r\n{self.keys.new()}\r\nthree\r\n{self.keys.new()}"})
        self.assert_audit(self.repo)

    def test_autocrlf_makes_two_contents(self):
        self.repo.commit("adds", {"c.txt": f"one\n{self.keys.new()}\n"})
        self.repo.git("config", "core.autocrlf", "true")
        (self.repo.path / "c.txt").unlink()
        self.repo.git("checkout", "-q", "--", "c.txt")
        self.assertIn(b"\r\n", (self.repo.path / "c.txt").read_bytes())
        self.assert_audit(self.repo)

    def test_utf16(self):
        for name, encoding in (("le.txt", "utf-16-le"), ("be.txt", "utf-16-be")):
            self.repo.write(name, ("\ufeff" + f"erste Zeile\r\nSchlüssel: {self.keys.new()}\r\n").encode(encoding))
        self.repo.git("add", ".")
        self.repo.commit("adds")
        self.assert_audit(self.repo)

    def test_binary_file(self):
        self.repo.commit("adds", {"b.bin": b"\0\1\2\n\xff\xfe\0" + self.keys.new().encode() + b"\0\0"})
        self.assert_audit(self.repo)

    def test_utf8_mark_and_tabs(self):
        self.repo.commit("adds", {"m.txt": b"\xef\xbb\xbf\t\t" + self.keys.new().encode()})
        self.assert_audit(self.repo)

    def test_minified_line(self):
        self.repo.commit("adds", {"m.txt": "x" * 200_000 + f" {self.keys.new()} " + "y" * 200_000})
        self.assert_audit(self.repo)

    def test_every_length_and_scope(self):
        lines = [self.keys.new(scope, length) for scope in ("live", "svc", "org", "test", "anything") for length in (20, 24, 32, 40, 64, 128)]
        self.repo.commit("adds", {"all.txt": "\n".join(lines)})
        self.assert_audit(self.repo)


class Size(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()

    def test_20000_files(self):
        self.repo.git("fast-import", "--quiet", data=self.stream(20_000))
        self.repo.git("reset", "-q")
        self.assert_audit(self.repo)

    def stream(self, count):
        """One commit with many files in folders; keys in the first, the last and one between."""
        lines = ["commit refs/heads/main", f"committer C <c@example.com> {self.repo.now} +0000", "data 4", "many"]
        planted = {0: self.keys.new(), count // 2: self.keys.new(), count - 1: self.keys.new()}
        for number in range(count):
            content = planted.get(number, f"file {number}")
            lines += [f"M 100644 inline d{number % 97}/e{number % 89}/f{number}.txt", f"data {len(content)}", content]
        return "\n".join(lines) + "\n"

    def test_same_key_in_300_versions(self):
        key, keyless = self.keys.new(), ""
        lines = []
        for number in range(300):
            keyless += f"line {number}\n"
            content = keyless + key + "\n"
            lines += ["commit refs/heads/main", f"committer C <c@example.com> {self.repo.now + number} +0000", f"data {len(str(number))}",
                      f"{number}", "M 100644 inline k.txt", f"data {len(content)}", content]
        self.repo.git("fast-import", "--quiet", data="\n".join(lines) + "\n")
        document = self.assert_audit(self.repo)
        self.assertEqual([len(finding["occurrences"]) for finding in document["findings"]], [300])

    def test_large_file_in_windows(self):
        """Larger than --max-file-size: in windows, told as degraded, complete."""
        filler = "nothing to see in this line\n" * 11_000
        self.repo.write("big.txt", f"{self.keys.new()}\n{filler}{self.keys.new()}\n{filler}{filler}{self.keys.new()}\n")
        document = self.assert_audit(self.repo, arguments=["--max-file-size", "256K"])
        self.assertTrue(document["coverage"]["degraded"])

    def test_empty_repository_and_unborn_branch(self):
        self.assert_clean("audit", self.repo.path)
        self.assert_clean("audit", self.create("bare.git", "--bare").path)
        self.assert_clean(self.repo.path)

    def test_counts(self):
        self.repo.commit("first", {"a.txt": "a\n", "b.txt": "b\n"})
        coverage = self.document("audit", self.repo.path, code=0)["coverage"]
        self.assertEqual({name: coverage[name] for name in ("objects", "blobs", "commits")}, {"objects": 4, "blobs": 2, "commits": 1})
        self.assertEqual(report.gaps({"coverage": coverage}), {})
