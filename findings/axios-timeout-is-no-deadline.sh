#!/usr/bin/env bash
# One would guess that axios' `timeout: 500` ends a request after half a second, as its description says.
# On Node it is the longest silence: an answer that drips a byte each 100 ms goes on for as long as it likes, and is then a success.
# A gateway that trickles keeps a node busy for ever. What bounds the whole call is `signal: AbortSignal.timeout(ms)`.
# axios 1.21.1, run on 2026-11-29 against a server that drips for two seconds.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages axios@1.21.1
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), http = require('node:http');
const axios = require('axios');
const server = http.createServer((request, response) => {
  let sent = 0;
  const drip = setInterval(() => {
    response.write('.');
    if (++sent === 20) { clearInterval(drip); response.end(); }
  }, 100);
  response.on('close', () => clearInterval(drip));
});
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const call = async (options) => {
    const began = Date.now();
    const outcome = await axios.get(url, options).then(({ data }) => `${data.length} bytes`, ({ code }) => code);
    return { outcome, ms: Date.now() - began };
  };
  const timeout = await call({ timeout: 500 }), signal = await call({ signal: AbortSignal.timeout(500) });
  console.log(`axios ${axios.VERSION}`, { timeout, signal });
  assert.equal(timeout.outcome, '20 bytes');
  assert.ok(timeout.ms > 1500);
  assert.equal(signal.outcome, 'ERR_CANCELED');
  assert.ok(signal.ms < 1500);
  process.exit(0);
});
JS
node check.cjs
