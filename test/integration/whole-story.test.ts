// The story of the whole project in a real Node-RED: a PME-PMI's PREAVIS and a Linky's overrun from pseudo-terminals and a red
// day from the stand-in of RTE, through the recipe that ships, to the states that a broker retains and, where one is installed,
// to the entities of a real Home Assistant.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Application, DEFAULT_APPLICATION } from '../../sandbox/rte/portal';
import { startRte, type RunningRte } from '../../sandbox/rte/server';
import { AedesBroker } from '../support/mqtt/aedes';
import { pmePmi } from '../support/tic/business-meters';
import { type HomeAssistant, startHomeAssistant } from '../support/home-assistant/process';
import type { HomeAssistantApi } from '../support/home-assistant/api';
import { homeAssistantIfHere, needsHomeAssistant } from '../support/home-assistant/install';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { PtyMeter } from '../support/line/pty';
import { needsTool } from '../support/machine/requirements';
import { untilRetained } from '../support/mqtt/retained';
import { scenario } from '../support/rte/rte';
import { withParity } from '../support/tic/tic-bytes';
import type { FrameBuilder } from '../support/tic/tic-frames';
import { peakHours } from './home-assistant/meters';

const RECIPE = path.resolve(__dirname, '../../examples/recipes/any-warning-shed.json');
/** An application for each publication: what the one before was told just now would do for a quarter of an hour. */
const [CALM, RED, CALM_AGAIN] = ['calm', 'red', 'calm-again'].map((word): Application => ({
  ...DEFAULT_APPLICATION,
  id: word,
  secret: `secret-of-${word}`,
})) as [Application, Application, Application];
/** The five to twenty minutes of the recipe, for a test. */
const QUICK = { randomFirst: '0.5', randomLast: '1', randomUnits: 'seconds' };

