// What users of a ZLinky, a Tasmota and an ESPHome have seen go wrong between the meter and the broker: digits that were lost, the
// meter that was changed, numbers that became others. None of it may be a value or a signal.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const SINGLE = {
  apparent_power: 783,
  available_power: 9,
  current_date: 'H270112105501',
  current_price: 'HP BLEU',
  current_summ_delivered: 16_494.4,
  current_tarif: 'TEMPO',
  current_tier1_summ_delivered: 9340.7,
  current_tier2_summ_delivered: 7153.7,
  meter_serial_number: '021861700321',
  power_threshold: 9,
  rms_current: 3,
  rms_voltage: 234,
  // Enedis-NOI-CPT_54E: clock right, no fault, no overrun.
  status_register: '013A4401',
};

async function says(node: DecodeBench, state: object): Promise<void> {
  await node.receive(JSON.stringify(state), { topic: 'zigbee2mqtt/ZLinky' });
  await node.advance(SECOND);
}

describe('linky-decode, given what was damaged on its way through others', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  // fairecasoimeme/Zlinky_TIC issue 358: once a day `002A0000` comes as `002A`, a zero, `260`. Filled up in front its bits would
  // mean an overvoltage, a breaker that is open, a clock that is wrong.
  for (const status of ['013A\u0000260', '002A260', '13A4481', '3A4481', '01', '013A448'])
    it(`believes no status register that has lost digits: ${JSON.stringify(status)}`, async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      await says(node, SINGLE);
      node.edges();
      for (let i = 0; i < 4; i++) await says(node, { ...SINGLE, apparent_power: 800 + i, status_register: status });
      assert.deepEqual(node.edges(), []);
      assert.equal(node.reading.payload['SINSTS'], 803);
      assert.equal(node.reading.payload['STGE'], '013A4401');
    });

  it('takes no text of too few digits for the number of a meter', async () => {
    const node = await loadLinkyDecode({ source: 'tasmota' });
    const tic = { ADSC: '700321', VTIC: '02', EAST: '016494400', SINSTS: '00783', IRMS1: '003' };
    await node.receive(JSON.stringify({ TIC: tic }), { topic: 'tele/linky/SENSOR' });
    // Six digits are the end of an address of twelve (54E: maker, year, type, serial): whose it is nobody can tell.
    assert.equal((node.reading.tic['meter'] as Record<string, unknown>)['id'], null);
    assert.equal(node.reading.payload['EAST'], 16_494_400);
  });

  // JSON of LibTeleinfo, where it writes numbers: `atol` of 32 bits stops at the highest, for every meter the same.
  it('takes no number of 32 bits for the number of a meter', async () => {
    const node = await loadLinkyDecode({ source: 'tasmota' });
    const tic = { ADSC: 2147483647, VTIC: 2, EAST: 3_839_865, SINSTS: 780, PRM: 2147483647 };
    await node.receive(JSON.stringify(tic), { topic: 'tele/linky/RESULT' });
    assert.equal((node.reading.tic['meter'] as Record<string, unknown>)['id'], null);
    assert.deepEqual(node.reading.payload, { VTIC: '02', EAST: 3_839_865, SINSTS: 780 });
  });

  it('takes no number of 24 bits for the number of a meter', async () => {
    const node = await loadLinkyDecode({ source: 'esphome' });
    for (const [object, value] of [
      ['papp', '750'],
      // What a float makes of 021861700321.
      ['adco', '21861699584'],
      ['iinst', '3'],
      ['base', '16494400'],
    ] as const)
      await node.receive(value, { topic: `linky/sensor/${object}/state` });
    await node.advance(2 * SECOND);
    assert.equal((node.reading.tic['meter'] as Record<string, unknown>)['id'], null);
    assert.deepEqual([node.reading.payload['PAPP'], node.reading.payload['BASE']], [750, 16_494_400]);
  });

  // Firmware of 2025-11: SINSTS of a single-phase meter stands in 0x0306, the sum of three phases, as well.
  it('takes no power that stands where a sum of phases would for a second phase', async () => {
    const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
    for (let i = 0; i < 3; i++) await says(node, { ...SINGLE, apparent_power: 783 + i, total_apparent_power: 783 });
    const { payload, tic } = node.reading;
    assert.deepEqual([payload['SINSTS'], payload['SINSTS1']], [785, undefined]);
    assert.equal((tic['meter'] as Record<string, unknown>)['phases'], 1);
    // 9 kVA subscribed.
    assert.equal((tic['headroom'] as Record<string, unknown>)['va'], 8215);
  });

  // fairecasoimeme/Zlinky_TIC issue 396: a three-phase meter was changed for a single-phase one; the device keeps its name.
  it('knows nothing of the phases of the meter before', async () => {
    const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
    const three = {
      ...SINGLE,
      total_apparent_power: 1883,
      ...{ apparent_power_ph_b: 500, apparent_power_ph_c: 600, rms_current_ph_b: 4, rms_current_ph_c: 5 },
      ...{ rms_voltage_ph_b: 231, rms_voltage_ph_c: 232 },
    };
    await says(node, three);
    assert.deepEqual([node.reading.payload['SINSTS'], node.reading.payload['SINSTS1']], [1883, 783]);
    for (let i = 0; i < 8; i++) {
      await node.advance(10 * MINUTE);
      const indexes = { current_summ_delivered: 1.2 + i / 10, current_tier1_summ_delivered: 0.7 + i / 10 };
      await says(node, {
        ...SINGLE,
        ...indexes,
        meter_serial_number: '021861700654',
        current_tier2_summ_delivered: 0.5,
        apparent_power: 600 + i,
      });
    }
    const { payload, tic } = node.reading;
    const meter = tic['meter'] as Record<string, unknown>;
    assert.deepEqual([meter['id'], meter['phases']], ['021861700654', 1]);
    assert.deepEqual([payload['SINSTS'], payload['SINSTS1'], payload['IRMS2']], [607, undefined, undefined]);
    assert.equal(payload['EAST'], 1900);
  });

  // The readme of NicolasBernaerts/tasmota up to 2023: what the firmware has reckoned stands beside the labels of the meter.
  describe('and what a firmware has reckoned', () => {
    const RECKONED = { PHASE: 1, SSOUSC: '6000', IINST1: '3', SINSTS1: '780' };
    const says = (node: DecodeBench, tic: object): Promise<void> =>
      node.receive(JSON.stringify({ Time: '2027-01-12T10:55:00', TIC: tic }), { topic: 'tele/linky/SENSOR' });
    const phases = (node: DecodeBench): unknown => (node.reading.tic['meter'] as Record<string, unknown>)['phases'];

    it('is no second phase of a single-phase meter in historique', async () => {
      const node = await loadLinkyDecode({ source: 'tasmota' });
      const tic = { ADCO: '061964000123', ISOUSC: '30', BASE: '007970903', IINST: '003', PAPP: '00780', ...RECKONED };
      for (let i = 0; i < 3; i++) await says(node, tic);
      assert.deepEqual(node.reading.payload, {
        ADCO: '061964000123',
        ISOUSC: 30,
        BASE: 7_970_903,
        IINST: 3,
        PAPP: 780,
      });
      // 30 A of 200 VA, less 780 VA.
      assert.deepEqual([phases(node), (node.reading.tic['headroom'] as Record<string, unknown>)['va']], [1, 5220]);
    });

    it('is no second phase of a single-phase meter in standard', async () => {
      const node = await loadLinkyDecode({ source: 'tasmota' });
      const tic = { ADSC: '021961000123', EAST: '018300635', IRMS1: '003', PREF: '09', SINSTS: '00780', ...RECKONED };
      for (let i = 0; i < 3; i++) await says(node, tic);
      assert.deepEqual(node.reading.payload, {
        ADSC: '021961000123',
        EAST: 18_300_635,
        IRMS1: 3,
        PREF: 9,
        SINSTS: 780,
      });
      assert.equal(phases(node), 1);
    });

    it('is no overrun where ADIRn is a share in percent', async () => {
      const node = await loadLinkyDecode({ source: 'tasmota' });
      const of = (n: number, va: number, a: number, percent: number): object => ({
        [`SINSTS${String(n)}`]: va,
        [`IINST${String(n)}`]: a,
        [`ADIR${String(n)}`]: percent,
      });
      const shares = { SINSTS: 490, ...of(1, 490, 2.1, 8), ...of(2, 0, 0, 0), ...of(3, 0, 0, 0) };
      await says(node, { PHASE: 3, ADCO: '061964000123', ISOUSC: 30, SSOUSC: 6000, ...shares });
      for (let i = 0; i < 3; i++) await says(node, shares);
      const overruns = node.edges().filter((edge) => edge.startsWith('power-overrun'));
      assert.deepEqual(overruns, ['power-overrun initial: cleared']);
      assert.deepEqual([node.reading.payload['IINST1'], node.reading.payload['ADIR1']], [2, undefined]);
    });

    it('leaves the figures of three phases that are the meter’s own', async () => {
      const node = await loadLinkyDecode({ source: 'tasmota' });
      const currents = { IINST1: '047', IINST2: '002', IINST3: '003' };
      const tic = { ADCO: '061963000123', ISOUSC: '30', ...currents, ADIR1: '047', PHASE: 3, SSOUSC: '6000' };
      for (let i = 0; i < 2; i++) await says(node, { ...tic, SINSTS1: '9400', SINSTS2: '400', SINSTS3: '600' });
      assert.ok(node.edges().includes('power-overrun initial: active 3'));
      assert.deepEqual([node.reading.payload['IINST1'], node.reading.payload['SINSTS1']], [47, undefined]);
    });
  });
});
