// asyncapi.js - is stdin an AsyncAPI 3.0.0 document?  Says where it is not.
//
// By the schema of the AsyncAPI initiative, and every $ref must lead somewhere.
'use strict';
const fs = require('fs');
const Ajv = require('ajv');
const addFormats = require('ajv-formats');
const schema = require('@asyncapi/specs/schemas/3.0.0-without-$id.json');

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const doc = JSON.parse(fs.readFileSync(0, 'utf8'));
const wrong = [];

if (!ajv.validate(schema, doc)) {
  wrong.push(...ajv.errors.map((e) => `${e.instancePath}: ${e.message}`));
}

const find = (ref) => ref.startsWith('#/') && ref.slice(2).split('/')
  .map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~'))
  .reduce((at, token) => (at === undefined ? at : at[token]), doc);

(function walk(value, where) {
  if (value === null || typeof value !== 'object') {
    return;
  }
  if (typeof value.$ref === 'string' && !find(value.$ref)) {
    wrong.push(`${where}: there is no ${value.$ref}`);
  }
  Object.keys(value).forEach((key) => walk(value[key], `${where}/${key}`));
})(doc, '');

wrong.forEach((line) => console.log(line));
process.exit(wrong.length ? 1 : 0);
