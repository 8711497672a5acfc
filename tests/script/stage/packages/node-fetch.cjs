// node-fetch.cjs -- stands for node-fetch.
'use strict'
module.exports = (...given) => globalThis.fetch(...given)
