"""forms_text.py -- how a random program makes a text from pieces or from another coding; each form is an expression.

Knows JavaScript and the author (programs.py) that it is given.
"""
import base64


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


def _glue(a, text, module, depth):
    pieces, name = a.pieces(text, module, depth), a.name("glue")
    module.lines.append(a.pick(f"const {name} = (...all) => all.join('')",
                               f"function {name}(...all) {{ return ''.concat(...all) }}"))
    return f"{name}({', '.join(pieces)})"


def _reduce(a, text, module, depth):
    return "[" + ", ".join(a.pieces(text, module, depth)) + "].reduce((all, one) => all + one, '')"


def _filtered(a, text, module, depth):
    return "['~~', " + ", '~~', ".join(a.pieces(text, module, depth)) + "].filter((one) => one !== '~~').join('')"


def _flat(a, text, module, depth):
    return "[[" + "], [".join(a.pieces(text, module, depth)) + "]].flat().join('')"


def _looped(a, text, module, depth):
    pieces, name, one = a.pieces(text, module, depth), a.name("key"), a.name("one")
    module.lines += [f"let {name} = ''", f"for (const {one} of [{', '.join(pieces)}]) {name} += {one}"]
    return name


def _counted(a, text, module, depth):
    pieces, parts, name = a.pieces(text, module, depth), a.name("parts"), a.name("key")
    module.lines += [f"const {parts} = [{', '.join(pieces)}]", f"let {name} = ''",
                     f"for (let i = 0; i < {parts}.length; i += 1) {{ {name} = {name} + {parts}[i] }}"]
    return name


def _values(a, text, module, depth):
    pieces = a.pieces(text, module, depth)
    return "Object.values({ " + ", ".join(f"p{n}: {piece}" for n, piece in enumerate(pieces)) + " }).join('')"


def _pushed(a, text, module, depth):
    pieces, name = a.pieces(text, module, depth), a.name("parts")
    typed = ": string[]" if a.end == "ts" else ""
    module.lines += [f"const {name}{typed} = []", *(f"{name}.push({piece})" for piece in pieces)]
    return f"{name}.join('')"


def _ordered(a, text, module, depth):
    pieces, parts = a.pieces(text, module, depth), a.name("parts")
    order = a.random.sample(range(len(pieces)), len(pieces))
    module.lines.append(f"const {parts} = [{', '.join(pieces[n] for n in order)}]")
    return "`" + "".join("${%s[%d]}" % (parts, order.index(n)) for n in range(len(pieces))) + "`"


def _raw(a, text, module, depth):
    return "String.raw`" + "".join("${%s}" % piece for piece in a.pieces(text, module, depth)) + "`"


# ---- a text in another coding ----

def _reversed(a, text, module, depth):
    inner = a.value(text[::-1], module, depth)
    return a.pick("{}.split('').reverse().join('')", "[...{}].reverse().join('')").format(inner)


def _sliced(a, text, module, depth):
    inner = a.value(f"<{text}>", module, depth)
    return a.pick("{}.slice(1, -1)", "{}.substring(1, %d)" % (len(text) + 1),
                  "{}.slice(1).replace('>', '')").format(inner)


def _base64(a, text, module, depth):
    inner = a.value(base64.b64encode(text.encode()).decode(), module, depth)
    return a.pick("atob({})", "Buffer.from({}, 'base64').toString()",
                  "Buffer.from({}, 'base64').toString('utf8')").format(inner)


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


def _escaped(a, text, module, depth):
    form = a.pick("\\x{:02x}", "\\u{:04x}", "\\u{{{:x}}}")
    written = "'" + "".join(form.format(ord(c)) if a.random.random() < 0.7 else c for c in text if c not in "'\\") + "'"
    if any(c in "'\\\n" for c in text):
        return a.quoted(text)
    a.literals.append(written)
    return written


def _shifted(a, text, module, depth):
    by = a.random.randint(1, 3)
    moved = "".join(chr(ord(c) + by) for c in text)
    return f"{a.quoted(moved)}.split('').map((c) => String.fromCharCode(c.charCodeAt(0) - {by})).join('')"


def _hex_pairs(a, text, module, depth):
    pairs = a.pick(" ", ",", ":").join(f"{ord(c):02x}" for c in text)
    mark = pairs[2] if len(pairs) > 2 else " "
    return f"{a.quoted(pairs)}.split('{mark}').map((h) => String.fromCharCode(parseInt(h, 16))).join('')"


def _bytes(a, text, module, depth):
    codes = a.listed(ord(c) for c in text)
    return a.pick("Buffer.from({}).toString()", "new TextDecoder().decode(new Uint8Array({}))",
                  "Buffer.from({}).toString('latin1')").format(codes)


def _json(a, text, module, depth):
    if any(c in "'\\\"" for c in text):
        return a.quoted(text)
    written = a.quoted('{"key":"%s"}' % text, "'")
    return f"JSON.parse({written}).key"


def _trimmed(a, text, module, depth):
    if text != text.strip():
        return a.quoted(text)
    return a.quoted(f"  {text} ") + ".trim()"


def _second(a, text, module, depth):
    mixed = "".join(c + a.random.choice("qzx") for c in text)
    return f"{a.quoted(mixed)}.split('').filter((_, i) => i % 2 === 0).join('')"


def _picked(a, text, module, depth):
    if "|" in text:
        return a.quoted(text)
    return f"{a.value('none|' + text + '|eu', module, depth)}.split('|')[1]"


CUTS = [_plus, _template, _join, _concat, _append, _underscores, _replaced, _padded, _glue, _reduce, _filtered, _flat,
        _looped, _counted, _values, _pushed, _ordered, _raw]
CODES = [_reversed, _sliced, _base64, _hex, _percent, _codes, _xor, _split, _escaped, _shifted, _hex_pairs, _bytes,
         _json, _trimmed, _second, _picked]
