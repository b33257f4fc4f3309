// A table with everything that makes trouble: both clock changes, empty cells, texts with the signs of every query language, codes with
// zeros in front, places; and questions about it, at random.
import fc from 'fast-check';
import type { Aggregate, Filter, Geo, Group, OpenDataQuery, Scalar } from '../../../lib/opendata/query/query';
import type { Column, Row, Table } from '../../../sandbox/opendata/table';
import { listTable } from '../../../sandbox/opendata/table';
import type { PlainRow, PlainTypes } from './plain-evaluation';

const TEXTS = [
  'Bretagne',
  'bretagne',
  'Île-de-France',
  "Provence-Alpes-Côte d'Azur",
  'a "b" c',
  'back\\slash',
  'x, y',
  '(a) AND (b)',
  'AND',
  '*',
  '%',
  'a:b',
  '`tick`',
  'RES1 (+ RES1WE)',
  ']0-3] kVA',
  '⚡',
  '',
];
const CODES = ['01', '1', '08', '11', '2A', '84'];
const DAYS = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-10-25', '2026-12-31', '2027-01-01'];
const HALF_HOUR = 1_800_000;

const COLUMNS: readonly Column[] = [
  { key: 'horodate', type: 'datetime', title: 'horodate' },
  { key: 'jour', type: 'date', title: 'jour' },
  { key: 'region', type: 'text', title: 'region' },
  { key: 'code', type: 'text', title: 'code' },
  { key: 'nb', type: 'integer', title: 'nb' },
  { key: 'w', type: 'number', title: 'w' },
  { key: 'flag', type: 'boolean', title: 'flag' },
];

export const TYPES: PlainTypes = {
  horodate: 'datetime',
  jour: 'date',
  region: 'text',
  code: 'text',
  nb: 'number',
  w: 'number',
  flag: 'boolean',
  place: 'place',
};

/** Half hours over both clock changes and the turn of the year, one of each kind of row. */
const INSTANTS = [
  ...halfHours('2026-03-28T20:00:00Z', 30),
  ...halfHours('2026-10-24T20:00:00Z', 32),
  ...halfHours('2026-12-31T21:00:00Z', 10),
];

function halfHours(from: string, count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => Date.parse(from) + n * HALF_HOUR);
}

const pick = <T>(list: readonly T[], n: number, none = 0): T | null =>
  none > 0 && n % none === 0 ? null : (list[n % list.length] ?? null);

const ROWS = Array.from({ length: 240 }, (_, n) => {
  const lon = 2 + ((n * 7) % 40) / 400;
  const lat = 48 + ((n * 11) % 40) / 400;
  return {
    horodate: pick(INSTANTS, n * 5, 29),
    jour: pick(DAYS, n * 7, 13),
    region: pick(TEXTS, n * 3, 11),
    code: pick(CODES, n, 17),
    nb: n % 9 === 0 ? null : ((n * 37) % 50) - 20,
    w: n % 7 === 0 ? null : ((n * 53) % 1000) / 8 - 40,
    flag: n % 5 === 0 ? null : n % 2 === 0,
    from: [lon, lat] as const,
    to: [lon + ((n % 5) - 2) / 300, lat + ((n % 3) - 1) / 250] as const,
    placed: n % 19 !== 0,
  };
});

/** The same rows with points, and with lines. */
export type Places = 'points' | 'lines';

export function tableOf(places: Places): Table {
  const type = places === 'points' ? 'geo-point' : 'geo-shape';
  const rows = ROWS.map(({ from, to, placed, ...row }): Row => {
    const place =
      places === 'points' ? { lon: from[0], lat: from[1] } : { type: 'LineString' as const, coordinates: [from, to] };
    return { ...row, place: placed ? place : null };
  });
  return listTable(
    { slug: places, title: places, columns: [...COLUMNS, { key: 'place', type, title: 'place' }] },
    rows,
  );
}

export function plainRows(places: Places): readonly PlainRow[] {
  return ROWS.map(({ from, to, placed, ...row }) => ({
    ...row,
    place: placed ? (places === 'points' ? [from] : [from, to]) : null,
  }));
}

const text = fc.constantFrom(...TEXTS, 'nowhere');
const instant = fc.oneof(
  fc.constantFrom(...INSTANTS).map((ms) => new Date(ms).toISOString().replace('.000Z', '+00:00')),
  fc.constantFrom(...DAYS),
  fc.constantFrom('2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'),
);
const VALUES: Readonly<Record<string, fc.Arbitrary<Scalar>>> = {
  horodate: instant,
  jour: fc.constantFrom(...DAYS),
  region: text,
  code: fc.constantFrom(...CODES, '0'),
  nb: fc.oneof(fc.integer({ min: -22, max: 32 }), fc.constantFrom(2.5, 1e21)),
  w: fc.oneof(
    fc.integer({ min: -320, max: 700 }).map((value) => value / 8),
    fc.constantFrom(1e-7, -0),
  ),
  flag: fc.boolean(),
};
const FIELDS = Object.keys(VALUES);
const fieldWith = fc.constantFrom(...FIELDS).chain((key) => fc.tuple(fc.constant(key), VALUES[key] ?? text));

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fieldWith, fc.constantFrom('=', '!=', '<', '<=', '>', '>='))
      .map(([[field, value], is]): Filter => ({ field, is: field === 'flag' && is !== '!=' ? '=' : is, value })),
  },
  fc
    .constantFrom(...FIELDS)
    .chain((field) =>
      fc.array(VALUES[field] ?? text, { maxLength: 4 }).map((values): Filter => ({ field, in: values })),
    ),
  fc
    .tuple(
      fc.constantFrom('region', 'code'),
      fc.constantFrom('B', 'b', 'Î', '0', 'a "', 'back\\', '', '(', '*', 'RES1 ('),
    )
    .map(([field, startsWith]): Filter => ({ field, startsWith })),
  fc.tuple(fc.constantFrom(...FIELDS), fc.boolean()).map(([field, empty]): Filter => ({ field, empty })),
);

