"""repo.py -- git repositories for tests, built with the real git and no configuration but ours.

Every command gets a later date than the one before, so that "first" is never a tie.
"""
import os
import pathlib
import subprocess

EPOCH, STEP = 1_700_000_000, 60
SETTINGS = {
    "init.defaultBranch": "main",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "protocol.file.allow": "always",
    "advice.detachedHead": "false",
}


def environment(home):
    """A clean environment: nothing of the user's git, nothing that hooks may have set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "XDG_")) and name != "NO_COLOR"}
    kept.update({
        "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Ada Author", "GIT_AUTHOR_EMAIL": "ada@mail.invalid",
        "GIT_COMMITTER_NAME": "Cleo Committer", "GIT_COMMITTER_EMAIL": "cleo@mail.invalid",
        "GIT_CONFIG_COUNT": str(len(SETTINGS)),
    })
    for number, (name, value) in enumerate(SETTINGS.items()):
        kept[f"GIT_CONFIG_KEY_{number}"] = name
        kept[f"GIT_CONFIG_VALUE_{number}"] = value
    return kept


class Repo:
    """A repository at `path`; `env` is that of the test."""

    now = EPOCH

    def __init__(self, path, env):
        self.path = pathlib.Path(path)
        self.env = env

    @classmethod
    def create(cls, path, env, *arguments):
        repo = cls(path, env)
        repo.path.mkdir(parents=True, exist_ok=True)
        repo.git("init", "-q", *arguments)
        return repo

    def run(self, *arguments, data=None, date=None, env=None):
        """git's CompletedProcess, whatever its exit code."""
        Repo.now += STEP
        moment = f"{date or Repo.now} +0000"
        env = {**self.env, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, **(env or {})}
        data = data.encode() if isinstance(data, str) else data
        return subprocess.run(["git", *arguments], cwd=self.path, env=env, input=data, capture_output=True, timeout=120)

    def git(self, *arguments, **options):
        """What git printed, without the last newline; a failure is the test's."""
        done = self.run(*arguments, **options)
        if done.returncode:
            raise AssertionError(f"git {arguments} in {self.path}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    @property
    def folder(self):
        """The git folder of this work tree."""
        return self.path / self.git("rev-parse", "--git-dir")

    def write(self, name, content):
        """Writes a file of the work tree; `name` may be bytes."""
        path = os.path.join(os.fsencode(self.path), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)

    def stage(self, files):
        for name, content in files.items():
            self.write(name, content)
        self.git("add", "-f", "--", *files)

    def commit(self, message="change", files=None, remove=(), **options):
        """Commits the files given beside what is staged; the new commit's id."""
        if files:
            self.stage(files)
        if remove:
            self.git("rm", "-q", "-r", "--", *remove)
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", message, **options)
        return self.head()

    def head(self, revision="HEAD"):
        return self.git("rev-parse", "--verify", "-q", revision)

    def blob(self, content):
        """An object that nothing refers to."""
        return self.git("hash-object", "-w", "--stdin", data=content)

    def loose(self, oid):
        return self.path / self.git("rev-parse", "--git-path", f"objects/{oid[:2]}/{oid[2:]}")

    def packs(self):
        return sorted((self.path / self.git("rev-parse", "--git-path", "objects/pack")).glob("*.pack"))
