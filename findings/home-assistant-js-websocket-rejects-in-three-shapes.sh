#!/usr/bin/env bash
# home-assistant-js-websocket is Home Assistant's own client, the one below node-red-contrib-home-assistant-websocket; statistics may be imported with it.
# One would guess that a command that fails rejects with an Error, or at least always with the same shape, so that `error.message` can be shown.
# Refused by Home Assistant it rejects with { code, message }; where the connection goes while it waits, with a whole answer { type, success, error:
# { code, message } }; sent while the connection is away, and with a wrong token, with a bare number. None is an Error: `error.message` is undefined in three
# of four, and a log says "[object Object]" or "2".
# home-assistant-js-websocket 9.7.0, ws 8.23.0, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages home-assistant-js-websocket@9.7.0 ws@8.23.0
cat >check.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, createLongLivedTokenAuth } from 'home-assistant-js-websocket';
import { WebSocket, WebSocketServer } from 'ws';
globalThis.WebSocket = WebSocket;
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');
server.on('connection', (socket) => {
  const say = (message) => socket.send(JSON.stringify(message));
  say({ type: 'auth_required', ha_version: '2026.2.3' });
  socket.on('message', (data) => {
    const { id, type, access_token: token } = JSON.parse(data);
    if (type === 'auth') say({ type: token === 'right' ? 'auth_ok' : 'auth_invalid', ha_version: '2026.2.3' });
    else if (type === 'refused') say({ id, type: 'result', success: false, error: { code: 'invalid_format', message: 'no' } });
    else if (type === 'cut') socket.terminate();
    else say({ id, type: 'result', success: true, result: null });
  });
});
const url = `http://127.0.0.1:${server.address().port}`;
const connect = (token) => createConnection({ auth: createLongLivedTokenAuth(url, token) });
const rejection = (promise) => promise.then(() => assert.fail('it resolves'), (reason) => reason);
const got = { 'wrong token': await rejection(connect('wrong')) };
const connection = await connect('right');
for (const type of ['refused', 'cut', 'while away']) got[type] = await rejection(connection.sendMessagePromise({ type }));
console.log('home-assistant-js-websocket 9.7.0 rejects with', got);
assert.deepEqual(got, {
  'wrong token': 2,
  refused: { code: 'invalid_format', message: 'no' },
  cut: { type: 'result', success: false, error: { code: 3, message: 'Connection lost' } },
  'while away': 3,
});
process.exit(0);
JS
node check.mjs
