"""tables.py -- writes reftables, good and bad ones, and turns a repository whose refs are files into one of tables.
Format: git's Documentation/technical/reftable."""
import pathlib
import shutil
import struct
import zlib

DELETION, ID, PEELED, SYMBOLIC = range(4)
NOBODY = "0" * 40


def varint(value):
    out = bytes([value & 0x7F])
    while value := value >> 7:
        value -= 1
        out = bytes([0x80 | value & 0x7F]) + out
    return out


def counted(text):
    raw = text.encode("utf-8", "surrogateescape")
    return varint(len(raw)) + raw


def uint24(value):
    return struct.pack(">I", value)[1:]


def _shared(one, other):
    return next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))


def _records(entries, offset):
    """Sorted (key, kind, value) with their keys compressed but for every third, and the offsets of those."""
    out, restarts, before = b"", [], b""
    for number, (key, kind, value) in enumerate(sorted(entries)):
        shared = _shared(before, key) if number % 3 else 0
        if not number % 3:
            restarts.append(offset + len(out))
        out += varint(shared) + varint(len(key) - shared << 3 | kind) + key[shared:] + value
        before = key
    return out + b"".join(map(uint24, restarts)) + struct.pack(">H", len(restarts))


class Table:
    """One table; `update` is the number of its change."""

    def __init__(self, update=1, version=1):
        self.update, self.version = update, version
        self.refs, self.logs = [], []

    def ref(self, name, oid=None, peeled=None, symbolic=None):
        """With nothing else: deleted."""
        kind = SYMBOLIC if symbolic else PEELED if peeled else ID if oid else DELETION
        value = counted(symbolic) if symbolic else bytes.fromhex((oid or "") + (peeled or ""))
        self.refs.append((name.encode("utf-8", "surrogateescape"), kind, varint(0) + value))
        return self

    def log(self, name, message=None, before=NOBODY, after=NOBODY, who="Cleo", mail="cleo@mail.invalid", time=1, zone=0, update=None):
        """Without a message: deleted."""
        key = name.encode("utf-8", "surrogateescape") + b"\0" + struct.pack(">Q", 2**64 - 1 - (update or self.update))
        value = b""
        if message is not None:
            value = bytes.fromhex(before + after) + counted(who) + counted(mail) + varint(time) + struct.pack(">h", zone) + counted(message)
        self.logs.append((key, int(message is not None), value))
        return self

    def head(self):
        head = b"REFT" + bytes([self.version]) + uint24(0) + struct.pack(">QQ", self.update, self.update)
        return head + (b"s256" if self.version == 2 else b"")

    def ref_block(self):
        if not self.refs:
            return b""
        records = _records(self.refs, len(self.head()) + 4)
        return b"r" + uint24(len(self.head()) + 4 + len(records)) + records

    def log_block(self):
        if not self.logs:
            return b""
        records = _records(self.logs, 4)
        first = 0 if self.refs else len(self.head())  # a first block's length counts the file's head, as git has it
        return b"g" + uint24(4 + len(records) + first) + zlib.compress(records)

    def bytes(self):
        blocks = self.head() + self.ref_block()
        log_at = len(blocks) if self.logs and self.refs else 0
        foot = self.head() + struct.pack(">QQQQQ", 0, 0, 0, log_at, 0)
        return blocks + self.log_block() + foot + struct.pack(">I", zlib.crc32(foot))


def write_stack(folder, tables):
    """Tables (Table or bytes) as the stack of a git folder, the last one wins."""
    stack = pathlib.Path(folder, "reftable")
    stack.mkdir(exist_ok=True)
    names = [f"0x{number:012x}-0x{number:012x}-{number:08x}.ref" for number in range(1, len(tables) + 1)]
    for name, table in zip(names, tables):
        (stack / name).write_bytes(table if isinstance(table, bytes) else table.bytes())
    (stack / "tables.list").write_text("".join(name + "\n" for name in names))
    return [stack / name for name in names]


def say_reftable(repo):
    """Clears away the refs that are files, as git lays a repository of tables out."""
    common = repo.path / repo.git("rev-parse", "--git-common-dir")
    for folder in [common, *common.glob("worktrees/*")]:
        for name in ("refs", "logs"):
            shutil.rmtree(folder / name, ignore_errors=True)
        (folder / "packed-refs").unlink(missing_ok=True)
        (folder / "HEAD").write_text("ref: refs/heads/.invalid\n")
        (folder / "refs").mkdir()
        (folder / "refs/heads").write_text("this repository uses the reftable format\n")
    config = (common / "config").read_text().replace("repositoryformatversion = 0", "repositoryformatversion = 1")
    (common / "config").write_text(config + "[extensions]\n\trefStorage = reftable\n")


def _symbolic(path):
    text = path.read_text()
    return text[5:].strip() if text.startswith("ref: ") else None


def _add_ref(table, name, path):
    target = _symbolic(path)
    table.ref(name, symbolic=target) if target else table.ref(name, path.read_text().strip())


def _add_logs(table, folder):
    """Lines of files, each a change of its own."""
    for path in sorted(file for file in (folder / "logs").rglob("*") if file.is_file()):
        for number, line in enumerate(path.read_text(errors="surrogateescape").splitlines()):
            head, _, message = line.partition("\t")
            who, _, moment = head[82:].rpartition("> ")
            who, _, mail = who.rpartition(" <")
            time, zone = moment.split(" ")
            name = str(path.relative_to(folder / "logs"))
            table.log(name, message + "\n", head[:40], head[41:81], who, mail, int(time), int(zone), number + 1)


def _ref_files(folder):
    """Name and path of each ref that is a file."""
    yield "HEAD", folder / "HEAD"
    for path in sorted(file for file in (folder / "refs").rglob("*") if file.is_file()):
        yield str(path.relative_to(folder)), path


def _worktree_table(folder):
    table = Table()
    for name, path in _ref_files(folder):
        _add_ref(table, name, path)
    _add_logs(table, folder)
    return table


def _common_table(repo, common):
    """Git leaves out symbolic refs that lead nowhere, so these are asked of the files."""
    table = Table()
    for name, path in _ref_files(common):
        if _symbolic(path) or name == "HEAD":
            _add_ref(table, name, path)
    for line in repo.git("for-each-ref", "--format=%(refname) %(objectname) %(*objectname) %(symref)").splitlines():
        name, oid, peeled, symbolic = line.split(" ")
        if not symbolic:
            table.ref(name, oid, peeled or None)
    _add_logs(table, common)
    return table


def migrate(repo):
    """The repository keeps its refs in tables from now on: the machine's git may be too old to read it."""
    common = repo.path / repo.git("rev-parse", "--git-common-dir")
    tables = {folder: _worktree_table(folder) for folder in common.glob("worktrees/*")}
    tables[common] = _common_table(repo, common)
    say_reftable(repo)
    for folder, table in tables.items():
        write_stack(folder, [table])
