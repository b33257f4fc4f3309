// npm start [-- NAME=VALUE …, settings of the meter]: stand-ins of a meter, of RTE, of Enedis, of a flexibility operator
// and of the open data portals, an MQTT broker and a Node-RED with this package, the demo flow deployed, all on the loopback interface.
// Nothing is asked and nothing leaves the machine; Ctrl-C stops everything.
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';
import { language, sayHowLong } from './start/duration.mjs';
import { WORDS } from './start/words.mjs';

const say = WORDS[language];
sayHowLong();
ensureBuilt(say);
const { freePort } = await import('./start/port.mjs');
const { startNodeRed } = await import('./start/node-red.mjs');
const { meterSettings, startMeter } = await import('./start/meter.mjs');
const { startRte } = await import('./start/rte.mjs');
const { startEnedis } = await import('./start/enedis.mjs');
const { startFlexReady } = await import('./start/flexready.mjs');
const { startOpenData } = await import('./start/opendata.mjs');
const { startBroker } = await import('./start/broker.mjs');
const { ACCOUNT, demoFlow, ENEDIS_ACCOUNT, FLEX_SITE } = await import('./start/flow.mjs');

const port = await freePort(process.env.PORT, say);
const words = process.argv.slice(2);
const meter = await startMeter(words, say);
const rte = await startRte(meter.clock, meterSettings(words).colours);
const enedis = await startEnedis(meter.clock, port);
const flexready = await startFlexReady(meter.clock, port, meterSettings(words));
const opendata = await startOpenData(meter.clock);
const broker = await startBroker();
const nodeRed = await startNodeRed({
  port,
  userDir: path.join(root, '.cache', 'demo', String(port)),
  // Names of entities come from the broker, in one language.
  flow: demoFlow({ meter, rte, enedis, flexready, opendata, broker, language }),
  credentials: { [ACCOUNT]: rte.credentials, [ENEDIS_ACCOUNT]: enedis.credentials, [FLEX_SITE]: flexready.credentials },
  clock: meter.clock,
});

let stopping = false;
async function stop(code) {
  if (stopping) return;
  stopping = true;
  // Node-RED first: its nodes say goodbye to the broker.
  await nodeRed.stop().catch(() => undefined);
  await Promise.allSettled([meter.stop(), rte.stop(), enedis.stop(), flexready.stop(), opendata.stop(), broker.stop()]);
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
nodeRed.ended.then((code) => stop(stopping ? 0 : code || 1));

await nodeRed.ready;
const address = `http://127.0.0.1:${port}`;
const rows = [
  [`${address}/dashboard`, say.dashboard],
  [`${address}/`, say.editor],
  [`${meter.host}:${meter.port}`, say.sandboxMeter(meter.what)],
  [rte.url, say.rte],
  [enedis.url, say.enedis],
  [flexready.url, say.flexready],
  [opendata.enedis, say.opendata],
  [`mqtt://${broker.host}:${broker.port}`, say.broker],
];
const lines = rows.map(([where, what]) => `  ${where.padEnd(36)} ${what}`);
process.stdout.write(`\n${[say.running, '', ...lines, '', say.end].join('\n')}\n`);