const filter = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }).map((and): Filter => ({ and })),
    fc.array(tie('tree'), { maxLength: 3 }).map((or): Filter => ({ or })),
    tie('tree').map((not): Filter => ({ not })),
  ),
})).tree;

const geo: fc.Arbitrary<Geo> = fc.oneof(
  fc.record({
    // No place lies on these edges: none of the figures of the table has such an end.
    near: fc.record({
      lon: fc.integer({ min: 0, max: 99 }).map((n) => 2.000_37 + n / 1000),
      lat: fc.integer({ min: 0, max: 99 }).map((n) => 48.000_37 + n / 1000),
      metres: fc.integer({ min: 1, max: 6000 }).map((n) => n + 0.37),
    }),
  }),
  fc
    .tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
    )
    .map(([x, y, wide, high]): Geo => ({
      box: [2.000_37 + x / 1000, 48.000_37 + y / 1000, 2.000_37 + (x + wide) / 1000, 48.000_37 + (y + high) / 1000],
    })),
  fc.integer({ min: 0, max: 60 }).map((n): Geo => ({
    polygon: [
      [2.000_37 + n / 1000, 48.000_41],
      [2.090_37, 48.010_41 + n / 1000],
      [2.010_37, 48.080_41],
    ],
  })),
);

const time = fc.record({ from: instant, to: instant, field: fc.constantFrom('horodate') }, { requiredKeys: ['from'] });

const group: fc.Arbitrary<Group> = fc.oneof(
  fc.constantFrom('region', 'code', 'flag', 'jour', 'nb', 'horodate').map((field): Group => ({ field })),
  fc.constantFrom('hour', 'day', 'month', 'year').map((by): Group => ({ field: 'horodate', by, as: `by ${by}` })),
  fc.constantFrom('day', 'month', 'year').map((by): Group => ({ field: 'jour', by, as: `jour ${by}` })),
  fc.constantFrom(7, 0.5, 10).map((width): Group => ({ field: 'w', width, as: `w/${width}` })),
);

const figure: fc.Arbitrary<Aggregate> = fc.oneof(
  fc.constant<Aggregate>({ count: true, as: 'lignes' }),
  fc.constantFrom('nb', 'w').map((sum): Aggregate => ({ sum, as: `somme de ${sum}` })),
  fc.constantFrom('nb', 'w').map((avg): Aggregate => ({ avg, as: `avg_${avg}` })),
  fc.constantFrom('nb', 'w', 'horodate').map((min): Aggregate => ({ min, as: `min_${min}` })),
  fc.constantFrom('nb', 'w', 'horodate').map((max): Aggregate => ({ max, as: `max_${max}` })),
);

const common = { where: filter, time, geo, limit: fc.integer({ min: 1, max: 60 }) };

const plain: fc.Arbitrary<OpenDataQuery> = fc.record(
  {
    ...common,
    select: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1 }),
    order: fc.array(fc.record({ by: fc.constantFrom(...FIELDS), descending: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  { requiredKeys: [] },
);

const grouped: fc.Arbitrary<OpenDataQuery> = fc
  .tuple(
    fc.uniqueArray(group, { maxLength: 2, selector: (one) => one.as ?? one.field }),
    fc.uniqueArray(figure, { maxLength: 3, selector: ({ as }) => as }),
    fc.record(common, { requiredKeys: [] }),
    fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 2 }),
  )
  .filter(([by, figures]) => by.length + figures.length > 0)
  .map(([by, aggregate, rest, order]) => {
    const names = [...by.map((one) => one.as ?? one.field), ...aggregate.map(({ as }) => as)];
    const sorted = order.map(([n, descending]) => ({ by: names[n % names.length] ?? '', descending }));
    return {
      ...rest,
      ...(by.length > 0 && { group: by }),
      ...(aggregate.length > 0 && { aggregate }),
      ...(sorted.length > 0 && { order: sorted }),
    };
  });

/** Without words, which every portal finds its own way, and without approximate figures. */
export const someQuestion: fc.Arbitrary<{ readonly places: Places; readonly query: OpenDataQuery }> = fc.record({
  places: fc.constantFrom('points', 'lines'),
  query: fc.oneof(plain, grouped),
});
