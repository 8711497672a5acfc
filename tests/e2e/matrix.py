"""matrix.py -- states that a repository can be in: how each is made, and what an audit of it must say.

A cell is a function that makes the state; what stands beside its name is the expectation. `w.secret()` is a key, or a
word in the form of the cell that has no key. Knows nothing of the program: test_matrix.py runs it, and has an
oracle say where the keys are.
"""
import dataclasses
import os
import re
import subprocess
import typing

import packs
from program import PROGRAM
from repo import Repo

NOBODY = 65534
MIB, KIB = 1 << 20, 1 << 10
AS_MADE, KEYLESS, PACKED, SHA256 = "with_keys", "without_keys", "packed", "sha256"
ANY_FORM = (AS_MADE, KEYLESS, PACKED, SHA256)
NOT_PACKED = (AS_MADE, KEYLESS, SHA256)
SHA1_ONLY = (AS_MADE, KEYLESS)


@dataclasses.dataclass(frozen=True)
class Cell:
    """What is expected of a state: gaps make an audit incomplete, keys make findings."""
    group: str
    name: str
    make: typing.Callable
    forms: tuple
    gaps: tuple = ()
    degraded: tuple = ()
    both_readers: bool = True

    def verdict(self, form):
        if form != KEYLESS:
            return "findings"
        return "incomplete" if self.gaps else "clean"


@dataclasses.dataclass
class State:
    """What a cell made, and what only its maker knows."""
    repo: Repo
    gaps: dict = dataclasses.field(default_factory=dict)     # why to what must be named: ids or paths
    renamed: dict = dataclasses.field(default_factory=dict)  # new path to the old one
    inner: tuple = ()                                        # (repo, path) of submodules
    after: typing.Callable = lambda document: None           # what else must hold of the report
    run: dict = dataclasses.field(default_factory=dict)      # how the program is run
    arguments: tuple = ()                                    # more of them


CELLS = []


def cell(group, forms=ANY_FORM, **expected):
    def register(make):
        CELLS.append(Cell(group, make.__name__, make, forms, **expected))
        return make
    return register


def base(w, name="repo", *arguments):
    repo = w.create(name, *arguments)
    repo.commit("first", {"a.txt": "one\ntwo\nthree\n", "d/b.txt": "b\n"})
    return repo


# ---- History: what branches hold ----

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


LINES = "".join(f"line {number}\n" for number in range(40))


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


# ---- Gone: what no branch holds any more ----

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


# ---- Refs: notes, tags, replacements ----

@cell("Refs")
def notes(w):
    repo = base(w)
    repo.git("notes", "add", "-m", f"reviewed with {w.secret()}", "HEAD")
    repo.git("notes", "--ref", "ci", "add", "-m", f"{w.secret()}", "HEAD")
    repo.commit("later")
    repo.git("notes", "add", "-m", f"{w.secret()}", "HEAD")
    repo.git("notes", "remove", "HEAD")
    return State(repo)


@cell("Refs")
def tag_message(w):
    repo = base(w)
    repo.git("tag", "-a", "-m", f"one\n\nrelease {w.secret()}", "v1")
    return State(repo)


@cell("Refs")
def tag_of_a_blob(w):
    repo = base(w)
    repo.git("tag", "light", repo.blob(f"x {w.secret()}\n"))
    repo.git("tag", "-a", "-m", "heavy", "heavy", repo.blob(f"y {w.secret()}\n"))
    return State(repo)


@cell("Refs")
def tag_of_a_tree(w):
    """A tree that is no commit's, with a folder in it."""
    repo = base(w)
    inner = repo.git("mktree", data=f"100644 blob {repo.blob(w.secret())}\tk.txt\n")
    for number, command in enumerate((["tag", "light"], ["tag", "-a", "-m", "heavy", "heavy"])):
        entries = f"040000 tree {inner}\tfolder{number}\n100644 blob {repo.blob(w.secret())}\ttop{number}.txt\n"
        repo.git(*command, repo.git("mktree", data=entries))
    return State(repo)


