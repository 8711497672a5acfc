"""cells_contents.py -- names, attributes, sizes."""
from matrix import AS_MADE, NOT_PACKED, State, base, cell

MIB, KIB = 1 << 20, 1 << 10


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
