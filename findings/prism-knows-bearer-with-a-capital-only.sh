#!/usr/bin/env bash
# prism mock plays a building from its OpenAPI document. The name of a scheme in Authorization is case-insensitive (RFC 9110, 11.1), and there
# are clients that write "bearer". One would guess that a mock lets such a call through, as servers do.
# It answers 401 "Invalid security scheme used": only Bearer with a capital is one.
# @stoplight/prism-cli 5.14.2, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @stoplight/prism-cli@5.14.2
cat >api.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "a building", "version": "1.0.0" }, "security": [{ "bearer": [] }],
  "paths": { "/bacs": { "get": { "responses": { "200": { "description": "its list", "content": { "application/json": { "example": [] } } } } } } },
  "components": { "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } } } }
JSON
cat >check.mjs <<'JS'
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
const child = spawn(process.execPath, ['node_modules/@stoplight/prism-cli/dist/index.js', 'mock', '-p', '0', 'api.json']);
let said = '';
const port = await new Promise((resolve) => child.stdout.on('data', (text) => {
  const found = /127\.0\.0\.1:(\d+)/.exec((said += text));
  if (found !== null) resolve(found[1]);
}));
const status = async (authorization) => (await fetch(`http://127.0.0.1:${port}/bacs`, { headers: { authorization } })).status;
const got = { 'Bearer x': await status('Bearer x'), 'bearer x': await status('bearer x'), 'BEARER x': await status('BEARER x') };
console.log('Authorization → status:', got);
child.kill();
await once(child, 'exit');
assert.deepEqual(got, { 'Bearer x': 200, 'bearer x': 401, 'BEARER x': 401 });
JS
node check.mjs
