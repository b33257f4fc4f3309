#!/usr/bin/env bash
# homeassistant-api is the Python client of Home Assistant that scripts use to read states and to import statistics over the WebSocket.
# One would guess that leaving its `with` block closes the connection as any client does: code 1000, or no code at all.
# It sends a close frame with status code 0, which RFC 6455 (§7.4) does not allow. A server on `ws` (a stand-in, a proxy) takes it for a broken protocol: an
# 'error' of the socket, then 1006, as if the line had been cut. Who counts lost links, or has no listener for 'error', is misled; all commands before
# were answered well.
# homeassistant-api 6.1.0 (niquests 3.21.2, urllib3-future 2.25.904), ws 8.23.0, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages ws@8.23.0
pip_packages homeassistant-api==6.1.0 niquests==3.21.2 urllib3-future==2.25.904
cat >client.py <<'PY'
import sys
from homeassistant_api import WebsocketClient
with WebsocketClient(f"ws://127.0.0.1:{sys.argv[1]}/api/websocket", "token") as client:
    print(client.recv_result(client.send("get_config")).result["version"])
PY
cat >check.mjs <<'JS'
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');
const seen = [];
const ended = new Promise((resolve) => {
  server.on('connection', (socket) => {
    const say = (message) => socket.send(JSON.stringify(message));
    say({ type: 'auth_required', ha_version: '2026.2.3' });
    socket.on('message', (data) => {
      const { id, type } = JSON.parse(data);
      if (type === 'auth') say({ type: 'auth_ok', ha_version: '2026.2.3' });
      else say({ id, type: 'result', success: true, result: type === 'get_config' ? { version: '2026.2.3' } : null });
    });
    socket.on('error', ({ message }) => seen.push(message));
    socket.on('close', (code) => resolve(code));
  });
});
const client = spawn('python3', ['client.py', String(server.address().port)], { stdio: ['ignore', 'pipe', 'inherit'] });
let printed = '';
client.stdout.on('data', (data) => (printed += data));
const [[exit], code] = await Promise.all([once(client, 'close'), ended]);
console.log('homeassistant-api 6.1.0: answered', printed.trim(), '; ended with', code, seen);
assert.equal(exit, 0);
assert.equal(printed.trim(), '2026.2.3');
assert.equal(code, 1006);
assert.deepEqual(seen, ['Invalid WebSocket frame: invalid status code 0']);
process.exit(0);
JS
node check.mjs
