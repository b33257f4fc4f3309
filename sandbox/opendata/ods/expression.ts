// Values in ODSQL: columns, literals, arithmetic, functions of a date or a text.
import { formatDate, partsOf, readInstant, unitStart, type CalendarUnit, type DateParts } from '../engine/calendar';
import { comparableOf } from '../engine/compare';
import type { Key } from '../engine/plan';
import type { ColumnType, Row } from '../table';
import { columnOf, type Expression, type OdsScope } from './scope';
import { OdsqlRefusal, type Words } from './tokens';

/** @throws OdsqlRefusal */
export function expression(words: Words, scope: OdsScope): Expression {
  let left = product(words, scope);
  for (let sign = words.sign('+', '-'); sign !== undefined; sign = words.sign('+', '-')) {
    left = arithmetic(sign, left, product(words, scope));
  }
  return left;
}

function product(words: Words, scope: OdsScope): Expression {
  let left = term(words, scope);
  for (let sign = words.sign('*', '/'); sign !== undefined; sign = words.sign('*', '/')) {
    left = arithmetic(sign, left, term(words, scope));
  }
  return left;
}

function arithmetic(sign: string, left: Expression, right: Expression): Expression {
  const apply = (a: number, b: number): number | null => {
    if (sign === '+') return a + b;
    if (sign === '-') return a - b;
    return sign === '*' ? a * b : b === 0 ? null : a / b;
  };
  const of = (row: Row, index: number): Key => {
    const [a, b] = [left.of(row, index), right.of(row, index)];
    return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : null;
  };
  return { type: 'number', of };
}

export function constant(type: ColumnType, value: Key): Expression {
  return { type, of: () => value, constant: value };
}

function term(words: Words, scope: OdsScope): Expression {
  if (words.sign('-') !== undefined) return arithmetic('-', constant('number', 0), term(words, scope));
  if (words.sign('(') !== undefined) {
    const inner = expression(words, scope);
    words.need(')');
    return inner;
  }
  const number = words.take('number');
  if (number) return constant('number', Number(number.text));
  const text = words.take('text');
  if (text) return constant('text', text.text);
  const date = words.take('date');
  if (date) return constant('datetime', instant(date.text, scope));
  if (words.word('true')) return constant('boolean', true);
  if (words.word('false')) return constant('boolean', false);
  const verb = words.call();
  if (verb !== undefined) return call(verb, words, scope);
  const name = words.take('name');
  return name ? field(name.text, scope) : words.fail('a value');
}

export function field(key: string, scope: OdsScope): Expression {
  const column = columnOf(scope, key);
  const of = comparableOf(column);
  return { type: column.type === 'date' ? 'datetime' : column.type, of, column };
}

export function instant(text: string, { zone }: OdsScope): number {
  const read = readInstant(text, zone);
  if (read === undefined) throw new OdsqlRefusal(`invalid date ${text}`);
  return read;
}

const PARTS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

function call(verb: string, words: Words, scope: OdsScope): Expression {
  if (verb === 'now') return constant('datetime', nowOf(words, scope));
  const first = expression(words, scope);
  const made = callOf(verb, first, words, scope);
  words.need(')');
  return made;
}

function callOf(verb: string, first: Expression, words: Words, scope: OdsScope): Expression {
  const { zone } = scope;
  if (PARTS.has(verb)) return onNumber('integer', first, (at) => partsOf(at, zone)[verb as keyof DateParts]);
  if (verb === 'length') return onText('integer', first, (text) => text.length);
  if (verb === 'lower') return onText('text', first, (text) => text.toLowerCase());
  if (verb === 'date_format') {
    words.need(',');
    const pattern = words.take('text')?.text ?? words.fail('a pattern');
    return onNumber('text', first, (at) => formatDate(at, pattern, zone));
  }
  if (verb === 'ifnull') {
    words.need(',');
    const other = expression(words, scope);
    return { type: first.type, of: (row, index) => first.of(row, index) ?? other.of(row, index) };
  }
  throw new OdsqlRefusal(`invalid_function(${verb})`);
}

function onNumber(type: ColumnType, { of }: Expression, make: (value: number) => Key): Expression {
  return {
    type,
    of: (row, index) => {
      const value = of(row, index);
      return typeof value === 'number' ? make(value) : null;
    },
  };
}

function onText(type: ColumnType, { of }: Expression, make: (value: string) => Key): Expression {
  return {
    type,
    of: (row, index) => {
      const value = of(row, index);
      return typeof value === 'string' ? make(value) : null;
    },
  };
}

/** The singular sets a part, the plural adds to it. */
function nowOf(words: Words, { now, zone }: OdsScope): number {
  let at = now;
  if (words.sign(')') !== undefined) return at;
  do {
    const unit = words.take('name')?.text.toLowerCase() ?? words.fail('a unit');
    words.need('=');
    const isNegative = words.sign('-') !== undefined;
    const count = Number(words.take('number')?.text ?? words.fail('a number')) * (isNegative ? -1 : 1);
    at = moved(at, unit, count, zone);
  } while (words.sign(',') !== undefined);
  words.need(')');
  return at;
}

function moved(at: number, unit: string, count: number, zone: OdsScope['zone']): number {
  if (unit === 'weekday') {
    const { weekday } = partsOf(at, zone);
    return unitStart(at, 'day', zone, count - ((weekday + 6) % 7));
  }
  const known = /^(year|month|day|hour|minute|second)(s?)$/.exec(unit);
  if (!known) throw new OdsqlRefusal(`unknown unit ${unit}`);
  const calendar = known[1] as CalendarUnit;
  const steps = known[2] === 's' ? count : count - partsOf(at, zone)[calendar as keyof DateParts];
  return unitStart(at, calendar, zone, steps) + (at - unitStart(at, calendar, zone));
}
