// got.cjs -- stands for got.
'use strict'
const { headers } = require('../arrive.cjs')

const answer = () => Object.assign(Promise.resolve({ body: '' }), { json: async () => ({}), text: async () => '' })
function instance() {
  const client = (...given) => (given.forEach((one) => headers('got', one?.headers)), answer())
  for (const method of ['get', 'post', 'put', 'patch', 'delete', 'head']) client[method] = client.bind(null)
  client.extend = (defaults) => (headers('got', defaults?.headers), instance())
  return client
}
const got = instance()
module.exports = got
module.exports.got = got
