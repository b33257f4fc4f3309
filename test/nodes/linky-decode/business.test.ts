// A business meter behind linky-decode: what its readings add, and the setting of the budget's rule.
import assert from 'node:assert/strict';
import { type BusinessDay, framesOf } from '../../support/tic/business-day';
import { pmePmi, pmePmiTest } from '../../support/tic/business-meters';
import { helper } from '../../support/node-red/helper';
import { loadLinkyDecode } from '../../support/node-red/linky-decode-bench';

const MIDNIGHT = Date.parse('2026-11-24T00:00:00+01:00');

describe('linky-decode on a business meter', function () {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  /** Half an hour of frames, each with the time of its arrival. */
  async function listenTo(settings: Record<string, unknown>): Promise<Record<string, unknown>> {
    const node = await loadLinkyDecode(settings);
    const day: BusinessDay = { family: 'pme-pmi', unit: 'kVA', td: 5, every: 8, midnight: MIDNIGHT, seconds: 1500 };
    for (const { at, bytes } of framesOf(day)) {
      const receivedAt = new Date(at).toISOString();
      await node.receive(bytes, { tic: { receivedAt, completedAt: receivedAt, complete: true } });
    }
    return node.reading.tic;
  }

  for (const [setting, rule] of [
    ['auto', 'sliding'],
    ['sliding', 'sliding'],
    ['block', 'block'],
  ] as const)
    it(`shows the budget by the rule that is set: ${setting}`, async () => {
      const { budget } = await listenTo({ budget: setting });
      const { mean, ...told } = budget as Record<string, unknown>;
      assert.equal(typeof mean, 'number');
      assert.deepEqual([told['rule'], told['unit'], told['subscribed'], told['td']], [rule, 'kVA', 130, 5]);
    });

  it('refuses a rule that there is not', async () => {
    const node = await loadLinkyDecode({ budget: 'yearly' });
    assert.equal(node.shown.fill, 'red');
  });

  it('tells of a test as a state of its own, and of what the meter does not carry not at all', async () => {
    const node = await loadLinkyDecode();
    await node.receive(pmePmi().build());
    assert.equal('test' in node.reading.tic, false);
    assert.deepEqual(
      Object.keys(node.reading.tic)
        .filter((key) => key === 'flexReady' || key === 'budget')
        .sort(),
      ['budget', 'flexReady'],
    );
    node.edges();
    await node.receive(pmePmiTest(['PTCOUR1', 'PM'], ['PREAVIS', 'DEP']).build());
    assert.deepEqual(node.edges(), []);
    assert.deepEqual(node.reading.payload, { TRAME: 'TEST' });
    const { test, budget, flexReady, derived } = node.reading.tic;
    assert.deepEqual([test, budget, flexReady, derived], [true, undefined, undefined, undefined]);
  });

  it('shows the power of a meter that names none in VA', async () => {
    const node = await loadLinkyDecode();
    await node.receive(pmePmi().build());
    assert.equal(node.shown.text, '87 kW · PME-PMI');
  });
});
