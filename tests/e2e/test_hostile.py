"""test_hostile.py -- a repository cannot make the program run anything, hide a key, or steer a terminal."""
import report
from case import Case


class Hostile(Case):
    def setUp(self):
        super().setUp()
        self.repo = self.create()
        self.repo.commit("first", {"a.txt": "a\n"})
        self.marker = self.dir / "it-ran"
        self.trap = self.script("trap", f"touch {self.marker}; cat")

    def configure(self, settings):
        for name, value in settings.items():
            self.repo.git("config", name, value)

    def assert_nothing_ran(self):
        for arguments in (["audit", "."], ["dir", "--gitignore", "."], ["staged"], ["range", "HEAD~1..HEAD"], ["."]):
            self.scan(*arguments, cwd=self.repo.path)
            self.assertFalse(self.marker.exists(), arguments)

    def test_textconv_filters_and_external_diff(self):
        self.repo.commit("adds", {".gitattributes": "* diff=evil filter=evil merge=evil\n", "k.txt": f"{self.keys.new()}\n"})
        self.configure({"diff.evil.textconv": str(self.trap), "diff.evil.command": str(self.trap), "filter.evil.clean": str(self.trap),
                        "filter.evil.smudge": str(self.trap), "filter.evil.process": str(self.trap), "filter.evil.required": "true",
                        "merge.evil.driver": str(self.trap)})
        self.repo.write("k.txt", f"{self.keys.new()}\n")
        self.assert_nothing_ran()

    def test_fsmonitor_hooks_and_other_programs(self):
        hooks = ("pre-commit", "post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout")
        self.repo.commit("second", {"a.txt": "b\n"})
        for hook in hooks:
            (self.repo.folder / "hooks").mkdir(exist_ok=True)
            (self.repo.folder / "hooks" / hook).symlink_to(self.trap)
        self.configure({"core.fsmonitor": str(self.trap), "core.fsmonitorHookVersion": "2", "core.pager": str(self.trap), "core.editor": str(self.trap),
                        "core.sshCommand": str(self.trap), "core.askPass": str(self.trap), "core.gitProxy": str(self.trap),
                        "credential.helper": f"!{self.trap}", "gpg.program": str(self.trap), "core.alternateRefsCommand": str(self.trap),
                        "uploadpack.packObjectsHook": str(self.trap), "alias.audit": f"!{self.trap}"})
        self.assert_nothing_ran()

    def test_partial_clone_fetches_nothing(self):
        """A promisor remote whose address is a command."""
        self.configure({"core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
                        "remote.origin.url": f"ext::{self.trap} %S", "protocol.ext.allow": "always"})
        path = self.repo.loose(self.repo.head("HEAD:a.txt"))
        path.chmod(0o644)
        path.unlink()
        self.scan("audit", self.repo.path, code=3)
        self.assertFalse(self.marker.exists())

    def test_attributes_hide_nothing(self):
        attributes = "*.a -diff\n*.b binary\n*.c export-ignore\n*.d linguist-generated\n*.e -text\n*.f working-tree-encoding=UTF-16\n"
        self.repo.commit("adds", {".gitattributes": attributes, **{f"k.{suffix}": f"{self.keys.new()}\n" for suffix in "abcde"}})
        self.assert_audit(self.repo)

    def test_index_flags_hide_nothing(self):
        self.repo.commit("adds", {"x.txt": "x\n", "y.txt": "y\n"})
        self.repo.git("update-index", "--assume-unchanged", "x.txt")
        self.repo.git("update-index", "--skip-worktree", "y.txt")
        self.repo.write("x.txt", f"{self.keys.new()}\n")
        self.repo.write("y.txt", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_exclude_file_of_the_repository(self):
        self.configure({"core.excludesFile": str(self.dir / "excludes")})
        (self.dir / "excludes").write_text("hidden.txt\n")
        self.repo.write("hidden.txt", f"{self.keys.new()}\n")
        self.assert_audit(self.repo)

    def test_work_tree_elsewhere(self):
        """core.worktree of an untrusted repository must not lead the scan away unseen."""
        away = self.dir / "away"
        away.mkdir()
        (away / "secret.txt").write_text("nothing\n")
        self.configure({"core.worktree": str(away)})
        document = self.document("audit", self.repo.path, code=3)
        self.assertEqual(report.gaps(document), {"unreadable": 1})

    def test_escapes_in_everything_that_is_shown(self):
        evil = "\x1b]0;title\x07\x1b[31m\u202e"
        self.repo.commit(f"subject {evil}", {f"p{evil}.txt": f"{evil} {self.keys.new()} {evil}\r{evil}\n"}, env={"GIT_AUTHOR_NAME": f"Ada {evil}"})
        for form in ("text", "json", "sarif"):
            run = self.scan("audit", self.repo.path, "--format", form, code=1)
            self.assertNotIn("\u202e".encode(), run.out)

    def test_key_between_keys(self):
        """A neighbour in the frame, and a key that wears another's prefix."""
        lines = [f"{self.keys.new()} {self.keys.new()}", f"x{self.keys.new()}", f"{self.keys.new()}/{self.keys.new()}"]
        self.repo.commit("adds", {"k.txt": "\n".join(lines) + "\n"})
        self.assert_audit(self.repo)
