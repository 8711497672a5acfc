// arrive.cjs -- writes what arrives at a door, one JSON line each, to the file that APSO_ARRIVED names.
'use strict'
const fs = require('node:fs')

const KEY = /apso_[a-z]+_[A-Za-z0-9_-]+/g

function arrive(door, value) {
  if (value === undefined || value === null || value === '') return
  fs.appendFileSync(process.env.APSO_ARRIVED, `${JSON.stringify({ door, value: String(value) })}\n`)
}

/** Pairs of a header object of any kind, objects inside (axios' common) too. */
function* pairs(given) {
  const entries = typeof given?.entries === 'function' ? [...given.entries()]
    : Array.isArray(given) ? given : Object.entries(given ?? {})
  for (const [name, value] of Array.isArray(given) ? given : entries) {
    if (value && typeof value === 'object') yield* pairs(value)
    else yield [String(name).toLowerCase(), value]
  }
}

/** What a header object holds under the names that doors ask for. */
function headers(door, given) {
  for (const [name, value] of pairs(given)) {
    if (name === 'x-api-key') arrive(door, value)
    if (name === 'authorization') arrive(door, String(value).replace(/^Bearer\s+/i, ''))
  }
}

/** Keys in the words of a command. */
function words(door, given) {
  for (const word of given) {
    if (typeof word === 'string') for (const key of word.match(KEY) ?? []) arrive(door, key)
  }
}

/** A header object that tells what is set in it. */
function watched(door) {
  const told = (target) => new Proxy(target, {
    get: (object, name) => object[name] ?? (NESTED.includes(name) ? (object[name] = told({})) : undefined),
    set: (object, name, value) => {
      headers(door, { [name]: value })
      return Reflect.set(object, name, value)
    },
  })
  return told({ set(name, value) { headers(door, typeof name === 'string' ? { [name]: value } : name) } })
}
const NESTED = ['common', 'get', 'post', 'put', 'patch', 'delete', 'head']

module.exports = { arrive, headers, words, watched }
