// `select`, `group_by` and `order_by` at Data Fair's look-alike.
import type { Field } from '../dataset/dataset';
import type { Examined } from './finding';
import { odsqlName, plainNumber } from './literal';
import type { Item, Node, NodeOf } from './nodes';

type Call = NodeOf<'call'>;

/** What needs numbers, and what takes anything. */
const FIGURES = new Set(['avg', 'sum', 'median', 'percentile', 'min', 'max']);
const DATE_PARTS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);
/** Spellings of Explore 2.1 → Data Fair's own; its grammar takes the `m` of `month` for minutes and refuses the rest. */
const UNITS: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  millisecond: 'millisecond',
  milliseconds: 'millisecond',
  s: 'second',
  second: 'second',
  seconds: 'second',
  minute: 'minute',
  minutes: 'minute',
  h: 'hour',
  hour: 'hour',
  hours: 'hour',
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  M: 'M',
  month: 'M',
  months: 'M',
  q: 'quarter',
  quarter: 'quarter',
  quarters: 'quarter',
  y: 'year',
  year: 'year',
  years: 'year',
};

/** @param grouped whether there is a `group_by` beside */
export function checkCompatSelect(examined: Examined, items: readonly Item[], grouped: boolean): void {
  if (items.length === 1 && items[0]?.value.kind === 'star') return;
  for (const { value, minus, direction } of items) {
    if (value.kind === 'field') {
      examined.field(value);
      if (minus || direction !== undefined) examined.refuse(value);
    } else if (value.kind === 'star') examined.refuse(value, names(shownFields(examined)));
    else if (value.kind !== 'call') examined.refuse(value);
    // Over all rows its answer leaves them out, without a word.
    else if (!grouped && (value.name === 'percentile' || value.name === 'median')) examined.misread(value);
    else selectCall(examined, value);
  }
}

function selectCall(examined: Examined, node: Call): void {
  const [argument] = node.args;
  if (node.name === 'include' || node.name === 'exclude') {
    chosen(examined, node);
    return;
  }
  if (figure(examined, node)) return;
  if (argument?.kind !== 'field' || !(DATE_PARTS.has(node.name) || node.name === 'date_format')) {
    examined.refuse(node);
    return;
  }
  const field = examined.field(argument);
  if (field === undefined) return;
  if (!isTime(field)) examined.refuse(node);
  else if (!node.adjacent) examined.refuse(node, respelt(examined, node));
}

/** `include(a*)`, `exclude(b)`: the columns one by one. */
function chosen(examined: Examined, node: Call): void {
  const fits = (key: string): boolean =>
    node.args.some((part) =>
      part.kind === 'wild' ? key.startsWith(part.prefix) : part.kind === 'field' && part.name === key,
    );
  const rest = shownFields(examined).filter(({ key }) => fits(key) === (node.name === 'include'));
  examined.refuse(node, rest.length === 0 ? undefined : names(rest));
}

/** Whether it is a figure; what is wrong with it is said. */
function figure(examined: Examined, node: Call): boolean {
  const [argument, of] = node.args;
  if (node.name === 'count') {
    if (argument?.kind === 'star') {
      if (!node.tight) examined.refuse(node, 'count(*)');
      return true;
    }
    const counted = argument?.kind === 'distinct' ? argument.field : argument;
    if (counted?.kind !== 'field' || node.args.length !== 1) return false;
    if (examined.field(counted) !== undefined && !node.tight) examined.refuse(node, respelt(examined, node));
    return true;
  }
  if (!FIGURES.has(node.name) || argument?.kind !== 'field') return false;
  const field = examined.field(argument);
  if (field === undefined) return true;
  const any = node.name === 'min' || node.name === 'max';
  const arity = node.name === 'percentile' ? 2 : 1;
  if (node.args.length !== arity || !(isNumber(field) || (any && isTime(field)))) examined.refuse(node);
  else if (of !== undefined && of.kind !== 'number') examined.refuse(node);
  else if (!node.adjacent) examined.refuse(node, respelt(examined, node));
  return true;
}

export function checkCompatGroup(examined: Examined, items: readonly Item[]): void {
  for (const { value } of items) {
    if (value.kind === 'field') {
      const field = examined.field(value);
      if (field !== undefined && !isGroupable(field)) examined.refuse(value);
    } else if (value.kind !== 'call') examined.refuse(value);
    else groupCall(examined, value, items.length);
  }
}

