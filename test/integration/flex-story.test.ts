// The whole story of a flexibility request: an operator asks 80 kW of a building, a person accepts in a real Home Assistant, the
// operator confirms, the loads go off, the meter's readings fall, the loads come back after a while, and the report says what was
// delivered. The host's own clock: the request lasts a minute.
import assert from 'node:assert/strict';
import { connectAsync, type MqttClient } from 'mqtt';
import type { FlexRequestPayload } from '../../lib/flex/view/request-view';
import type { SentSignal } from '../../lib/grid/event/act';
import { startFlexReady, type RunningFlexReady } from '../../sandbox/flexready/server';
import { parisInstant } from '../../sandbox/paris-clock';
import type { Running } from '../../sandbox/stand-in';
import { brokerNode, FILLED } from '../support/home-assistant/ha-flow';
import { needsHomeAssistant } from '../support/home-assistant/install';
import { type HomeAssistant, startHomeAssistant } from '../support/home-assistant/process';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { startMeter } from '../support/node-red/meter-flow';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';

const BACS = '7a1f6c3e-2b44-4d0a-8f53-90c1d2e3f4a5';
const ASSET = 'WholeBuilding';
const KEY = 'a-key-of-the-aggregator-0001';
const REQUEST = `${BACS}/${ASSET}/evening-1`;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A working day without a charger: it draws about 145 kW of 250. */
const MIDDAY = new Date(parisInstant(2027, 1, 12, 12, 30)).toISOString();

