// The exports that are known, as rows: by which header a table in them is known, and how its rows are to be read (spec/sge.md §6).
// Headers are compared without accents; a letter that was lost in a wrong encoding is a blank of one letter or none.

/** How rows are written. */
export type RowShape =
  /** One moment and one value. */
  | 'moments'
  /** Start, end, value. */
  | 'spans'
  /** A civil day and its value. */
  | 'days'
  /** A midnight and the meter's registers. */
  | 'registers'
  /** A line with a date, below it lines with a time and a value; 00:00 is the end of that day. */
  | 'clocks';

type TableId =
  'sge-index' | 'sge-values' | 'account-curve' | 'downloader' | 'console-curve' | 'account-days' | 'edf-power';
/** The other two are no tables with a header of their own for each series. */
export type FormId = TableId | 'flux-csv' | 'flux-json';

export interface FormRow {
  readonly id: TableId;
  readonly shape: RowShape;
  /** What each column is called that has to be there; the value's may name its unit. */
  readonly columns: Readonly<Partial<Record<ColumnName, RegExp>>>;
}

export type ColumnName = 'at' | 'end' | 'value' | 'nature';

/** Where a table has its columns. */
export type Columns = Readonly<Record<ColumnName, number>>;

export interface Header {
  readonly form: FormRow;
  /** -1: it has none of that name. */
  readonly columns: Columns;
  /** As the column of the value names it: `kw`, `wh`. */
  readonly unit: string | undefined;
  /** Of a table of registers: each with its column, `EAS F1`. */
  readonly registers: readonly (readonly [column: number, name: string])[];
}

/** The first one that fits counts. */
const FORMS: readonly FormRow[] = [
  { id: 'sge-index', shape: 'registers', columns: { at: /^horodate$/, nature: /^type de rel/ } },
  { id: 'sge-values', shape: 'moments', columns: { at: /^horodate$/, value: /^valeur(?: \((?:en )?(k?wh?)\))?$/ } },
  {
    id: 'account-curve',
    shape: 'spans',
    columns: { at: /^d.?but$/, end: /^fin$/, value: /^valeur \(en (k?wh?)\)$/ },
  },
  // One version of it wrote kWh above the kW that the account shows.
  { id: 'downloader', shape: 'spans', columns: { at: /^d.?but$/, end: /^fin$/, value: /^(kw(?=h?$)|wh?$)/ } },
  {
    id: 'console-curve',
    shape: 'moments',
    columns: { at: /^horodate (?:iso )?fin de pas$/, value: /^puissance moyenne \((k?w)\)$/ },
  },
  {
    id: 'account-days',
    shape: 'days',
    columns: { at: /^date$/, value: /^(?:valeur|consommation|production) \(en (k?wh)\)$/ },
  },
  {
    id: 'edf-power',
    shape: 'clocks',
    columns: { at: /^date et heure de rel/, value: /^puissance atteinte \((k?w)\)$/, nature: /^nature/ },
  },
];

const REGISTER = /^EA[SI] (?:[FD]\d{1,2}|T)$/;

/** @param cells of one line, plain @param asWritten the same, with their capitals */
export function headerOf(cells: readonly string[], asWritten: readonly string[]): Header | undefined {
  for (const form of FORMS) {
    const names = Object.keys(form.columns) as ColumnName[];
    const found = { at: -1, end: -1, value: -1, nature: -1 };
    for (const name of names) found[name] = cells.findIndex((cell) => form.columns[name]?.test(cell));
    if (names.some((name) => found[name] < 0)) continue;
    const unit = form.columns.value?.exec(cells[found.value] ?? '')?.[1];
    const registers = asWritten.flatMap((cell, i) => (REGISTER.test(cell) ? [[i, cell] as const] : []));
    if (form.shape !== 'registers' || registers.length > 0) return { form, columns: found, unit, registers };
  }
  return undefined;
}
