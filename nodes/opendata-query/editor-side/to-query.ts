// From what stands in the query builder to the query.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import type {
  Aggregate,
  Filter,
  Geo,
  Group,
  OpenDataQuery,
  Scalar,
  TimeRange,
} from '../../../lib/opendata/query/query';
import { kindOf, numberOf, type ConditionDraft, type Draft, type GroupDraft, type MeasureDraft } from './draft';

/** What is not finished: a key below `draft` of the catalogue, with what fills it. */
export interface Unfinished {
  readonly key:
    'no-number' | 'no-day' | 'no-yes' | 'no-column' | 'no-value' | 'no-corners' | 'no-whole' | 'no-range' | 'no-json';
  readonly text: string;
}

export interface Made {
  /** Without what is not finished. */
  readonly query: OpenDataQuery;
  readonly unfinished: readonly Unfinished[];
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

export function queryOf(draft: Draft, fields: readonly Field[] = []): Made {
  return new Maker(fields).make(draft);
}

/** Days are those of the calendar, instants have an offset. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

class Maker {
  private readonly unfinished: Unfinished[] = [];
  private readonly fields: ReadonlyMap<string, Field>;

  constructor(fields: readonly Field[]) {
    this.fields = new Map(fields.map((field) => [field.key, field]));
  }

  make(draft: Draft): Made {
    const query: Writable<OpenDataQuery> = {};
    const group = present(draft.groups.map((each) => this.group(each)));
    const aggregate = this.aggregates(draft.measures);
    const isGrouped = group.length + aggregate.length > 0;
    if (draft.columns.length > 0 && !isGrouped) query.select = draft.columns;
    const where = this.where(draft);
    if (where !== null) query.where = where;
    const time = this.time(draft);
    if (time !== null) query.time = time;
    const geo = this.geo(draft);
    if (geo !== null) query.geo = geo;
    if (group.length > 0) query.group = group;
    if (aggregate.length > 0) query.aggregate = aggregate;
    if (aggregate.length > 0 && draft.totals) query.totals = true;
    const order = draft.order.filter(({ by }) => by !== '');
    if (order.length > 0)
      query.order = order.map(({ by, direction }) => (direction === 'down' ? { by, descending: true } : { by }));
    const limit = this.whole(draft.limit);
    if (limit !== null) query.limit = limit;
    return { query, unfinished: this.unfinished };
  }

  private time({ period, timeField, lastDays, from, to }: Draft): TimeRange | null {
    const field = timeField === '' ? {} : { field: timeField };
    if (period === 'last') {
      const days = lastDays.trim() === '' ? this.miss('no-value', '') : this.whole(lastDays);
      return days === null ? null : { ...field, lastDays: days };
    }
    if (period === 'always') return null;
    const [begin, end] = [this.moment(from), this.moment(to)];
    if (begin === null && end === null) return null;
    // Texts of one form compare as the times do.
    if (begin?.length === 10 && end?.length === 10 && begin >= end) this.miss('no-range', `${begin} – ${end}`);
    return { ...field, ...(begin !== null && { from: begin }), ...(end !== null && { to: end }) };
  }

  private where({ match, conditions }: Draft): Filter | null {
    const filters = present(conditions.map((each) => this.condition(each)));
    const [only] = filters;
    if (filters.length < 2) return only ?? null;
    return match === 'any' ? { or: filters } : { and: filters };
  }

  private condition(draft: ConditionDraft): Filter | null {
    const { field, operator, value } = draft;
    if (operator === 'search') return value.trim() === '' ? this.miss('no-value', '') : { search: value };
    if (field === '') return this.miss('no-column', '');
    if (operator === 'empty' || operator === 'filled') return { field, empty: operator === 'empty' };
    if (value.trim() === '') return this.miss('no-value', field);
    if (operator === 'starts') return { field, startsWith: value };
    if (operator === 'not-starts') return { not: { field, startsWith: value } };
    if (operator === 'in' || operator === 'not-in') {
      const values = value.split(';').map((one) => one.trim());
      const scalars = present(values.filter((one) => one !== '').map((one) => this.scalar(draft, one)));
      if (scalars.length === 0) return this.miss('no-value', field);
      return operator === 'in' ? { field, in: scalars } : { not: { field, in: scalars } };
    }
    const scalar = this.scalar(draft, value);
    return scalar === null ? null : { field, is: operator, value: scalar };
  }

  private scalar({ field, kind }: ConditionDraft, text: string): Scalar | null {
    const known = this.fields.get(field);
    const wanted = kindOf(known) ?? kind;
    if (wanted === 'number') return numberOf(text) ?? this.miss('no-number', text);
    if (wanted === 'boolean') return text === 'true' || (text === 'false' ? false : this.miss('no-yes', text));
    return known?.type === 'date' || known?.type === 'datetime' ? this.moment(text) : text;
  }

  private geo(draft: Draft): Geo | null {
    if (draft.place === 'near') {
      const [lat = null, lon = null, metres = null] = this.numbers([draft.lat, draft.lon, draft.metres]);
      return lat === null || lon === null || metres === null ? null : { near: { lon, lat, metres } };
    }
    if (draft.place === 'box') {
      const [west = null, south = null, east = null, north = null] = this.numbers([
        draft.west,
        draft.south,
        draft.east,
        draft.north,
      ]);
      return west === null || south === null || east === null || north === null
        ? null
        : { box: [west, south, east, north] };
    }
    return draft.place === 'polygon' ? this.polygon(draft.corners) : null;
  }

  private polygon(text: string): Geo | null {
    const pairs = text.split(/[;\n]/).filter((pair) => pair.trim() !== '');
    const polygon = pairs.map((pair) => {
      const [lon = null, lat = null, ...more] = pair.trim().split(/\s+/).map(numberOf);
      return more.length > 0 || lon === null || lat === null ? null : ([lon, lat] as const);
    });
    const corners = present(polygon);
    return corners.length < pairs.length || corners.length < 3 ? this.miss('no-corners', text) : { polygon: corners };
  }

  private group({ field, by, width, as }: GroupDraft): Group | null {
    if (field === '') return this.miss('no-column', '');
    const named = as.trim() === '' ? {} : { as: as.trim() };
    if (by === 'value') return { field, ...named };
    if (by !== 'width') return { field, by, ...named };
    const wide = numberOf(width);
    return wide === null || wide <= 0 ? this.miss('no-number', width) : { field, width: wide, ...named };
  }

  private aggregates(measures: readonly MeasureDraft[]): Aggregate[] {
    const taken = new Set(measures.map(({ as }) => as.trim()));
    return present(
      measures.map((draft) => {
        const as = draft.as.trim() === '' ? nameOf(draft, taken) : draft.as.trim();
        taken.add(as);
        if (draft.measure === 'count') return { count: true, as };
        if (draft.field === '') return this.miss('no-column', '');
        if (draft.measure !== 'percentile') return { [draft.measure]: draft.field, as } as unknown as Aggregate;
        const of = numberOf(draft.of);
        return of === null || of < 0 || of > 100
          ? this.miss('no-number', draft.of)
          : { percentile: draft.field, of, as };
      }),
    );
  }

  private numbers(texts: readonly string[]): (number | null)[] {
    return texts.map((text) => numberOf(text) ?? this.miss(text.trim() === '' ? 'no-value' : 'no-number', text));
  }

  private whole(text: string): number | null {
    if (text.trim() === '') return null;
    const number = numberOf(text);
    return number !== null && Number.isInteger(number) && number >= 1 ? number : this.miss('no-whole', text);
  }

  private moment(text: string): string | null {
    const moment = text.trim();
    if (moment === '') return null;
    const day = moment.slice(0, 10);
    return MOMENT.test(moment) && isDay(day) ? moment : this.miss('no-day', text);
  }

  private miss(key: Unfinished['key'], text: string): null {
    this.unfinished.push({ key, text });
    return null;
  }
}

/** `sum_energie`; another one where that is taken. */
export function nameOf({ measure, field, of }: MeasureDraft, taken: ReadonlySet<string>): string {
  const words = measure === 'count' ? ['count'] : [measure, ...(measure === 'percentile' ? [of] : []), field];
  const name = words
    .join('_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  let free = name;
  for (let next = 2; taken.has(free); next++) free = `${name}_${String(next)}`;
  return free;
}

/** Of the calendar: for a 31st of a month that has 30 days the engine would take the next month's first. */
function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T => value !== null);
}
