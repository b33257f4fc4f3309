// A question answered by hand: over rows in memory, in the plainest way there is. It shares no code with lib, which it is held against.
import type { Aggregate, Filter, Geo, Group, OpenDataQuery, Scalar } from '../../../lib/opendata/query/query';

/** Instants are epoch ms, days `YYYY-MM-DD`, places `[lon, lat]` or a line of them. */
export type PlainCell = string | number | boolean | null | readonly (readonly [number, number])[];
export type PlainRow = Readonly<Record<string, PlainCell>>;
export type PlainType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'place';
export type PlainTypes = Readonly<Record<string, PlainType>>;

/**
 * All rows of the answer, limit aside, in runs: inside of a run the order is anybody's. Instants and the starts of groups are epoch ms.
 * @param now epoch ms
 */
export function answered(
  rows: readonly PlainRow[],
  query: OpenDataQuery,
  types: PlainTypes,
  now: number,
): readonly (readonly PlainRow[])[] {
  const kept = rows.filter(
    (row) =>
      (query.where === undefined || holds(row, query.where, types)) &&
      inTime(row, query, types, now) &&
      (query.geo === undefined || touches(row, query.geo, types)),
  );
  const grouped = (query.group?.length ?? 0) + (query.aggregate?.length ?? 0) > 0;
  const lines = grouped ? groups(kept, query.group ?? [], query.aggregate ?? [], types) : kept;
  const columns = query.select;
  return runs(lines, query).map((run) =>
    columns === undefined ? run : run.map((row) => Object.fromEntries(columns.map((key) => [key, row[key] ?? null]))),
  );
}

function holds(row: PlainRow, filter: Filter, types: PlainTypes): boolean {
  if ('and' in filter) return filter.and.every((part) => holds(row, part, types));
  if ('or' in filter) return filter.or.some((part) => holds(row, part, types));
  if ('not' in filter) return !holds(row, filter.not, types);
  if ('search' in filter) throw new Error('words are every portal’s own affair');
  const cell = row[filter.field] ?? null;
  if ('empty' in filter) return (cell === null) === filter.empty;
  if ('startsWith' in filter) return typeof cell === 'string' && cell.startsWith(filter.startsWith);
  if ('in' in filter) return filter.in.some((value) => cell !== null && cell === read(value, types[filter.field]));
  const value = read(filter.value, types[filter.field]);
  if (filter.is === '!=') return !(cell !== null && cell === value);
  if (cell === null || typeof cell === 'object') return false;
  switch (filter.is) {
    case '=':
      return cell === value;
    case '<':
      return cell < value;
    case '<=':
      return cell <= value;
    case '>':
      return cell > value;
    case '>=':
      return cell >= value;
  }
}

function read(value: Scalar, type: PlainType | undefined): Scalar {
  if (type !== 'datetime') return value;
  return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? parisMidnight(String(value)) : Date.parse(String(value));
}

function inTime(row: PlainRow, { time }: OpenDataQuery, types: PlainTypes, now: number): boolean {
  if (time === undefined) return true;
  const field = time.field ?? Object.keys(types).find((key) => types[key] === 'datetime') ?? '';
  const cell = row[field] ?? null;
  const from = time.lastDays === undefined ? time.from : daysBefore(parisDay(now), time.lastDays);
  if (from !== undefined && !(cell !== null && cell >= read(from, types[field]))) return false;
  return time.to === undefined || (cell !== null && cell < read(time.to, types[field]));
}

function groups(
  rows: readonly PlainRow[],
  by: readonly Group[],
  figures: readonly Aggregate[],
  types: PlainTypes,
): readonly PlainRow[] {
  const found = new Map<string, { key: PlainRow; rows: PlainRow[] }>();
  if (by.length === 0) found.set('{}', { key: {}, rows: [] });
  for (const row of rows) {
    const key = Object.fromEntries(
      by.map((group) => [group.as ?? group.field, groupKey(row[group.field] ?? null, group, types)]),
    );
    if (Object.values(key).includes(null)) continue;
    const name = JSON.stringify(key);
    const group = found.get(name) ?? { key, rows: [] };
    found.set(name, group);
    group.rows.push(row);
  }
  return [...found.values()].map((group) => ({
    ...group.key,
    ...Object.fromEntries(figures.map((figure) => [figure.as, figureOf(group.rows, figure)])),
  }));
}

