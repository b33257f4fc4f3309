// The words of the look-alike's ODSQL: names, values, and what may stand between them. It is stricter than the ODSQL of Opendatasoft
// in many small things; all of them were measured on its own parser.
import { readInstant, unitStart, type CalendarUnit, type Zone } from '../engine/calendar';
import type { Literal } from '../engine/compare';
import type { Column, Table } from '../table';
import { plainRefusal } from '../refusal';
import type { Scanner } from './scanner';

export interface CompatScope {
  readonly table: Table;
  readonly columns: ReadonlyMap<string, Column>;
  /** Undefined when the call names none: UTC then. */
  readonly zone: Zone | undefined;
  readonly now: number;
  /** How instants are written. */
  readonly time: (at: number) => string;
  /** How a bucket of a range is written. */
  readonly bucket: (from: string, to: string) => string;
}

export type Parameter = 'where' | 'select' | 'group_by' | 'order_by' | 'refine';

/** @throws Refusal in the host's words when the dataset has no such column */
export function columnOf({ columns }: CompatScope, key: string, parameter: Parameter): Column {
  const deed = { where: "d'appliquer un filtre sur", refine: "d'appliquer un filtre sur", select: 'de sélectionner' };
  const others = { group_by: 'de grouper par', order_by: 'de trier sur' };
  const found = columns.get(key);
  if (found) return found;
  const verb = { ...deed, ...others }[parameter];
  throw invalid(parameter, `Impossible ${verb} le champ ${key}, il n'existe pas dans le jeu de données.`);
}

export function invalid(parameter: string, why: string): Error {
  return plainRefusal(400, `le paramètre "${parameter}" est invalide : ${why}`);
}

/** A name as it is, or between back-quotes. */
export function name(scanner: Scanner): string | undefined {
  return scanner.take(/[A-Za-z_][A-Za-z0-9_]*/, 'identifier') ?? scanner.take(/`[^`]+`/, '"`"')?.slice(1, -1);
}

export function text(scanner: Scanner): string | undefined {
  const quoted = scanner.take(/"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/, 'string');
  return quoted?.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

export function number(scanner: Scanner): number | undefined {
  const digits = scanner.take(/-?\d+(?:\.\d+)?/, 'number');
  return digits === undefined ? undefined : Number(digits);
}

export function literal(scanner: Scanner, scope: CompatScope): Literal | undefined {
  return (
    dateLiteral(scanner, scope) ??
    nowLiteral(scanner, scope) ??
    wordLiteral(scanner) ??
    textLiteral(scanner) ??
    numberLiteral(scanner)
  );
}

function textLiteral(scanner: Scanner): Literal | undefined {
  const value = text(scanner);
  return value === undefined ? undefined : { is: 'text', value };
}

function numberLiteral(scanner: Scanner): Literal | undefined {
  const value = number(scanner);
  return value === undefined ? undefined : { is: 'number', value };
}

function wordLiteral(scanner: Scanner): Literal | undefined {
  if (scanner.take(/true/i, '"true"') !== undefined) return { is: 'boolean', value: true };
  if (scanner.take(/false/i, '"false"') !== undefined) return { is: 'boolean', value: false };
  return scanner.take(/null/i, '"null"') === undefined ? undefined : { is: 'null' };
}

/** Neither a dot nor a slash: what `toISOString` writes is refused for its milliseconds. */
function dateLiteral(scanner: Scanner, { zone = 'UTC' }: CompatScope): Literal | undefined {
  if (scanner.take(/date'/i, '"date"') === undefined) return undefined;
  const inside = scanner.take(/[ +\-0-:TZ]*/, '[ +\\-0-:TZ]') ?? '';
  scanner.need(/'/, '"\'"');
  const value = readInstant(inside.trim(), zone);
  if (value === undefined) throw invalid('where', `date invalide ${inside}`);
  return { is: 'instant', value };
}

const UNITS =
  '"day", "days", "hour", "hours", "minute", "minutes", "month", "months", "second", "seconds", "year", "years"';

/** Without parameters in lower case alone, as it was measured. */
function nowLiteral(scanner: Scanner, { zone = 'UTC', now }: CompatScope): Literal | undefined {
  if (scanner.take(/now\(\)/, '"now()"') !== undefined) return { is: 'instant', value: now };
  if (scanner.take(/now\(/i, '"now("') === undefined) return undefined;
  let value = now;
  do {
    scanner.spaces();
    const unit = scanner.need(/(?:year|month|day|hour|minute|second)s?/, UNITS);
    scanner.need(/ *= */, '"="');
    const count = number(scanner) ?? scanner.fail();
    value = unit.endsWith('s') ? shifted(value, unit.slice(0, -1), count, zone) : value;
    scanner.spaces();
  } while (scanner.take(/,/, '","') !== undefined);
  scanner.need(/\)/, '")"');
  return { is: 'instant', value };
}

function shifted(at: number, unit: string, count: number, zone: Zone): number {
  const calendar = unit as CalendarUnit;
  return unitStart(at, calendar, zone, count) + (at - unitStart(at, calendar, zone));
}

/**
 * A text where an instant belongs. Whatever offset it names is not looked at: it is read in the zone of the call, which is wrong
 * as soon as the call names one.
 */
export function instantFromText({ zone = 'UTC' }: CompatScope, said: string): number | undefined {
  return readInstant(said.replace(/(Z|[+-]\d{2}:?\d{2})$/, ''), zone) ?? readInstant(said, zone);
}
