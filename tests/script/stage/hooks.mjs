// hooks.mjs -- how ESM finds and reads files when a program of the tables runs: see files.cjs.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const { compile, isModule, near, stub } = createRequire(import.meta.url)('./files.cjs')
const COMPILED = ['.ts', '.tsx', '.mts', '.cts', '.jsx']

export async function resolve(name, context, next) {
  const path = stub(name) ?? near(name, context.parentURL)
  return path ? { url: pathToFileURL(path).href, shortCircuit: true } : next(name, context)
}

export async function load(url, context, next) {
  if (!url.startsWith('file:')) return next(url, context)
  const path = fileURLToPath(url), ending = extname(path)
  if (ending === '.json') {
    return { format: 'module', shortCircuit: true, source: `export default ${readFileSync(path, 'utf8')}` }
  }
  const isEsm = ending !== '.cts' && isModule(readFileSync(path, 'utf8'))
  if (COMPILED.includes(ending) && isEsm) {
    return { format: 'module', shortCircuit: true, source: compile(path, 'module') }
  }
  if (COMPILED.includes(ending)) return { format: 'commonjs', shortCircuit: true }
  if (ending === '.js' && isEsm) return { format: 'module', shortCircuit: true, source: readFileSync(path, 'utf8') }
  return next(url, ending === '.js' ? { ...context, format: 'commonjs' } : context)
}
