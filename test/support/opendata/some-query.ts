// Queries of every form that there is, of columns that no dataset has to have.
import fc from 'fast-check';
import type { Aggregate, Filter, Geo, Group, OpenDataQuery, TimeRange } from '../../../lib/opendata/query/query';

const column = fc.constantFrom('region', 'horodate', 'energie_wh', 'annee', 'nom_commune');
const name = fc.constantFrom('total', 'jour', 'n', 'premier', 'dernier');
const text = fc.string({ minLength: 1, maxLength: 8 }).filter((one) => !one.includes('__'));
const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0.5, 12.25, 1_000_000));
const scalar = fc.oneof(text, number, fc.boolean());
const lon = fc.constantFrom(-4.5, 0, 2.35, 7.75);
const lat = fc.constantFrom(43.25, 45, 48.85);
const day = fc.constantFrom('2026-03-29', '2026-10-25', '2025-12-31');

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ field: column, is: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value: scalar }),
  fc.record({ field: column, in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ field: column, startsWith: text }),
  fc.record({ field: column, empty: fc.boolean() }),
  fc.record({ search: text }),
);

export const someFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
})).filter;

const someTime: fc.Arbitrary<TimeRange> = fc.record(
  { field: column, from: day, to: day, lastDays: fc.integer({ min: 1, max: 400 }) },
  { requiredKeys: [] },
);

const someGeo: fc.Arbitrary<Geo> = fc.oneof(
  fc.record({ near: fc.record({ lon, lat, metres: fc.integer({ min: 0, max: 5000 }) }) }),
  fc.record({ box: fc.tuple(lon, lat, lon, lat) }),
  fc.record({ polygon: fc.array(fc.tuple(lon, lat), { minLength: 3, maxLength: 5 }) }),
);

const someGroup: fc.Arbitrary<Group> = fc.oneof(
  fc.record({ field: column, as: name }, { requiredKeys: ['field'] }),
  fc.record(
    { field: column, by: fc.constantFrom('hour', 'day', 'month', 'year'), as: name },
    { requiredKeys: ['field', 'by'] },
  ),
  fc.record({ field: column, width: fc.constantFrom(0.5, 10, 1000) }),
);

const someAggregate: fc.Arbitrary<Aggregate> = fc.oneof(
  fc.record({ count: fc.constant(true as const), as: name }),
  fc.record({ sum: column, as: name }),
  fc.record({ avg: column, as: name }),
  fc.record({ min: column, as: name }),
  fc.record({ max: column, as: name }),
  fc.record({ countDistinct: column, as: name }),
  fc.record({ percentile: column, of: fc.constantFrom(5, 50, 99.5), as: name }),
);

/** Any query of the schema; what a portal would say to it is another matter. */
export const someQuery: fc.Arbitrary<OpenDataQuery> = fc
  .record(
    {
      select: fc.array(column, { minLength: 1, maxLength: 3 }),
      where: someFilter,
      time: someTime,
      geo: someGeo,
      group: fc.array(someGroup, { maxLength: 2 }),
      aggregate: fc.array(someAggregate, { maxLength: 2 }),
      order: fc.array(fc.record({ by: column, descending: fc.constant(true) }, { requiredKeys: ['by'] }), {
        maxLength: 2,
      }),
      limit: fc.integer({ min: 1, max: 100_000 }),
      totals: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  // As it comes out of a flow: plain objects.
  .map((query) => JSON.parse(JSON.stringify(query)) as OpenDataQuery);
