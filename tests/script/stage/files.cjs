// files.cjs -- which file a name means, and its text as JavaScript; what ESM and CommonJS loaders share.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const { fileURLToPath } = require('node:url')

const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']
const SWAPPED = { '.js': ['.ts', '.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'], '.jsx': ['.tsx'] }
const PACKAGES = {
  '@apso/sdk': 'sdk', '@apsoai/sdk': 'sdk', '@apso/better-auth-adapter': 'adapter',
  '@apso/better-auth-apso-adapter': 'adapter', axios: 'axios', got: 'got', ky: 'ky', undici: 'undici',
  superagent: 'superagent', 'node-fetch': 'node-fetch',
}

const isFile = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile()

/** The stub that stands for a package, or undefined. */
const stub = (name) => PACKAGES[name] && path.join(__dirname, 'packages', `${PACKAGES[name]}.cjs`)

/** The file that a relative name means to a bundler or to TypeScript, or undefined. */
function near(name, importer) {
  if (!importer || !/^\.{1,2}(\/|$)/.test(name)) return undefined
  const from = importer.startsWith('file:') ? fileURLToPath(importer) : importer
  const base = path.resolve(path.dirname(from), name)
  const swapped = (SWAPPED[path.extname(base)] ?? []).map((end) => base.slice(0, -path.extname(base).length) + end)
  const all = [...ENDINGS.map((end) => base + end), ...swapped, ...ENDINGS.slice(1).map((end) => `${base}/index${end}`)]
  return all.find(isFile)
}

/** The file's text, types and JSX taken out; `form` is commonjs or module. */
function compile(file, form) {
  const ts = require('typescript')
  const { ModuleKind, ScriptTarget, JsxEmit } = ts
  const options = {
    module: form === 'commonjs' ? ModuleKind.CommonJS : ModuleKind.ESNext, target: ScriptTarget.ES2022,
    jsx: JsxEmit.React, jsxFactory: 'h', jsxFragmentFactory: 'String', esModuleInterop: true,
    experimentalDecorators: true, useDefineForClassFields: false,
  }
  return ts.transpileModule(fs.readFileSync(file, 'utf8'), { fileName: file, compilerOptions: options }).outputText
}

/** Whether the text has import or export statements. */
const isModule = (text) => /^\s*(?:import\s*[\w{*'"]|export\s+(?:\w|[{*]))|^\s*export[{*]|\bimport\.meta\b/m.test(text)

module.exports = { ENDINGS, stub, near, compile, isModule }
