"""programs.py -- random programs in which a key is cut, hidden and passed on, and programs in which it does not arrive.

Every program runs under Node. Knows JavaScript; nothing of apso-scan or of how programs are run.
"""
import dataclasses
import random

from forms_flow import PASSES, TYPED
from forms_text import CODES, CUTS
from keys import Keys

PREFIX = 13          # of a key of scope live: a piece that holds more is key-like itself
# How a key begins, plain and in base64 at each of its three offsets, and how much of it is no key yet.
BEGINS = {"apso_": PREFIX, "YXBz": 16, "Fwc2": 14, "hcHN": 15}
DEPTH = 4
DOORS = {
    "sdk": ("import { ApsoClient } from '@apso/sdk'", "new ApsoClient({{ baseUrl: '/v1', apiKey: {} }})"),
    "create": ("import * as apso from '@apso/sdk'", "apso.createClient({{ apiKey: {} }})"),
    "factory": ("import { ApsoClientFactory as F } from '@apsoai/sdk'", "F.getClient({{ apiKey: {}, baseURL: '/' }})"),
    "fetch": ("", "fetch('/orders', {{ headers: {{ 'X-API-Key': {} }} }})"),
    "bearer": ("", "fetch('/orders', {{ headers: {{ Authorization: `Bearer ${{{}}}` }} }})"),
    "axios": ("import axios from 'axios'", "axios.create({{ headers: {{ 'x-api-key': {} }} }})"),
}


@dataclasses.dataclass
class Program:
    """Files by path, the entry, the key, texts of literals that make it up, whether the key arrives."""
    files: dict
    entry: str
    key: str
    literals: list
    arrives: bool
    forms: list


def _first_cut(text):
    """How long a piece of the text's beginning may be, so that it is not key-like itself."""
    ends = [text.find(begin) + length for begin, length in BEGINS.items() if begin in text]
    return min(ends, default=len(text))


class Module:
    """One file while it is written: imports, then statements in order."""

    def __init__(self, path):
        self.path, self.imports, self.lines = path, [], []

    def text(self):
        return "\n".join([*self.imports, *self.lines]) + "\n"


class Author:
    """Writes one program."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.key = Keys(seed).new()
        self.end = self.random.choice(["mjs", "mjs", "ts"])
        self.any = ": any" if self.end == "ts" else ""
        self.modules, self.count, self.literals, self.forms = [], 0, [], []
        self.main = self.module("main")

    # ---- names and pieces ----

    def specifier(self, module):
        """How a file beside it imports the module."""
        return "./" + module.path[len("src/"):].rsplit(".", 1)[0] + ("" if self.end == "ts" else ".mjs")

    def module(self, name, end=""):
        made = Module(f"src/{name}.{end or self.end}")
        self.modules.append(made)
        return made

    def name(self, stem="v"):
        self.count += 1
        return f"{self.random.choice([stem, 'value', 'part', 'item'])}{self.count}"

    def pick(self, *choices):
        return self.random.choice(choices)

    def quoted(self, text, mark=""):
        """A literal of the text, remembered as one that makes up the key."""
        mark = mark or self.pick("'", '"', "`")
        written = mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark).replace("${", "\\${") + mark
        self.literals.append(written)
        return written

    def listed(self, numbers):
        written = ", ".join(map(str, numbers))
        self.literals.append(written)
        return f"[{written}]"

    def noise(self):
        return self.pick("'eu-west'", "42", "true", "null", "['a', 'b']", "{ retries: 3 }", "`v${1}`",
                         "process.env.HOME")

    def cut(self, text):
        """Two or three pieces, none of them key-like unless the text is a key that is not cut."""
        at = self.random.randint(1, min(_first_cut(text), len(text) - 1))
        head, tail = text[:at], text[at:]
        if len(tail) > 8 and _first_cut(tail) == len(tail) and self.random.random() < 0.4:
            middle = self.random.randint(2, len(tail) - 2)
            return [head, tail[:middle], tail[middle:]]
        return [head, tail]

    # ---- expressions: each yields `text` in `module` ----

    def value(self, text, module, depth):
        if depth <= 0 or len(text) < 3:
            return self.quoted(text)
        forms = CUTS + CODES + PASSES + (TYPED if self.end == "ts" else [])
        form = self.pick(*forms)
        self.forms.append(form.__name__.strip('_'))
        return form(self, text, module, depth - 1)

    def pieces(self, text, module, depth):
        return [self.value(piece, module, depth - self.random.randint(0, 1)) for piece in self.cut(text)]


def positive(seed):
    """A program in which the key arrives."""
    a = Author(f"+{seed}")
    _door(a, a.value(a.key, a.main, a.random.randint(1, DEPTH)))
    return _program(a, True)


def _door(a, value):
    imported, call = DOORS[a.pick(*DOORS)]
    if imported:
        a.main.imports.insert(0, imported)
    a.main.lines += [call.format(value), "export {}"]


def _program(a, arrives):
    return Program({m.path: m.text() for m in a.modules}, a.main.path, a.key, a.literals, arrives, a.forms)


# ---- programs in which the key does not arrive ----

def _overwritten(a, value):
    a.main.lines += [f"let current = {value}", "current = process.env.OTHER_KEY"]
    return "current"


def _other_name(a, value):
    a.main.lines += [f"const first = {value}", "const second = process.env.OTHER_KEY",
                     "export const size = first.length"]
    return "second"


def _shadowed(a, value):
    a.main.lines += [f"const secret = {value}", f"const inner = (secret{a.any}) => secret",
                     "export const size = secret.length"]
    return "inner(process.env.OTHER_KEY)"


def _other_class(a, value):
    a.main.lines += [f"class Mail {{ key = {value} }}", "class Orders { key = process.env.OTHER_KEY }",
                     "export const mail = new Mail()"]
    return "new Orders().key"


def _other_property(a, value):
    a.main.lines.append(f"const both = {{ mail: {value}, orders: process.env.OTHER_KEY }}")
    return "both.orders"


def _other_call(a, value):
    a.main.lines += [f"function same(value{a.any}) {{ return value }}", f"export const size = same({value}).length"]
    return "same(process.env.OTHER_KEY)"


def _later_overwritten(a, value):
    a.main.lines += [f"const options = {{ key: {value} }}", "options.key = process.env.OTHER_KEY"]
    return "options.key"


def _spread_over(a, value):
    a.main.lines += [f"const base = {{ key: {value} }}", "const options = { ...base, key: process.env.OTHER_KEY }"]
    return "options.key"


def _other_element(a, value):
    a.main.lines.append(f"const keys = [{value}, process.env.OTHER_KEY]")
    return "keys[1]"


def _never_taken(a, value):
    a.main.lines.append(f"const fallback = {value}")
    return "(process.env.HOST ? process.env.OTHER_KEY : process.env.SPARE_KEY)"


BREAKS = [_overwritten, _other_name, _shadowed, _other_class, _other_property, _other_call, _later_overwritten,
          _spread_over, _other_element, _never_taken]


def negative(seed):
    """A program that holds the key in pieces, and whose door gets something else."""
    a = Author(f"-{seed}")
    pieces = [a.value(piece, a.main, a.random.randint(0, DEPTH - 1)) for piece in (a.key[:PREFIX], a.key[PREFIX:])]
    how = a.pick(*BREAKS)
    a.forms.append(how.__name__.strip('_'))
    _door(a, how(a, f"({' + '.join(pieces)})"))
    return _program(a, False)
