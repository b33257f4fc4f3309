// The one question that all portals are asked: a typed object, whatever the portal runs on. What a flow or the form sends is
// checked here once; lib/opendata/compile makes each host's own text of it.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';

/** A value as a query names it: instants are ISO 8601 with an offset, days `YYYY-MM-DD` (they begin at midnight in Paris). */
export type Scalar = string | number | boolean;

/**
 * Conditions, as a tree. Two values alone, true and false: a comparison with a row that has no value there is false, its `not` true.
 * Text is compared as it is written, upper and lower case too.
 */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly field: string; readonly is: Comparison; readonly value: Scalar }
  | { readonly field: string; readonly in: readonly Scalar[] }
  | { readonly field: string; readonly startsWith: string }
  | { readonly field: string; readonly empty: boolean }
  /** Words anywhere in a row; each portal has its own idea of what fits. */
  | { readonly search: string };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Instants from `from` on, before `to`: ISO 8601 with an offset, or `YYYY-MM-DD` in Paris. `lastDays`: whole Paris days up to now. */
export interface TimeRange {
  /** The dataset's first column of instants unless told. */
  readonly field?: string;
  readonly from?: string;
  readonly to?: string;
  readonly lastDays?: number;
}

/** What touches a place. Longitude before latitude, as GeoJSON has it; degrees, WGS 84. */
export type Geo =
  | { readonly near: { readonly lon: number; readonly lat: number; readonly metres: number } }
  | { readonly box: readonly [west: number, south: number, east: number, north: number] }
  | { readonly polygon: readonly (readonly [lon: number, lat: number])[] };

export type Unit = 'hour' | 'day' | 'month' | 'year';

/** Rows without a value in a grouped column belong to no group. */
export type Group =
  | { readonly field: string; readonly as?: string }
  /** By Paris days, months, years; the group's value is where it starts, ISO 8601 with the Paris offset. */
  | { readonly field: string; readonly by: Unit; readonly as?: string }
  /** By ranges of this width, from multiples of it; the group's value is the lower bound. */
  | { readonly field: string; readonly width: number; readonly as?: string };

export type Aggregate =
  | { readonly count: true; readonly as: string }
  | { readonly sum: string; readonly as: string }
  | { readonly avg: string; readonly as: string }
  | { readonly min: string; readonly as: string }
  | { readonly max: string; readonly as: string }
  /** Approximate at every portal. */
  | { readonly countDistinct: string; readonly as: string }
  | { readonly percentile: string; readonly of: number; readonly as: string };

/**
 * A column of the answer: a field of the dataset, the name of a group or of an aggregate. Rows without a value come last, both ways;
 * texts as the portal orders them (Data Fair without regard to case and accents).
 */
export interface Order {
  readonly by: string;
  readonly descending?: boolean;
}

export interface OpenDataQuery {
  /** All columns unless told. Of rows that are grouped, groups and aggregates are the columns. */
  readonly select?: readonly string[];
  readonly where?: Filter;
  readonly time?: TimeRange;
  readonly geo?: Geo;
  readonly group?: readonly Group[];
  /** Without a group: one row over all. */
  readonly aggregate?: readonly Aggregate[];
  readonly order?: readonly Order[];
  /** All rows unless told. */
  readonly limit?: number;
  /** Whether aggregates count rows that are totals of others ("P0: Total …"); they do not unless told. */
  readonly totals?: boolean;
  /** ODSQL of one who knows, instead of all of the above but limit. */
  readonly odsql?: Odsql;
}

export interface Odsql {
  readonly select?: string;
  readonly where?: string;
  readonly group_by?: string;
  readonly order_by?: string;
  readonly refine?: readonly string[];
}

/** The columns of a grouped answer. */
export function groupName(group: Group): string {
  return group.as ?? group.field;
}

export function isGrouped(query: OpenDataQuery): boolean {
  return (query.group?.length ?? 0) > 0 || (query.aggregate?.length ?? 0) > 0 || query.odsql?.group_by !== undefined;
}

const Text = v.string();
const Name = v.pipe(v.string(), v.nonEmpty());
const Finite = v.pipe(v.number(), v.finite());
const ScalarSchema = v.union([Text, Finite, v.boolean()]);

