// recall-sites.mjs -- places in scripts where a client is made or a request is sent, for bench/recall.
// usage: node recall-sites.mjs FOLDER             one JSON line for each place; offsets are in UTF-16 units
//        node recall-sites.mjs FOLDER --check     of the paths on standard input, those that do not parse
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, relative } from 'node:path'

const ts = createRequire(new URL('../tests/script/', import.meta.url))('typescript')
const FOLDER = process.argv[2]
const KINDS = {
  '.js': 'JSX', '.jsx': 'JSX', '.mjs': 'JS', '.cjs': 'JS', '.ts': 'TS', '.tsx': 'TSX', '.mts': 'TS', '.cts': 'TS',
}
const ENDINGS = ['.ts', '.tsx', '.js', '.mjs', '/index.ts', '/index.js']
const MARKUP = ['.vue', '.svelte']
const MOST_BYTES = 400000
const SECRET = /^(?:api_?key|(?:access|auth|api)?_?token|secret(?:_?key)?|password|key|.*Api_?Key|.*_API_KEY)$/i
const SENDERS = /^(?:(?:window|globalThis|self|global)\.)?fetch$|^(?:axios|ky|got|superagent|undici)(?:\.\w+)?$/
const LEFT_OUT = /^(?:node_modules|\.git|dist|build|out|public|www|static|\.next|\.output|vendor)$/

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) yield* files(path)
    if (entry.isFile() && !/\.d\.[mc]?ts$|\.min\./.test(entry.name) && statSync(path).size < MOST_BYTES) yield path
  }
}

/** Scripts of a file: text, where it begins, how to parse it. */
function* scripts(path) {
  const ending = extname(path)
  if (ending in KINDS) yield { text: readFileSync(path, 'utf8'), at: 0, kind: KINDS[ending] }
  if (!MARKUP.includes(ending)) return
  const whole = readFileSync(path, 'utf8')
  for (const found of whole.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    const kind = /lang="tsx?"/.test(found[1]) ? 'TS' : 'JS'
    yield { text: found[2], at: found.index + found[0].indexOf('>') + 1, kind }
  }
}

/** Names that a file imports: how, and where the name is written. */
function imports(source) {
  const names = new Map()
  const add = (node, form, module = '') => names.set(node.text, { form, module, span: span(node, source) })
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) imported(statement, add)
    if (ts.isVariableStatement(statement)) for (const one of statement.declarationList.declarations) required(one, add)
  }
  return names
}

function imported(statement, add) {
  const clause = statement.importClause
  if (!clause || clause.isTypeOnly) return
  if (clause.name) add(clause.name, 'default')
  const bindings = clause.namedBindings
  if (bindings && ts.isNamedImports(bindings)) {
    const values = bindings.elements.filter((one) => !one.isTypeOnly)
    for (const one of values) add(one.name, one.propertyName ? 'renamed' : 'named', statement.moduleSpecifier.text)
  }
}

function required(declaration, add) {
  const value = declaration.initializer
  if (!value || !ts.isCallExpression(value) || value.expression.getText() !== 'require') return
  if (ts.isIdentifier(declaration.name)) add(declaration.name, 'require')
  if (!ts.isObjectBindingPattern(declaration.name)) return
  for (const one of declaration.name.elements) {
    const isPlain = ts.isIdentifier(one.name) && !one.initializer && !one.dotDotDotToken
    if (isPlain) add(one.name, one.propertyName ? 'renamed' : 'bound')
  }
}

/** Whether a binding is taken out of a call of require. */
function isRequired(node) {
  const value = node.parent?.parent?.initializer
  return Boolean(value && ts.isCallExpression(value) && value.expression.getText() === 'require')
}

/** Constants of a file by name; a name that is declared twice is none. */
function constants(source) {
  const found = new Map()
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const isConst = node.initializer && node.parent.flags & ts.NodeFlags.Const
      found.set(node.name.text, found.has(node.name.text) || !isConst ? null : node.initializer)
    } else if ((ts.isParameter(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name)) {
      found.set(node.name.text, isRequired(node) && !found.has(node.name.text) ? node : null)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const isScope = (node) => ts.isBlock(node) || ts.isSourceFile(node) || ts.isFunctionLike(node) || ts.isModuleBlock(node)

/** The initializer, if the block that declares it is round the use. */
function visible(initializer, use) {
  let block = initializer?.parent
  while (block && !isScope(block)) block = block.parent
  return block && block.pos <= use.pos && use.end <= block.end ? initializer : undefined
}

/** Where the value at a site comes from in this file: a constant, or a property of a constant object. */
function defined(value, known) {
  if (ts.isIdentifier(value)) return visible(known.get(value.text), value)
  if (!ts.isPropertyAccessExpression(value) || !ts.isIdentifier(value.expression)) return undefined
  const object = visible(known.get(value.expression.text), value)
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined
  const found = object.properties.filter((p) => nameOf(p) === value.name.text)
  return found.length === 1 && ts.isPropertyAssignment(found[0]) ? found[0].initializer : undefined
}

/** The exported constant that an imported name stands for: path and span. */
function elsewhere(value, names, path) {
  const from = ts.isIdentifier(value) && names.get(value.text)?.form === 'named' ? names.get(value.text).module : ''
  if (!from.startsWith('.')) return undefined
  const base = join(dirname(path), from.replace(/\.[mc]?js$/, ''))
  const other = ENDINGS.map((end) => base + end).find((file) => existsSync(file))
  if (!other) return undefined
  const source = ts.createSourceFile(other, readFileSync(other, 'utf8'), ts.ScriptTarget.Latest, true)
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !isExported(statement)) continue
    const all = statement.declarationList.declarations
    const one = all.find((d) => d.name.getText(source) === value.text && d.initializer)
    if (one) return { path: relative(FOLDER, other), span: span(one.initializer, source) }
  }
}

