// What is done here with the rows that come. Rows as each host writes them; figures worked out by hand.
import assert from 'node:assert/strict';
import { compileFor } from '../../../../lib/opendata/compile/compile';
import type { GroupedColumn } from '../../../../lib/opendata/compile/compiled';
import { applyLocal } from '../../../../lib/opendata/compile/local';
import type { RawRow } from '../../../../lib/opendata/compile/local/values';
import { compiledOf, LOCAL_DATASET, locally, run } from '../../../support/opendata/local-run';

describe('lib/opendata/compile: what is done here', () => {
  it('the forms in which hosts write the day of a group', async () => {
    const columns: readonly GroupedColumn[] = [{ from: 'g', name: 'day', reads: { start: 'day' } }];
    // Sunday, 29 March 2026 begins at 23:00 UTC of the Saturday.
    const forms = [
      '[2026-03-29T00:00:00+01:00, 2026-03-30T00:00:00+02:00[',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29',
      Date.UTC(2026, 2, 28, 23),
    ];
    for (const g of forms) assert.deepEqual(await grouped([{ g }], columns), [{ day: '2026-03-29T00:00:00+01:00' }]);
    // The day as UTC has it is no day of Paris: a sum over it would be another's.
    for (const g of ['[2026-03-29T00:00:00+00:00, 2026-03-30T00:00:00+00:00[', null, 'Sunday']) {
      await assert.rejects(grouped([{ g }], columns), { code: 'ERR_ANSWER' });
    }
  });

  it('months, years and widths', async () => {
    const columns: readonly GroupedColumn[] = [
      { from: 'm', name: 'month', reads: { start: 'month' } },
      { from: 'y', name: 'year', reads: { start: 'year' } },
      { from: 'w', name: 'width', reads: { width: 0.1 } },
      { from: 'j', name: 'jour', reads: { type: 'date' } },
      { from: 't', name: 'at', reads: { type: 'datetime' } },
    ];
    // Data Fair writes the key of a plain column of days or instants as milliseconds.
    const row = {
      m: '2026-04',
      y: 2026,
      w: '[0.30000000000000004, 0.4[',
      j: Date.UTC(2026, 2, 29),
      t: Date.UTC(2026, 5, 30, 22),
    };
    assert.deepEqual(await grouped([row], columns), [
      {
        month: '2026-04-01T00:00:00+02:00',
        year: '2026-01-01T00:00:00+01:00',
        width: 0.30000000000000004,
        jour: '2026-03-29',
        at: '2026-07-01T00:00:00+02:00',
      },
    ]);
    await assert.rejects(grouped([{ ...row, w: '[0.25, 0.35[' }], columns), { code: 'ERR_ANSWER' });
  });

  it('a sum over nothing is no figure; one over zeros is 0', async () => {
    const columns: readonly GroupedColumn[] = [{ from: 's', name: 'sum', reads: { figure: 'number' }, unless: 'n' }];
    assert.deepEqual(
      await grouped(
        [
          { s: 0, n: null },
          { s: 0, n: 0 },
        ],
        columns,
      ),
      [{ sum: null }, { sum: 0 }],
    );
  });

  it('one row over all: the first of those that say the same, and one of its own where nothing fits', async () => {
    const compiled = compileFor(
      'ods',
      {
        aggregate: [
          { count: true, as: 'n' },
          { sum: 'w', as: 'sum' },
        ],
      },
      LOCAL_DATASET,
    );
    assert.ok(compiled.one);
    assert.deepEqual(
      await run(
        [
          { lr_a0: 2, lr_a1: 3.5, lr_n1: 1.75 },
          { lr_a0: 2, lr_a1: 3.5, lr_n1: 1.75 },
        ],
        compiled,
      ),
      [{ n: 2, sum: 3.5 }],
    );
    assert.deepEqual(await run([], compiled), [{ n: 0, sum: null }]);
  });

  it('days of groups over the night in which the clock goes back', async () => {
    // 25 hours: from 22:00 UTC on Saturday to 23:00 UTC on Sunday, 1 Wh each.
    const rows = Array.from({ length: 27 }, (_, n) => ({
      horodate: new Date(Date.UTC(2026, 9, 24, 21) + n * 3_600_000).toISOString(),
      w: 1,
    }));
    const group = {
      group: [{ field: 'horodate', by: 'day' as const, as: 'day' }],
      aggregate: [{ sum: 'w', as: 'sum' }],
    };
    assert.deepEqual(await locally(rows, { group, order: [{ by: 'sum', descending: true }], limit: 2 }), [
      { day: '2026-10-25T00:00:00+02:00', sum: 25 },
      { day: '2026-10-24T00:00:00+02:00', sum: 1 },
    ]);
    const hours = {
      group: [{ field: 'horodate', by: 'hour' as const, as: 'hour' }],
      aggregate: [{ count: true as const, as: 'n' }],
    };
    const doubled = (await locally(rows, { group: hours, order: [{ by: 'hour' }] }))
      .map(({ hour }) => hour)
      .slice(2, 6);
    assert.deepEqual(doubled, [
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ]);
  });

  it('figures over what has a value; what is missing comes last, both ways', async () => {
    const rows = [
      { region: 'a', w: '1.5', jour: '2026-03-29' },
      { region: 'a', w: null, jour: '2026-03-28' },
      { region: 'b', w: null },
      { region: null, w: 7 },
      { region: 'c', w: -2 },
    ];
    const group = {
      group: [{ field: 'region' }],
      aggregate: [
        { sum: 'w', as: 'sum' },
        { avg: 'w', as: 'avg' },
        { min: 'jour', as: 'first' },
        { count: true as const, as: 'n' },
        { countDistinct: 'jour', as: 'days' },
        { percentile: 'w', of: 50, as: 'p' },
      ],
    };
    const [a, b, c] = [
      { region: 'a', sum: 1.5, avg: 1.5, first: '2026-03-28', n: 2, days: 2, p: 1.5 },
      { region: 'b', sum: null, avg: null, first: null, n: 1, days: 0, p: null },
      { region: 'c', sum: -2, avg: -2, first: null, n: 1, days: 0, p: -2 },
    ];
    assert.deepEqual(await locally(rows, { group, order: [{ by: 'sum' }] }), [c, a, b]);
    assert.deepEqual(await locally(rows, { group, order: [{ by: 'sum', descending: true }] }), [a, c, b]);
  });

  it('more groups than fit into memory are an error, not a part of the answer', async () => {
    const rows = Array.from({ length: 250_001 }, (_, w) => ({ w }));
    await assert.rejects(locally(rows, { group: { group: [{ field: 'w' }] } }), { code: 'ERR_GROUPS_CAPPED' });
  });

  it('a limit lets go of the rows behind it', async () => {
    let taken = 0;
    async function* pieces(): AsyncGenerator<readonly RawRow[]> {
      for (;;) {
        taken++;
        yield await Promise.resolve([{ w: taken }]);
      }
    }
    const out: RawRow[] = [];
    for await (const piece of applyLocal(
      pieces(),
      compiledOf({ where: { field: 'w', is: '>', value: 2 }, limit: 2 }),
      LOCAL_DATASET,
    ))
      out.push(...piece);
    assert.deepEqual([out, taken], [[{ w: 3 }, { w: 4 }], 4]);
  });

  it('what is the answer already goes through as it is', () => {
    async function* pieces(): AsyncGenerator<readonly RawRow[]> {
      yield await Promise.resolve([]);
    }
    const rows = pieces();
    assert.equal(applyLocal(rows, compiledOf({}), LOCAL_DATASET), rows);
  });
});

function grouped(rows: readonly RawRow[], columns: readonly GroupedColumn[]): Promise<readonly RawRow[]> {
  return run(rows, { ...compiledOf({}), grouped: true, columns });
}
