// What the lists of the look-alike have in common: commas, other names, dates in words, and errors that nothing is said of.
import { formatDate, type Zone } from '../engine/calendar';
import type { Key } from '../engine/plan';
import { Refusal } from '../refusal';
import type { Column, Row } from '../table';
import { name, type CompatScope } from './compat-words';
import { SyntaxRefusal, type Scanner } from './scanner';

export function timeShown({ time }: CompatScope): (value: Key) => unknown {
  return (value) => (typeof value === 'number' ? time(value) : value);
}

export function dateWord({ key }: Column, pattern: string, zone: Zone): (row: Row) => Key {
  return (row) => {
    const at = row[key];
    return typeof at === 'number' ? formatDate(at, pattern, zone) : null;
  };
}

export function bare(written: string): string {
  return written.replaceAll('`', '');
}

export function alias(scanner: Scanner): string | undefined {
  return scanner.take(/ +as +/i, '"as"') === undefined ? undefined : (name(scanner) ?? scanner.fail());
}

export function commaList<Made>(scanner: Scanner, next: () => Made): Made[] {
  const made: Made[] = [];
  do {
    scanner.spaces();
    made.push(next());
    scanner.spaces();
  } while (scanner.take(/,/, '","') !== undefined);
  scanner.end();
  return made;
}

export function silently<Made>(read: () => Made): Made {
  try {
    return read();
  } catch (error) {
    throw error instanceof SyntaxRefusal ? new Refusal(SILENT) : error;
  }
}

/** What Data Fair answers when it fails itself. */
export const SILENT = { status: 500, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: '' } as const;
