"""sheet.py -- reads sheets (cases/*.sheet: documents with slots for keys) into files with labels.

Knows the notation told in README.md; nothing of the program.
"""
import dataclasses
import re

import coding
import keys as keymaker

# Classes that a reasonable reader accepts, by the word that stands in a label.
CLASSES = {
    "cfg": {"config"},
    "lit": {"literal"},
    "enc": {"encoded"},
    "hdr": {"header-literal", "config"},
    "hdl": {"header-literal", "literal"},
    "shl": {"config", "literal"},
    "wcf": {"config", "encoded"},
    "wlt": {"literal", "encoded"},
    "wsh": {"config", "literal", "encoded"},
    "any": {"config", "literal", "encoded", "header-literal"},
}

HEAD = re.compile(r"^=== (\S.*)$")
SLOT = re.compile(r"⟦([^⟦⟧]*)⟧", re.S)
NAME = r"(?:live|svc|org|test|prod|bare)\d*"
PLAIN = re.compile(rf"^({NAME})(\[(-?\d*):(-?\d*)\])?(?:\|([\w.]+))?$")
INNER = re.compile(rf"\{{({NAME})\}}")
ROW = "⟦row⟧"
BREAK = "⏎"


@dataclasses.dataclass
class Label:
    """What must be found: a key at one of some places."""

    classes: set
    names: list
    slack: int
    key: str = ""
    places: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Document:
    """One file: its path, its bytes, and its labels; `notes` are lines of commands that a hygiene note names."""

    title: str
    path: str
    data: bytes
    labels: list
    notes: list


@dataclasses.dataclass
class Sheet:
    """A document before keys are put in."""

    title: str
    path: str
    text: str
    specs: list
    eol: str = "\n"
    form: str = "utf-8"
    negative: bool = True


def _spec(text):
    words = text.split(None, 1)
    names = [name.strip() for name in (words[1] if len(words) > 1 else "-").split(", ")]
    slack = 0
    if names[-1].startswith("~"):
        slack = 10_000 if names[-1] == "~line" else int(names[-1][1:])
        names.pop()
    return CLASSES[words[0]], names or ["*"], slack


def _options(lines, sheet):
    """Reads the @ lines behind a head; gives rows, each (label, text), and the number of lines read."""
    rows, used = [], 0
    for line in lines:
        if not line.startswith("@"):
            break
        used += 1
        word, _, rest = line[1:].partition(" ")
        if word == "row":
            label, _, text = rest.partition(" :: ")
            rows.append((label, text.replace(BREAK, "\n")))
        elif word == "eol":
            sheet.eol = {"crlf": "\r\n", "cr": "\r"}[rest.strip()]
        elif word == "as":
            sheet.form = rest.strip()
        elif word == "alone":
            sheet.negative = False
        elif word == "":
            sheet.specs.append(_spec(rest))
        else:
            raise ValueError(f"{sheet.title}: unknown option @{word}")
    return rows, used


def _expand(path, number, block):
    sheet = Sheet(f"{path.stem}:{number}", HEAD.match(block[0])[1], "", [])
    rows, used = _options(block[1:], sheet)
    sheet.text = "\n".join(block[1 + used:]).strip("\n") + "\n"
    if not rows:
        yield sheet
    for count, (label, text) in enumerate(rows, 1):
        specs = sheet.specs + ([_spec(label)] if label.strip() else [])
        title = f"{sheet.title}.{count}"
        yield dataclasses.replace(sheet, title=title, text=sheet.text.replace(ROW, text), specs=specs)


def load(path):
    """The sheets of one file, a row each where a document has rows."""
    blocks = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if HEAD.match(line):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    for number, block in enumerate(blocks, 1):
        yield from _expand(path, number, block)


class Filler:
    """Puts values into a sheet's slots, and remembers where."""

    def __init__(self, sheet, value):
        self.sheet, self.value = sheet, value
        self.labels, self.notes, self.values, self.marks = [], [], {}, []
        self.out = ""

    def fill(self):
        last = 0
        for slot in SLOT.finditer(self.sheet.text):
            self.out += self.sheet.text[last:slot.start()]
            last = slot.end()
            self._slot(slot[1])
        self.out += self.sheet.text[last:]
        return self

    def _of(self, name):
        return self.values.setdefault(name, self.value(name))

    def _slot(self, inside):
        if inside == "^":
            self.marks.append(self._place())
        elif inside == "!":
            self.notes.append(self._place()[0])
        elif "<" in inside:
            self._coded(*inside.split("<", 1))
        else:
            self._plain(PLAIN.match(inside))

    def _coded(self, chain, text):
        name = INNER.search(text)
        if name:
            self._label(name[1])
        self._put(coding.encode(INNER.sub(lambda m: self._of(m[1]), text.replace(BREAK, "\n")), chain))

    def _plain(self, match):
        name, cut, start, end, chain = match.groups()
        text = self._of(name)
        if cut:
            text = text[int(start) if start else None:int(end) if end else None]
        if not cut or not start:
            self._label(name)
        self._put(coding.encode(text, chain) if chain else text)

    def _label(self, name):
        if self.sheet.specs:
            classes, names, slack = self.sheet.specs[min(len(self.labels), len(self.sheet.specs) - 1)]
            self.labels.append(Label(classes, names, slack, self._of(name), [self._place(), *self.marks]))
        self.marks = []

    def _put(self, text):
        line = self.out.rsplit("\n", 1)[-1]
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        self.out += text.replace("\n", "\n" + indent)

    def _place(self):
        line = self.out.rsplit("\n", 1)[-1]
        return self.out.count("\n") + 1, len(line) + 1

    def document(self, folder):
        text = self.out.replace("\n", self.sheet.eol)
        data = coding.write(text, self.sheet.form)
        return Document(self.sheet.title, f"{folder}/{self.sheet.path}", data, self.labels, self.notes)


def positive(sheet, keys, folder):
    filled = Filler(sheet, keys.make).fill()
    if len(sheet.specs) > 1 and len(sheet.specs) != len(filled.labels):
        raise ValueError(f"{sheet.title}: {len(filled.labels)} slots, {len(sheet.specs)} labels")
    return filled.document(folder)


def masked(sheet, number, folder):
    """The same document with a placeholder for every key: nothing may be found."""
    count = iter(range(number, number + 100))
    filled = Filler(sheet, lambda name: keymaker.placeholder(name, next(count))).fill()
    filled.labels = []
    return filled.document(folder)