function groupKey(cell: PlainCell, group: Group, types: PlainTypes): PlainCell {
  if (cell === null) return null;
  if ('width' in group) return Math.floor(Number(cell) / group.width) * group.width || 0;
  if (!('by' in group)) return cell;
  const day = types[group.field] === 'date' ? String(cell) : parisDay(Number(cell));
  switch (group.by) {
    case 'hour':
      return Number(cell) - (Number(cell) % 3_600_000);
    case 'day':
      return parisMidnight(day);
    case 'month':
      return parisMidnight(`${day.slice(0, 7)}-01`);
    case 'year':
      return parisMidnight(`${day.slice(0, 4)}-01-01`);
  }
}

function figureOf(rows: readonly PlainRow[], figure: Aggregate): PlainCell {
  if ('count' in figure) return rows.length;
  const [[what, key] = ['', '']] = Object.entries(figure).filter(([name]) => name !== 'as');
  const values = rows.map((row) => row[String(key)] ?? null).filter((cell) => cell !== null);
  if (values.length === 0) return null;
  const numbers = values.map(Number);
  switch (what) {
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'avg':
      return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    case 'min':
      return values.reduce((best, value) => (value < best ? value : best));
    case 'max':
      return values.reduce((best, value) => (value > best ? value : best));
    default:
      throw new Error(`${what} is approximate`);
  }
}

function runs(rows: readonly PlainRow[], { order }: OpenDataQuery): readonly (readonly PlainRow[])[] {
  if (order === undefined || order.length === 0) return [rows];
  const compare = (a: PlainRow, b: PlainRow): number => {
    for (const { by, descending } of order) {
      const [left, right] = [a[by] ?? null, b[by] ?? null];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      if (left !== right) return (left < right ? -1 : 1) * (descending === true ? -1 : 1);
    }
    return 0;
  };
  const out: PlainRow[][] = [];
  for (const row of [...rows].sort(compare)) {
    const last = out.at(-1);
    if (last?.[0] !== undefined && compare(last[0], row) === 0) last.push(row);
    else out.push([row]);
  }
  return out;
}

const PARIS_CLOCK = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
});

function parisDay(ms: number): string {
  return PARIS_CLOCK.format(ms);
}

/** By trying: one of the two offsets that France has. */
function parisMidnight(day: string): number {
  const [summer, winter] = ['+02:00', '+01:00'].map((offset) => Date.parse(`${day}T00:00:00${offset}`));
  for (const ms of [summer, winter]) {
    if (ms !== undefined && parisDay(ms) === day && parisDay(ms - 1) !== day) return ms;
  }
  throw new Error(`no midnight on ${day}`);
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Around a place the earth is flat: a few kilometres lose less than a millimetre of each. */
function touches(row: PlainRow, geo: Geo, types: PlainTypes): boolean {
  const column = Object.keys(types).find((key) => types[key] === 'place') ?? '';
  const cell = row[column] ?? null;
  if (cell === null || typeof cell !== 'object') return false;
  if ('near' in geo) {
    const { lon, lat, metres } = geo.near;
    const scale = (6_371_008.8 * Math.PI) / 180;
    const flat = cell.map(
      ([x, y]) => [(x - lon) * scale * Math.cos((((lat + y) / 2) * Math.PI) / 180), (y - lat) * scale] as const,
    );
    return flat.some(([x, y], n) => {
      const [px, py] = flat[n - 1] ?? [x, y];
      const size = (x - px) ** 2 + (y - py) ** 2;
      const along = size === 0 ? 0 : Math.min(1, Math.max(0, -(px * (x - px) + py * (y - py)) / size));
      return Math.hypot(px + along * (x - px), py + along * (y - py)) <= metres;
    });
  }
  const ring: readonly (readonly [number, number])[] =
    'box' in geo
      ? [
          [geo.box[0], geo.box[1]],
          [geo.box[2], geo.box[1]],
          [geo.box[2], geo.box[3]],
          [geo.box[0], geo.box[3]],
        ]
      : geo.polygon;
  const edges = ring.map((corner, n) => [corner, ring[(n + 1) % ring.length] ?? corner] as const);
  const inside = ([x, y]: readonly [number, number]): boolean =>
    edges.filter(([[ax, ay], [bx, by]]) => ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax).length %
      2 ===
    1;
  const turn = (a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): boolean =>
    (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0]);
  return cell.some((point, n) => {
    const before = cell[n - 1];
    if (inside(point)) return true;
    return (
      before !== undefined &&
      edges.some(
        ([a, b]) => turn(a, b, before) !== turn(a, b, point) && turn(before, point, a) !== turn(before, point, b),
      )
    );
  });
}
