// The extracts themselves: columns and rows agree, times lie on the grid of Paris, totals and secrecy are where readers have to meet them.
import assert from 'node:assert/strict';
import { largeConsumption } from '../../../sandbox/opendata/data/consumption';
import { TABLES } from '../../../sandbox/opendata/data';
import { steps, dayOf } from '../../../sandbox/opendata/data/instants';
import { SANDBOX_PORTALS } from '../../../sandbox/opendata/names';
import type { Cell, ColumnType, Table } from '../../../sandbox/opendata/table';

const NOW = Date.parse('2026-11-21T12:07:00Z');

const all: readonly Table[] = SANDBOX_PORTALS.flatMap((portal) =>
  TABLES[portal].map((table) => (typeof table === 'function' ? table(NOW) : table)),
);

function named(slug: string): Table {
  return all.find((table) => table.slug === slug) ?? assert.fail(slug);
}

function rowsOf(table: Table): ReturnType<Table['row']>[] {
  return Array.from({ length: table.count }, (_, n) => table.row(n));
}

const FITS: Readonly<Record<ColumnType, (cell: Cell & {}) => boolean>> = {
  text: (cell) => typeof cell === 'string',
  integer: (cell) => Number.isInteger(cell),
  number: (cell) => Number.isFinite(cell),
  boolean: (cell) => typeof cell === 'boolean',
  date: (cell) => typeof cell === 'string' && /^\d{4}-\d\d-\d\d$/.test(cell) && !Number.isNaN(Date.parse(cell)),
  datetime: (cell) => Number.isInteger(cell) && (cell as number) % 60_000 === 0,
  'geo-point': (cell) => typeof cell === 'object' && 'lon' in cell,
  'geo-shape': (cell) => typeof cell === 'object' && 'coordinates' in cell,
};