describe('the whole story: any warning → shed, tell Home Assistant, restore', function () {
  const linky = new PtyMeter(1200, peakHours());
  const business = new PtyMeter(1200, line(pmePmi()));
  let rte: RunningRte;
  let broker: AedesBroker | Mosquitto;
  let home: HomeAssistant | undefined;
  let red: NodeRed;

  before(async function () {
    this.timeout(600_000);
    for (const tool of ['socat', 'stty']) needsTool(this, tool);
    await Promise.all([linky.plug(), business.plug()]);
    rte = await startRte({
      scenario: { ...scenario('calm'), tempo: { [-1]: 'r', 0: 'r', 1: 'r' } },
      applications: [CALM, RED, CALM_AGAIN],
    });
    const installed = await homeAssistantIfHere();
    broker = await (installed === undefined ? AedesBroker : Mosquitto).start();
    home = installed && (await startHomeAssistant({ installed, mqttPort: broker.port }));
    red = await startNodeRed();
    await red.deploy(recipe(CALM));
  });

  after(async () => {
    // Not there when the tools are missing.
    await (red as NodeRed | undefined)?.stop();
    await home?.stop();
    await (broker as AedesBroker | Mosquitto | undefined)?.stop();
    await (rte as RunningRte | undefined)?.stop();
    await Promise.all([linky.remove(), business.remove()]);
  });

  /** The recipe as a user has it, but for ports and addresses, a short delay, a second meter, and ears for the load. */
  function recipe({ id: clientId, secret: clientSecret }: Application): FlowNode[] {
    const flow = JSON.parse(readFileSync(RECIPE, 'utf8')) as FlowNode[];
    const changes: Record<string, Partial<FlowNode>> = {
      'tic-in': { port: linky.path, mode: 'historique', stream: 'house' },
      'rte-account': { baseUrl: rte.url, credentials: { clientId, clientSecret } },
      'tempo-signal': { servicesRteUrl: rte.url, couleurTempoUrl: `${rte.url}/api` },
      'ha-entities': { throttle: 'none' },
      'mqtt-broker': { port: String(broker.port) },
      delay: QUICK,
      debug: { type: 'test-tap', name: 'load' },
    };
    const changed = flow.map((node) => ({ ...node, ...changes[node.type] }));
    const meter = changed.find(({ type }) => type === 'tic-in');
    assert.ok(meter !== undefined);
    return [...changed, { ...meter, id: 'second', port: business.path, stream: 'workshop' }];
  }

  const load = async (): Promise<unknown> => (await red.next('load')).payload;
  /** Waits until these topics below the base have these payloads. */
  const retained = async (wanted: Record<string, string>): Promise<Record<string, string>> =>
    await untilRetained(broker, (topics) =>
      Object.entries(wanted).every(([topic, payload]) => topics[`linkyred/${topic}`] === payload),
    );
  const reasons = (topics: Record<string, string>): unknown =>
    (JSON.parse(topics['linkyred/shedding/attributes'] ?? '{}') as { reasons?: unknown }).reasons;

  /** The two meters have the keys `linky` and `linky_2`, by who spoke first. */
  let [house, workshop] = ['', ''];
  /** What their entities go through from here to the end; the last `?` is the new start of the flows before the red day. */
  const courses = (): Record<string, string[]> => ({
    [`binary_sensor.${workshop}_preavis`]: ['off', 'on', 'off', '?', 'off'],
    [`binary_sensor.${workshop}_overrun`]: ['off', '?', 'off'],
    [`binary_sensor.${house}_overrun`]: ['off', 'on', '?', 'off', '?', 'off'],
    // What was published before the new start is known after it.
    'binary_sensor.ecowatt_red': ['off', '?', 'off', 'on', 'off'],
    'binary_sensor.linky_red_shedding': ['off', 'on', 'off', 'on', 'off', '?', 'off', 'on', 'off'],
  });

  it('knows both meters, Ecowatt and Tempo; a load that may have been shed before is restored once', async () => {
    assert.equal(await load(), true);
    const topics = await retained({
      'ecowatt/status': 'online',
      'ecowatt/alert': 'OFF',
      'ecowatt/red': 'OFF',
      'tempo/status': 'online',
      shedding: 'OFF',
    });
    [house, workshop] = topics['linkyred/linky/isousc'] === undefined ? ['linky_2', 'linky'] : ['linky', 'linky_2'];
    await retained({ [`${house}/overrun`]: 'OFF', [`${house}/isousc`]: '45', [`${workshop}/preavis`]: 'OFF' });
    assert.ok('homeassistant/binary_sensor/linkyred_shedding/config' in topics);
    for (const [entity, [first = '']] of Object.entries(courses())) await home?.api.until(entity, first);
  });

  it('PREAVIS of the PME-PMI → shed, Home Assistant knows why → over → restored', async () => {
    business.say(line(pmePmi().after('PS', 'PREAVIS', 'DEP')));
    assert.equal(await load(), false);
    const topics = await retained({ [`${workshop}/preavis`]: 'ON', [`${workshop}/overrun`]: 'OFF', shedding: 'ON' });
    assert.deepEqual(reasons(topics), ['power-overrun']);
    business.say(line(pmePmi()));
    assert.equal(await load(), true);
    await retained({ [`${workshop}/preavis`]: 'OFF', shedding: 'OFF' });
  });

  it('overrun of the Linky → shed; its line is silent → nothing is restored; back and over → restored', async () => {
    linky.say(peakHours({ papp: 11_000, adps: 48 }));
    assert.equal(await load(), false);
    await retained({ [`${house}/overrun`]: 'ON', shedding: 'ON' });
    await linky.unplug();
    await retained({ [`${house}/overrun`]: 'None' });
    const told = red.messages('load').length;
    linky.say(peakHours());
    await linky.plug();
    assert.equal(await load(), true);
    assert.equal(red.messages('load').length, told + 1);
    await retained({ [`${house}/overrun`]: 'OFF', shedding: 'OFF' });
  });

  it('a red day of Ecowatt → shed, all devices say so; what the meters say restores nothing', async () => {
    rte.play(scenario('all-day'));
    await red.deploy(recipe(RED));
    assert.equal(await load(), false);
    const topics = await retained({
      'ecowatt/now': 'red',
      'ecowatt/red': 'ON',
      'ecowatt/alert': 'ON',
      'ecowatt/day_0': 'red',
      'tempo/now': 'red',
      shedding: 'ON',
      [`${house}/overrun`]: 'OFF',
    });
    assert.deepEqual(reasons(topics), ['grid-tension']);
    for (const entity of ['sensor.ecowatt_now', 'sensor.ecowatt_day_0', 'sensor.tempo_now'])
      await home?.api.until(entity, 'red');
  });

  it('the red day is withdrawn → restored', async () => {
    rte.play(scenario('calm'));
    await red.deploy(recipe(CALM_AGAIN), 'nodes');
    assert.equal(await load(), true);
    const topics = await retained({ 'ecowatt/red': 'OFF', 'ecowatt/alert': 'OFF', shedding: 'OFF' });
    assert.deepEqual(reasons(topics), []);
  });

  it('has shown each of these in Home Assistant, in this order and no other', async function () {
    await needsHomeAssistant(this);
    assert.ok(home !== undefined);
    const { api } = home;
    for (const [entity, states] of Object.entries(courses())) await api.until(entity, states.at(-1) ?? '');
    const seen = Object.keys(courses()).map((entity) => [entity, course(api, entity)]);
    assert.deepEqual(Object.fromEntries(seen), courses());
    assert.deepEqual(home.complaints(), []);
  });

  it('has told no secret in all of it', async () => {
    const everything = JSON.stringify(await untilRetained(broker, () => true)) + red.log;
    for (const { secret } of [CALM, RED, CALM_AGAIN]) assert.ok(!everything.includes(secret));
  });
});

/** A frame as a line of 7E1 carries it: a pseudo-terminal knows no parity, and hands the bit on. */
function line(frame: FrameBuilder): Buffer {
  return withParity(frame.build());
}

/** What an entity has shown from its first state on; `?` stands for unknown and unavailable, in whatever order. */
function course(api: HomeAssistantApi, entity: string): string[] {
  const states = api.course(entity).map((state) => (state === 'unknown' || state === 'unavailable' ? '?' : state));
  const changes = states.filter((state, i) => state !== states[i - 1]);
  return changes[0] === '?' ? changes.slice(1) : changes;
}
