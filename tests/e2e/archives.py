"""archives.py -- archives in bytes: by Python where it can, by libarchive's own writer for most of the rest, and by hand,
without compression, what both only read.

`files`: (name, content) pairs; a name may be bytes, a content text.
"""
import bz2
import ctypes
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

LIBRARY = "libarchive.so.13"
REGULAR = 0o100000
ROOM = 8 * 1024 * 1024


def _bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def zipped(*files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def tarred(*files, compression="", form=tarfile.GNU_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{compression}", format=form, errors="surrogateescape") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name.decode(errors="surrogateescape") if isinstance(name, bytes) else name)
            info.size = len(_bytes(content))
            archive.addfile(info, io.BytesIO(_bytes(content)))
    return out.getvalue()


def gzipped(content):
    return gzip.compress(_bytes(content), mtime=0)


def bzipped(content):
    return bz2.compress(_bytes(content))


def xzipped(content):
    return lzma.compress(_bytes(content))


def _library():
    library = ctypes.CDLL(LIBRARY)
    for name in ("archive_write_new", "archive_entry_new", "archive_error_string"):
        getattr(library, name).restype = ctypes.c_void_p
    return library


def _good(answer):
    assert answer == 0, f"libarchive: {answer}"


def made(form, *files, compression=None, password=None):
    """By libarchive: a format's name as archive_write_set_format_NAME, a compression's as archive_write_add_filter_NAME."""
    library = _library()
    archive = ctypes.c_void_p(library.archive_write_new())
    room, used = ctypes.create_string_buffer(ROOM), ctypes.c_size_t()
    _good(getattr(library, f"archive_write_set_format_{form}")(archive))
    if compression:
        _good(getattr(library, f"archive_write_add_filter_{compression}")(archive))
    if password:
        _good(library.archive_write_set_options(archive, b"zip:encryption=zipcrypt"))
        _good(library.archive_write_set_passphrase(archive, password.encode()))
    _good(library.archive_write_set_bytes_in_last_block(archive, 1))
    _good(library.archive_write_open_memory(archive, room, ctypes.c_size_t(ROOM), ctypes.byref(used)))
    for name, content in files:
        _write_entry(library, archive, _bytes(name), _bytes(content))
    _good(library.archive_write_close(archive))
    library.archive_write_free(archive)
    return room.raw[:used.value]


def _write_entry(library, archive, name, content):
    entry = ctypes.c_void_p(library.archive_entry_new())
    library.archive_entry_set_pathname(entry, name)
    library.archive_entry_set_size(entry, ctypes.c_int64(len(content)))
    library.archive_entry_set_filetype(entry, REGULAR)
    library.archive_entry_set_perm(entry, 0o644)
    _good(library.archive_write_header(archive, entry))
    if content:
        library.archive_write_data(archive, content, ctypes.c_size_t(len(content)))
    library.archive_entry_free(entry)


def compressed(content, compression):
    """One stream that is no tar."""
    return made("raw", ("data", content), compression=compression)


def rar4(*files):
    """Stored. Blocks of a 16-bit sum, type, flags, size."""
    def block(kind, flags, fields, content=b""):
        head = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + content

    out = b"Rar!\x1a\x07\0" + block(0x73, 0, bytes(6))
    for name, content in ((_bytes(name), _bytes(content)) for name, content in files):
        fields = struct.pack("<LLBLLBBHL", len(content), len(content), 3, zlib.crc32(content), 0, 20, 0x30, len(name), 0o100644)
        out += block(0x74, 0x8000, fields + name, content)
    return out + block(0x7B, 0x4000, b"")


def _vint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def rar5(*files):
    """Stored. Blocks of a 32-bit sum, size, type, flags; numbers of 7 bits a byte."""
    def block(*numbers, more=b"", content=b""):
        fields = b"".join(map(_vint, numbers)) + more
        head = _vint(len(fields)) + fields
        return struct.pack("<L", zlib.crc32(head)) + head + content

    out = b"Rar!\x1a\x07\1\0" + block(1, 0, 0)
    for name, content in ((_bytes(name), _bytes(content)) for name, content in files):
        more = struct.pack("<L", zlib.crc32(content)) + _vint(0) + _vint(1) + _vint(len(name)) + name
        out += block(2, 2, len(content), 4, len(content), 0o100644, more=more, content=content)
    return out + block(5, 0, 0)


def cab(*files):
    """One folder in one block, stored."""
    entries, data = b"", b""
    for name, content in ((_bytes(name), _bytes(content)) for name, content in files):
        entries += struct.pack("<LLHHHH", len(content), len(data), 0, 0x21, 0, 0x20) + name + b"\0"
        data += content
    folder_at, header = 36, 36 + 8
    folder = struct.pack("<LHH", header + len(entries), 1, 0)
    block = struct.pack("<LHH", 0, len(data), len(data)) + data
    size = header + len(entries) + len(block)
    return struct.pack("<4sLLLLLBBHHHHH", b"MSCF", 0, size, 0, folder_at + 8, 0, 3, 1, 1, len(files), 0, 7, 0) + folder + entries + block
