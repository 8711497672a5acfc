// sdk.cjs -- stands for @apso/sdk: tells which key arrived.
'use strict'
const { arrive, headers } = require('../arrive.cjs')

class ApsoClient {
  constructor(options) {
    arrive('sdk', options?.apiKey)
    headers('sdk', options?.headers)
  }
  async get() { return [] }
  async post() { return {} }
}
exports.ApsoClient = ApsoClient
exports.createClient = (options) => new ApsoClient(options)
exports.ApsoClientFactory = { getClient: (options) => new ApsoClient(options), release() {} }
exports.parseConfig = (options) => options
