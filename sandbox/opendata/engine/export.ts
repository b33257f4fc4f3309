// Rows as files, a chunk for every breath: JSON, lines of JSON, CSV.
import type { Table } from '../table';
import { BREATH } from './run';

export type Written = Readonly<Record<string, unknown>>;

type Lists = Iterable<readonly Written[]>;

export function* jsonLines(lists: Lists): Generator<string> {
  for (const list of lists) yield list.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Whole rows of a table that has its lines at hand. */
export function* readyLines(
  count: number,
  line: NonNullable<Table['line']>,
  time: (at: number) => string,
): Generator<Buffer> {
  for (let start = 0; start < count; start += BREATH) {
    const parts: Buffer[] = [];
    const end = Math.min(count, start + BREATH);
    for (let index = start; index < end; index++) parts.push(...line(index, time));
    yield Buffer.concat(parts);
  }
}

/** @param head what stands before the rows, @param tail after them */
export function* jsonArray(lists: Lists, head = '[', tail = ']'): Generator<string> {
  let isFirst = true;
  yield head;
  for (const list of lists) {
    const text = list.map((row) => JSON.stringify(row)).join(',');
    yield text === '' || isFirst ? text : `,${text}`;
    isFirst &&= text === '';
  }
  yield tail;
}

export interface CsvForm {
  readonly names: readonly string[];
  /** What stands in the first line; default the names. */
  readonly labels?: readonly string[];
  readonly delimiter: string;
  readonly quoteAll: boolean;
  readonly bom: boolean;
  readonly booleans: 'words' | 'digits';
}

export function* csvLines(lists: Lists, form: CsvForm): Generator<string> {
  const { names, labels = names, delimiter, bom } = form;
  const line = (cells: readonly string[]): string => `${cells.join(delimiter)}\r\n`;
  yield (bom ? '\uFEFF' : '') + line(labels.map((label) => quoted(label, form)));
  for (const list of lists) yield list.map((row) => line(names.map((name) => csvCell(row[name], form)))).join('');
}

function csvCell(value: unknown, form: CsvForm): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return form.booleans === 'digits' ? String(Number(value)) : String(value);
  if (typeof value === 'number') return form.quoteAll ? quoted(String(value), form) : String(value);
  return quoted(typeof value === 'string' ? value : JSON.stringify(value), form);
}

function quoted(text: string, { delimiter, quoteAll }: CsvForm): string {
  const isNeeded = quoteAll || text.includes(delimiter) || /["\r\n]/.test(text);
  return isNeeded ? `"${text.replaceAll('"', '""')}"` : text;
}

export function* geoJson(lists: Lists, geometryOf: (row: Written) => unknown): Generator<string> {
  const features = (function* (): Generator<readonly Written[]> {
    for (const list of lists) {
      yield list.map((row) => ({ type: 'Feature', geometry: geometryOf(row) ?? null, properties: row }));
    }
  })();
  yield* jsonArray(features, '{"type":"FeatureCollection","features":[', ']}');
}
