// How far apart the times of an answer will be, measured at both of its ends before it is asked for: rows come in any order, and what
// was a half-hour for years may be a quarter of one now.
import type { Dataset } from '../dataset/dataset';
import { isFigure, timeField } from '../dataset/facts';
import { fieldsIn } from '../compile/condition';
import { type Filter, isGrouped, type OpenDataQuery, type TimeRange } from '../query/query';
import { Instants } from '../read/instant';
import { measureStep } from '../read/step';
import type { OpenPortal } from '../portal/open-portal';

const DAY_MS = 24 * 3_600_000;
/** As many rows as one answer takes. Where they have fewer times than that, a day of times is asked for. */
const LOOK = 100;
const ENOUGH_TIMES = 12;

type Asked = Pick<OpenPortal, 'rows'>;

/** @returns minutes; null where there are no times, or where they have no step, or not the same one at both ends */
export async function stepOf(portal: Asked, dataset: Dataset, query: OpenDataQuery): Promise<number | null> {
  const field = timeField(dataset)?.key;
  if (field === undefined || isGrouped(query) || query.odsql?.select !== undefined) return null;
  if (query.select?.includes(field) === false) return null;
  const { time, geo } = query;
  const where = query.where && seriesOf(query.where, dataset, field);
  const conditions = { ...(where && { where }), ...(time && { time }), ...(geo && { geo }) };
  const first = await look(portal, dataset, { conditions, field, from: 'start' });
  if (first.isAll) return measureStep(first.times);
  const last = await look(portal, dataset, { conditions, field, from: 'end' });
  const [atStart, atEnd] = [measureStep(first.times), measureStep(last.times)];
  return atStart === atEnd ? atStart : null;
}

/**
 * Of what has to hold, what says which series are meant, and when. Whatever looks at figures leaves single slots out of a series, and
 * peaks that are an hour apart do not last an hour.
 */
function seriesOf(where: Filter, dataset: Dataset, time: string): Filter | undefined {
  const names = new Set(dataset.fields.filter((one) => one.type === 'text' && !isFigure(one)).map(({ key }) => key));
  const parts = ('and' in where ? where.and : [where]).flatMap((part): readonly Filter[] => {
    if ('and' in part) return [seriesOf(part, dataset, time) ?? []].flat();
    const isRange = 'value' in part && part.field === time && part.is !== '=' && part.is !== '!=';
    return isRange || fieldsIn(part).every((key) => names.has(key)) ? [part] : [];
  });
  return parts.length === 0 ? undefined : { and: parts };
}

interface End {
  readonly conditions: Pick<OpenDataQuery, 'where' | 'time' | 'geo'>;
  readonly field: string;
  readonly from: 'start' | 'end';
}

interface Look {
  readonly times: readonly number[];
  /** There are no more rows than those. */
  readonly isAll: boolean;
}

async function look(portal: Asked, dataset: Dataset, { conditions, field, from }: End): Promise<Look> {
  const order = [{ by: field, descending: from === 'end' }];
  const plain = { ...conditions, select: [field], order, limit: LOOK };
  const { times, rows } = await timesOf(portal, dataset, plain, field);
  const isAll = rows < LOOK;
  const [at] = times;
  if (isAll || at === undefined || new Set(times).size >= ENOUGH_TIMES) return { times, isAll };
  // Many series at the same time: the times themselves are asked for.
  const edge = times.reduce((a, b) => (from === 'start' ? Math.min(a, b) : Math.max(a, b)), at);
  // Within the range that was asked for or just beyond it: a step is a step there, too.
  const range = from === 'start' ? between(edge, edge + DAY_MS) : between(edge - DAY_MS, edge + 1000);
  const grouped = { ...conditions, time: { ...range, field }, group: [{ field }] };
  return { times: (await timesOf(portal, dataset, grouped, field)).times, isAll };
}

async function timesOf(
  portal: Asked,
  dataset: Dataset,
  query: OpenDataQuery,
  field: string,
): Promise<{ readonly times: readonly number[]; readonly rows: number }> {
  const instants = new Instants();
  const times: number[] = [];
  let rows = 0;
  for await (const piece of (await portal.rows(dataset, query)).pieces) {
    rows += piece.length;
    for (const row of piece) {
      const at = instants.of(row[field]);
      if (at !== undefined) times.push(at.ms);
    }
  }
  return { times, rows };
}

function between(from: number, to: number): Required<Pick<TimeRange, 'from' | 'to'>> {
  return { from: utc(from), to: utc(to) };
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
}
