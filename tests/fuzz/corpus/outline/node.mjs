#!/usr/bin/env node
const { a, b: c } = require('fs')
process.exit(1)