function groupCall(examined: Examined, node: Call, among: number): void {
  const [argument, second] = node.args;
  if (argument?.kind !== 'field') {
    examined.refuse(node);
    return;
  }
  const field = examined.field(argument);
  if (field === undefined) return;
  if (node.name === 'range') rangeCall(examined, node, field, among);
  else if (node.name === 'year' && isTime(field) && node.args.length === 1) {
    if (!node.adjacent) examined.refuse(node, respelt(examined, node));
  } else if (node.name === 'date_format' && isTime(field) && second?.kind === 'text')
    dateFormat(examined, node, field, second.value);
  else examined.refuse(node);
}

/**
 * It groups by the finest part named, in a row: a format without its year comes once for each year. Of days it finds the months in Paris
 * and names them in UTC, where each begins on the last day of the one before.
 */
function dateFormat(examined: Examined, node: Call, field: Field, format: string): void {
  const used = ['y', 'M', 'd', 'H', 'm', 's'].map((letter) => format.includes(letter));
  const gap = used.indexOf(false);
  const inRow = gap !== 0 && (gap < 0 || !used.slice(gap).includes(true)) && !/[^yMdHms\W_]/.test(format);
  if (!inRow || field.type === 'date') examined.misread(node);
  else if (!node.adjacent) examined.refuse(node, respelt(examined, node));
}

function rangeCall(examined: Examined, node: Call, field: Field, among: number): void {
  const [, ...parts] = node.args;
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'measure') {
    const unit = UNITS[first.unit];
    const fixed =
      unit === 'M'
        ? `date_format(${odsqlName(field.key)}, 'yyyy-MM')`
        : `range(${odsqlName(field.key)}, 1 ${unit ?? ''})`;
    if (!isTime(field) || unit === undefined || first.number !== '1') examined.refuse(node);
    else if (!first.spaced || !node.adjacent || unit === 'M' || first.unit === 'm') examined.refuse(node, fixed);
  } else if (parts.length === 1 && first?.kind === 'number') {
    const width = Number(first.source);
    if (!isNumber(field) || !(width > 0)) examined.refuse(node);
    else if (!node.adjacent || first.source !== plainNumber(width)) {
      examined.refuse(node, `range(${odsqlName(field.key)}, ${plainNumber(width)})`);
    }
  } else staticRange(examined, node, field, parts, among);
}

function staticRange(examined: Examined, node: Call, field: Field, parts: readonly Node[], among: number): void {
  const fits = (part: Node): boolean => part.kind === 'star' || part.kind === (isTime(field) ? 'date' : 'number');
  if (parts.length < 2 || !parts.every(fits) || !(isTime(field) || isNumber(field))) examined.refuse(node);
  // It comes alone or not at all.
  else if (among > 1) examined.refuse(node);
  // It cuts its answer at every minus.
  else if (parts.some((part) => part.kind === 'number' && part.source.startsWith('-'))) examined.misread(node);
  else if (!node.adjacent) examined.refuse(node, respelt(examined, node));
}

export function checkCompatOrder(examined: Examined, items: readonly Item[], aliases: ReadonlySet<string>): void {
  for (const { value } of items) {
    if (value.kind === 'field') {
      if (!aliases.has(value.name)) examined.field(value);
    } else if (value.kind !== 'call') examined.refuse(value);
    // The seed is thrown away: another order each time the data are loaded.
    else if (value.name === 'random') examined.misread(value);
    else if (!figure(examined, value)) examined.refuse(value);
  }
}

function respelt(examined: Examined, node: Call): string {
  return `${node.name}(${node.args.map((argument) => examined.text(argument)).join(', ')})`;
}

function shownFields(examined: Examined): readonly Field[] {
  return examined.dataset.fields.filter(({ key }) => !key.startsWith('_'));
}

function names(fields: readonly Field[]): string {
  return fields.map(({ key }) => odsqlName(key)).join(', ');
}

function isNumber({ type }: Field): boolean {
  return type === 'integer' || type === 'number';
}

function isTime({ type }: Field): boolean {
  return type === 'date' || type === 'datetime';
}

function isGroupable({ type }: Field): boolean {
  return type !== 'geo-point' && type !== 'geo-shape' && type !== 'json' && type !== 'file';
}
