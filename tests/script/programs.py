"""programs.py -- random programs in which a key is cut, hidden and passed on, and programs in which it does not arrive.

Every program runs under Node. Knows JavaScript; nothing of apso-scan or of how programs are run.
"""
import base64
import dataclasses
import random

from keys import Keys

PREFIX = 13          # of a key of scope live: a piece that holds more is key-like itself
# How a key begins, plain and in base64 at each of its three offsets, and how much of it is no key yet.
BEGINS = {"apso_": PREFIX, "YXBz": 16, "Fwc2": 14, "hcHN": 15}
DEPTH = 4
DOORS = {
    "sdk": ("import { ApsoClient } from '@apso/sdk'", "new ApsoClient({{ baseUrl: '/v1', apiKey: {} }})"),
    "create": ("import * as apso from '@apso/sdk'", "apso.createClient({{ apiKey: {} }})"),
    "factory": ("import {{ ApsoClientFactory as F }} from '@apsoai/sdk'".format(), "F.getClient({{ apiKey: {}, baseURL: '/' }})"),
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
        self.modules, self.count, self.literals, self.forms = [], 0, [], []
        self.main = self.module("main")

    # ---- names and pieces ----

    def module(self, name):
        made = Module(f"src/{name}.{self.end}")
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
        return self.pick("'eu-west'", "42", "true", "null", "['a', 'b']", "{ retries: 3 }", "`v${1}`", "process.env.HOME")

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


# ---- a text from pieces ----

def _plus(a, text, module, depth):
    return "(" + " + ".join(a.pieces(text, module, depth)) + ")"


def _template(a, text, module, depth):
    return "`" + "".join("${%s}" % piece for piece in a.pieces(text, module, depth)) + "`"


def _join(a, text, module, depth):
    return "[" + ", ".join(a.pieces(text, module, depth)) + "].join('')"


def _concat(a, text, module, depth):
    first, *rest = a.pieces(text, module, depth)
    return f"String({first}).concat({', '.join(rest)})"


def _append(a, text, module, depth):
    pieces, name = a.pieces(text, module, depth), a.name("key")
    module.lines += [f"let {name} = ''", *(f"{name} += {piece}" for piece in pieces)]
    return name


def _underscores(a, text, module, depth):
    parts = text.split("_")
    if len(parts) < 2 or not all(parts):
        return _plus(a, text, module, depth)
    return "[" + ", ".join(a.value(part, module, depth - 1) for part in parts) + "].join('_')"


def _replaced(a, text, module, depth):
    head, *rest = a.cut(text)
    tail = "".join(rest)
    return f"{a.quoted(head + '~')}.replace('~', {a.value(tail, module, depth)})"


def _padded(a, text, module, depth):
    head, *rest = a.cut(text)
    return f"{a.value(''.join(rest), module, depth)}.padStart({len(text)}, {a.quoted(head)})"


# ---- a text in another coding ----

def _reversed(a, text, module, depth):
    inner = a.value(text[::-1], module, depth)
    return a.pick("{}.split('').reverse().join('')", "[...{}].reverse().join('')").format(inner)


def _sliced(a, text, module, depth):
    inner = a.value(f"<{text}>", module, depth)
    return a.pick("{}.slice(1, -1)", "{}.substring(1, %d)" % (len(text) + 1), "{}.slice(1).replace('>', '')").format(inner)


def _base64(a, text, module, depth):
    inner = a.value(base64.b64encode(text.encode()).decode(), module, depth)
    return a.pick("atob({})", "Buffer.from({}, 'base64').toString()", "Buffer.from({}, 'base64').toString('utf8')").format(inner)


def _hex(a, text, module, depth):
    return f"Buffer.from({a.value(text.encode().hex(), module, depth)}, 'hex').toString('utf8')"


def _percent(a, text, module, depth):
    return f"decodeURIComponent({a.quoted(''.join(f'%{ord(c):02x}' for c in text))})"


def _codes(a, text, module, depth):
    codes = a.listed(ord(c) for c in text)
    return a.pick("String.fromCharCode(...{})", "{}.map((c) => String.fromCharCode(c)).join('')",
                  "String.fromCharCode.apply(null, {})").format(codes)


def _xor(a, text, module, depth):
    mask = a.random.randint(1, 90)
    codes = a.listed(ord(c) ^ mask for c in text)
    if a.pick(True, False):
        return f"{codes}.map((c) => String.fromCharCode(c ^ {mask})).join('')"
    data, name = a.name("data"), a.name("key")
    module.lines += [f"const {data} = {codes}", f"let {name} = ''",
                     f"for (let i = 0; i < {data}.length; i++) {name} += String.fromCharCode({data}[i] ^ {mask})"]
    return name


def _split(a, text, module, depth):
    mark = a.pick("-", "|", ".", "::")
    if mark in text:
        return _plus(a, text, module, depth)
    return f"{a.quoted(mark.join(text))}.split('{mark}').join('')"


# ---- a value that is passed on ----

def _named(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("key")
    module.lines.append(a.pick("const {} = {}", "let {} = {}", "var {} = {}").format(name, inner))
    return name


def _assigned(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("key")
    module.lines += [f"let {name}", f"{name} = {inner}"]
    return name


def _property(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("config")
    module.lines.append(f"const {name} = {{ region: {a.noise()}, secret: {inner}, other: {a.noise()} }}")
    return a.pick("{}.secret", "{}['secret']", "{}?.secret", "({}).secret").format(name)


def _nested(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("config")
    module.lines.append(f"const {name} = {{ services: {{ mail: {a.noise()}, apso: {{ key: {inner} }} }} }}")
    return a.pick("{}.services.apso.key", "{}.services['apso'].key", "{}?.services?.apso?.key").format(name)


def _destructured(a, text, module, depth):
    inner, name, source = a.value(text, module, depth), a.name("key"), a.name("config")
    module.lines.append(f"const {source} = {{ {name}: {inner}, mode: {a.noise()} }}")
    renamed = a.name("key")
    line, used = a.pick((f"const {{ {name} }} = {source}", name), (f"const {{ {name}: {renamed} = '' }} = {source}", renamed),
                        (f"const {{ mode, ...{renamed} }} = {source}", f"{renamed}.{name}"))
    if "mode" in line and any("mode, " in other for other in module.lines):
        return f"{source}.{name}"
    module.lines.append(line)
    return used


def _spread(a, text, module, depth):
    inner, base, name = a.value(text, module, depth), a.name("base"), a.name("options")
    module.lines.append(f"const {base} = {{ token: {inner} }}")
    module.lines.append(a.pick("const {1} = {{ timeout: 1, ...{0} }}", "const {1} = Object.assign({{}}, {0})",
                               "const {1} = Object.freeze({{ ...{0}, retries: 2 }})").format(base, name))
    return f"{name}.token"


def _later(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("options")
    module.lines.append(f"const {name} = {{ url: '/' }}")
    module.lines.append(a.pick("{}.key = {}", "{}['key'] = {}", "Object.assign({}, {{ key: {} }})").format(name, inner))
    return f"{name}.key"


def _computed(a, text, module, depth):
    inner, field, name = a.value(text, module, depth), a.name("FIELD"), a.name("table")
    module.lines += [f"const {field} = 'live'", f"const {name} = {{ [{field}]: {inner}, test: {a.noise()} }}"]
    return a.pick("{0}.live", "{0}[{1}]").format(name, field)


def _element(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("list")
    module.lines.append(f"const {name} = [{a.noise()}, {inner}, {a.noise()}]")
    if a.pick(True, False):
        return f"{name}[1]"
    taken = a.name("key")
    module.lines.append(f"const [, {taken}] = {name}")
    return taken


def _helper(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("get")
    module.lines.append(a.pick("function {}() {{ return {} }}", "const {} = () => {}",
                               "const {} = function () {{ const k = {}; return k }}").format(name, inner))
    return f"{name}()"


def _parameter(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("pass")
    typed = ": any" if a.end == "ts" else ""
    module.lines.append(a.pick(f"function {name}(k{typed}) {{ return k }}", f"const {name} = (k{typed}) => k",
                               f"const {name} = (k{typed}, rest{typed}) => {{ const copy = k; return copy }}"))
    return f"{name}({inner}, {a.noise()})"


def _default(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("with")
    module.lines.append(a.pick("function {}(k = {}) {{ return k }}", "const {} = ({{ k = {} }} = {{}}) => k").format(name, inner))
    return f"{name}()"


def _glue(a, text, module, depth):
    pieces, name = a.pieces(text, module, depth), a.name("glue")
    module.lines.append(a.pick(f"const {name} = (...all) => all.join('')", f"function {name}(...all) {{ return ''.concat(...all) }}"))
    return f"{name}({', '.join(pieces)})"


def _closure(a, text, module, depth):
    inner, name, safe = a.value(text, module, depth), a.name("vault"), a.name("safe")
    typed = ": any" if a.end == "ts" else ""
    module.lines += [f"function {name}(secret{typed}) {{ return {{ read: () => secret, size: 1 }} }}", f"const {safe} = {name}({inner})"]
    return f"{safe}.read()"


def _getter(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("config")
    module.lines.append(a.pick("const {} = {{ get key() {{ return {} }} }}", "const {} = {{ secret: {}, get key() {{ return this.secret }} }}"
                               ).format(name, inner))
    return f"{name}.key"


def _class(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("Config")
    typed = ": any" if a.end == "ts" else ""
    body, use = a.pick(
        (f"key = {inner}", "new {}().key"), (f"static key = {inner}", "{}.key"),
        (f"#key = {inner}; read() {{ return this.#key }}", "new {}().read()"),
        (f"get key() {{ return {inner} }}", "new {}().key"),
        (f"static #k = {inner}; static read() {{ return this.#k }}", "{}.read()"))
    if a.pick(True, False, False):
        body, use = f"key{typed}; constructor(k{typed}) {{ this.key = k }}", "new {}(%s).key" % inner.replace("{", "{{").replace("}", "}}")
    module.lines.append(f"class {name} {{ {body} }}")
    return use.format(name)


def _choice(a, text, module, depth):
    inner = a.value(text, module, depth)
    return a.pick("({} || 'none')", "({} ?? 'none')", "(true ? {} : 'none')", "(undefined ?? {})", "('' || {})",
                  "(process.env.NOT_SET || {})").format(inner)


def _map(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("keys")
    module.lines.append(f"const {name} = new Map([['live', {inner}]])")
    return f"{name}.get('live')"


def _module(a, text, module, depth):
    other, name = a.module(a.name("module")), a.name("shared")
    inner = a.value(text, other, depth)
    path = f"./{other.path.rsplit('/', 1)[1].rsplit('.', 1)[0]}" + ("" if a.end == "ts" else ".mjs")
    form = a.random.randrange(5)
    if form == 0:
        other.lines.append(f"export default {inner}")
        module.imports.append(f"import {name} from '{path}'")
    elif form == 1:
        other.lines.append(f"export function {name}() {{ return {inner} }}")
        module.imports.append(f"import {{ {name} }} from '{path}'")
        return f"{name}()"
    elif form == 2:
        other.lines.append(f"export const config = {{ key: {inner} }}")
        module.imports.append(f"import * as {name} from '{path}'")
        return f"{name}.config.key"
    elif form == 3:
        other.lines += [f"const hidden = {inner}", "export { hidden as shown }"]
        module.imports.append(f"import {{ shown as {name} }} from '{path}'")
    else:
        other.lines.append(f"export const {name} = {inner}")
        barrel = a.module(a.name("barrel"))
        barrel.lines.append(a.pick("export * from '{1}'", "export {{ {0} }} from '{1}'").format(name, path))
        module.imports.append(f"import {{ {name} }} from '{path.replace(other.path[4:].rsplit('.', 1)[0], barrel.path[4:].rsplit('.', 1)[0])}'")
    return name


# ---- only TypeScript ----

def _enum(a, text, module, depth):
    name = a.name("Names")
    module.lines.append(f"enum {name} {{ Region = 'eu', Key = {a.quoted(text, chr(39))} }}")
    return f"{name}.Key"


def _as_const(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("CONFIG")
    module.lines.append(f"const {name} = {{ key: {inner}, n: 1 }} as const")
    return a.pick("{}.key", "({}.key as string)", "{}.key!", "({} satisfies object).key").format(name)


CUTS = [_plus, _template, _join, _concat, _append, _underscores, _replaced, _padded, _glue]
CODES = [_reversed, _sliced, _base64, _hex, _percent, _codes, _xor, _split]
PASSES = [_named, _named, _assigned, _property, _nested, _destructured, _spread, _later, _computed, _element, _helper,
          _parameter, _default, _closure, _getter, _class, _choice, _map, _module, _module]
TYPED = [_enum, _as_const, _as_const]


def positive(seed):
    """A program in which the key arrives."""
    a = Author(f"+{seed}")
    _door(a, a.value(a.key, a.main, a.random.randint(1, DEPTH)))
    return _program(a, True)


def _door(a, value):
    imported, call = DOORS[a.pick(*DOORS)]
    if imported:
        a.main.imports.insert(0, imported)
    a.main.lines.append(call.format(value))


def _program(a, arrives):
    return Program({m.path: m.text() for m in a.modules}, a.main.path, a.key, a.literals, arrives, a.forms)


# ---- programs in which the key does not arrive ----

def _overwritten(a, value):
    a.main.lines += [f"let current = {value}", "current = process.env.OTHER_KEY"]
    return "current"


def _other_name(a, value):
    a.main.lines += [f"const first = {value}", "const second = process.env.OTHER_KEY", "export const size = first.length"]
    return "second"


def _shadowed(a, value):
    typed = ": any" if a.end == "ts" else ""
    a.main.lines += [f"const secret = {value}", f"const inner = (secret{typed}) => secret", "export const size = secret.length"]
    return "inner(process.env.OTHER_KEY)"


def _other_class(a, value):
    a.main.lines += [f"class Mail {{ key = {value} }}", "class Orders { key = process.env.OTHER_KEY }",
                     "export const mail = new Mail()"]
    return "new Orders().key"


def _other_property(a, value):
    a.main.lines.append(f"const both = {{ mail: {value}, orders: process.env.OTHER_KEY }}")
    return "both.orders"


def _other_call(a, value):
    typed = ": any" if a.end == "ts" else ""
    a.main.lines += [f"function same(value{typed}) {{ return value }}", f"export const size = same({value}).length"]
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
