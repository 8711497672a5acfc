// ky.cjs -- stands for ky.
'use strict'
const { headers } = require('../arrive.cjs')

const answer = () => Object.assign(Promise.resolve({}), { json: async () => ({}), text: async () => '' })
function instance() {
  const client = (...given) => (given.forEach(tell), answer())
  for (const method of ['get', 'post', 'put', 'patch', 'delete', 'head']) client[method] = client.bind(null)
  client.create = client.extend = (defaults) => (tell(defaults), instance())
  return client
}

function tell(options) {
  headers('ky', options?.headers)
  const request = new Request('https://api.example.com/')
  for (const hook of options?.hooks?.beforeRequest ?? []) hook(request)
  headers('ky', request.headers)
}
module.exports = instance()
