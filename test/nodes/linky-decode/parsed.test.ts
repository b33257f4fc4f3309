// linky-decode, given what others have parsed: the same frame by wire and by each of them makes the same reading and the same
// signals, as far as they pass it on.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode, loadLinkyDecodes } from '../../support/node-red/linky-decode-bench';
import type { ToldMessage } from '../../support/tic/told-by';
import { WAYS } from '../../support/tic/told-ways';
import {
  linkyBase,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
} from '../../support/tic/tic-meters';

const SECOND = 1000;

const unchanged = (_: string, value: unknown): unknown => value;

const METERS = {
  'historique, HC': linkyHc(),
  'historique, base': linkyBase(),
  'historique, EJP': linkyEjp(),
  'historique, Tempo': linkyTempo(),
  'historique, three phases': linkyTri(),
  'standard, single-phase': linkyStandard(),
  'standard, Tempo': linkyStandardTempo(),
  'standard, three-phase producer': linkyStandardTriProducer(),
};

async function tell(node: DecodeBench, messages: readonly ToldMessage[]): Promise<void> {
  for (const { topic, payload } of messages) await node.receive(payload, { topic: topic ?? '' });
  // Values that have messages of their own make a frame when nothing comes for a second.
  await node.advance(2 * SECOND);
}

describe('linky-decode, given what others have parsed', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  for (const [way, { source, tell: told, without, changed = unchanged }] of Object.entries(WAYS))
    for (const [meter, frame] of Object.entries(METERS))
      it(`reads the same from ${way} as from the wire: ${meter}`, async () => {
        const [wire, parsed] = await loadLinkyDecodes({}, { source });
        assert.ok(wire !== undefined && parsed !== undefined);
        await wire.receive(frame.build());
        await tell(parsed, told(frame.build()));
        assert.deepEqual(parsed.caught, []);
        const { payload, topic, tic } = parsed.reading;
        for (const label of Object.keys(payload))
          assert.deepEqual(payload[label], changed(label, wire.reading.payload[label]), label);
        const missing = Object.keys(wire.reading.payload).filter((label) => !(label in payload));
        assert.deepEqual(
          missing.filter((label) => !without.test(label)),
          [],
        );
        assert.equal(topic, wire.reading.topic);
        assert.deepEqual(tic['meter'], wire.reading.tic['meter']);
        const quality = tic['quality'] as Record<string, unknown>;
        assert.deepEqual([quality['checksum'], quality['rejected'], quality['held']], [false, 0, 0]);
      });
});

describe('linky-decode, a signal by way of others', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  const overruns = (node: DecodeBench): string[] => node.edges().filter((edge) => edge.startsWith('power-overrun'));
  const over = linkyHc().set('IINST', '047').after('IINST', 'ADPS', '047');

  for (const [way, { source, tell: told }] of Object.entries(WAYS)) {
    it(`begins and ends an overrun in historique: ${way}`, async () => {
      const node = await loadLinkyDecode({ source });
      await tell(node, told(linkyHc().build()));
      await tell(node, told(linkyHc().set('PAPP', '01000').build()));
      await tell(node, told(linkyHc().set('PAPP', '01010').build()));
      assert.deepEqual(overruns(node), ['power-overrun initial: cleared']);
      await tell(node, told(over.build()));
      await tell(node, told(over.build()));
      assert.deepEqual(overruns(node), ['power-overrun started: active 3']);
      for (let i = 0; i < 3; i++)
        await tell(
          node,
          told(
            linkyHc()
              .set('PAPP', `0102${String(i)}`)
              .build(),
          ),
        );
      assert.deepEqual(overruns(node), ['power-overrun ended: cleared']);
    });

    it(`begins and ends an overrun in standard: ${way}`, async () => {
      const node = await loadLinkyDecode({ source });
      const at = (status: string, second: number): Buffer =>
        linkyStandard(`H27011210550${String(second)}`)
          .set('STGE', status)
          .build();
      const statuses = ['003A4401', '003A4401', '003A4481', '003A4481', '003A4401', '003A4401'];
      for (const [i, status] of statuses.entries()) await tell(node, told(at(status, i)));
      assert.deepEqual(overruns(node), [
        'power-overrun initial: cleared',
        'power-overrun started: active 3',
        'power-overrun ended: cleared',
      ]);
    });
  }
});
