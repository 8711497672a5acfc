// validate.mjs -- checks reports against the schemas of their formats.
// Usage: node validate.mjs FILE.sarif... FILE.json...   Exit code 1 with the errors when one does not fit.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

function compile(Ajv, schema, options) {
  const ajv = new Ajv({ allErrors: true, ...options });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

// The SARIF schema is draft-04, and has a pattern that is invalid in Unicode mode.
function sarifSchema() {
  const path = join(dirname(require.resolve('@microsoft/jest-sarif')), 'schemas', 'sarif-2.1.0-rtm.5.json');
  return compile(Ajv04.default, readJson(path), { strict: false, unicodeRegExp: false });
}

function reportSchema() {
  return compile(Ajv2020.default, readJson(join(here, '..', '..', 'docs', 'report.schema.json')), { strict: true });
}

const validators = new Map();

function validatorOf(path) {
  const kind = path.endsWith('.sarif') ? sarifSchema : reportSchema;
  if (!validators.has(kind)) validators.set(kind, kind());
  return validators.get(kind);
}

function errorsOf(path) {
  try {
    const validate = validatorOf(path);
    return validate(readJson(path)) ? [] : validate.errors.map((e) => `${e.instancePath || '/'} ${e.message}`);
  } catch (error) {
    return [error.message];
  }
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('usage: node validate.mjs FILE.sarif... FILE.json...');
  process.exit(2);
}
for (const path of paths) {
  const errors = errorsOf(path);
  for (const error of errors) console.error(`${path}: ${error}`);
  if (errors.length) process.exitCode = 1;
  else console.log(`${path}: valid`);
}
