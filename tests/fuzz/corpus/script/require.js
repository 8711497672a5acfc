0const { createClient: make, ...rest } = require('@apso/sdk');
let c; c = { ...a, 'apiKey': process.env.K || ['x', "\x78"].join('') };
make(c); rest.ApsoClientFactory.getClient({ get apiKey() { return 'x'.trim() } });