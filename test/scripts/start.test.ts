// npm start as a newcomer types it: it comes up by itself, shows the demo, and is gone after Ctrl-C.
// Not in the fast lane: whole programs.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { freePort as nextFreePort } from '../../scripts/start/port.mjs';
import { Arrivals } from '../support/machine/arrivals';
import { freePort } from '../support/machine/ports';
import { untilRetained } from '../support/mqtt/retained';

const ROOT = path.resolve(__dirname, '../..');

/** Runs scripts/start.mjs and collects what it prints. */
function start(env: Record<string, string>, ...words: string[]): { child: ChildProcess; output: Arrivals<string> } {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs'), ...words], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new Arrivals<string>('output of npm start');
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output.add(text.toString());
    });
  return { child, output };
}

/** Its code, once all that it has said is here, too: it may have ended before. */
async function closed(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'close')) as [number];
  return code;
}

async function refused(port: number): Promise<boolean> {
  const probe = net.connect(port, '127.0.0.1');
  return await new Promise((resolve) => {
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', () => {
      resolve(true);
    });
  });
}

/** The name under which an entity is announced on the broker, in the language of the machine. */
async function nameOf(entity: string, brokerPort: number): Promise<unknown> {
  const topic = `homeassistant/${entity}/config`;
  const topics = await untilRetained({ url: `mqtt://127.0.0.1:${String(brokerPort)}` }, (all) => topic in all);
  return (JSON.parse(topics[topic] ?? '{}') as { name?: unknown }).name;
}

/** A whole one: a connection begins in the middle of a frame, where the maximum of yesterday has a date of its own. */
const DATE = /\nDATE\tH(\d\d)(\d\d)(\d\d)\d{6}\t/;

/** Meter, RTE's stand-in and the nodes that ask it go by one clock; and the days to come are those of the meter. */
async function assertOneDate(ports: { meterPort: number; rtePort: number; brokerPort: number }): Promise<void> {
  const reader = net.connect(ports.meterPort, '127.0.0.1');
  let sent = '';
  while (!DATE.test(sent)) sent += String((await once(reader, 'data'))[0]);
  reader.destroy();
  const [, yy, mm, dd] = DATE.exec(sent) ?? [];
  const day = `20${yy ?? ''}-${mm ?? ''}-${dd ?? ''}`;

  const light = await fetch(`http://127.0.0.1:${String(ports.rtePort)}/cms/open_data/v1/tempoLight`);
  const { values } = (await light.json()) as { values: Record<string, string> };
  assert.equal(values[day], 'WHITE', JSON.stringify(values));
  const [today, tomorrow, ecowatt] = ['tempo/today', 'tempo/tomorrow', 'ecowatt/day_0'].map(
    (name) => `linkyred/${name}`,
  );
  const named = [today, tomorrow, ecowatt, 'linkyred/linky/tempo_now', 'linkyred/linky/tempo_next'] as string[];
  const topics = await untilRetained({ url: `mqtt://127.0.0.1:${String(ports.brokerPort)}` }, (all) =>
    // The meter tells of tomorrow at about eleven.
    named.every((topic) => topic in all && all[topic] !== 'unknown'),
  );
  // Of the meter, and of the nodes that ask RTE.
  assert.deepEqual(
    named.map((topic) => topics[topic]),
    ['white', 'red', 'red', 'white', 'red'],
  );
  for (const topic of [today, ecowatt]) {
    const { date } = JSON.parse(topics[`${topic ?? ''}/attributes`] ?? '{}') as { date?: string };
    assert.equal(date, day, topic);
  }
  // Nothing that is shown is of the date of this machine.
  const states = Object.entries(topics).filter(
    ([topic]) => topic.startsWith('linkyred/') && !topic.endsWith('/attributes'),
  );
  const host = new Date().toISOString().slice(0, 10);
  assert.deepEqual(
    states.filter(([, state]) => day !== host && state.startsWith(host)),
    [],
  );
}

