"""cells_gone.py -- what no branch holds any more: stashes, what only a reflog knows, what nothing leads to."""
from matrix import State, base, cell


@cell("Gone")
def stash(w):
    """Three parts: what was staged, what was not, what was not tracked."""
    repo = base(w)
    repo.stage({"a.txt": f"index {w.secret()}\n"})
    repo.write("a.txt", f"work {w.secret()}\n")
    repo.write("untracked.txt", f"untracked {w.secret()}\n")
    repo.git("stash", "push", "-q", "--include-untracked")
    return State(repo, after=lambda document: w.assertLessEqual(wheres(document), {"stash"}))


@cell("Gone")
def stash_below_another(w):
    """Only the stash's log leads to it."""
    repo = base(w)
    for number in range(2):
        repo.write("a.txt", f"{number} {w.secret()}\n")
        repo.git("stash", "push", "-q")
    return State(repo)


def wheres(document):
    return {occurrence["where"] for finding in document["findings"] for occurrence in finding["occurrences"]}


@cell("Gone")
def amend(w):
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.stage({"k.txt": "none\n"})
    repo.git("commit", "-q", "--amend", "-m", "amended")
    return State(repo, after=lambda document: w.assertLessEqual(wheres(document), {"reflog"}))


@cell("Gone")
def only_in_the_reflog(w):
    """Dated long before everything else."""
    repo = base(w)
    repo.commit("old", {"k.txt": f"{w.secret()}\n"}, date=1_000_000_000)
    repo.git("reset", "-q", "--hard", "HEAD~1")

    def is_dated(document):
        dates = {o["commit"]["date"] for finding in document["findings"] for o in finding["occurrences"]}
        w.assertLessEqual(dates, {"2001-09-09T01:46:40+00:00"})
    return State(repo, after=is_dated)


@cell("Gone")
def dangling_blob(w):
    repo = base(w)
    repo.blob(f"x\n {w.secret()}")
    return State(repo)


@cell("Gone")
def dangling_commit(w):
    repo = base(w)
    tree = repo.git("mktree", data=f"100644 blob {repo.blob(w.secret())}\tlost.txt\n")
    repo.git("commit-tree", "-p", "HEAD", "-m", f"lost {w.secret()}", tree)
    return State(repo)


@cell("Gone")
def dangling_tree(w):
    repo = base(w)
    repo.git("mktree", data=f"100644 blob {repo.blob(w.secret())}\tlost.txt\n")
    return State(repo)


@cell("Gone")
def staged_then_reset(w):
    repo = base(w)
    repo.stage({"k.txt": f"{w.secret()}\n"})
    repo.git("reset", "-q", "--hard")
    return State(repo)
