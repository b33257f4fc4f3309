// Two hundred questions at random: Opendatasoft, Data Fair's look-alike, Data Fair's own API and a plain evaluation in memory have the same
// rows. Where the order says nothing, rows are compared as sets; figures to a part in a billion.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BackEnd } from '../../../../lib/opendata/kind/kind';
import type { OpenDataQuery } from '../../../../lib/opendata/query/query';
import { startOpenData, type RunningOpenData } from '../../../../sandbox/opendata/server';
import { answered, type PlainCell, type PlainRow } from '../../../support/opendata/plain-evaluation';
import { plainRows, someQuestion, tableOf, TYPES, type Places } from '../../../support/opendata/random-table';
import { describedBy, rowsAt } from '../../../support/opendata/three-hosts';

const NOW = Date.parse('2026-10-26T09:00:00Z');
const HOSTS: readonly BackEnd[] = ['ods', 'datafair-compat', 'datafair'];
const TABLES = { points: tableOf('points'), lines: tableOf('lines') } as const;

describe('lib/opendata/compile: one question, three hosts', () => {
  let portals: RunningOpenData;

  before(async () => {
    const tables = Object.values(TABLES);
    portals = await startOpenData({ tables: { enedis: tables, odre: tables }, callsPerDay: Infinity });
  });
  after(() => portals.stop());

  it('200 questions at random have the same rows everywhere', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(someQuestion, async ({ places, query }) => {
        const expected = answered(plainRows(places), query, TYPES, NOW).map((run) => run.map(withoutPlace));
        for (const host of HOSTS) {
          const rows = await rowsAt(
            host,
            host === 'ods' ? portals.odre : portals.enedis,
            query,
            describedBy(host, TABLES[places]),
            NOW,
          );
          assertSame(
            rows.map((row) => plainRow(row, query)),
            expected,
            query,
            `${host}, ${places}`,
          );
        }
        count(seen, places, query, expected.flat().length);
      }),
      { numRuns: 200 },
    );
    // A run of empty answers would prove nothing.
    for (const what of ['rows', 'groups', 'points', 'lines', 'geo'])
      assert.ok((seen.get(what) ?? 0) >= 15, `${what}: ${String(seen.get(what))}`);
  });
});

function count(seen: Map<string, number>, places: Places, query: OpenDataQuery, rows: number): void {
  if (rows === 0) return;
  const grouped = query.group !== undefined || query.aggregate !== undefined;
  for (const what of [grouped ? 'groups' : 'rows', places, ...(query.geo === undefined ? [] : ['geo'])]) {
    seen.set(what, (seen.get(what) ?? 0) + 1);
  }
}

/** Run by run; of the one in which the limit cuts, what came has to be part of it. */
function assertSame(
  rows: readonly PlainRow[],
  runs: readonly (readonly PlainRow[])[],
  query: OpenDataQuery,
  where: string,
): void {
  const all = runs.reduce((sum, run) => sum + run.length, 0);
  const told = `${where}: ${JSON.stringify(query)}`;
  assert.equal(rows.length, Math.min(all, query.limit ?? all), told);
  let at = 0;
  for (const run of runs) {
    const came = rows.slice(at, at + run.length);
    const rest = new Map<string, number>();
    for (const row of run) rest.set(keyOf(row), (rest.get(keyOf(row)) ?? 0) + 1);
    for (const row of came) {
      const left = rest.get(keyOf(row)) ?? 0;
      assert.ok(
        left > 0,
        `${told}\nnot expected: ${JSON.stringify(row)}\nexpected: ${JSON.stringify(run.slice(0, 5))}`,
      );
      rest.set(keyOf(row), left - 1);
    }
    at += run.length;
  }
}

/** Figures rounded to where a part in a billion still shows. */
function keyOf(row: PlainRow): string {
  const cells = Object.entries(row).map(([key, cell]): [string, PlainCell] => [
    key,
    typeof cell === 'number' && cell !== 0 ? Number(cell.toPrecision(10)) : cell,
  ]);
  return JSON.stringify(cells.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutPlace({ place: _place, ...row }: PlainRow): PlainRow {
  return row;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Places have another form at each host, and are not what this is about. */
function plainRow(row: Readonly<Record<string, unknown>>, query: OpenDataQuery): PlainRow {
  const names = query.select ?? Object.keys(row).filter((key) => !key.startsWith('_') && key !== 'place');
  return Object.fromEntries(names.map((key) => [key, plainCell(row[key])]));
}

function plainCell(cell: unknown): PlainCell {
  if (typeof cell === 'string') return ISO.test(cell) ? Date.parse(cell) : cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
}
