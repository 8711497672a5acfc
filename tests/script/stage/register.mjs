// register.mjs -- makes Node a place where programs of the tables run: loaders for TypeScript, stubs in place of
// packages and of the network. What arrives at a door is written by arrive.cjs. Loaded with --import first.
import Module, { createRequire, register, syncBuiltinESMExports } from 'node:module'

const require = createRequire(import.meta.url)
const { compile, stub, near } = require('./files.cjs')
const { arrive, headers, words } = require('./arrive.cjs')

register('./hooks.mjs', import.meta.url)

// ---- CommonJS: the same files and stubs as hooks.mjs gives to ESM ----

const resolve = Module._resolveFilename
Module._resolveFilename = function (name, parent, ...rest) {
  const path = stub(name) ?? near(name, parent?.filename)
  return path ?? resolve.call(this, name, parent, ...rest)
}
for (const ending of ['.ts', '.tsx', '.jsx', '.cts']) {
  Module._extensions[ending] = (module, path) => module._compile(compile(path, 'commonjs'), path)
}

// ---- doors of the platform ----

const answer = () => ({ ok: true, status: 200, json: async () => ({}), text: async () => '', body: {} })
globalThis.fetch = async (target, init = {}) => {
  headers('fetch', target?.headers)
  headers('fetch', init.headers)
  return answer()
}
globalThis.window = globalThis
globalThis.XMLHttpRequest = class {
  open() {}
  send() {}
  setRequestHeader(name, value) { headers('XMLHttpRequest', { [name]: value }) }
}
globalThis.h = (part, props, ...children) =>
  typeof part === 'function' ? part({ ...props, children }) : { part, props, children }

const request = (...given) => {
  for (const options of given) headers('http', options?.headers)
  return { setHeader: (name, value) => headers('http', { [name]: value }), end() {}, on() { return this }, write() {} }
}
for (const name of ['http', 'https']) Object.assign(require(name), { request, get: request })

const { promisify } = require('node:util')
const command = (...given) => {
  words('child_process', given.flat())
  return { stdout: '', stderr: '', on() {}, status: 0 }
}
const named = Object.fromEntries(['exec', 'execSync', 'execFile', 'execFileSync', 'spawn', 'spawnSync', 'fork']
  .map((name) => [name, (...given) => command(...given)]))
for (const name of ['exec', 'execFile']) named[name][promisify.custom] = async (...given) => command(...given)
Object.assign(require('child_process'), named)
syncBuiltinESMExports()

process.on('uncaughtException', (error) => {
  arrive('error', String(error?.stack ?? error))
  process.exit(3)
})
