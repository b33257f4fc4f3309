#!/usr/bin/env bash
# The `influxdb out` node takes "an array" as payload. One would guess that an array of objects, a load curve say, becomes a point for each.
# It is taken for one point: the first object becomes its fields, the second becomes its TAGS, all others are dropped, without an error.
# Both the 1.x and the 2.0 side do it. The shape for many points is an array of arrays: [[fields, tags], …], or the `influxdb batch` node.
# node-red-contrib-influxdb 0.7.0 in Node-RED 4.1.15, against a stand-in that writes down the line protocol, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 node-red-contrib-influxdb@0.7.0
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), http = require('node:http'), zlib = require('node:zlib');
const { run } = require('./node-red.cjs');
(async () => {
  const lines = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part)).on('end', () => {
      const body = Buffer.concat(parts);
      lines.push(String(request.headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(body) : body).replace(/ \d{10,}$/, ''));
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const flow = [
    { id: 'v1', type: 'influxdb', influxdbVersion: '1.x', hostname: '127.0.0.1', port: String(port), database: 'd' },
    { id: 'v2', type: 'influxdb', influxdbVersion: '2.0', url: `http://127.0.0.1:${port}`, timeout: 5 },
    { id: 'out1', z: 'tab', type: 'influxdb out', influxdb: 'v1', measurement: 'curve' },
    { id: 'out2', z: 'tab', type: 'influxdb out', influxdb: 'v2', measurement: 'curve', org: 'o', bucket: 'b', precisionV18FluxV20: 'ms' },
  ];
  const payload = [100, 200, 300, 400].map((value, n) => ({ start: `2026-11-29T00:${n}0:00Z`, value }));
  const { logs } = await run(flow, async (send, pause) => {
    for (const id of ['out1', 'out2']) {
      send(id, { payload: structuredClone(payload) });
      await pause(500);
    }
  }, { nodesDir: [`${process.cwd()}/node_modules/node-red-contrib-influxdb`] });
  console.log('node-red-contrib-influxdb', require('node-red-contrib-influxdb/package.json').version, 'four points →', lines, 'log:', logs);
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.equal(line.trim().split('\n').length, 1);
    assert.match(line, /^curve,start=2026-11-29T00:10:00Z,value=200 .*start="2026-11-29T00:00:00Z",value=100/);
  }
  assert.deepEqual(logs, []);
  process.exit(0);
})();
JS
node check.cjs
