// verdicts.js - which lines do not keep their schema, says ajv.
//
// node verdicts.js SCHEMAS KIND/TYPE FILE ...	prints FILE:LINE of each
//
// The schemas must be good in ajv's strict mode: no unknown keyword or format.
'use strict';
const fs = require('fs');
const path = require('path');
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');

// strictTypes wants "type" repeated beside a $ref that has it already, and
// strictRequired properties beside "required" in if, then and oneOf.
const ajv = new Ajv({
  strict: true, strictTypes: false, strictRequired: false,
  allowUnionTypes: true, allowMatchingProperties: true,
});
addFormats(ajv);

const [schemas, type, ...files] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(path.join(schemas, file), 'utf8'));
const url = (file) => 'file:///schemas/' + file;

for (const file of ['cloudevents', 'envelope', 'defs']) {
  ajv.addSchema(read(file + '.schema.json'), url(file + '.schema.json'));
}
const file = type + '.schema.json';
ajv.addSchema(read(file), url(file));
const validate = ajv.getSchema(url(file));

const bad = [];
for (const name of files) {
  fs.readFileSync(name, 'utf8').split('\n').slice(0, -1).forEach((line, i) => {
    if (!validate(JSON.parse(line))) {
      bad.push(`${name}:${i + 1}`);
    }
  });
}
process.stdout.write(bad.map((line) => line + '\n').join(''));