/** Deeper than anybody writes by hand; a tree without end is no query. */
const DEEPEST = 20;

const FilterSchema: v.GenericSchema<Filter> = v.lazy(() =>
  v.union([
    v.strictObject({ and: v.array(FilterSchema) }),
    v.strictObject({ or: v.array(FilterSchema) }),
    v.strictObject({ not: FilterSchema }),
    v.strictObject({ field: Name, is: v.picklist(['=', '!=', '<', '<=', '>', '>=']), value: ScalarSchema }),
    v.strictObject({ field: Name, in: v.array(ScalarSchema) }),
    v.strictObject({ field: Name, startsWith: Text }),
    v.strictObject({ field: Name, empty: v.boolean() }),
    v.strictObject({ search: Text }),
  ]),
);

const Longitude = v.pipe(Finite, v.minValue(-180), v.maxValue(180));
const Latitude = v.pipe(Finite, v.minValue(-90), v.maxValue(90));

const GeoSchema = v.union([
  v.strictObject({
    near: v.strictObject({
      lon: Longitude,
      lat: Latitude,
      metres: v.pipe(Finite, v.minValue(0), v.maxValue(1_000_000)),
    }),
  }),
  v.strictObject({ box: v.strictTuple([Longitude, Latitude, Longitude, Latitude]) }),
  v.strictObject({ polygon: v.pipe(v.array(v.strictTuple([Longitude, Latitude])), v.minLength(3)) }),
]);

const GroupSchema = v.union([
  v.strictObject({ field: Name, as: v.exactOptional(Name) }),
  v.strictObject({ field: Name, by: v.picklist(['hour', 'day', 'month', 'year']), as: v.exactOptional(Name) }),
  v.strictObject({ field: Name, width: v.pipe(Finite, v.gtValue(0)), as: v.exactOptional(Name) }),
]);

const AggregateSchema = v.union([
  v.strictObject({ count: v.literal(true), as: Name }),
  v.strictObject({ sum: Name, as: Name }),
  v.strictObject({ avg: Name, as: Name }),
  v.strictObject({ min: Name, as: Name }),
  v.strictObject({ max: Name, as: Name }),
  v.strictObject({ countDistinct: Name, as: Name }),
  v.strictObject({ percentile: Name, of: v.pipe(Finite, v.minValue(0), v.maxValue(100)), as: Name }),
]);

const QuerySchema = v.strictObject({
  select: v.exactOptional(v.array(Name)),
  where: v.exactOptional(FilterSchema),
  time: v.exactOptional(
    v.strictObject({
      field: v.exactOptional(Name),
      from: v.exactOptional(Text),
      to: v.exactOptional(Text),
      lastDays: v.exactOptional(v.pipe(Finite, v.integer(), v.minValue(1))),
    }),
  ),
  geo: v.exactOptional(GeoSchema),
  group: v.exactOptional(v.array(GroupSchema)),
  aggregate: v.exactOptional(v.array(AggregateSchema)),
  order: v.exactOptional(v.array(v.strictObject({ by: Name, descending: v.exactOptional(v.boolean()) }))),
  limit: v.exactOptional(v.pipe(Finite, v.integer(), v.minValue(1))),
  totals: v.exactOptional(v.boolean()),
  odsql: v.exactOptional(
    v.strictObject({
      select: v.exactOptional(Text),
      where: v.exactOptional(Text),
      group_by: v.exactOptional(Text),
      order_by: v.exactOptional(Text),
      refine: v.exactOptional(v.array(Text)),
    }),
  ),
});

/**
 * What a flow or the form sends, checked.
 * @throws LinkyRedError ERR_OPENDATA_QUERY with the place that makes no sense
 */
export function readQuery(value: unknown): OpenDataQuery {
  if (depthOf(value) > DEEPEST) throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: 'too deep' });
  // For valibot a list is an object, too: an empty one would ask for everything.
  if (Array.isArray(value)) throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: 'query: a list' });
  const parsed = v.safeParse(QuerySchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: `${where ?? 'query'}: ${issue.message}` });
}

function depthOf(value: unknown, depth = 0): number {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return depth;
  return Math.max(depth, ...Object.values(value).map((inner) => depthOf(inner, depth + 1)));
}
