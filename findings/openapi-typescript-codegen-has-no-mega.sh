#!/usr/bin/env bash
# A quantity of CIM (IEC 62325, Flex Ready) has a multiplier: "", k, M, m … as an enum of the API's document. One would guess that a generator
# of clients keeps every value of an enum, at least where it makes a union of literals of it.
# openapi-typescript-codegen takes m (a thousandth) and M (a million) for one: M is gone, from the union too, and says nothing. As an
# enum the one that is left is named M and means m: a client that writes UnitMultiplier.M asks for a thousandth of a watt, a billion times
# less. The empty multiplier, the usual one, is a member without a name there: what was generated does not compile.
# openapi-typescript-codegen 0.31.0, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages openapi-typescript-codegen@0.31.0
cat >api.json <<'JSON'
{ "openapi": "3.0.3", "info": { "title": "quantities", "version": "1.0.0" }, "paths": {},
  "components": { "schemas": { "UnitMultiplier": { "type": "string", "enum": ["", "m", "k", "M"] } } } }
JSON
npx openapi --input api.json --output as-enum
npx openapi --input api.json --output as-union --useUnionTypes
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), fs = require('node:fs');
const lines = (folder) => fs.readFileSync(`${folder}/models/UnitMultiplier.ts`, 'utf8').split('\n').filter((line) => !/^\/[/*]/.test(line)).map((line) => line.trim());
const [asEnum, asUnion] = ['as-enum', 'as-union'].map(lines);
console.log(asEnum.join('\n') + asUnion.join('\n'));
assert.deepEqual(asEnum.filter((line) => line.includes('=')), ["= '',", "M = 'm',", "K = 'k',"]);
assert.ok(asUnion.includes("export type UnitMultiplier = '' | 'm' | 'k';"));
JS
node check.cjs
