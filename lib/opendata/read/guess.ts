// The types of columns that nobody has described: by all their cells, and where a guess could lose something, text.
import type { FieldType } from '../dataset/dataset';
import { figureOf } from './cell';
import { Instants, parseDay } from './instant';

/** Codes, years and numbers of delivery points are names, whatever digits they are made of. */
const NAMED_TEXT =
  /^(?:code|prm|pdl|siret|siren|insee|id|identifiant|annee|année|mois|jour|iris)(?:_|\b)|(?:_|\b)(?:code|id|insee|prm)$/i;
/** So many digits are a name (a PRM has 14, a SIRET too); energy of all of France in Wh has 11. */
const NAME_OF_DIGITS = /^\d{13,}$/;
const DAY = /^(?:\d{4}-\d\d-\d\d|\d\d\/\d\d\/\d{4})$/;
const POINT = /^-?\d+(?:\.\d+)?, ?-?\d+(?:\.\d+)?$/;
const GEO_POINT_NAME = /geo_?point/i;
/** `2026-03` is a month. */
const SHORTEST_TIME = 7;
/** What stands among figures without being one: secrecy. */
const SECRECY = /^(?:S|<\s*\d+(?:[.,]\d+)?)$/;

/** Looks at the cells of one column, one after the other. */
export class Guess {
  /** The times of its cells, as long as all are times. */
  readonly times = new Set<number>();
  private readonly instants = new Instants();
  private readonly maybe = new Set<FieldType>([
    'integer',
    'number',
    'date',
    'datetime',
    'boolean',
    'geo-point',
    'geo-shape',
  ]);
  private seen = 0;
  /** Figures that are figures: a column of nothing but "S" is text. */
  private figures = 0;

  constructor(name: string) {
    if (NAMED_TEXT.test(name)) for (const type of ['integer', 'number', 'boolean'] as const) this.maybe.delete(type);
    if (!GEO_POINT_NAME.test(name)) this.maybe.delete('geo-point');
  }

  look(cell: unknown): void {
    if (cell === null || cell === undefined || cell === '' || this.maybe.size === 0) return;
    this.seen += 1;
    for (const type of this.maybe) if (!this.fits(type, cell)) this.maybe.delete(type);
  }

  get type(): FieldType {
    if (this.seen === 0) return 'text';
    for (const type of ['boolean', 'integer', 'number'] as const)
      if (this.maybe.has(type) && (type === 'boolean' || this.figures > 0)) return type;
    return (['date', 'datetime', 'geo-point', 'geo-shape'] as const).find((type) => this.maybe.has(type)) ?? 'text';
  }

  private fits(type: FieldType, cell: unknown): boolean {
    if (typeof cell === 'number')
      return type === 'number' || (type === 'integer' && this.figure(Number.isInteger(cell)));
    if (typeof cell === 'boolean') return type === 'boolean';
    if (typeof cell !== 'string') return type === 'geo-shape' && isGeometry(cell);
    switch (type) {
      case 'integer':
        return SECRECY.test(cell) || (isFigure(cell) && this.figure(Number.isInteger(figureOf(cell))));
      case 'number':
        return SECRECY.test(cell) || (isFigure(cell) && this.figure(true));
      case 'boolean':
        return /^(?:true|false)$/i.test(cell);
      case 'date':
        return DAY.test(cell) && parseDay(cell) !== undefined;
      case 'datetime':
        return cell.length > SHORTEST_TIME && this.time(cell);
      case 'geo-point':
        return POINT.test(cell);
      case 'geo-shape':
        return cell.startsWith('{"type"') || cell.startsWith('{"coordinates"');
      default:
        return false;
    }
  }

  private time(cell: string): boolean {
    const instant = this.instants.of(cell);
    if (instant !== undefined) this.times.add(instant.ms);
    return instant !== undefined;
  }

  private figure(is: boolean): boolean {
    if (is) this.figures += 1;
    return is;
  }
}

/** No figure begins with a zero that it does not need: 01 is a department. */
function isFigure(cell: string): boolean {
  return !/^-?0\d/.test(cell) && !NAME_OF_DIGITS.test(cell) && figureOf(cell) !== undefined;
}

function isGeometry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value;
}
