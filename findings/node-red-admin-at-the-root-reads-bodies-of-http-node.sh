#!/usr/bin/env bash
# A node that serves an API of its own puts a handler on RED.httpNode and reads the body from the request, as any Node program does. One would
# guess that the stream is untouched: only "http in" nodes have parsers, each on its own route.
# With the editor at the root (httpAdminRoot "/", the default) the parsers of the admin side have read every JSON body and every form before
# any handler of httpNode is asked: no "data" and no "end" ever come, and the caller waits for ever. The body is in request.body then. With
# the editor elsewhere the stream is whole. A text body is whole in both.
# Node-RED 4.1.15, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const fs = require('node:fs'), http = require('node:http'), path = require('node:path');
const express = require('express');
const RED = require('node-red');
const root = process.argv[2];
const server = http.createServer();
const app = express();
server.on('request', app);
const userDir = fs.mkdtempSync(path.join(process.cwd(), 'user-'));
fs.writeFileSync(path.join(userDir, 'flows.json'), '[]');
RED.init(server, {
  userDir, flowFile: 'flows.json', credentialSecret: 'x', httpAdminRoot: root, httpNodeRoot: '/',
  editorTheme: { projects: { enabled: false } }, logging: { console: { level: 'off' } },
});
(async () => {
  // In this order Node-RED's own start mounts them.
  app.use(root, RED.httpAdmin);
  app.use('/', RED.httpNode);
  RED.httpNode.use('/api', (request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => response.end(`stream: ${Buffer.concat(pieces)}`));
    setTimeout(() => response.headersSent || response.end(`no stream; request.body: ${JSON.stringify(request.body)}`), 1500);
  });
  await RED.start();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const said = async (type) => {
    const body = type === 'text/plain' ? 'hello' : '{"kW":80}';
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/api`, { method: 'POST', headers: { 'Content-Type': type }, body });
    return answer.text();
  };
  const got = { json: await said('application/json'), text: await said('text/plain') };
  console.log(`Node-RED ${RED.version()}, httpAdminRoot ${root}:`, got);
  assert.equal(got.json, root === '/' ? 'no stream; request.body: {"kW":80}' : 'stream: {"kW":80}');
  assert.equal(got.text, 'stream: hello');
  process.exit(0);
})();
JS
node check.cjs /
node check.cjs /admin
