#!/usr/bin/env bash
# A reading may hold null (unknown) or a list (a label that comes twice). One would guess that `influxdb out` leaves out what line protocol
# cannot hold, or says an error, and that 1.x and 2.0 do the same.
# With 1.x it writes `SINSTI=null` and `TDYND=d-1,f-1`, which is no line protocol: a real server refuses the whole point with a 400 of its own.
# With 2.0 it drops both in silence, and a NaN fails the whole message. A string "12i" becomes the integer 12 on both.
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
    { id: 'out1', z: 'tab', type: 'influxdb out', influxdb: 'v1', measurement: 'tic' },
    { id: 'out2', z: 'tab', type: 'influxdb out', influxdb: 'v2', measurement: 'tic', org: 'o', bucket: 'b', precisionV18FluxV20: 'ms' },
  ];
  const reading = { EAST: 42, PTEC: 'HP..', SINSTI: null, TDYND: ['d-1', 'f-1'], code: '12i' };
  const { logs } = await run(flow, async (send, pause) => {
    for (const [id, payload] of [['out1', reading], ['out2', reading], ['out2', { EAST: 42, headroom: NaN }]]) {
      send(id, { payload: structuredClone(payload) });
      await pause(500);
    }
  }, { nodesDir: [`${process.cwd()}/node_modules/node-red-contrib-influxdb`] });
  console.log('node-red-contrib-influxdb', require('node-red-contrib-influxdb/package.json').version, reading, '→', lines, 'log:', logs);
  assert.deepEqual(lines.map((line) => line.trim()), [
    'tic EAST=42,PTEC="HP..",SINSTI=null,TDYND=d-1,f-1,code=12',
    'tic EAST=42,PTEC="HP..",code=12i',
  ]);
  assert.equal(logs.length, 1);
  assert.match(logs[0], /invalid float value for field 'headroom'/);
  process.exit(0);
})();
JS
node check.cjs