const span = (node, source) => [node.getStart(source), node.end]
const isExported = (node) => node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)
const isNamed = ({ name }) => name && (ts.isIdentifier(name) || ts.isStringLiteral(name))
const nameOf = (property) => (isNamed(property) ? property.name.text : '')
const isGiven = (property) => ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)

/** Whether the file declares an imported name again. */
function isShadowed(name, names, known) {
  const isOwn = ['require', 'bound'].includes(names.get(name).form)
  return isOwn ? known.get(name) === null : known.has(name)
}

/** The property of an object literal that looks like a secret. */
function secret(object) {
  const all = object.properties.filter((p) => isGiven(p) && SECRET.test(nameOf(p)))
  return all.find((p) => nameOf(p) === 'apiKey') ?? all[0]
}

function client(node, source, names, known) {
  const target = node.expression, given = node.arguments?.[0]
  const isMember = ts.isPropertyAccessExpression(target) && !ts.isNewExpression(node)
  const root = isMember ? target.expression : target
  if (!given || !ts.isIdentifier(root) || !names.has(root.text) || isShadowed(root.text, names, known)) return
  const object = ts.isObjectLiteralExpression(given) ? given : ts.isIdentifier(given) && known.get(given.text)
  const property = object && ts.isObjectLiteralExpression(object) && secret(object)
  if (!property || node.arguments.length !== 1) return
  const value = ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer
  const definition = defined(value, known)
  return {
    door: 'sdk', call: ts.isNewExpression(node) ? 'new' : isMember ? 'member' : 'call', name: root.text,
    member: isMember ? [target.name.getStart(source), target.name.end] : null, import: names.get(root.text),
    property: [property.getStart(source), property.end], value: [value.getStart(source), value.end],
    definition: definition ? [definition.getStart(source), definition.end] : null,
    elsewhere: elsewhere(value, names, source.from) ?? null,
  }
}

function request(node, source, known) {
  if (!SENDERS.test(node.expression.getText(source))) return
  for (const given of node.arguments ?? []) {
    const object = ts.isIdentifier(given) ? known.get(given.text) : given
    if (!object || !ts.isObjectLiteralExpression(object)) continue
    const headers = object.properties.find((p) => nameOf(p) === 'headers' && ts.isPropertyAssignment(p))
    if (!headers || !ts.isObjectLiteralExpression(headers.initializer)) continue
    const { properties, end } = headers.initializer
    return { door: 'header', headers: end - 1, empty: !properties.length || properties.hasTrailingComma }
  }
}

function sites(script, path) {
  const { kind } = script
  const source = parse(script)
  if (source.parseDiagnostics.length) return []
  source.from = path
  const names = imports(source), known = constants(source), found = []
  const lastImport = source.statements.filter((s) => ts.isImportDeclaration(s)).at(-1)
  const first = source.statements.find((s) => !(ts.isExpressionStatement(s) && ts.isStringLiteral(s.expression)))
  const esm = source.statements.some((s) => ts.isImportDeclaration(s) || ts.isExportDeclaration(s) || isExported(s))
  const about = {
    top: lastImport ? lastImport.end : first?.getStart(source) ?? 0, imports: Boolean(lastImport), esm,
    typed: kind.startsWith('TS'),
  }
  const visit = (node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const site = client(node, source, names, known) ?? request(node, source, known)
      if (site) found.push({ ...site, ...about })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const parse = ({ text, kind }) =>
  ts.createSourceFile(`x.${kind.toLowerCase()}`, text, ts.ScriptTarget.Latest, true, ts.ScriptKind[kind])
const parses = (script) => !parse(script).parseDiagnostics.length

function check() {
  for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
    if (![...scripts(join(FOLDER, path))].every(parses)) console.log(path)
  }
}

function list() {
  for (const path of files(FOLDER)) {
    for (const script of scripts(path)) {
      for (const site of sites(script, path)) {
        console.log(JSON.stringify({ path: relative(FOLDER, path), at: script.at, ...site }))
      }
    }
  }
}

if (process.argv[3] === '--check') check()
else list()
