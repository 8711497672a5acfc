// undici.cjs -- stands for undici.
'use strict'
const { headers } = require('../arrive.cjs')

const send = async (...given) => {
  given.forEach((one) => headers('undici', one?.headers))
  return { body: { json: async () => ({}) }, json: async () => ({}) }
}
exports.request = send
exports.fetch = send
exports.Client = class { request(options) { return send(options) } }
