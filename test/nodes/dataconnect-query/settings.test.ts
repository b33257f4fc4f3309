import assert from 'node:assert/strict';
import { PRESETS } from '../../../lib/enedis/collect/periods';
import { LinkyRedError } from '../../../lib/errors';
import { DEFAULTS, type DataconnectQueryFields } from '../../../nodes/dataconnect-query/dataconnect-query.choices';
import { readConfig } from '../../../nodes/dataconnect-query/dataconnect-query.config';
import { periodOf } from '../../../nodes/dataconnect-query/period';

const read = (change: Partial<DataconnectQueryFields> = {}) =>
  readConfig({ id: 'n1', type: 'dataconnect-query', name: '', z: '', ...DEFAULTS, ...change });
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof LinkyRedError);
    return `${error.code} ${String(error.facts['field'] ?? error.facts['detail'])}`;
  }
  return 'nothing';
};

describe('the settings of dataconnect-query', () => {
  it('of a new node: the only meter, three measures of consumption, each day between 5 and 20 h, and the past', () => {
    assert.deepEqual(read({ account: 'a1' }), {
      account: 'a1',
      prm: undefined,
      directions: ['consumption'],
      measures: ['load-curve', 'energy', 'max-power'],
      bySelf: { minute: undefined, hours: [5, 20] },
      backfill: true,
    });
  });

  it('take a PRM in the groups in which it stands on a bill', () => {
    assert.equal(read({ prm: ' 14 000 000 000 001 ' }).prm, '14000000000001');
  });

  for (const prm of ['1400000000000', '140000000000011', '1400000000000a'])
    it(`refuse a PRM that has no 14 digits: ${prm}`, () => {
      assert.equal(
        refusal(() => read({ prm })),
        'ERR_CONFIG prm',
      );
    });

  for (const [change, field] of [
    [{ loadCurve: false, energy: false, maxPower: false }, 'energy'],
    [{ minute: '60' }, 'minute'],
    [{ minute: '7.5' }, 'minute'],
    [{ fromHour: '4' }, 'fromHour'],
    [{ fromHour: '10', toHour: '10' }, 'toHour'],
    [{ toHour: '21' }, 'toHour'],
    [{ direction: 'sideways' as never }, 'direction'],
  ] as const)
    it(`refuse ${JSON.stringify(change)}`, () => {
      assert.equal(
        refusal(() => read(change)),
        `ERR_CONFIG ${field}`,
      );
    });

  it('that are not used are nobody’s error', () => {
    assert.equal(read({ bySelf: false, minute: '99', fromHour: 'dawn' }).bySelf, undefined);
  });
});

describe('the days that a message names', () => {
  const TODAY = '2026-11-29';

  it('by one word: all of them end with yesterday', () => {
    for (const preset of PRESETS) assert.equal(periodOf(preset, TODAY)?.to, TODAY);
    assert.deepEqual(periodOf(' yesterday ', TODAY), { from: '2026-11-28', to: TODAY });
    assert.deepEqual(periodOf({ preset: 'week' }, TODAY), { from: '2026-11-22', to: TODAY });
  });

  it('by the first and the last, both included', () => {
    assert.deepEqual(periodOf({ from: '2026-10-24', to: '2026-10-25' }, TODAY), {
      from: '2026-10-24',
      to: '2026-10-26',
    });
    assert.deepEqual(periodOf({ from: '2026-11-20' }, TODAY), { from: '2026-11-20', to: TODAY });
    assert.deepEqual(periodOf({ from: '2026-11-20', to: '2027-01-01' }, TODAY), { from: '2026-11-20', to: TODAY });
  });

  for (const payload of [
    { from: '2026-11-30' },
    { from: '2026-11-10', to: '2026-11-09' },
    { from: '2026-02-30' },
    { from: '2026-11-31', to: '2026-12-01' },
    { from: 'yesterday' },
    { from: 20_261_101 },
    { to: '2026-11-01' },
    { from: '2001-01-01' },
    { preset: 'decade' },
  ])
    it(`not by ${JSON.stringify(payload)}`, () => {
      assert.match(
        refusal(() => periodOf(payload, TODAY)),
        /^ERR_INPUT /,
      );
    });

  it('by nothing else', () => {
    for (const payload of [undefined, null, 7, {}, [], { payload: 'week' }])
      assert.equal(periodOf(payload, TODAY), undefined);
  });
});
