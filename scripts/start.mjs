// npm start [-- NAME=VALUE …, settings of the meter]: a sandbox meter and a Node-RED with this package, the demo flow deployed, on the loopback interface.
// Nothing is asked and nothing leaves the machine; Ctrl-C stops everything.
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';

ensureBuilt();
const { freePort } = await import('./start/port.mjs');
const { startNodeRed } = await import('./start/node-red.mjs');
const { startMeter } = await import('./start/meter.mjs');

const port = await freePort(process.env.PORT);
const meter = await startMeter(process.argv.slice(2));
const nodeRed = await startNodeRed({
  port,
  userDir: path.join(root, '.cache', 'demo', String(port)),
  flow: path.join(root, 'examples', 'demo', 'linky-demo.json'),
  env: { LINKY_RED_DEMO_HOST: meter.host, LINKY_RED_DEMO_PORT: String(meter.port) },
});

let stopping = false;
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await Promise.allSettled([nodeRed.stop(), meter.stop()]);
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
nodeRed.ended.then((code) => stop(stopping ? 0 : code || 1));

await nodeRed.ready;
const address = `http://127.0.0.1:${port}`;
process.stdout.write(`
linky-red is running.

  ${`${address}/dashboard`.padEnd(36)} power, energy, Tempo colours, signals and the quality of the line
  ${`${address}/`.padEnd(36)} the editor with the flow behind it: tic-in → linky-decode → dashboard
  ${`${meter.host}:${meter.port}`.padEnd(36)} the sandbox meter: ${meter.what}

Every start begins with the demo flow afresh: export what you want to keep. Ctrl-C stops everything.
`);
