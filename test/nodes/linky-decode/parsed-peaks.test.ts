// What each of those who parse a TIC passes on of peaks and of the colours of Tempo.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import type { ToldMessage } from '../../support/tic/told-by';
import { WAYS } from '../../support/tic/told-ways';
import { linkyEjp, linkyStandard, linkyStandardTempo, linkyTempo } from '../../support/tic/tic-meters';

const SECOND = 1000;

describe('linky-decode, peaks and colours by way of others', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  async function deliver(node: DecodeBench, messages: readonly ToldMessage[]): Promise<void> {
    for (const { topic, payload } of messages) await node.receive(payload, { topic: topic ?? '' });
    await node.advance(2 * SECOND);
  }

  const colours = (node: DecodeBench): unknown[] =>
    node.signals
      .filter(({ payload: { signal } }) => signal === 'day-colour')
      .map(({ payload: { state, detail } }) => [state, detail['colour']]);
  const peaks = (node: DecodeBench): unknown[] =>
    node.signals
      .filter(({ payload: { signal } }) => signal === 'peak')
      .map(({ payload: { state, change, detail } }) => [change, state, detail['pm']]);

  for (const [way, { source, tell }] of Object.entries(WAYS)) {
    const load = (): Promise<DecodeBench> => loadLinkyDecode({ source });

    it(`tells the colours of Tempo in historique: ${way}`, async () => {
      const node = await load();
      // Twice, for the one that checks no sums.
      for (const power of ['01000', '01010'])
        await deliver(node, tell(linkyTempo().set('PTEC', 'HPJR').set('DEMAIN', 'BLAN').set('PAPP', power).build()));
      assert.deepEqual(colours(node), [
        ['active', 'red'],
        ['announced', 'white'],
      ]);
    });

    it(`tells the colours of Tempo in standard: ${way}`, async () => {
      const node = await load();
      // STGE: bits 24 and 25 today, 26 and 27 tomorrow; 2 is white, 3 is red (Enedis-NOI-CPT_54E).
      for (const second of ['1', '2'])
        await deliver(
          node,
          tell(
            linkyStandardTempo(`H27011210550${second}`)
              .set('LTARF', '    HP  BLANC   ')
              .set('STGE', '0E2A0401')
              .set('NTARF', '04')
              .build(),
          ),
        );
      assert.deepEqual(colours(node), [
        ['active', 'white'],
        ['announced', 'red'],
      ]);
    });

    it(`tells the peak of EJP: ${way}`, async () => {
      const node = await load();
      for (const power of ['01000', '01010'])
        await deliver(node, tell(linkyEjp().set('PTEC', 'PM..').set('PAPP', power).build()));
      assert.deepEqual(peaks(node), [['initial', 'active', null]]);
    });

    it(`tells a mobile peak in progress: ${way}`, async () => {
      const node = await load();
      // Bits 30 and 31: mobile peak 1.
      for (const second of ['1', '2'])
        await deliver(node, tell(linkyStandard(`H27011210550${second}`).set('STGE', '402A0001').build()));
      assert.deepEqual(peaks(node), [['initial', 'active', 1]]);
    });
  }

  // These pass on the dates of DPM1 and FPM1, which have no season (Enedis-NOI-CPT_54E): civil time, in winter as in summer.
  for (const way of ['the fork of Tasmota', 'teleinfo2mqtt', 'TIC2WebSocket, as it sends'])
    it(`tells when an announced peak begins and ends: ${way}`, async () => {
      const { source = '', tell } = WAYS[way] ?? {};
      const node = await loadLinkyDecode({ source });
      for (const second of ['1', '2']) {
        const frame = linkyStandard(`H27011210550${second}`)
          .set('STGE', '102A0001')
          .after('STGE', 'DPM1', '00', ' 270113060000')
          .after('DPM1', 'FPM1', '00', ' 270114060000');
        await deliver(node, tell?.(frame.build()) ?? []);
      }
      const announced = node.signals.map(({ payload }) => payload).filter(({ signal }) => signal === 'peak');
      assert.deepEqual(
        announced.map(({ state, start, end }) => [state, start, end]),
        [['announced', '2027-01-13T06:00:00+01:00', '2027-01-14T06:00:00+01:00']],
      );
    });

  it('takes no offence at the colours that teleinfo2mqtt has from elsewhere', async () => {
    const node = await loadLinkyDecode({ source: 'teleinfo2mqtt' });
    await node.receive(JSON.stringify({ today: 'TEMPO_BLEU', tomorrow: 'NON_DEFINI' }), { topic: 'teleinfo/tempo' });
    assert.deepEqual([node.caught, node.readings, node.signals], [[], [], []]);
  });
});
