"""test_random.py -- histories that nobody thought of: random work with git, then an audit against the oracle.

The seed is in the test's name; APSO_E2E_SEED gives others.
"""
import random

from case import SEED, Case
from oracle import Oracle

STEPS = 30
NAMES = ["a.txt", "b.txt", "src/c.py", "src/deep/d.md", ".env", "keys/é.txt"]


class Worker:
    """Does random things to a repository, some of which fail, as a person's do."""

    def __init__(self, case, repo, seed):
        self.case, self.repo, self.random = case, repo, random.Random(f"{SEED}:{seed}")
        self.count = 0
        repo.commit("root", {"a.txt": "root\n", ".gitignore": "ignored*\n"})

    def choose(self, values):
        return self.random.choice(sorted(values))

    def number(self):
        self.count += 1
        return self.count

    def key(self):
        known = self.case.keys.needles
        return self.choose(known) if known and self.random.random() < 0.4 else self.case.keys.new()

    def content(self):
        lines = [f"line {self.random.randrange(5)}" for _ in range(self.random.randrange(4))]
        if self.random.random() < 0.6:
            lines.insert(self.random.randrange(len(lines) + 1), f"k = {self.key()}")
        return "\n".join(lines) + "\n"

    def branches(self):
        return self.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()

    def commits(self):
        return self.repo.git("rev-list", "--all", "--max-count=30").split()

    # ---- the things ----

    def edit(self):
        self.repo.write(self.choose(NAMES), self.content())

    def stage(self):
        self.edit()
        self.repo.run("add", "-A")

    def commit(self):
        self.stage()
        message = f"says {self.key()}" if self.random.random() < 0.1 else f"commit {self.number()}"
        self.repo.run("commit", "-q", "-m", message)

    def partial(self):
        self.stage()
        self.edit()

    def rename(self):
        self.repo.run("mv", "-f", self.choose(NAMES), self.choose(NAMES))

    def remove(self):
        self.repo.run("rm", "-q", "-f", self.choose(NAMES))

    def branch(self):
        self.repo.run("checkout", "-q", "-f", "-b", f"b{self.number()}", self.choose(self.commits()))

    def switch(self):
        self.repo.run("checkout", "-q", "-f", self.choose(self.branches()))

    def delete_branch(self):
        self.repo.run("branch", "-q", "-D", self.choose(self.branches()))

    def merge(self):
        self.repo.run("merge", "-q", "-X", self.choose(["ours", "theirs"]), "-m", f"merge {self.number()}", self.choose(self.branches()))

    def evil_merge(self):
        self.repo.run("merge", "-q", "--no-commit", "--no-ff", "-X", "ours", self.choose(self.branches()))
        self.commit()

    def amend(self):
        self.stage()
        self.repo.run("commit", "-q", "--amend", "-m", f"amended {self.number()}")

    def reset(self):
        self.repo.run("reset", "-q", "--hard", "HEAD~1")

    def cherry_pick(self):
        if self.repo.run("cherry-pick", "-X", "theirs", self.choose(self.commits())).returncode:
            self.repo.run("cherry-pick", "--abort")

    def stash(self):
        self.partial()
        self.repo.write(f"untracked{self.number()}", self.content())
        self.repo.run("stash", "push", "-q", self.choose(["--include-untracked", "--all", "--no-keep-index"]))

    def drop_stash(self):
        self.repo.run("stash", "drop", "-q")

    def tag(self):
        self.repo.run("tag", "-a", "-m", f"tag {self.key() if self.random.random() < 0.3 else ''}", f"t{self.number()}", self.choose(self.commits()))

    def note(self):
        self.repo.run("notes", "add", "-f", "-m", self.content(), self.choose(self.commits()))

    def remote(self):
        self.repo.run("update-ref", f"refs/remotes/origin/r{self.number()}", self.choose(self.commits()))

    def ignored(self):
        self.repo.write(f"ignored{self.number()}", self.content())

    def dangling(self):
        self.repo.blob(self.content())

    def repack(self):
        self.repo.run("repack", "-q", "-d", *self.choose([("-a",), ("-A",), ()]))

    def forget(self):
        self.repo.run("reflog", "expire", "--expire=now", "--all")

    OFTEN = (edit, stage, commit, commit, commit, partial, rename, remove, branch, switch, merge, evil_merge)
    SELDOM = (delete_branch, amend, reset, cherry_pick, stash, drop_stash, tag, note, remote, ignored, dangling, repack)

    def work(self):
        for _ in range(STEPS):
            self.random.choice(self.OFTEN if self.random.random() < 0.7 else self.SELDOM)(self)
        if self.random.random() < 0.2:
            self.forget()


class RandomHistories(Case):
    def check(self, seed):
        repo = self.create()
        worker = Worker(self, repo, seed)
        worker.work()
        repo.write("last.txt", f"{self.keys.new()}\n")
        for key in set(self.keys.needles) - set(Oracle(repo, self.keys).places):
            del self.keys.needles[key]  # written, then overwritten before git saw it
        self.assert_audit(repo)


for _seed in range(16):
    setattr(RandomHistories, f"test_seed_{_seed:02}", lambda self, seed=_seed: self.check(seed))
