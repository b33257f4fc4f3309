// Feature 10 (spec/dataconnect.md §6): a meter is added by its number of exactly 14 digits; several are possible.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

const energy = { loadCurve: false, maxPower: false };

describe('10. several meters', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  it('have a node each, and each its own data', async () => {
    await bench.load({
      linked: [PRM.calm, PRM.office],
      nodes: [
        { ...energy, prm: PRM.calm },
        { ...energy, prm: PRM.office },
      ],
    });
    await bench.pass('2026-11-29T15:00:00+01:00');
    for (const prm of [PRM.calm, PRM.office]) {
      const last = bench.sent('consumption/energy', prm).at(-1);
      assert.deepEqual([last?.prm, last?.value], [prm, bench.truth(String(last?.end).slice(0, 10), prm)]);
    }
  });

  it('asks for the number where the account has several', async () => {
    await bench.load({ linked: [PRM.calm, PRM.office], nodes: [energy, { ...energy, prm: PRM.calm }] });
    bench.receive('yesterday');
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_CONFIG');
  });

  for (const prm of ['1234567890123', '123456789012345', '1234567890123x'])
    it(`refuses a number that is none: ${prm}`, async () => {
      await bench.load({ linked: [], nodes: [{ ...energy, prm }] });
      const { error } = await bench.caught.next();
      assert.equal(error.code, 'ERR_CONFIG');
      await bench.pass('2026-11-30T15:00:00+01:00');
      assert.deepEqual(bench.asked, []);
    });
});
