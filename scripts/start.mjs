// npm start [-- NAME=VALUE …, settings of the meter]: stand-ins of a meter and of RTE, an MQTT broker and a
// Node-RED with this package, the demo flow deployed, all on the loopback interface.
// Nothing is asked and nothing leaves the machine; Ctrl-C stops everything.
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';
import { language, sayHowLong } from './start/duration.mjs';

sayHowLong();
ensureBuilt();
const { freePort } = await import('./start/port.mjs');
const { startNodeRed } = await import('./start/node-red.mjs');
const { startMeter } = await import('./start/meter.mjs');
const { startRte } = await import('./start/rte.mjs');
const { startBroker } = await import('./start/broker.mjs');
const { ACCOUNT, demoFlow } = await import('./start/flow.mjs');

const port = await freePort(process.env.PORT);
const meter = await startMeter(process.argv.slice(2));
const rte = await startRte();
const broker = await startBroker();
const nodeRed = await startNodeRed({
  port,
  userDir: path.join(root, '.cache', 'demo', String(port)),
  flow: demoFlow({
    meter,
    rte,
    broker,
    // Names of entities come from the broker, in one language.
    language,
  }),
  credentials: { [ACCOUNT]: rte.credentials },
});

let stopping = false;
async function stop(code) {
  if (stopping) return;
  stopping = true;
  // Node-RED first: its nodes say goodbye to the broker.
  await nodeRed.stop().catch(() => undefined);
  await Promise.allSettled([meter.stop(), rte.stop(), broker.stop()]);
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
nodeRed.ended.then((code) => stop(stopping ? 0 : code || 1));

await nodeRed.ready;
const address = `http://127.0.0.1:${port}`;
process.stdout.write(`
linky-red is running.

  ${`${address}/dashboard`.padEnd(36)} power, energy, Tempo, Ecowatt, signals, and what Home Assistant would show
  ${`${address}/`.padEnd(36)} the editor with the flow behind it: tic-in → linky-decode → dashboard
  ${`${meter.host}:${meter.port}`.padEnd(36)} the sandbox meter: ${meter.what}
  ${rte.url.padEnd(36)} RTE’s stand-in: an alert on each of four days from today on
  ${`mqtt://${broker.host}:${broker.port}`.padEnd(36)} the broker that the entities are announced on

Every start begins with the demo flow afresh: export what you want to keep. Ctrl-C stops everything.
`);
