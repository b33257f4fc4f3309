// A ZLinky keeps ADIRn and PEJP when the meter has ceased to send them (its firmware of 2025-11 never empties them), the driver of
// Tasmota keeps PEJP. By the documents ADIRn is sent while a current exceeds ISOUSC, PEJP for 30 minutes and during the peak.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { byTasmota, zlinkyState } from '../../support/tic/told-by';
import { linkyEjp, linkyHc, linkyTri } from '../../support/tic/tic-meters';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('linky-decode, given alerts that a device keeps', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  const edges = (node: DecodeBench, signal: string): string[] =>
    node
      .edges()
      .filter((edge) => edge.startsWith(signal))
      .map((edge) => edge.slice(signal.length + 1));

  describe('an overrun behind a ZLinky', () => {
    const tri = zlinkyState(linkyTri().build());
    const says = async (node: DecodeBench, state: object): Promise<string[]> => {
      await node.receive(JSON.stringify({ ...tri, ...state }), { topic: 'zigbee2mqtt/ZLinky' });
      await node.advance(10 * SECOND);
      return edges(node, 'power-overrun');
    };

    it('of three phases ends with the current, though its value stays, and begins again', async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      assert.deepEqual(await says(node, { rms_current: 5 }), ['initial: cleared']);
      // The alert comes before the current that it is about.
      assert.deepEqual(await says(node, { rms_current: 5, warn_d_i_r1: 27 }), ['started: active 3']);
      assert.deepEqual(await says(node, { rms_current: 5, warn_d_i_r1: 27 }), []);
      assert.deepEqual(await says(node, { rms_current: 27, warn_d_i_r1: 27 }), []);
      assert.deepEqual(await says(node, { rms_current: 8, warn_d_i_r1: 27 }), ['ended: cleared']);
      assert.deepEqual(await says(node, { rms_current: 9, warn_d_i_r1: 27 }), []);
      assert.equal(node.reading.payload['ADIR1'], undefined);
      assert.deepEqual(await says(node, { rms_current: 9, warn_d_i_r1: 24 }), ['started: active 3']);
      assert.deepEqual(await says(node, { rms_current: 6, warn_d_i_r1: 24 }), ['ended: cleared']);
      assert.deepEqual(await says(node, { rms_current: 24, warn_d_i_r1: 24 }), ['started: active 3']);
    });

    it('that stands there from the first is none while no current exceeds', async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      assert.deepEqual(await says(node, { rms_current: 5, warn_d_i_r1: 27 }), []);
      assert.deepEqual(await says(node, { rms_current: 6, warn_d_i_r1: 27 }), ['initial: cleared']);
    });

    it('that stands there from the first counts where a current exceeds', async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      assert.deepEqual(await says(node, { rms_current: 27, warn_d_i_r1: 27 }), ['initial: active 3']);
    });

    it('does the same where each value has a topic of its own', async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      const state = async (values: object): Promise<string[]> => {
        for (const [key, value] of Object.entries({ ...tri, warn_d_i_r1: 0, ...values }))
          await node.receive(String(value), { topic: `zigbee2mqtt/ZLinky/${key}` });
        await node.advance(10 * SECOND);
        return edges(node, 'power-overrun');
      };
      assert.deepEqual(await state({ rms_current: 5 }), ['initial: cleared']);
      assert.deepEqual(await state({ rms_current: 5, warn_d_i_r1: 27 }), ['started: active 3']);
      assert.deepEqual(await state({ rms_current: 27, warn_d_i_r1: 27 }), []);
      assert.deepEqual(await state({ rms_current: 8, warn_d_i_r1: 27 }), ['ended: cleared']);
      for (const current of [8, 9]) assert.deepEqual(await state({ rms_current: current, warn_d_i_r1: 27 }), []);
    });

    it('of one phase is told as before where the device empties it', async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      const mono = zlinkyState(linkyHc().build());
      const of = (state: object): Promise<string[]> =>
        node
          .receive(JSON.stringify({ ...mono, ...state }), { topic: 'zigbee2mqtt/ZLinky' })
          .then(() => edges(node, 'power-overrun'));
      assert.deepEqual(await of({ warn_d_p_s: 0 }), ['initial: cleared']);
      assert.deepEqual(await of({ warn_d_p_s: 47, rms_current: 47 }), ['started: active 3']);
      assert.deepEqual(await of({ warn_d_p_s: 0, rms_current: 7 }), ['ended: cleared']);
    });
  });

  const notices: Record<string, (peak: boolean, period: string) => { topic: string; payload: string }> = {
    'a ZLinky': (noticed, period) => ({
      topic: 'zigbee2mqtt/ZLinky',
      payload: JSON.stringify({
        ...zlinkyState(linkyEjp().set('PTEC', period).build()),
        start_notice_e_j_p: noticed ? 30 : 0,
      }),
    }),
    'the driver of Tasmota': (noticed, period) => {
      const frame = linkyEjp().set('PTEC', period);
      const { topic = '', payload } = byTasmota((noticed ? frame.before('PTEC', 'PEJP', '30') : frame).build());
      return { topic, payload: String(payload) };
    },
  };
  for (const [device, message] of Object.entries(notices))
    describe(`a notice of EJP behind ${device}`, () => {
      const load = (): Promise<DecodeBench> =>
        loadLinkyDecode({ source: device === 'a ZLinky' ? 'zigbee2mqtt' : 'tasmota' });
      const says = async (node: DecodeBench, noticed: boolean, period: string): Promise<string[]> => {
        const { topic, payload } = message(noticed, period);
        await node.receive(payload, { topic });
        await node.advance(10 * SECOND);
        return edges(node, 'peak');
      };

      it('is over when its peak has begun, though its value stays', async () => {
        const node = await load();
        assert.deepEqual(await says(node, false, 'HN..'), ['initial: cleared']);
        assert.deepEqual(await says(node, true, 'HN..'), ['announced: announced 2']);
        assert.deepEqual(await says(node, true, 'HN..'), []);
        assert.deepEqual(await says(node, true, 'PM..'), ['started: active 3']);
        assert.deepEqual(await says(node, true, 'HN..'), ['ended: cleared']);
        assert.deepEqual(await says(node, true, 'HN..'), []);
        assert.equal(node.reading.payload['PEJP'], undefined);
        assert.deepEqual(await says(node, true, 'PM..'), ['started: active 3']);
      });

      it('that stands there from the first announces nothing', async () => {
        const node = await load();
        for (let i = 0; i < 3; i++) assert.deepEqual(await says(node, true, 'HN..'), []);
        assert.deepEqual(await says(node, true, 'PM..'), ['initial: active 3']);
      });

      it('is withdrawn after an hour without a peak', async () => {
        const node = await load();
        await says(node, false, 'HN..');
        await says(node, true, 'HN..');
        for (let i = 0; i < 7; i++) {
          await node.advance(10 * MINUTE);
          await node.receive(message(true, 'HN..').payload, { topic: message(true, 'HN..').topic });
        }
        assert.deepEqual(edges(node, 'peak'), ['withdrawn: cleared']);
      });
    });
});
