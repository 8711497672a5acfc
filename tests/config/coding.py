"""coding.py -- the encodings that a key may stand in, by the names that sheets use; a chain is read from left to right.

A codec takes and gives bytes; a chain ends as text. Knows nothing of keys or sheets.
"""
import base64
import gzip
import json


def _each(form):
    return lambda data: "".join(form(byte) for byte in data).encode()


def _wrap(width):
    return lambda data: b"\n".join(data[n:n + width] for n in range(0, len(data), width))


def _dump(data):
    """As xxd prints it."""
    lines = []
    for start in range(0, len(data), 16):
        part = data[start:start + 16]
        pairs = " ".join(part[n:n + 2].hex() for n in range(0, len(part), 2))
        lines.append(f"{start:08x}: {pairs:39}  " + "".join(chr(b) if 32 <= b < 127 else "." for b in part))
    return "\n".join(lines).encode()


CODECS = {
    "b64": base64.b64encode,
    "b64url": base64.urlsafe_b64encode,
    "b64np": lambda data: base64.b64encode(data).rstrip(b"="),
    "b64urlnp": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "mime": lambda data: _wrap(76)(base64.b64encode(data)),
    "pem": lambda data: _wrap(64)(base64.b64encode(data)),
    "hex": lambda data: data.hex().encode(),
    "HEX": lambda data: data.hex().upper().encode(),
    "hexspaced": _each("{:02x} ".format),
    "xxd": _dump,
    "xesc": _each("\\x{:02x}".format),
    "cbytes": lambda data: ", ".join(f"0x{b:02x}" for b in data).encode(),
    "uesc": _each("\\u{:04x}".format),
    "ubrace": _each("\\u{{{:x}}}".format),
    "uline": lambda data: data.replace(b"_", b"\\u005f"),
    "pct": _each("%{:02X}".format),
    "pctline": lambda data: data.replace(b"_", b"%5F"),
    "pctpct": lambda data: data.replace(b"_", b"%255F"),
    "ent": _each("&#{};".format),
    "entx": _each("&#x{:x};".format),
    "entline": lambda data: data.replace(b"_", b"&#95;"),
    "entname": lambda data: data.replace(b"_", b"&lowbar;"),
    "qp": _each("={:02X}".format),
    "qpline": lambda data: data.replace(b"_", b"=5F"),
    "gz": lambda data: gzip.compress(data, mtime=0),
    "u16": lambda data: data.decode().encode("utf-16-le"),
    "json": lambda data: json.dumps(data.decode())[1:-1].encode(),
}

# How a whole file is written: Python's codec and the mark in front.
FILES = {
    "utf-8": ("utf-8", b""),
    "utf-8-bom": ("utf-8", b"\xef\xbb\xbf"),
    "latin-1": ("latin-1", b""),
    "utf-16-le": ("utf-16-le", b""),
    "utf-16-be": ("utf-16-be", b""),
    "utf-16-le-bom": ("utf-16-le", b"\xff\xfe"),
    "utf-16-be-bom": ("utf-16-be", b"\xfe\xff"),
    "utf-32-le": ("utf-32-le", b""),
    "utf-32-be": ("utf-32-be", b""),
    "utf-32-le-bom": ("utf-32-le", b"\xff\xfe\x00\x00"),
    "utf-32-be-bom": ("utf-32-be", b"\x00\x00\xfe\xff"),
}


def encode(text, chain):
    data = text.encode()
    for name in filter(None, chain.split(".")):
        data = CODECS[name](data)
    return data.decode("ascii").rstrip(" ")


def write(text, form):
    codec, mark = FILES[form]
    return mark + text.encode(codec)
