// mutants.js - lines that differ from those on stdin in one place each.
//
// Every member and item is taken out and replaced by some other values; every
// object gets a member more.  Only the first item of an array is gone into.
'use strict';
const fs = require('fs');

const others = [null, true, -1, 1.5, '', 'x y', [], {}];

function* mutants(root, value, where) {
  if (value === null || typeof value !== 'object') {
    return;
  }
  if (Array.isArray(value)) {
    yield* changes(root, value, 0, where.concat(0));
    return;
  }
  for (const key of Object.keys(value)) {
    yield* changes(root, value, key, where.concat(key));
  }
  value.unheardOf = 1;
  yield JSON.stringify(root);
  delete value.unheardOf;
}

function* changes(root, parent, key, where) {
  if (Array.isArray(parent) && parent.length === 0) {
    return;
  }
  const before = parent[key];
  for (const other of others) {
    parent[key] = other;
    yield JSON.stringify(root);
  }
  if (Array.isArray(parent)) {
    parent[key] = before;
    yield JSON.stringify({ ...root, data: without(root.data, where.slice(1)) });
  } else {
    parent[key] = undefined; // left out by stringify, and keeps its place
    yield JSON.stringify(root);
  }
  parent[key] = before;
  yield* mutants(root, before, where);
}

function without(value, where) {
  const copy = JSON.parse(JSON.stringify(value));
  const parent = where.slice(0, -1).reduce((at, key) => at[key], copy);
  parent.splice(where[where.length - 1], 1);
  return copy;
}

const out = [];
for (const line of fs.readFileSync(0, 'utf8').split('\n').slice(0, -1)) {
  const root = JSON.parse(line);
  for (const mutant of mutants(root, root, [])) {
    out.push(mutant + '\n');
  }
}
process.stdout.write(out.join(''));
