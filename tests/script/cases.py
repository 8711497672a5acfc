"""cases.py -- small projects and what must be found in them, read from text; keys are put in at run time.

Knows the form of cases/*.txt (README.md); nothing of the program or its report.
"""
import base64
import codecs
import dataclasses
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from keys import Keys  # noqa: E402

FOLDER = HERE / "cases"
_FILE = re.compile(r"--- (\S.*)")
_OPTION = re.compile(r"(runs|arrives|env|command|rules|short|each|key K\d): *(.*)")
SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".astro", ".html")
SHORT_FILE, SHORT_BEGIN = "a.mjs", "import { ApsoClient } from '@apso/sdk';"


class Malformed(Exception):
    """A case that says something this reader does not know."""


@dataclasses.dataclass
class Expectation:
    """One line after `=>`: a key (or variable) at a place, with what is said of it."""
    subject: str
    path: str
    lines: list
    classes: list
    exposure: str = ""
    flow: list = dataclasses.field(default_factory=list)
    text: str = ""

    def __str__(self):
        return f"{self.text}   at {self.path}:{','.join(map(str, self.lines))}"


@dataclasses.dataclass
class Case:
    """A project: files by path, keys by name, what is expected."""
    group: str
    title: str
    options: dict
    files: dict
    keys: dict
    expected: list
    claims: list

    @property
    def name(self):
        return f"{self.group}: {self.title}"


def load(pattern="", seed="1"):
    for path in sorted(FOLDER.glob("*.txt")):
        for block in _blocks(path.read_text()):
            yield from (case for case in _cases(path.stem, block, seed) if pattern in case.name)


def _blocks(text):
    """Texts of the cases: each begins with `== title`; what stands before the first is a comment."""
    return re.split(r"(?m)^== ", text)[1:]


def _cases(group, block, seed):
    """One case, or with the option `each: PATH` one for each line, which is the whole file."""
    title, _, rest = block.partition("\n")
    options, files, claims = _parts(rest)
    if "each" not in options:
        yield _case(group, title.strip(), options, files, claims, seed)
        return
    lines = [line for body in files.values() for line in body if line.strip()]
    for number, line in enumerate(lines, 1):
        own = {name: value for name, value in options.items() if name != "each"}
        yield _case(group, f"{title.strip()}, {number}", own, {options["each"]: [line]}, claims, seed)


def _case(group, title, options, files, claims, seed):
    case = Case(group, title, options, {}, {}, [], [])
    writer = Writer(Keys(f"{seed}:{case.name}"), options)
    case.files = {path: writer.text(path, "\n".join(lines).rstrip("\n") + "\n") for path, lines in files.items()}
    case.keys = writer.keys
    for claim in claims:
        _claim(case, writer, claim)
    if not claims:
        raise Malformed(f"{case.name}: nothing is expected")
    return case


def _parts(text):
    """Options before the first file, lines of each file, lines after `=>`."""
    options, files, claims, now = {}, {}, [], None
    for line in text.split("\n"):
        begin, option = _FILE.fullmatch(line), _OPTION.fullmatch(line)
        if begin:
            now = files.setdefault(begin[1].strip(), [])
        elif line.startswith("=> "):
            claims.append(line[3:].strip())
        elif now is None and option:
            options[option[1]] = option[2]
        elif not claims:
            now = _short(options, files) if now is None else now
            now.append(line)
        elif line.strip() and not line.startswith("#"):
            raise Malformed(f"after the expectations: {line}")
    return options, files, claims


def _short(options, files):
    """A case without a file's name: one file, which imports the class and runs unless `short` says otherwise."""
    if "each" in options:
        return files.setdefault(options["each"], [])
    path, *still = options.pop("short", SHORT_FILE).split()
    if not still:
        options["runs"] = path
    return files.setdefault(path, [SHORT_BEGIN])


def _claim(case, writer, claim):
    """`nothing`, `degraded`, or SUBJECT[#N|@path:line] CLASS[|CLASS] [exposure] [flow: word; word]."""
    if claim in ("nothing", "degraded"):
        case.claims.append(claim)
        return
    words, _, flow = claim.partition(" flow:")
    subject, classes, *exposure = words.split()
    path, *lines = writer.place(case, subject)
    case.expected.append(Expectation(re.split("[#@]", subject)[0], path, lines, classes.split("|"), "".join(exposure),
                                     [word.strip() for word in flow.split(";") if word.strip()], claim))


