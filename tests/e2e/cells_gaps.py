"""cells_gaps.py -- what is not there or cannot be read."""
import os
import re

import packs
from matrix import NOT_PACKED, SHA1_ONLY, State, base, cell
from program import PROGRAM

NOBODY = 65534


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
