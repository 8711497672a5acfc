// axios.cjs -- stands for axios.
'use strict'
const { headers, watched } = require('../arrive.cjs')

const answer = async () => ({ data: {} })
function instance(defaults = {}) {
  headers('axios', defaults.headers)
  const send = (...given) => (given.forEach((one) => headers('axios', one?.headers)), answer())
  const client = (...given) => send(...given)
  for (const method of ['get', 'post', 'put', 'patch', 'delete', 'head', 'request']) client[method] = send
  client.defaults = { headers: watched('axios') }
  client.interceptors = { request: { use: intercept }, response: { use() {} } }
  client.create = instance
  return client
}

/** An interceptor is asked at once, as the first request would. */
function intercept(ask) {
  const request = { headers: watched('axios') }
  Promise.resolve(ask(request)).then((changed) => changed !== request && headers('axios', changed?.headers))
}

module.exports = instance()
module.exports.default = module.exports
