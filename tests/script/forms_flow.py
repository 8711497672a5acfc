"""forms_flow.py -- how a random program passes a value on: names, objects, functions, classes, modules, types.

Knows JavaScript and the author (programs.py) that it is given.
"""


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
    line, used = a.pick((f"const {{ {name} }} = {source}", name),
                        (f"const {{ {name}: {renamed} = '' }} = {source}", renamed),
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
    module.lines.append(a.pick(f"function {name}(k{a.any}) {{ return k }}", f"const {name} = (k{a.any}) => k",
                               f"const {name} = (k{a.any}, rest{a.any}) => {{ const copy = k; return copy }}"))
    return f"{name}({inner}, {a.noise()})"


def _default(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("with")
    form = a.pick("function {}(k = {}) {{ return k }}", "const {} = ({{ k = {} }} = {{}}) => k")
    module.lines.append(form.format(name, inner))
    return f"{name}()"


def _closure(a, text, module, depth):
    inner, name, safe = a.value(text, module, depth), a.name("vault"), a.name("safe")
    module.lines += [f"function {name}(secret{a.any}) {{ return {{ read: () => secret, size: 1 }} }}",
                     f"const {safe} = {name}({inner})"]
    return f"{safe}.read()"


def _getter(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("config")
    form = a.pick("const {} = {{ get key() {{ return {} }} }}",
                  "const {} = {{ secret: {}, get key() {{ return this.secret }} }}")
    module.lines.append(form.format(name, inner))
    return f"{name}.key"


def _class(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("Config")
    body, use = a.pick(
        (f"key = {inner}", "new {}().key"), (f"static key = {inner}", "{}.key"),
        (f"#key = {inner}; read() {{ return this.#key }}", "new {}().read()"),
        (f"get key() {{ return {inner} }}", "new {}().key"),
        (f"static #k = {inner}; static read() {{ return this.#k }}", "{}.read()"))
    if a.pick(True, False, False):
        module.lines.append(f"class {name} {{ key{a.any}; constructor(k{a.any}) {{ this.key = k }} }}")
        return f"new {name}({inner}).key"
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
    path = a.specifier(other)
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
        module.imports.append(f"import {{ {name} }} from '{a.specifier(barrel)}'")
    return name


def _awaited(a, text, module, depth):
    inner, load, name = a.value(text, module, depth), a.name("load"), a.name("key")
    module.lines += [a.pick(f"async function {load}() {{ return {inner} }}", f"const {load} = async () => {inner}",
                            f"const {load} = () => Promise.resolve({inner})"), f"const {name} = await {load}()"]
    return name


def _branch(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("key")
    module.lines.append(f"let {name}{a.any}")
    module.lines.append(a.pick(
        "if (process.env.NOT_SET) {{ {0} = process.env.NOT_SET }} else {{ {0} = {1} }}",
        "switch (process.env.NOT_SET) {{ case 'live': {0} = 'none'; break; default: {0} = {1} }}",
        "try {{ throw new Error('x') }} catch {{ {0} = {1} }}", "{0} ??= {1}", "{0} ||= {1}").format(name, inner))
    return name


def _at_once(a, text, module, depth):
    inner = a.value(text, module, depth)
    return a.pick("(() => {})()", "(function () {{ const k = {}; return k }})()", "((k) => k)({})").format(
        inner if not inner.startswith("{") else f"({inner})") if a.end != "ts" else f"(() => {inner})()"


def _callback(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("use")
    module.lines.append(f"const {name} = (then{a.any}) => then({inner})")
    return f"{name}((k{a.any}) => k)"


def _mapped(a, text, module, depth):
    inner = a.value(text, module, depth)
    return a.pick("[{}].map((k) => k)[0]", "[{{ k: {} }}].map((one) => one.k)[0]", "[{}, 'x'].find((k) => k !== 'x')",
                  "[{{ id: 1, k: {} }}].find((one) => one.id === 1).k", "['x', {}].at(-1)", "[{}].concat(['x'])[0]",
                  "[...[{}]][0]", "['x', {}].slice(1)[0]", "[{}].shift()", "['x', {}].pop()").format(inner)


def _entries(a, text, module, depth):
    inner, table, name = a.value(text, module, depth), a.name("table"), a.name("found")
    module.lines += [f"const {table} = {{ live: {inner} }}", f"let {name} = ''",
                     a.pick("for (const [n, k] of Object.entries({0})) if (n === 'live') {1} = k",
                            "for (const n in {0}) {1} = {0}[n]", "Object.keys({0}).forEach((n) => {{ {1} = {0}[n] }})"
                            ).format(table, name)]
    return name


def _inherited(a, text, module, depth):
    inner, base, name = a.value(text, module, depth), a.name("Base"), a.name("Orders")
    read = "read() {{ return this.key }}".format()
    module.lines += a.pick((f"class {base} {{ key = {inner} }}", f"class {name} extends {base} {{ {read} }}"),
                           (f"class {base} {{ key{a.any}; constructor(k{a.any}) {{ this.key = k }} {read} }}",
                            f"class {name} extends {base} {{ constructor() {{ super({inner}) }} }}"))
    return f"new {name}().read()"


def _builder(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("Builder")
    field = "k: any; " if a.end == "ts" else ""
    build = "build() {{ return {{ key: this.k }} }}".format()
    module.lines.append(f"class {name} {{ {field}with(k{a.any}) {{ this.k = k; return this }} {build} }}")
    return f"new {name}().with({inner}).build().key"


def _method(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("vault")
    module.lines.append(f"const {name} = {{ secret: {inner}, read() {{ return this.secret }}, open: () => 1 }}")
    return a.pick("{}.read()", "{}.read?.()", "{0}.read.call({0})").format(name)


def _bound(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("same")
    module.lines.append(f"function {name}(k{a.any}) {{ return k }}")
    return a.pick("{}.call(null, {})", "{}.apply(null, [{}])", "{}.bind(null, {})()", "{}?.({})").format(name, inner)


def _deep_default(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("open")
    module.lines.append(f"const {name} = ({{ auth: {{ key = {inner} }} = {{}}, url = '/' }}{a.any} = {{}}) => key")
    return f"{name}({a.pick('', '{}', '{ url: 1 }', '{ auth: {} }')})"


def _arguments(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("open")
    taken = "const {{ key, ...rest }} = options".format()
    module.lines.append(f"function {name}(options{a.any}) {{ {taken}; return {{ ...rest, apiKey: key }} }}")
    return f"{name}({{ key: {inner}, retries: 2 }}).apiKey"


def _json_file(a, text, module, depth):
    name = a.name("settings")
    made = a.module(name, "json")
    made.lines.append('{ "apso": { "key": ' + a.quoted(text, '"') + ' } }')
    module.imports.append(f"import {name} from './{name}.json'")
    return f"{name}.apso.key"


def _common_js(a, text, module, depth):
    name = a.name("legacy")
    made = a.module(name, "cjs")
    made.lines.append(a.pick("module.exports = {{ key: {} }}", "exports.key = {}", "module.exports.key = {}",
                             "const k = {}\nmodule.exports = {{ key: k }}").format(a.quoted(text)))
    module.imports.append(f"import {name} from './{name}.cjs'")
    return f"{name}.key"


def _dynamic(a, text, module, depth):
    other, name = a.module(a.name("late")), a.name("loaded")
    inner = a.value(text, other, depth)
    other.lines.append(f"export const key = {inner}")
    path = a.specifier(other)
    form = a.pick("const {{ key: {0} }} = await import('{1}')", "const {0} = (await import('{1}')).key")
    module.lines.append(form.format(name, path))
    return name


def _class_file(a, text, module, depth):
    other, name = a.module(a.name("service")), a.name("Service")
    inner = a.value(text, other, depth)
    other.lines.append(a.pick(f"export class {name} {{ key = {inner}; read() {{ return this.key }} }}",
                              f"class {name} {{ read() {{ return {inner} }} }}\nexport {{ {name} }}"))
    path = a.specifier(other)
    module.imports.append(f"import {{ {name} }} from '{path}'")
    return f"new {name}().read()"


# ---- only TypeScript ----

def _enum(a, text, module, depth):
    name = a.name("Names")
    module.lines.append(f"enum {name} {{ Region = 'eu', Key = {a.quoted(text, chr(39))} }}")
    return f"{name}.Key"


def _as_const(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("CONFIG")
    module.lines.append(f"const {name} = {{ key: {inner}, n: 1 }} as const")
    return a.pick("{}.key", "({}.key as string)", "{}.key!", "({} satisfies object).key").format(name)


def _parameter_property(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("Service")
    module.lines.append(f"class {name} {{ constructor(private url: string, readonly key: string = 'none') {{}} }}")
    return f"new {name}('/v1', {inner}).key"


def _namespace(a, text, module, depth):
    name = a.name("Config")
    module.lines.append(f"namespace {name} {{ export const key = {a.quoted(text)} }}")
    return f"{name}.key"


def _generic(a, text, module, depth):
    inner, name = a.value(text, module, depth), a.name("same")
    module.lines.append(f"function {name}<T>(value: T): T {{ return value }}")
    return f"{name}<string>({inner})"


PASSES = [_named, _named, _assigned, _property, _nested, _destructured, _spread, _later, _computed, _element, _helper,
          _parameter, _default, _closure, _getter, _class, _choice, _map, _module, _module, _awaited, _branch, _at_once,
          _callback, _mapped, _entries, _inherited, _builder, _method, _bound, _deep_default, _arguments, _json_file,
          _common_js, _dynamic, _class_file]
TYPED = [_enum, _as_const, _as_const, _parameter_property, _namespace, _generic]
