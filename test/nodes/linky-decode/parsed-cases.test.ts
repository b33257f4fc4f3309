// What happens on a broker beside good news: what it kept, states that are repeated, devices that go, that have read nothing yet,
// that round, that do not know; two of them.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { zlinkyState } from '../../support/tic/told-by';
import { ADDRESS, linkyBase, linkyHc, linkyStandard } from '../../support/tic/tic-meters';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TOPIC = 'zigbee2mqtt/ZLinky';
const SIGNED_NONE = -32_768;

const zlinky = (): Promise<DecodeBench> => loadLinkyDecode({ source: 'zigbee2mqtt' });

async function says(node: DecodeBench, state: object, more: object = {}): Promise<void> {
  await node.receive(JSON.stringify(state), { topic: TOPIC, ...more });
}

/** Signals of one kind since the last call. */
function told(node: DecodeBench, kind: string): string[] {
  return node.edges().filter((edge) => edge.startsWith(kind));
}

const values = (node: DecodeBench): Record<string, unknown> => node.reading.payload;

describe('linky-decode, given what a broker brings of a ZLinky', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  const quiet = zlinkyState(linkyHc().build());
  const over = { ...quiet, rms_current: 47, warn_d_p_s: 47 };

  it('passes over what the broker kept, and takes what is merely marked so later', async () => {
    const node = await zlinky();
    await says(node, over, { retain: true });
    assert.deepEqual([node.readings.length, node.signals.length], [0, 0]);
    await says(node, quiet, { retain: true });
    assert.deepEqual(told(node, 'power-overrun'), ['power-overrun initial: cleared']);
  });

  it('takes a first message that is not kept', async () => {
    const node = await zlinky();
    await says(node, quiet, { retain: false });
    assert.equal(node.readings.length, 1);
  });

  it('does not take a state for news that is repeated while the device says nothing', async () => {
    const node = await zlinky();
    const saidAt = new Date(node.clock.now()).toISOString();
    await says(node, { ...quiet, last_seen: saidAt });
    for (let i = 0; i < 5; i++) {
      await node.advance(6 * MINUTE);
      await says(node, { ...quiet, last_seen: saidAt });
    }
    assert.equal(node.readings.length, 1);
    // Half an hour without a word of the device.
    assert.match(told(node, 'meter-fault silence').at(-1) ?? '', /^meter-fault silence started: active/);
  });

  it('does not begin with the state of a device that was last seen long ago, whatever the form of the time', async () => {
    const node = await zlinky();
    const old = node.clock.now() - 60 * MINUTE;
    for (const saidAt of [old, new Date(old).toISOString()]) await says(node, { ...over, last_seen: saidAt });
    await says(node, { ...quiet, last_seen: node.clock.now() });
    assert.equal(values(node)['IINST'], 5);
  });

  it('is lost with the device and with zigbee2mqtt, and back with the next word', async () => {
    const node = await zlinky();
    for (const [topic, payload] of [
      [`${TOPIC}/availability`, '{"state":"offline"}'],
      [`${TOPIC}/availability`, 'offline'],
      ['zigbee2mqtt/bridge/state', '{"state":"offline"}'],
    ] as const) {
      await says(node, over);
      assert.match(told(node, 'power-overrun').join(), /^power-overrun initial: active 3$/);
      await node.receive(payload, { topic });
      assert.deepEqual(told(node, 'power-overrun'), ['power-overrun lost: unknown']);
      await node.receive('{"state":"online"}', { topic });
      assert.deepEqual(told(node, 'power-overrun'), []);
    }
    await says(node, quiet);
    assert.deepEqual(told(node, 'power-overrun'), ['power-overrun initial: cleared']);
    assert.deepEqual(node.caught, []);
  });

  it('is not lost when another device is', async () => {
    const node = await zlinky();
    await says(node, quiet);
    node.edges();
    for (const topic of ['zigbee2mqtt/lamp/availability', 'zigbee2mqtt/ZLinky2/availability', 'z2m/bridge/state'])
      await node.receive('{"state":"offline"}', { topic });
    assert.deepEqual(node.edges(), []);
  });

  it('says nothing of a device that has read nothing yet, and that there is no value', async () => {
    const node = await zlinky();
    const blank = Object.fromEntries(
      Object.entries(quiet).map(([key, value]) => [
        key,
        typeof value === 'number' ? 0 : typeof value === 'string' ? '' : value,
      ]),
    );
    for (let i = 0; i < 6; i++) {
      await says(node, blank);
      await node.advance(5 * MINUTE);
    }
    assert.deepEqual([node.readings.length, node.signals.length], [0, 0]);
    assert.deepEqual(
      node.caught.map(({ error }) => error.code),
      ['ERR_TIC_NO_VALUE'],
    );
    await says(node, quiet);
    assert.equal(values(node)['HCHC'], 12_345_678);
  });

  it('takes indexes in whole kWh, and holds one that falls', async () => {
    const node = await zlinky();
    const whole = { ...quiet, current_tier1_summ_delivered: 12_345, current_tier2_summ_delivered: 23_456 };
    await says(node, whole);
    assert.deepEqual([values(node)['HCHC'], values(node)['HCHP']], [12_345_000, 23_456_000]);
    await node.advance(SECOND);
    await says(node, { ...whole, current_tier2_summ_delivered: 23_457 });
    assert.equal(values(node)['HCHP'], 23_457_000);
    await node.advance(SECOND);
    await says(node, { ...whole, current_tier2_summ_delivered: 2345 });
    assert.equal((node.reading.tic['quality'] as Record<string, unknown>)['held'], 1);
    assert.notEqual(values(node)['HCHP'], 2_345_000);
  });

  it('says nothing of numbers that the device does not know', async () => {
    const node = await zlinky();
    await says(node, {
      ...quiet,
      rms_voltage: 0xffff,
      rms_current: 0xffff,
      rms_current_ph_b: 0xffff,
      rms_current_ph_c: 0xffff,
      apparent_power: SIGNED_NONE,
      rms_current_max: SIGNED_NONE,
      available_power: 0,
    });
    const { payload, tic } = node.reading;
    for (const label of ['IINST', 'IINST1', 'IINST2', 'PAPP', 'IMAX', 'ISOUSC', 'URMS1'])
      assert.equal(label in payload, false, label);
    assert.equal(payload['HCHC'], 12_345_678);
    const { meter, quality } = tic as Record<string, Record<string, unknown>>;
    assert.deepEqual([meter?.['mode'], quality?.['rejected']], ['historique', 0]);
  });

  it('keeps two devices of one broker apart', async () => {
    const node = await zlinky();
    const other = zlinkyState(linkyStandard().set('ADSC', '021961700654').build());
    const third = zlinkyState(linkyBase().set('ADCO', '021961700321').build());
    for (const [name, state] of Object.entries({ house: over, barn: other, 'floor/shop': third }))
      await node.receive(JSON.stringify(state), { topic: `zigbee2mqtt/${name}` });
    assert.deepEqual(
      node.readings.map(({ tic }) => tic['stream']),
      ['zigbee2mqtt/house', 'zigbee2mqtt/barn', 'zigbee2mqtt/floor/shop'],
    );
    assert.deepEqual(
      node.readings.map(({ payload }) => [payload['HCHC'], payload['EAST'], payload['BASE']]),
      [
        [12_345_678, undefined, undefined],
        [undefined, 35_802_467, undefined],
        [undefined, undefined, 12_345_678],
      ],
    );
    await node.receive('offline', { topic: 'zigbee2mqtt/house/availability' });
    const lost = node.signals.filter(({ payload: { change } }) => change === 'lost');
    assert.deepEqual([...new Set(lost.map(({ payload: { origin } }) => origin))], [ADDRESS.linkyMono]);
  });
});