describe('an operator, a building and a person in Home Assistant', function () {
  let broker: Mosquitto;
  let mqtt: MqttClient;
  let home: HomeAssistant;
  let operator: RunningFlexReady;
  let meter: Running;
  let red: NodeRed;
  let session: string;
  /** When the request begins and ends, epoch ms. */
  let [start, end] = [0, 0];

  before(async function () {
    this.timeout(600_000);
    const installed = await needsHomeAssistant(this);
    broker = await Mosquitto.start();
    mqtt = await connectAsync(broker.url);
    home = await startHomeAssistant({ installed, mqttPort: broker.port });
    operator = await startFlexReady();
    meter = await startMeter({ family: 'pme-pmi', subscribed: '250', speed: '19200', start: MIDDAY });
    red = await startNodeRed();
    await red.deploy(building(broker.port, meter));
    session = operator.open('operator', `${red.url}/flex`);
  });

  after(async () => {
    const started = { mqtt, red, home, operator, meter, broker } as {
      mqtt?: MqttClient;
      red?: NodeRed;
      home?: HomeAssistant;
      operator?: RunningFlexReady;
      meter?: Running;
      broker?: Mosquitto;
    };
    await started.mqtt?.endAsync();
    await started.red?.stop();
    await started.home?.stop();
    await started.operator?.stop();
    await started.meter?.stop();
    await started.broker?.stop();
  });

  /** As the emulator's operator calls the building of its session. */
  async function call(method: 'GET' | 'POST', below: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${operator.url}/api/v1/${session}/operator/bacs/${BACS}/assets/${ASSET}${below}`, {
      method,
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        Authorization: `Bearer ${operator.token()}`,
        EMULATOR_Authorization: `Bearer ${KEY}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return JSON.parse(text) as Record<string, unknown>;
  }

  const profile = () => [
    {
      power: { unit: 'W', multiplier: 'k', value: 80 },
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    },
  ];

  async function requestWith(fits: (payload: FlexRequestPayload) => boolean): Promise<FlexRequestPayload> {
    const message = await red.next('requests', ({ payload }) => fits(payload as FlexRequestPayload));
    return message.payload as FlexRequestPayload;
  }

  const signalWith = async (change: SentSignal['change']): Promise<SentSignal> =>
    (await red.next('signals', ({ payload }) => (payload as SentSignal).change === change)).payload as SentSignal;

  it('the meter is heard, and what it counted in the hour before is known', async () => {
    await red.next('readings');
    // The first knowledge after a start: nothing is asked, a load that was off may return.
    assert.equal((await red.next('orders')).payload, 'loads on\n');
    const now = Date.now();
    const points = Array.from({ length: 14 }, (_, n) => ({
      prm: '30001234567890',
      direction: 'consumption',
      kind: 'load-curve',
      quantity: 'active',
      start: new Date(now - (14 - n) * 300 * SECOND).toISOString(),
      end: new Date(now - (13 - n) * 300 * SECOND).toISOString(),
      value: 145_000,
      unit: 'W',
      step: 'PT5M',
      quality: 'measured',
      source: 'test',
    }));
    red.send('points', {
      schema: 'linky-red/points@1',
      topic: 'points/30001234567890/consumption/load-curve',
      payload: points,
    });
    assert.deepEqual(red.messages('errors'), []);
  });

  it('the operator asks 80 kW, and the person sees it in Home Assistant', async () => {
    // What a meter counted is kept minute by minute: a request that begins within one would share it.
    start = Math.ceil((Date.now() + 45 * SECOND) / MINUTE) * MINUTE;
    end = start + MINUTE;
    const answer = await call('POST', '/flexibilities/request', {
      requestID: 'evening-1',
      flexProduct: 'WID',
      power: profile(),
    });
    assert.equal(answer['status'], 'REQUESTED');
    await home.api.until('sensor.flex_request_status', 'requested');
    await home.api.until('binary_sensor.flex_decision_needed', 'on');
    await home.api.until('sensor.flex_requested_power', '80');
  });

  it('accepts it there; the operator confirms with a price', async () => {
    await home.api.act('button.press', { entity_id: ['button.flex_accept'] });
    await home.api.until('sensor.flex_request_status', 'accepted');
    const answer = await call('POST', '/flexibilities/request/evening-1/confirm', {
      flexProduct: 'WID',
      power: profile(),
      ackPrice: { unit: '€/kWh', multiplier: '', value: 0.12 },
    });
    assert.equal(answer['status'], 'CONFIRMED');
    await home.api.until('binary_sensor.flex_notice', 'on');
    await home.api.until('sensor.flex_ack_price', '0.12');
    const announced = await signalWith('announced');
    const { level, expected, act, origin } = announced;
    assert.deepEqual([level, expected, act, origin], [null, 2, 'keep', REQUEST]);
    assert.equal(red.messages('orders').length, 1);
  });

  it('the loads go off when it begins', async () => {
    const started = await signalWith('started');
    assert.deepEqual([started.level, started.act], [2, 'reduce']);
    assert.ok(Date.now() >= start);
    assert.equal((await red.next('orders')).payload, 'loads off\n');
    await home.api.until('binary_sensor.flex_active', 'on');
  });

  it('the loads come back a random while after its end', async () => {
    const ended = await signalWith('ended');
    assert.deepEqual([ended.level, ended.act], [null, 'restore']);
    const at = Date.now();
    assert.ok(at >= end);
    assert.equal((await red.next('orders')).payload, 'loads on\n');
    assert.ok(Date.now() - at >= 900, 'at once');
    await home.api.until('binary_sensor.flex_active', 'off');
  });

  it('the readings have fallen: the report says what was delivered, against the hour before', async () => {
    const { report } = await requestWith(
      ({ state, report: told }) => state === 'completed' && told?.deliveredWh != null,
    );
    const [period] = report?.periods ?? [];
    assert.equal(report?.baseline.name, 'mean-of-the-hour-before');
    const { powerW: baseline } = report.baseline;
    assert.ok(baseline !== null && Math.abs(baseline - 145_000) < 15_000, `baseline ${String(baseline)}`);
    assert.ok(period?.measuredW != null && period.measuredW < 75_000, `measured ${String(period?.measuredW)}`);
    assert.ok(Math.abs((period.deliveredW ?? 0) - (baseline - period.measuredW)) < 1);
    const consumptions = await call('GET', '/flexibilities/request/evening-1/consumptions');
    assert.deepEqual((consumptions['baseline'] as { name: string }).name, 'mean-of-the-hour-before');
    await home.api.until('sensor.flex_request_status', 'reported');
    assert.deepEqual(
      operator.journal(session).map(({ call: name, verdict }) => [name, verdict]),
      [
        ['operator-create', 'passed'],
        ['operator-confirm', 'passed'],
        ['operator-realise', 'passed'],
      ],
    );
    assert.deepEqual(red.messages('errors'), []);
    assert.deepEqual(home.complaints(), []);
  });
});

