// adapter.cjs -- stands for the adapter of better-auth.
'use strict'
const { arrive } = require('../arrive.cjs')

exports.apsoAdapter = (options) => arrive('adapter', options?.apiKey)