@cell("Refs")
def nested_tags(w):
    """The commit below them is on no branch."""
    repo = base(w)
    repo.git("checkout", "-q", "--detach")
    repo.commit("tagged", {"k.txt": f"{w.secret()}\n"})
    repo.git("tag", "-a", "-m", f"inner {w.secret()}", "inner")
    repo.git("tag", "-a", "-m", f"middle {w.secret()}", "middle", "inner")
    repo.git("tag", "-a", "-m", f"outer {w.secret()}", "outer", "middle")
    repo.git("tag", "-d", "inner", "middle")
    repo.git("checkout", "-q", "main")
    return State(repo)


@cell("Refs", (AS_MADE, PACKED))
def tags_nested_20_deep(w):
    repo = base(w)
    repo.git("checkout", "-q", "--detach")
    target = repo.commit("tagged", {"k.txt": f"{w.secret()}\n"})
    repo.git("checkout", "-q", "main")
    for number in range(20):
        repo.git("tag", "-f", "-a", "-m", f"level {number}", "deep", target)
        target = repo.head("deep")
    repo.git("reflog", "expire", "--expire=now", "--all")
    return State(repo)


@cell("Refs")
def replaced_blob(w):
    """What is stored counts, not what a replacement shows."""
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.git("replace", repo.head("HEAD:k.txt"), repo.blob("harmless\n"))
    repo.git("replace", repo.head("HEAD:a.txt"), repo.blob(f"replacement {w.secret()}\n"))
    return State(repo)


@cell("Refs")
def replaced_commit(w):
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("removes", remove=["k.txt"])
    repo.git("replace", "HEAD~1", repo.git("commit-tree", "-m", "replacement", "HEAD^{tree}"))
    return State(repo)


@cell("Refs")
def grafts(w):
    """A graft hides history from git, not from an audit."""
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("removes", remove=["k.txt"])
    (repo.folder / "info").mkdir(exist_ok=True)
    (repo.folder / "info/grafts").write_text(f"{repo.head()}\n")
    return State(repo)


# ---- Elsewhere: more than one folder ----

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


# ---- Storage: the same history, stored in another way ----

def versions(w, count=6, *arguments):
    """A file whose key changes from version to version, then goes."""
    repo = base(w, "repo", *arguments)
    for number in range(count):
        repo.commit(f"version {number}", {"k.txt": f"{LINES}{w.secret()}\n{number}\n"})
    repo.commit("removes", remove=["k.txt"])
    return repo


def pack_count(repo):
    return len(repo.packs())


@cell("Storage", NOT_PACKED)
def loose_only(w):
    repo = versions(w)
    w.assertEqual(pack_count(repo), 0)
    return State(repo)


@cell("Storage", NOT_PACKED)
def gc_with_small_edits(w):
    """Deltas that copy most of a key from another version."""
    repo, secret = base(w), w.secret(64)
    for end in ("", "Zq7", "x9Kd2Lw", "Pm4vT8sRb1Yc"):
        repo.commit("edits", {"k.txt": f"{LINES}key = {w.edited(secret, end)}\n{LINES}"})
    repo.git("gc", "-q", "--prune=now", "--aggressive")
    w.assertGreater(longest_chain(repo), 0)
    return State(repo)


def longest_chain(repo):
    index = repo.packs()[0].with_suffix(".idx")
    return max(map(int, re.findall(r"^chain length = (\d+)", repo.git("verify-pack", "-v", str(index)), re.M)), default=0)


@cell("Storage", NOT_PACKED)
def delta_chain_of_200(w):
    """One version in the middle has a key, and all have one from there on."""
    repo, middle, late, stream = w.create("repo", "--bare"), w.secret(), w.secret(), ""
    filler = "".join(f"{w.keys.tail(40)}\n" for _ in range(60))
    for number in range(230):
        content = f"{number}\n{filler}" + (f"{middle}\n" if number == 150 else "") + (f"{late}\n" if number > 180 else "")
        stream += f"commit refs/heads/main\ncommitter C <c@mail.invalid> {repo.now + number} +0000\ndata 3\n{number:03}\n" \
                  f"M 100644 inline k.txt\ndata {len(content)}\n{content}\n"
    repo.git("fast-import", "--quiet", "--depth=250", data=stream)
    w.assertGreaterEqual(longest_chain(repo), 200)
    return State(repo)


