// Numbers, instants and texts of raw ODSQL, where Data Fair wants them written otherwise, or takes them and means another hour.
import type { Field } from '../dataset/dataset';
import type { Examined } from './finding';
import { odsqlInstant, odsqlText, plainNumber } from './literal';
import type { Node, NodeOf } from './nodes';

const PLAIN_NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** Its grammar's letters inside `date'…'`. */
const DATE_LETTERS = /^[\d\-TZ: +/]*$/;

/** A number: no exponent, no bare point, no zeros in front. */
export function checkNumber(examined: Examined, node: NodeOf<'number'>, field?: Field): void {
  if (PLAIN_NUMBER.test(node.source)) return;
  const value = Number(node.source);
  if (field?.type === 'text') examined.refuse(node, odsqlText(node.source));
  else examined.refuse(node, Number.isFinite(value) ? plainNumber(value) : undefined);
}

/**
 * An instant on Data Fair, where `timezone` is always sent: `Z` and thousandths in a text are taken for Paris time, an hour or two off;
 * thousandths in a date are refused.
 */
export function checkInstant(examined: Examined, node: NodeOf<'text' | 'date'>): void {
  const { value, kind } = node;
  if (kind === 'date' && !DATE_LETTERS.test(value)) examined.refuse(node, instant(value));
  // An offset in figures is understood; `Z` is not, whatever its code meant to do.
  else if (/[zZ]\s*$/.test(value)) examined.misread(node, instant(value));
  else if (kind === 'text' && Number.isNaN(Date.parse(value)) && !/^\d{4}(?:[-/]\d{1,2}){0,2}$/.test(value))
    examined.refuse(node);
}

function instant(value: string): string | undefined {
  const ms = Date.parse(value);
  return Number.isNaN(ms) || ms % 1000 !== 0 ? undefined : odsqlInstant(ms);
}

/** `now()` in its one spelling, and what may be added to it. */
export function checkNow(examined: Examined, node: NodeOf<'call'>): void {
  if (node.args.length === 0) {
    if (examined.text(node) !== 'now()') examined.refuse(node, 'now()');
    return;
  }
  const parts: string[] = [];
  let [changed, misread] = [!node.tight, false];
  for (const argument of node.args) {
    const part = nowPart(argument);
    if (part === undefined) {
      examined.refuse(node);
      return;
    }
    parts.push(part.text);
    changed ||= part.changed;
    misread ||= part.misread;
  }
  const instead = `now(${parts.join(', ')})`;
  if (misread) examined.misread(node, instead);
  else if (changed) examined.refuse(node, instead);
}

function nowPart(
  node: Node,
): { readonly text: string; readonly changed: boolean; readonly misread: boolean } | undefined {
  if (node.kind !== 'parameter' || !/^\d+$/.test(node.value)) return undefined;
  const { name, sign, value } = node;
  const plain = String(Number(value));
  if (name === 'weeks')
    return { text: `days=${sign === '' ? '+' : sign}${Number(value) * 7}`, changed: true, misread: false };
  if (/^(?:year|month|day|hour|minute|second)s$/.test(name)) {
    // Without a sign Data Fair sets the day of the month where days were to be added.
    return { text: `${name}=${sign === '' ? '+' : sign}${plain}`, changed: plain !== value, misread: sign === '' };
  }
  if (!/^(?:year|month|day|hour|minute|second)$/.test(name)) return undefined;
  return { text: `${name}=${sign}${plain}`, changed: plain !== value, misread: false };
}

/** A line end inside of a text no one-line query can carry. */
export function checkText(examined: Examined, node: NodeOf<'text'>): void {
  if (/[\n\r\u2028\u2029]/.test(node.source)) examined.refuse(node);
}