class Writer:
    """Puts keys into text, and remembers where."""

    def __init__(self, keys, options):
        self.source, self.options = keys, options
        self.keys, self.places = {}, {}

    def text(self, path, template):
        out, position = [], 0
        for match in _PLACEHOLDER.finditer(template):
            out.append(template[position:match.start()])
            self._note(match, path, "".join(out).count("\n") + 1)
            out.append(self._expand(match))
            position = match.end()
        if "{{times" in template[position:]:
            raise Malformed(f"{path}: {template[position:][:80]}")
        return "".join(out) + template[position:]

    def key(self, name):
        if name not in self.keys:
            kind, length = (self.options.get(f"key {name}", "live 32").split() + ["32"])[:2]
            self.keys[name] = self.source.named(int(length)) if kind == "named" else self.source.new(kind, int(length))
        return self.keys[name]

    def place(self, case, subject):
        """Path and lines of K1#2 (second placeholder), K1@path:line, K1 (where it begins), a variable's first use."""
        name, mark, rest = re.fullmatch(r"([^#@]+)([#@]?)(.*)", subject).groups()
        if mark == "@":
            path, _, lines = rest.rpartition(":")
            return path, *map(int, lines.split(","))
        if name in self.places:
            places = self.places[name]
            begins = [place for place in places if place[2]] or places
            return (places[int(rest) - 1] if mark else begins[0])[:2]
        if re.fullmatch(r"K\d", name):
            raise Malformed(f"{case.name}: {name} stands nowhere")
        return _mention(case, name)

    def _note(self, match, path, line):
        if match["key"]:
            self.places.setdefault(match["key"], []).append((path, line, not match["low"] or match["low"] == "0"))

    def _expand(self, match):
        form = FORMS[match["form"] or match["bare"] or ""]
        if match["bare"]:
            return form(self, match["words"])
        low, high = (int(part) if part else None for part in (match["low"], match["high"]))
        return form(self.key(match["key"])[low:high], match["argument"])


def _mention(case, variable):
    for path, text in case.files.items():
        for number, line in enumerate(text.split("\n"), 1):
            if path.endswith(SCRIPTS) and re.search(rf"\b{variable}\b", line):
                return path, number
    raise Malformed(f"{case.name}: {variable} stands nowhere")


def _codes(key, _):
    return ", ".join(str(ord(c)) for c in key)


def _shifted(key, by):
    return ", ".join(str(ord(c) + int(by)) for c in key)


def _xored(key, by):
    return ", ".join(str(ord(c) ^ int(by, 0)) for c in key)


def _turned(key, _):
    """rot13 of its letters."""
    return codecs.encode(key, "rot13")


# What can stand in {{…}}: form, then a key with an optional slice, then an argument.
FORMS = {
    "": lambda key, _: key,
    "b64": lambda key, _: base64.b64encode(key.encode()).decode(),
    "b64url": lambda key, _: base64.urlsafe_b64encode(key.encode()).decode().rstrip("="),
    "hex": lambda key, _: key.encode().hex(),
    "rev": lambda key, _: key[::-1],
    "codes": _codes,
    "hexcodes": lambda key, _: ", ".join(hex(ord(c)) for c in key),
    "shift": _shifted,
    "xor": _xored,
    "pct": lambda key, _: "".join(f"%{ord(c):02X}" for c in key),
    "esc": lambda key, _: "".join(f"\\x{ord(c):02x}" for c in key),
    "uni": lambda key, _: "".join(f"\\u{ord(c):04x}" for c in key),
    "braces": lambda key, _: "".join(f"\\u{{{ord(c):x}}}" for c in key),
    "html": lambda key, _: "".join(f"&#{ord(c)};" for c in key),
    "chars": lambda key, _: ", ".join(f"'{c}'" for c in key),
    "between": lambda key, mark: mark.join(key),
    "rot13": _turned,
    "tail": lambda writer, length: writer.source.tail(int(length)),
    "times": lambda writer, words: words.partition(" ")[2] * int(words.partition(" ")[0]),
}
_PLACEHOLDER = re.compile(
    r"\{\{(?:(?:(?P<form>%s) )?(?P<key>K\d)(?::(?P<low>-?\d*):(?P<high>-?\d*))?(?: (?P<argument>[^{}\n]*))?"
    r"|(?P<bare>tail|times) (?P<words>[^}\n]*))\}\}" % "|".join(filter(None, FORMS)))
