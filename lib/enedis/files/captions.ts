// What a file says of a table before it begins: the line of facts of SGE, the captions of a sheet.
import type { Direction } from '../../grid/point';
import type { Label } from '../bodies/labels';
import { plain } from './cells';
import { readMoment } from './written';

/** As far as the file says it. */
export interface TableFacts {
  /** 14 digits. */
  readonly prm?: string;
  readonly direction?: Direction;
  /** What is measured, in its words: `courbe de charge`, `index`. */
  readonly about?: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly stage?: 'raw' | 'corrected';
  readonly stepMinutes?: number;
  /** The first day. */
  readonly from?: Label;
}

type Fact = (cell: string) => TableFacts;

/** The columns of SGE's line of facts, by their headers. */
const COLUMNS: Readonly<Record<string, Fact>> = {
  'identifiant prm': (cell) => ifKnown('prm', prmIn(cell)),
  'type de donnees': (cell) => ({ about: plain(cell), ...ifKnown('direction', directionIn(cell)) }),
  'date de debut': (cell) => ifKnown('from', readMoment(cell)),
  'grandeur physique': (cell) => ifKnown('quantity', plain(cell) || undefined),
  'grandeur metier': (cell) => ifKnown('direction', directionIn(cell)),
  'etape metier': (cell) => ifKnown('stage', stageIn(plain(cell))),
  unite: (cell) => ifKnown('unit', plain(cell) || undefined),
  'pas en minutes': (cell) => ifKnown('stepMinutes', /^\d{1,2}$/.test(cell) ? Number(cell) : undefined),
};

/** In a sheet: `Point Référence Mesure (PRM) :`, and beside it the number; above a curve of a script: `… - PRM`, and the number. */
const CAPTIONS: readonly (readonly [RegExp, Fact])[] = [
  [/^(?:point r.?f.?rence mesure|prm\b|pdl\b)| prm \d{14}$/, (cell) => ifKnown('prm', prmIn(cell))],
  [/^type de comptage/, (cell) => ({ about: plain(cell), ...ifKnown('direction', directionIn(cell)) })],
];

/** What reads the line of values below this line of facts; undefined: it is none. */
export function factsBelow(headers: readonly string[]): ((values: readonly string[]) => TableFacts) | undefined {
  if (!headers.includes('identifiant prm') || headers.length < 2) return undefined;
  return (values) =>
    headers.reduce<TableFacts>((facts, header, i) => ({ ...facts, ...COLUMNS[header]?.(values[i] ?? '') }), {});
}

/** What captions of this line say; undefined: it has none. */
export function captionsIn(cells: readonly string[]): TableFacts | undefined {
  let facts: TableFacts | undefined;
  for (const [i, cell] of cells.entries()) {
    const found = CAPTIONS.find(([caption]) => caption.test(plain(cell)));
    if (found === undefined) continue;
    const [, inside = ''] = /(?::| prm (?=\d))(.+)$/i.exec(cell) ?? [];
    facts = { ...facts, ...found[1](inside.trim() || (cells.slice(i + 1).find((other) => other !== '') ?? '')) };
  }
  return facts;
}

/** 14 digits; a spreadsheet may have taken the number for one and cut its noughts. */
export function prmIn(cell: string): string | undefined {
  const digits = cell.replace(/[\s'"=\u00a0]/g, '');
  return /^\d{11,14}$/.test(digits) ? digits.padStart(14, '0') : undefined;
}

/** Undefined where it speaks of both, or of none. */
export function directionIn(text: string): Direction | undefined {
  const isUsed = /conso|soutirage/i.test(text);
  const isMade = /(?:^|[^a-z])prod|injection/i.test(text);
  return isUsed === isMade ? undefined : isUsed ? 'consumption' : 'production';
}

function stageIn(text: string): TableFacts['stage'] {
  return /corrig|best/.test(text) ? 'corrected' : text.includes('brut') ? 'raw' : undefined;
}

function ifKnown<Key extends keyof TableFacts>(key: Key, value: TableFacts[Key] | undefined): TableFacts {
  return value === undefined ? {} : { [key]: value };
}