@cell("Storage", NOT_PACKED)
def many_packs(w):
    """Fifty, of one commit each."""
    repo = base(w)
    for number in range(50):
        blob = repo.blob(w.secret() if number % 10 == 0 else f"{number}\n")
        tree = repo.git("mktree", data=f"100644 blob {blob}\tf{number}.txt\n")
        commit = repo.git("commit-tree", "-p", "HEAD", "-m", f"{number}", tree)
        repo.git("update-ref", "HEAD", commit)
        repo.git("pack-objects", "-q", str(repo.folder / "objects/pack/pack"), data=f"{blob}\n{tree}\n{commit}\n")
    repo.git("prune-packed", "-q")
    repo.git("reset", "-q", "--hard")
    w.assertEqual(pack_count(repo), 50)
    return State(repo)


def some_packs(w):
    repo = versions(w)
    for number in range(4):
        repo.git("repack", "-q", "-d")
        repo.commit(f"more {number}", {f"m{number}.txt": f"{w.secret()}\n"})
    w.assertEqual(pack_count(repo), 4)
    return repo


@cell("Storage", NOT_PACKED)
def multi_pack_index(w):
    repo = some_packs(w)
    repo.git("multi-pack-index", "write")
    return State(repo)


@cell("Storage", NOT_PACKED)
def kept_pack(w):
    repo = some_packs(w)
    repo.packs()[0].with_suffix(".keep").touch()
    repo.git("repack", "-q", "-a", "-d")
    w.assertEqual(pack_count(repo), 2)
    return State(repo)


@cell("Storage", NOT_PACKED)
def cruft_pack(w):
    repo = versions(w)
    repo.blob(f"{w.secret()}\n")
    repo.git("gc", "-q", "--cruft")
    w.assertEqual(len(list((repo.folder / "objects/pack").glob("*.mtimes"))), 1)
    return State(repo)


@cell("Storage", NOT_PACKED)
def index_version_1(w):
    repo = versions(w)
    repo.git("-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d")
    w.assertNotEqual(repo.packs()[0].with_suffix(".idx").read_bytes()[:4], b"\xfftOc")
    return State(repo)


@cell("Storage", NOT_PACKED)
def ref_deltas_only(w):
    repo = versions(w)
    repo.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f")
    w.assertGreater(longest_chain(repo), 0)
    return State(repo)


@cell("Storage", NOT_PACKED)
def packed_refs_and_commit_graph(w):
    repo = some_packs(w)
    repo.git("pack-refs", "--all")
    repo.git("commit-graph", "write", "--reachable")
    return State(repo)


@cell("Storage", (SHA256,))
def sha256(w):
    """Packed and loose, with ids in the index and in a tag."""
    repo = versions(w)
    repo.git("repack", "-q", "-a", "-d")
    w.assertEqual(len(repo.head()), 64)
    repo.git("tag", "-a", "-m", f"release {w.secret()}", "v1")
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{repo.blob(w.secret())},staged.txt")
    return State(repo)


@cell("Storage", NOT_PACKED)
def split_index(w):
    """Entries of both parts, one taken away and one replaced."""
    repo = base(w)
    repo.git("config", "splitIndex.maxPercentChange", "100")
    repo.stage({name: f"{w.secret()}\n" for name in ("shared.txt", "replaced.txt")})
    repo.git("update-index", "--split-index")
    repo.stage({name: f"{w.secret()}\n" for name in ("own.txt", "replaced.txt")})
    repo.git("rm", "-q", "--cached", "d/b.txt")
    w.assertTrue(list(repo.folder.glob("sharedindex.*")) and b"link" in (repo.folder / "index").read_bytes())
    for name in ("shared.txt", "own.txt", "replaced.txt"):
        (repo.path / name).unlink()
    return State(repo)


