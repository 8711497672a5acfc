// superagent.cjs -- stands for superagent.
'use strict'
const { headers } = require('../arrive.cjs')

const chain = () => ({
  set(name, value) {
    headers('superagent', typeof name === 'string' ? { [name]: value } : name)
    return this
  },
  send() { return this },
  end() {},
  then(done) { return Promise.resolve({}).then(done) },
})
for (const method of ['get', 'post', 'put', 'patch', 'delete', 'head']) exports[method] = chain
