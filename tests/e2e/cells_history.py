"""cells_history.py -- what branches hold: merges, renames, copies, files that become something else."""
from matrix import AS_MADE, LINES, PACKED, State, base, cell


def diverged(w):
    """Two branches: main with ours.txt, side with theirs.txt."""
    repo = base(w)
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("theirs", {"theirs.txt": f"{w.secret()}\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("ours", {"ours.txt": f"{w.secret()}\n"})
    return repo


@cell("History")
def merge(w):
    repo = diverged(w)
    repo.git("merge", "-q", "-m", "merge", "side")
    return State(repo)


@cell("History")
def evil_merge(w):
    """The merge itself brings keys in: in a new file, and in one that a parent has."""
    repo = diverged(w)
    repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
    repo.commit("merge", {"evil.txt": f"{w.secret()}\n", "theirs.txt": f"{w.secret()}\n"})
    return State(repo)


@cell("History")
def octopus(w):
    repo = base(w)
    for name in ("x", "y", "z"):
        repo.git("checkout", "-q", "-b", name, "main")
        repo.commit(name, {f"{name}.txt": f"{w.secret()}\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "-m", "octopus", "x", "y", "z")
    repo.commit("after", {"x.txt": "gone\n"})
    return State(repo)


@cell("History", (AS_MADE, PACKED))
def octopus_of_70(w):
    """Each parent adds a file; the last file is the merge's own."""
    repo = base(w)
    blobs = [repo.blob(w.secret() if number % 10 == 0 else f"{number}\n") for number in range(71)]
    entries = [f"100644 blob {blob}\tf{number:02}.txt\n" for number, blob in enumerate(blobs)]
    parents = [repo.git("commit-tree", "-m", "one", "-p", "HEAD", repo.git("mktree", data=entry)) for entry in entries[:70]]
    options = [option for parent in parents for option in ("-p", parent)]
    repo.git("reset", "-q", "--hard", repo.git("commit-tree", "-m", "all", *options, repo.git("mktree", data="".join(entries))))
    return State(repo)


@cell("History")
def criss_cross(w):
    repo = diverged(w)
    ours, theirs = repo.head("main"), repo.head("side")
    repo.git("merge", "-q", "-m", "ours takes theirs", theirs)
    repo.git("checkout", "-q", "side")
    repo.git("merge", "-q", "--no-commit", "--no-ff", ours)
    repo.commit("theirs takes ours", {"cross.txt": f"{w.secret()}\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "-m", "again", "side")
    return State(repo)


@cell("History")
def skewed_dates(w):
    """Each commit is dated before its parent."""
    repo, secret = base(w), w.secret()
    for number in range(4):
        repo.commit(f"skewed {number}", {"k.txt": f"{secret}\n{number}\n"}, date=1_900_000_000 - number * 100_000_000)
    return State(repo)


@cell("History")
def rename(w):
    repo = base(w)
    repo.commit("adds", {"old.txt": f"{w.secret()}\n"})
    repo.git("mv", "old.txt", "new.txt")
    repo.commit("renames")
    return State(repo, renamed={"new.txt": "old.txt"})


@cell("History")
def rename_with_edit(w):
    repo, secret = base(w), w.secret()
    repo.commit("adds", {"old.txt": f"{LINES}{secret}\n"})
    repo.git("mv", "old.txt", "new.txt")
    repo.commit("renames", {"new.txt": f"edit\n{LINES}{secret}\n"})
    repo.commit("edits", {"new.txt": f"edit\n{LINES}another\n{secret}\n"})
    return State(repo, renamed={"new.txt": "old.txt"})


@cell("History")
def rename_that_brings_the_key(w):
    """The old version has none: the key is new, and the file's former name says nothing of it."""
    repo = base(w)
    repo.commit("adds", {"old.txt": LINES})
    repo.git("mv", "old.txt", "new.txt")
    repo.commit("renames", {"new.txt": f"{LINES}{w.secret()}\n"})
    return State(repo)


@cell("History")
def rename_of_a_folder(w):
    repo = base(w)
    repo.commit("adds", {"old/deep/k.txt": f"{w.secret()}\n", "old/l.txt": f"{w.secret()}\n"})
    repo.git("mv", "old", "new")
    repo.commit("renames")
    return State(repo, renamed={"new/deep/k.txt": "old/deep/k.txt", "new/l.txt": "old/l.txt"})


@cell("History")
def copy(w):
    repo, secret = base(w), w.secret()
    repo.commit("adds", {"old.txt": f"{LINES}{secret}\n"})
    repo.commit("copies", {"new.txt": f"{LINES}{secret}\n", "edited.txt": f"{LINES}{secret}\nmore\n"})
    return State(repo)


@cell("History")
def file_to_symlink(w):
    repo = base(w)
    repo.commit("a file", {"t": f"{w.secret()}\n"})
    (repo.path / "t").unlink()
    (repo.path / "t").symlink_to(f"x/{w.secret()}")
    repo.git("add", "t")
    repo.commit("a link")
    return State(repo)


@cell("History")
def file_to_folder(w):
    repo = base(w)
    repo.commit("a file", {"t": f"{w.secret()}\n"})
    repo.git("rm", "-q", "t")
    repo.commit("a folder", {"t/inner.txt": f"{w.secret()}\n"})
    repo.git("rm", "-q", "-r", "t")
    repo.commit("a file again", {"t": f"{w.secret()}\n"})
    return State(repo)


@cell("History")
def detached_head(w):
    repo = base(w)
    repo.git("checkout", "-q", "--detach")
    repo.commit("detached", {"k.txt": f"{w.secret()}\n"})
    return State(repo)