@cell("Storage", NOT_PACKED)
def sparse_index(w):
    """A folder outside the cone is one entry of the index, and only the index knows of a file in it."""
    repo = base(w)
    repo.commit("adds", {"d/k.txt": f"{w.secret()}\n", "e/f.txt": "f\n"})
    repo.stage({"d/deep/staged.txt": f"{w.secret()}\n", "e/staged.txt": f"{w.secret()}\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "e")
    w.assertIn("040000", repo.git("ls-files", "--sparse", "-s"))
    return State(repo)


@cell("Storage", (AS_MADE, KEYLESS), both_readers=False)
def reftable(w):
    use_new_git(w)
    repo = versions(w, 2, "--ref-format=reftable")
    w.assertTrue((repo.folder / "reftable/tables.list").exists())
    repo.git("tag", f"t-{w.secret()}")
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("adds", {"other.txt": f"{w.secret()}\n"})
    repo.git("tag", "-a", "-m", f"release {w.secret()}", "v1")
    repo.git("checkout", "-q", "main")
    repo.commit("reset later", {"logged.txt": f"{w.secret()}\n"})
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.write("a.txt", f"{w.secret()}\n")
    repo.git("stash", "push", "-q")
    return State(repo)


def use_new_git(w):
    """A git that knows reftable: the one that APSO_NEW_GIT names, or the machine's."""
    named = os.environ.get("APSO_NEW_GIT")
    if named:
        folder = w.dir / "new git"
        folder.mkdir()
        (folder / "git").symlink_to(named)
        w.env["PATH"] = f"{folder}:{w.env['PATH']}"
    version = subprocess.run(["git", "--version"], env=w.env, capture_output=True, text=True, check=True).stdout
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < (2, 45):
        w.skipTest(f"reftable needs git 2.45; {version.strip()} is older, and APSO_NEW_GIT names none")


# ---- Gaps: what is not there or cannot be read ----

@cell("Gaps", NOT_PACKED, gaps=("shallow",))
def shallow(w):
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("goes on", {"a.txt": "third\n"})
    clone = w.clone(repo, "clone", "--depth", "2")
    return State(clone, gaps={"shallow": [clone.head("HEAD~1")]})


@cell("Gaps", NOT_PACKED)
def shallow_that_holds_all(w):
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    return State(w.clone(repo, "clone", "--depth", "50"))


def filtered(w, what):
    """A partial clone, and what it lacks; nothing may be fetched."""
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("goes on", {"a.txt": "second\n", "d/b.txt": "second\n"})
    for name in ("allowFilter", "allowAnySHA1InWant"):
        repo.git("config", f"uploadpack.{name}", "true")
    clone = w.clone(repo, "clone", f"--filter={what}")
    gone = missing(clone)
    return State(clone, gaps={"missing": gone}, after=lambda document: w.assertEqual(missing(clone), gone))


def missing(repo):
    lines = repo.git("rev-list", "--objects", "--all", "--missing=print", env={"GIT_NO_LAZY_FETCH": "1"}).splitlines()
    return sorted(line[1:] for line in lines if line.startswith("?"))


@cell("Gaps", NOT_PACKED, gaps=("missing",))
def blobless(w):
    return filtered(w, "blob:none")


@cell("Gaps", NOT_PACKED, gaps=("missing",))
def treeless(w):
    return filtered(w, "tree:0")


def spoil(path, change):
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))


