"""cells_elsewhere.py -- no commit yet, or more than one folder: worktrees, alternates, submodules."""
import os

from matrix import KEYLESS, NOT_PACKED, State, base, cell


@cell("Elsewhere", NOT_PACKED)
def empty_repository(w):
    """But for what is not git's: with a key in an untracked file."""
    repo = w.create()
    if w.form != KEYLESS:
        repo.write("untracked.txt", f"{w.secret()}\n")
    return State(repo)


@cell("Elsewhere", NOT_PACKED)
def unborn_branch(w):
    repo = w.create()
    repo.stage({"staged.txt": f"{w.secret()}\n"})
    (repo.path / "staged.txt").unlink()
    return State(repo)


@cell("Elsewhere")
def bare(w):
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("removes", remove=["k.txt"])
    return State(w.clone(repo, "bare.git", "--bare"))


@cell("Elsewhere")
def linked_worktree(w):
    repo = base(w)
    repo.git("worktree", "add", "-q", "-b", "side", str(w.dir / "linked"))
    linked = w.repo_at(w.dir / "linked")
    linked.commit("there", {"committed.txt": f"{w.secret()}\n"})
    linked.stage({"staged.txt": f"{w.secret()}\n"})
    linked.write("untracked.txt", f"{w.secret()}\n")
    repo.write("here.txt", f"{w.secret()}\n")
    return State(repo)


@cell("Elsewhere")
def audit_of_the_linked_worktree(w):
    linked_worktree(w)
    return State(w.repo_at(w.dir / "linked"))


@cell("Elsewhere", NOT_PACKED)
def alternates_two_levels(w):
    first = base(w, "first")
    first.commit("first's", {"k.txt": f"{w.secret()}\n"})
    first.blob(f"lost {w.secret()}\n")
    repo = first
    for name in ("second", "third"):
        w.repo_at(w.dir).git("clone", "-q", "--shared", str(repo.path), name)
        repo = w.repo_at(w.dir / name)
        repo.commit(f"{name}'s", {f"{name}.txt": f"{w.secret()}\n"})
    return State(repo)


def borrowing(w, line):
    """A repository and its lender, each the other's alternate."""
    repo, lender = base(w), base(w, "lender")
    lender.commit("adds", {"lent.txt": f"{w.secret()}\n"})
    (repo.folder / "objects/info/alternates").write_text(f"# its lender:\n\n{line}\n")
    (lender.folder / "objects/info/alternates").write_text("../../../repo/.git/objects\n")
    repo.git("update-ref", "refs/heads/lent", lender.head())
    return State(repo)


@cell("Elsewhere", NOT_PACKED)
def alternates_in_a_circle(w):
    return borrowing(w, "../../../lender/.git/objects")


@cell("Elsewhere", NOT_PACKED, both_readers=False)
def alternates_quoted(w):
    """As git quotes paths: \\154 is an l."""
    return borrowing(w, '"../../../\\154ender/.git/objects"')


@cell("Elsewhere")
def git_file(w):
    repo = base(w, "apart", "--separate-git-dir", str(w.dir / "git folder"))
    w.assertTrue((repo.path / ".git").is_file())
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.write("untracked.txt", f"{w.secret()}\n")
    return State(repo)


@cell("Elsewhere", gaps=("unreadable",))
def worktree_elsewhere(w):
    """By core.worktree, which a repository must not be able to lead anywhere: not followed, and told."""
    repo, away = base(w), w.repo_at(w.dir / "away")
    away.path.mkdir()
    repo.git("config", "core.worktree", str(away.path))
    repo.write("here.txt", f"{w.secret()}\n")
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{repo.blob(w.secret())},staged.txt")
    return State(repo, gaps={"unreadable": [f"core.worktree: {os.path.realpath(away.path)}"]})


def with_submodule(w):
    inner = w.create("inner")
    inner.commit("inner", {"in.txt": f"{w.secret()}\n"})
    inner.commit("removes", {"in.txt": "none\n", "now.txt": f"{w.secret()}\n"})
    repo = base(w)
    repo.git("submodule", "--quiet", "add", f"file://{inner.path}", "lib/sub")
    repo.commit("adds a submodule", {"k.txt": f"{w.secret()}\n"})
    return repo


@cell("Elsewhere", NOT_PACKED)
def submodule_present(w):
    repo = with_submodule(w)
    sub = w.repo_at(repo.path / "lib/sub")
    sub.stage({"staged.txt": f"{w.secret()}\n"})
    sub.write("staged.txt", "other\n")
    sub.write("untracked.txt", f"{w.secret()}\n")
    return State(repo, inner=((sub, "lib/sub/"),))


@cell("Elsewhere", NOT_PACKED, gaps=("submodule",))
def submodule_absent(w):
    clone = w.clone(with_submodule(w), "clone")
    w.forget_unless_in(clone.path / "k.txt")
    return State(clone, gaps={"submodule": ["lib/sub"]})
