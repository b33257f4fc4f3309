// How the curves of a company account are stamped.
import assert from 'node:assert/strict';
import { CURVE, DoorBench, PRM, WEEK } from '../../../support/enedis/door-bench';

const DAY_MS = 24 * 3_600_000;

describe('lib/enedis/doors: stamps of a company account', () => {
  let bench: DoorBench;
  beforeEach(async () => {
    bench = await DoorBench.open();
  });
  afterEach(() => bench.close());

  const contract = (json: unknown): void => {
    bench.answer = () => ({ status: 200, body: json });
  };

  for (const [segment, stamps] of [
    ['C1', 'start'],
    ['C2', 'start'],
    ['C3', 'start'],
    ['C4', 'start'],
    ['C5', 'end'],
  ] as const) {
    it(`${segment} in the contract: ${stamps} of the interval, asked once a month`, async () => {
      contract({ segments: [{ segment: 'P4' }, { segment }], services_level: '2' });
      const door = bench.door('enedis-company');
      assert.deepEqual(await door.stampsOf?.(PRM), { stamps, dates: 'local' });
      assert.deepEqual(await bench.door('enedis-company').stampsOf?.(PRM), { stamps, dates: 'local' });
      bench.clock.advance(29 * DAY_MS);
      await door.stampsOf?.(PRM);
      assert.deepEqual(
        bench.asked.map(({ url }) => url),
        [`/contract_summary/v1/${PRM}`],
      );
      bench.clock.advance(2 * DAY_MS);
      await door.stampsOf?.(PRM);
      assert.equal(bench.asked.length, 2);
    });

    it(`${segment} in the settings: ${stamps} of the interval, without a call`, async () => {
      const door = bench.door('enedis-company', { company: { segment, dates: 'utc' } });
      assert.deepEqual(await door.stampsOf?.(PRM), { stamps, dates: 'utc' });
      assert.deepEqual(bench.asked, []);
    });
  }

  it('a contract that cannot be asked for does not lose the segment that is known', async () => {
    contract([{ segment: 'C4' }]);
    const door = bench.door('enedis-company');
    await door.stampsOf?.(PRM);
    bench.clock.advance(40 * DAY_MS);
    bench.answer = () => ({ status: 500, body: '' });
    assert.equal((await door.stampsOf?.(PRM))?.stamps, 'start');
  });

  it('a contract without a segment, or that is not subscribed: said, nothing is guessed', async () => {
    contract({ services_level: '2' });
    await assert.rejects(bench.door('enedis-company').stampsOf?.(PRM) ?? Promise.resolve(), {
      code: 'ERR_ENEDIS_SEGMENT',
      facts: { prm: '12…1234' },
    });
    bench.answer = () => ({ status: 403, body: { code: '900908', message: 'Resource forbidden ' } });
    await assert.rejects(bench.door('enedis-company').stampsOf?.(PRM) ?? Promise.resolve(), {
      code: 'ERR_ENEDIS_SUBSCRIPTION',
    });
  });

  it('meters of holders who have agreed are asked for by the other paths', async () => {
    contract({ segments: [{ segment: 'C5' }] });
    const door = bench.door('enedis-company', { company: { meters: 'authorised' } });
    await door.stampsOf?.(PRM);
    await door.ask(CURVE, WEEK, 'daily');
    assert.deepEqual(
      bench.asked.map(({ url }) => url.replace(/\?.*/, '')),
      [`/synth_contrat_auto/v1/${PRM}`, '/mesure_synchrone_auto/v1/metering_data/consumption_load_curve'],
    );
  });

  it('the other doors stamp the end of an interval, or what is left of it, and need no call to know', async () => {
    for (const id of ['conso-api', 'myelectricaldata-v1', 'enedis-direct'] as const)
      assert.ok(!('stampsOf' in bench.door(id)));
    const putBack = { stamps: 'end', dates: 'local', isPutBack: true };
    assert.deepEqual(await bench.door('myelectricaldata-v2').stampsOf?.(PRM), putBack);
    assert.deepEqual(bench.asked, []);
  });
});
