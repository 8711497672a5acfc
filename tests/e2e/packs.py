"""packs.py -- packs that git would not write: ids that lie, bases that do not end, bytes that belong to nobody.
Format: git's Documentation/gitformat-pack."""
import hashlib
import pathlib
import struct
import zlib

BLOB, REF_DELTA = 3, 7


def oid_of(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).digest()


def _head(kind, size):
    byte, size = kind << 4 | size & 15, size >> 4
    out = b""
    while size:
        out += bytes([byte | 0x80])
        byte, size = size & 127, size >> 7
    return out + bytes([byte])


class Pack:
    """Objects in the order of the calls; written with an index of version 2."""

    def __init__(self):
        self.bytes = bytearray()
        self.entries = []

    def blob(self, content, oid=None, behind=b""):
        self._add(oid or oid_of(content), _head(BLOB, len(content)), content, behind)

    def whole(self, kind, oid, content):
        self._add(oid, _head(kind, len(content)), content)

    def ref_delta(self, oid, base, payload=b"\x04\x04\x90\x04"):
        self._add(oid, _head(REF_DELTA, len(payload)) + base, payload)

    def _add(self, oid, head, payload, behind=b""):
        self.entries.append((oid, 12 + len(self.bytes), zlib.crc32(head)))
        self.bytes += head + zlib.compress(payload) + behind

    def write(self, repo, name, point_at=None):
        """`point_at`: an id and the number of the object that the index says it is."""
        body = b"PACK" + struct.pack(">II", 2, len(self.entries)) + self.bytes
        checksum = hashlib.sha1(body).digest()
        entries = sorted((oid, self.entries[point_at[1]][1] if point_at and oid == point_at[0] else at, crc) for oid, at, crc in self.entries)
        fan = b"".join(struct.pack(">I", sum(oid[0] <= byte for oid, *_ in entries)) for byte in range(256))
        index = b"\xfftOc" + struct.pack(">I", 2) + fan + b"".join(oid for oid, *_ in entries)
        index += b"".join(struct.pack(">I", crc) for *_, crc in entries) + b"".join(struct.pack(">I", at) for _, at, _ in entries) + checksum
        folder = pathlib.Path(repo.folder, "objects/pack")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"pack-{name}.pack").write_bytes(body + checksum)
        (folder / f"pack-{name}.idx").write_bytes(index + hashlib.sha1(index).digest())