const DAY = '00:00-24:00';

function building(port: number, meter: Running): FlowNode[] {
  const at = { z: 'flow', x: 100, y: 100 };
  const tap = (id: string): FlowNode => ({ ...at, id, type: 'test-tap', name: id });
  const say = (id: string, payload: string): FlowNode => ({
    ...at,
    id,
    type: 'change',
    name: '',
    rules: [{ t: 'set', p: 'payload', pt: 'msg', to: payload, tot: 'str' }],
    wires: [['meter', 'orders']],
  });
  return [
    { id: 'flow', type: 'tab', label: 'story' },
    {
      id: 'site',
      type: 'flex-site',
      name: 'Town hall',
      bacsId: BACS,
      bacsName: 'Town hall',
      description: 'All that is behind the meter',
      assets: [
        {
          asset: ASSET,
          assetName: 'The whole building',
          product: 'WID',
          power: '100',
          delay: 'PT10S',
          duration: '120',
          perDay: '2',
          periods: DAY,
        },
      ],
      keys: [{ slot: '1', holder: 'aggregator', keyAssets: '' }],
      server: 'node-red',
      path: '/flex',
      strictness: 'strict',
      acceptance: 'by-hand',
      credentials: { secret1: KEY },
    },
    {
      ...at,
      ...{ id: 'tic', type: 'tic-in', name: 'building', source: 'tcp', mode: 'auto', wires: [['decode']] },
      ...{ host: meter.host, tcpPort: String(meter.port) },
    },
    { ...at, id: 'decode', type: 'linky-decode', name: '', wires: [['flex', 'ha', 'readings'], ['ha']] },
    { ...at, id: 'points', type: 'test-source', name: 'points', wires: [['flex']] },
    {
      ...at,
      ...{ id: 'flex', type: 'flex-request', name: '', site: 'site', asset: '' },
      wires: [
        ['ha', 'requests'],
        ['ha', 'signals', 'act'],
      ],
    },
    {
      ...at,
      ...{ id: 'ha', type: 'ha-entities', name: '', broker: 'broker', language: 'en', wires: [[], ['flex']] },
    },
    {
      ...at,
      ...{ id: 'act', type: 'switch', name: '', property: 'payload.act', propertyType: 'msg', checkall: 'false' },
      rules: [
        { t: 'eq', v: 'reduce', vt: 'str' },
        { t: 'eq', v: 'restore', vt: 'str' },
      ],
      outputs: 2,
      wires: [['off'], ['later']],
    },
    {
      ...at,
      ...{ id: 'later', type: 'delay', name: '', pauseType: 'random', randomFirst: '1', randomLast: '3' },
      ...{ randomUnits: 'seconds', timeout: '1', timeoutUnits: 'seconds', rate: '1', nbRateUnits: '1' },
      ...{ rateUnits: 'second', drop: false, outputs: 1, wires: [['on']] },
    },
    say('off', 'loads off\n'),
    say('on', 'loads on\n'),
    {
      ...at,
      ...{ id: 'meter', type: 'tcp out', name: '', host: meter.host, port: String(meter.port), beserver: 'client' },
      ...{ base64: false, end: false, wires: [] },
    },
    { ...at, id: 'catch', type: 'catch', name: '', scope: null, uncaught: false, wires: [['errors']] },
    ...['requests', 'signals', 'orders', 'readings', 'errors'].map(tap),
    brokerNode(port, FILLED),
  ];
}