def damage_packed(repo, oid):
    """Zeroes in the middle of an object's bytes in the pack."""
    pack = repo.packs()[0]
    row = re.search(rf"^{oid} \w+ +\d+ (\d+) (\d+)", repo.git("verify-pack", "-v", str(pack.with_suffix(".idx"))), re.M)
    size, at = map(int, row.groups())
    spoil(pack, lambda data: data[:at + size // 2] + bytes(size // 4) + data[at + size // 2 + size // 4:])


@cell("Gaps", gaps=("corrupt",), forms=NOT_PACKED)
def damaged_objects(w):
    """One in a pack, one that is loose and cut off."""
    repo = base(w)
    repo.commit("adds", {"packed.txt": w.keys.tail(300), "k.txt": f"{w.secret()}\n"})
    repo.git("repack", "-q", "-a", "-d")
    packed = repo.head("HEAD:packed.txt")
    damage_packed(repo, packed)
    repo.commit("goes on", {"loose.txt": w.keys.tail(300), "l.txt": f"{w.secret()}\n"})
    loose = repo.head("HEAD:loose.txt")
    spoil(repo.loose(loose), lambda data: data[:len(data) // 2])
    return State(repo, gaps={"corrupt": [packed, loose]})


@cell("Gaps", gaps=("corrupt",), forms=NOT_PACKED)
def damaged_base(w):
    """What builds on it cannot be made either."""
    repo, text = base(w), "".join(f"{w.keys.tail(40)}\n" for _ in range(60))
    for number in range(4):
        repo.commit(f"{number}", {"f.txt": f"{text}{number}\n", f"k{number}.txt": f"{w.secret()}\n"})
    repo.git("repack", "-q", "-a", "-d", "-f")
    all_versions = [repo.head(f"HEAD~{number}:f.txt") for number in range(4)]
    listing = repo.git("verify-pack", "-v", str(repo.packs()[0].with_suffix(".idx")))
    [whole] = [oid for oid in all_versions if re.search(rf"^{oid} \w+ +\d+ \d+ \d+$", listing, re.M)]
    damage_packed(repo, whole)
    return State(repo, gaps={"corrupt": all_versions})


@cell("Gaps", SHA1_ONLY, gaps=("corrupt",))
def thin_pack(w):
    """A delta whose base is nowhere."""
    repo, content = base(w), b"made of a base that is not there\n"
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    pack, oid = packs.Pack(), packs.oid_of(content)
    pack.ref_delta(oid, packs.oid_of(b"bas\n"), bytes([4, len(content), len(content)]) + content)
    pack.write(repo, "thin")
    return State(repo, gaps={"corrupt": [oid.hex()]})


@cell("Gaps", NOT_PACKED, gaps=("unreadable",))
def unreadable_file(w):
    """Scanned by somebody who may not read it: root may read all."""
    repo = base(w)
    repo.write("open.txt", f"{w.secret()}\n")
    repo.write("closed.txt", "closed\n")
    (repo.path / "closed.txt").chmod(0)
    return State(repo, gaps={"unreadable": ["closed.txt"]}, run=as_nobody(w))


def as_nobody(w):
    if os.geteuid():
        return {}
    program = w.dir / "apso-scan"
    program.write_bytes(PROGRAM.read_bytes())
    program.chmod(0o755)
    w.dir.chmod(0o777)
    return {"program": program, "user": NOBODY}


# ---- Contents: names, attributes, sizes ----

@cell("Contents")
def odd_paths(w):
    repo = base(w)
    for name in (b"caf\xe9/\xff.txt", b"a\nb.txt", b"\nfirst", b'q"uo\\te.txt', b"esc\x1b[31m.txt", "späce und ☃.txt", "-dash", ":colon"):
        repo.write(name, f"{w.secret()}\n")
    repo.git("add", ".")
    repo.commit("adds")
    repo.write(b"un\xe9\n.txt", f"{w.secret()}\n")
    return State(repo)


@cell("Contents")
def symlink_to_a_key(w):
    repo = base(w)
    (repo.path / "link").symlink_to(f"/nowhere/{w.secret()}")
    repo.git("add", "link")
    repo.commit("links")
    (repo.path / "untracked").symlink_to(w.secret())
    return State(repo)


@cell("Contents")
def no_diff_attribute(w):
    repo = base(w)
    repo.commit("adds", {".gitattributes": "*.a -diff\n*.b binary\n*.c export-ignore -text\n", **{f"k.{suffix}": f"{w.secret()}\n" for suffix in "abc"}})
    return State(repo)


TRAPPED = ("diff.evil.textconv", "diff.evil.command", "diff.external", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process",
           "merge.evil.driver", "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy", "gpg.program",
           "credential.helper", "core.alternateRefsCommand", "uploadpack.packObjectsHook", "remote.origin.uploadpack")


@cell("Contents", NOT_PACKED)
def programs_of_the_repository(w):
    """Whatever it configures never runs."""
    repo, marker = base(w), w.dir / "it-ran"
    trap = w.script("trap", f"touch '{marker}'; cat")
    repo.commit("adds", {".gitattributes": "* diff=evil filter=evil merge=evil\n", "k.txt": f"{w.secret()}\n"})
    repo.write("k.txt", f"changed {w.secret()}\n")
    (repo.folder / "hooks").mkdir(exist_ok=True)
    for hook in ("pre-commit", "post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-auto-gc"):
        (repo.folder / "hooks" / hook).symlink_to(trap)
    with open(repo.folder / "config", "a", encoding="utf-8") as file:
        file.writelines(f'[{section_of(name)}]\n\t{name.rsplit(".", 1)[1]} = {trap}\n' for name in TRAPPED)
        file.write(f"[filter \"evil\"]\n\trequired = true\n[core]\n\tfsmonitorHookVersion = 2\n\thooksPath = {repo.folder}/hooks\n"
                   f"[remote \"origin\"]\n\turl = ext::{trap} %S\n\tpromisor = true\n[protocol \"ext\"]\n\tallow = always\n")
    return State(repo, after=lambda document: w.assertFalse(marker.exists(), "a program of the repository ran"))


def section_of(name):
    """git's `a.b.c` as `a "b"`."""
    section, *middle = name.split(".")[:-1]
    return f'{section} "{middle[0]}"' if middle else section


@cell("Contents", (AS_MADE,))
def tree_of_100000_files(w):
    """In a thousand folders, all but one file alike."""
    repo = w.create("repo", "--bare")
    secret = w.secret()
    lines = ["blob", "mark :1", "data 5", "alike", "blob", "mark :2", f"data {len(secret)}", secret]
    lines += ["commit refs/heads/main", f"committer C <c@mail.invalid> {repo.now} +0000", "data 4", "many"]
    lines += [f"M 100644 :{2 if number == 54_321 else 1} d{number // 1000}/e{number // 100 % 10}/f{number}" for number in range(100_000)]
    repo.git("fast-import", "--quiet", data="\n".join(lines) + "\n")
    return State(repo)


CUTS = (16 * MIB, 32 * MIB - 64 * KIB, 48 * MIB - 128 * KIB, 32 * MIB, 48 * MIB, 64 * MIB)  # ends of windows, with and without overlap


def huge(w, size=70 * MIB):
    """Keys at both ends, and across each cut."""
    data = bytearray(b"nothing to see in this line at all, nor in the next one beside it\n" * (size // 66 + 1))[:size]
    for at in (0, *(cut - 20 for cut in CUTS), size - 60):
        line = f"\n{w.secret()}\n".encode() if at else f"{w.secret()}\n".encode()
        data[at:at + len(line)] = line
    return data


@cell("Contents", (AS_MADE,))
def huge_blob_in_a_pack(w):
    repo, data = w.create("repo", "--bare"), huge(w)
    head = f"commit refs/heads/main\ncommitter C <c@mail.invalid> {repo.now} +0000\ndata 4\nhuge\nM 100644 inline huge.txt\ndata {len(data)}\n"
    repo.git("-c", "core.compression=1", "fast-import", "--quiet", data=head.encode() + data + b"\n")
    return State(repo)


@cell("Contents", (AS_MADE,), degraded=("window of a large file",))
def huge_file_and_loose_blob(w):
    """Staged, so that it is a loose object, an entry of the index and a file."""
    repo = base(w)
    repo.git("config", "core.looseCompression", "1")
    repo.stage({"huge.txt": bytes(huge(w))})
    return State(repo)


@cell("Contents", (AS_MADE,), degraded=("window of a large file",))
def file_in_small_windows(w):
    repo, filler = base(w), "nothing to see in this line\n" * 11_000
    repo.write("big.txt", f"{w.secret()}\n{filler}{w.secret()}\n{filler}{filler}{w.secret()}\n")
    return State(repo, arguments=("--max-file-size", "256K"))
