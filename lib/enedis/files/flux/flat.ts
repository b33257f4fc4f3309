// Measures from CSV: a flat table, in which each row names its meter, its quantity and what it is a value of.
import type { Fields } from '../../bodies/block';
import { cellsOf, linesOf, plain, SEPARATORS, type Separator } from '../cells';
import type { Skipped } from '../skipped';
import { readMoment, readNumber } from '../written';
import type { Measures } from './measures';

/** By the header, without accents: the guide itself writes them here and leaves them out there. */
const COLUMNS = {
  prm: 'identifiant prm',
  from: 'date de debut',
  to: 'date de fin',
  quantity: 'grandeur physique',
  trade: 'grandeur metier',
  stage: 'etape metier',
  unit: 'unite',
  at: 'horodate',
  value: 'valeur',
  nature: 'nature',
  step: 'pas',
  doubt: 'indice de vraisemblance',
  grid: 'grille',
  calendar: 'identifiant calendrier',
  tariffClass: 'identifiant classe temporelle',
  register: 'cadran',
} as const;

type Column = keyof typeof COLUMNS;
type Row = Readonly<Partial<Record<Column, string>>>;

const NEEDED: readonly Column[] = ['prm', 'quantity', 'at', 'value'];
/** What makes rows one series. */
const SERIES: readonly Column[] = [
  'prm',
  'quantity',
  'trade',
  'stage',
  'unit',
  'grid',
  'calendar',
  'tariffClass',
  'register',
];
/** A file begins with its header; whoever opened it may have put something above. */
const LOOKED_AT = 20;
const ISO = /^\d{4}-/;

/** undefined: no line is the header of such a table. */
export function measuresOfCsv(text: string, skipped: Skipped): Measures | undefined {
  let header: Header | undefined;
  const series = new Map<string, Row[]>();
  for (const { number, text: line } of linesOf(text)) {
    // Files that were put together have their header again.
    const again = header === undefined || line.includes(header.first) ? headerOf(line) : undefined;
    if (again !== undefined) header = again;
    else if (header === undefined) {
      if (number > LOOKED_AT) return undefined;
    } else {
      const row = rowOf(header, cellsOf(line, header.separator));
      if (readMoment(row.at ?? '') === undefined) skipped.unreadable(number);
      else {
        if (Number.isNaN(readNumber(row.value ?? ''))) skipped.unreadableLine ??= number;
        const key = SERIES.map((column) => row[column]).join('|');
        const same = series.get(key);
        if (same === undefined) series.set(key, [row]);
        else same.push(row);
      }
    }
  }
  return header && { form: 'flux-csv', measures: [...series.values()].map(measureOf) };
}

interface Header {
  readonly separator: Separator;
  /** The name of the meter's column, as it is written. */
  readonly first: string;
  /** Those that it has. */
  readonly columns: readonly (readonly [column: Column, at: number])[];
}

function headerOf(line: string): Header | undefined {
  for (const separator of SEPARATORS) {
    const asWritten = cellsOf(line, separator);
    const cells = asWritten.map(plain);
    const columns = (Object.keys(COLUMNS) as Column[]).flatMap((column) => {
      const at = cells.indexOf(COLUMNS[column]);
      return at < 0 ? [] : [[column, at] as const];
    });
    if (NEEDED.every((column) => columns.some(([one]) => one === column)))
      return { separator, first: asWritten[cells.indexOf(COLUMNS.prm)] ?? '', columns };
  }
  return undefined;
}

/** Enedis writes `null` for what is not there. */
function rowOf({ columns }: Header, cells: readonly string[]): Row {
  const row: Partial<Record<Column, string>> = {};
  for (const [column, at] of columns) {
    const cell = cells[at];
    if (cell !== undefined && cell !== '' && cell.toLowerCase() !== 'null') row[column] = cell;
  }
  return row;
}

/** The rows of a series in the form of a measure. */
function measureOf(rows: readonly Row[]): Fields {
  const [about = {}] = rows;
  const group = { grandeurMetier: about.trade, grandeurPhysique: about.quantity, unite: about.unit };
  const same = { idPrm: about.prm, etapeMetier: about.stage, periode: { dateDebut: about.from, dateFin: about.to } };
  const points = rows.map((row) => ({
    v: valueOf(row.value),
    d: dateOf(row.at ?? ''),
    p: row.step,
    n: row.nature,
    iv: row.doubt,
  }));
  if (about.register === undefined) return { ...same, grandeur: [{ ...group, points }] };
  const register = { codeCadran: about.register, valeur: points };
  if (about.grid?.toUpperCase() === 'T')
    return { ...same, contexte: [{ grandeur: [{ ...group, cadranTotalisateur: register }] }] };
  const calendar = {
    idCalendrier: about.calendar,
    classeTemporelle: [{ idClasseTemporelle: about.tariffClass, ...register }],
  };
  return { ...same, contexte: [{ grandeur: [{ ...group, calendrier: [calendar] }] }] };
}

/** Spreadsheets write the comma; what is no number stays what it is, to be counted as such. */
function valueOf(cell = ''): string | number | undefined {
  const value = readNumber(cell);
  return Number.isNaN(value) ? cell : value;
}

/** As a spreadsheet wrote it, it becomes what Enedis had written. */
function dateOf(cell: string): string {
  const label = ISO.test(cell) ? undefined : readMoment(cell);
  return label === undefined ? cell : new Date(label.wall).toISOString().slice(0, label.hasClock ? 19 : 10);
}