describe('the extracts of the open data portals', () => {
  for (const table of all) {
    it(`${table.slug}: every row has the columns that are told, of their types, in the order that is told`, () => {
      const keys = table.columns.map(({ key }) => key);
      assert.ok(table.count > 0);
      let last = -Infinity;
      for (const row of rowsOf(table)) {
        assert.deepEqual(Object.keys(row), keys);
        for (const { key, type } of table.columns) {
          const cell = row[key] ?? null;
          assert.ok(cell === null || FITS[type](cell), `${key}: ${JSON.stringify(cell)}`);
        }
        const at = table.sortedBy === undefined ? 0 : row[table.sortedBy];
        if (typeof at !== 'number') continue;
        assert.ok(at >= last);
        last = at;
      }
    });
  }

  it('lines that are at hand say what their rows say', () => {
    const table = largeConsumption(200_000, 'large');
    const time = (at: number): string => new Date(at).toISOString();
    for (let index = 0; index < table.count; index += 97) {
      const { horodate, ...rest } = table.row(index);
      const line = Buffer.concat([...(table.line?.(index, time) ?? [])]).toString();
      assert.ok(line.endsWith('}\n'));
      assert.deepEqual(JSON.parse(line), { horodate: time(horodate as number), ...rest });
    }
  });

  it('the days on which the clock changes have 92 and 100 quarters of an hour', () => {
    const at = rowsOf(named('bilan-electrique-demi-heure')).map(({ horodate }) => horodate as number);
    const within = (from: string, to: string): number =>
      at.filter((one) => one >= Date.parse(from) && one < Date.parse(to)).length;
    assert.equal(within('2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'), 92);
    assert.equal(within('2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'), 100);
    assert.equal(within('2026-03-28T00:00:00+01:00', '2026-03-29T00:00:00+01:00'), 96);
    assert.equal(steps(dayOf('2026-03-29'), 1, 30).length, 46);
  });

  it('what is published each morning keeps its rows until the next one, as its version says', () => {
    const morning = Date.parse('2026-11-21T05:12:00+01:00');
    const states = (at: number): string[] =>
      SANDBOX_PORTALS.flatMap((portal) => TABLES[portal])
        .map((table) => (typeof table === 'function' ? table(at) : table))
        .map((table) => JSON.stringify([table.slug, table.changedAt, table.count, table.row(table.count - 1)]));
    // éCO2mix goes by the quarter of an hour, and says so.
    const daily = (at: number): string[] => states(at).filter((state) => !state.includes('eco2mix'));
    const before = daily(morning - 86_400_000);
    assert.deepEqual(daily(morning - 1), before);
    const after = daily(morning);
    assert.notDeepEqual(after, before);
    assert.deepEqual(daily(morning + 86_400_000 - 1), after);
    const last = (state: string | undefined): unknown => /"horodate":(\d+)/.exec(state ?? '')?.[1];
    const balance = after.find((state) => state.includes('bilan-electrique'));
    assert.equal(Number(last(balance)), Date.parse('2026-11-20T23:45:00+01:00'));
  });

  it('rows of totals stand among the others, in both spellings', () => {
    const values = (slug: string, key: string): Set<unknown> => new Set(rowsOf(named(slug)).map((row) => row[key]));
    assert.ok(values('conso-inf36-region', 'plage_de_puissance_souscrite').has('P0: Total <= 36 kVA'));
    assert.ok(values('prod-region', 'plage_de_puissance_injection').has('P0 : Total toutes puissances'));
    assert.ok(values('prod-region', 'filiere_de_production').has('F0 : Total toutes filières'));
  });

  it('secrecy hides figures, gives bounds, and repeats one mean over a day of Paris', () => {
    const rows = rowsOf(named('conso-inf36-region'));
    const index = (value: string): typeof rows =>
      rows.filter((row) => row['indice_representativite_courbe_ndeg1'] === value);
    assert.ok(index('< 1').length > 0);
    assert.ok(index('S').length > 0);
    for (const row of index('S')) assert.equal(row['courbe_moyenne_ndeg1_wh'], null);
    const group = ['region', 'profil', 'plage_de_puissance_souscrite'];
    const days = new Map<string, Set<unknown>>();
    for (const row of rows) {
      const day = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short' }).format(
        row['horodate'] as number,
      );
      const key = JSON.stringify([day, ...group.map((name) => row[name])]);
      days.set(key, (days.get(key) ?? new Set()).add(row['courbe_moyenne_ndeg1_wh']));
    }
    const means = [...days.values()].filter((values) => values.size === 1 && !values.has(null));
    assert.ok(means.length > 0);
    assert.ok([...days.values()].some((values) => values.size > 20));
  });

  it('profiles have one value in both quarters of a half-hour, and tomorrow is known today', () => {
    const rows = rowsOf(named('coefficients-des-profils')).filter(({ sous_profil }) => sous_profil === 'RES1_BASE');
    const by = new Map(rows.map((row) => [row['horodate'] as number, row['coefficient_dynamique']]));
    for (const [at, value] of by)
      if (at % 1_800_000 === 0 && by.has(at + 900_000)) assert.equal(by.get(at + 900_000), value);
    const names = new Set(rowsOf(named('coefficients-des-profils')).map(({ sous_profil }) => sous_profil));
    for (const name of ['RES1_BASE', 'RES11_BASE', 'RES2_HP', 'RES2_HC']) assert.ok(names.has(name));
    const ahead = rowsOf(named('coefficients-de-profils-dynamiques-anticipes-en-j1')).at(-1);
    assert.ok((ahead?.['horodate'] as number) > NOW);
  });

  it('codes keep the zeros in front, years may be quarters, a set is a column a year', () => {
    const continuity = named('indicateur-continuite-dalimentation');
    assert.deepEqual(continuity.row(0)['ndeg_departement'], '01');
    assert.equal(continuity.columns.filter(({ key }) => /^aaa\d{4}$/.test(key)).length, 16);
    assert.deepEqual(rowsOf(named('duree-moyenne-de-coupure-bt')).at(-1)?.['annee'], '2026-T1');
  });
});
