"""cells_storage.py -- the same history, stored in another way."""
import os
import re
import subprocess

from matrix import AS_MADE, KEYLESS, LINES, NOT_PACKED, SHA256, State, base, cell


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