describe('npm start', function () {
  it('speaks French on a French machine, shows the demo, and Ctrl-C ends Node-RED and all that it talks to', async () => {
    const port = await freePort();
    const { child, output } = start({ PORT: String(port), LC_ALL: 'fr_FR.UTF-8' });
    try {
      await output.next((part) => /en une dizaine de secondes\u00a0;.* en deux minutes environ/.test(part));
      const text = await output.next((part) => part.includes('linky-red est lancé'));
      assert.ok(text.includes(`http://127.0.0.1:${String(port)}/dashboard`), text);
      const meterPort = Number(/127\.0\.0\.1:(\d+) +le compteur de démonstration/.exec(text)?.[1]);
      const rtePort = Number(/127\.0\.0\.1:(\d+) +la doublure de RTE/.exec(text)?.[1]);
      const brokerPort = Number(/127\.0\.0\.1:(\d+) +le serveur MQTT/.exec(text)?.[1]);
      const enedisPort = Number(/127\.0\.0\.1:(\d+) +la doublure d’Enedis/.exec(text)?.[1]);
      const flexPort = Number(/127\.0\.0\.1:(\d+) +la page d’un opérateur/.exec(text)?.[1]);
      const others = [meterPort, rtePort, enedisPort, flexPort, brokerPort];
      assert.deepEqual(await Promise.all(others.map(refused)), [false, false, false, false, false]);

      const page = await fetch(`http://127.0.0.1:${String(port)}/dashboard`);
      assert.equal(page.status, 200);
      const flow = (await (await fetch(`http://127.0.0.1:${String(port)}/flows`)).json()) as { type: string }[];
      for (const type of [
        'tic-in',
        'linky-decode',
        'ecowatt-signal',
        'tempo-signal',
        'enedis-account',
        'dataconnect-oauth',
        'dataconnect-query',
        'flex-site',
        'flex-request',
        'ha-entities',
        'mqtt in',
        'ui-page',
      ])
        assert.ok(
          flow.some((node) => node.type === type),
          type,
        );
      // The meter speaks while somebody listens, as it does to the flow.
      const reader = net.connect(meterPort, '127.0.0.1');
      await once(reader, 'data');
      reader.destroy();

      await assertOneDate({ meterPort, rtePort, brokerPort });
      assert.equal(await nameOf('sensor/linkyred_linky_apparent_power', brokerPort), 'Puissance apparente');

      const exit = once(child, 'exit');
      child.kill('SIGINT');
      assert.deepEqual((await exit)[0], 0);
      assert.deepEqual(await Promise.all([port, ...others].map(refused)), [true, true, true, true, true, true]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says so when the port that was asked for is taken', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as net.AddressInfo;
    try {
      const { child, output } = start({ PORT: String(port), LC_ALL: 'C' });
      const code = await closed(child);
      assert.equal(code, 1);
      assert.match(output.all.join(''), new RegExp(`PORT=${String(port)} cannot be used`));
    } finally {
      taken.close();
    }
  });

  it('takes the next free port when 1880 is taken', async () => {
    // Where something listens there already, it is taken anyway.
    const other = net.createServer().listen(1880, '127.0.0.1');
    await once(other, 'listening').catch(() => undefined);
    try {
      const port = await nextFreePort(undefined);
      assert.ok(port > 1880, String(port));
      assert.equal(await refused(port), true);
    } finally {
      other.close();
    }
  });

  it('says which Node it needs where it is too old', async () => {
    const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } })';
    const { child, output } = start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(old)}` });
    const code = await closed(child);
    assert.equal(code, 1);
    assert.match(output.all.join(''), /^linky-red needs Node >=20\.19, and this is 18\.20\.8/);
  });

  it('refuses a setting that the meter does not know', async () => {
    const { child, output } = start({ PORT: String(await freePort()), LC_ALL: 'C' }, 'colour=purple');
    const code = await closed(child);
    assert.equal(code, 2);
    assert.match(output.all.join(''), /colour=purple/);
  });
});
