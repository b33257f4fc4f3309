// `where` of Opendatasoft.
import { allOf, anyOf, notOf } from '../engine/compare';
import { compareKeys, type Key, type Test } from '../engine/plan';
import { wordsTest } from '../engine/words';
import type { ColumnType } from '../table';
import { constant, expression, instant } from './expression';
import { geoTest } from './geo';
import { columnOf, type Expression, type OdsScope } from './scope';
import { OdsqlRefusal, tokensOf, Words } from './tokens';

/** @throws OdsqlRefusal */
export function odsWhere(where: string, scope: OdsScope): Test {
  const words = new Words(tokensOf(where));
  const test = either(words, scope);
  words.end();
  return test;
}

function either(words: Words, scope: OdsScope): Test {
  const tests = [both(words, scope)];
  while (words.word('or')) tests.push(both(words, scope));
  return anyOf(tests);
}

function both(words: Words, scope: OdsScope): Test {
  const tests = [negated(words, scope)];
  while (words.word('and')) tests.push(negated(words, scope));
  return allOf(tests) ?? (() => true);
}

function negated(words: Words, scope: OdsScope): Test {
  if (words.word('not')) return notOf(negated(words, scope));
  const from = words.position;
  if (words.sign('(') === undefined) return predicate(words, scope);
  // Parentheses are those of conditions, or those of a value.
  try {
    const test = either(words, scope);
    words.need(')');
    return test;
  } catch (error) {
    words.back(from);
    try {
      return predicate(words, scope);
    } catch {
      throw error;
    }
  }
}

function predicate(words: Words, scope: OdsScope): Test {
  const from = words.position;
  const verb = words.call();
  const called = verb === undefined ? undefined : (textCall(verb, words, scope) ?? geoTest(verb, words, scope));
  if (called) {
    words.need(')');
    return called;
  }
  words.back(from);
  const left = expression(words, scope);
  return compared(left, words, scope) ?? alone(left, words, scope);
}

/** A text alone is searched for in all columns, a column alone has to be true. */
function alone(value: Expression, words: Words, scope: OdsScope): Test {
  if (typeof value.constant === 'string') return wordsTest(searchable(scope), value.constant, 'word');
  if (value.type !== 'boolean') words.fail('a comparison');
  return (row, index) => value.of(row, index) === true;
}

function searchable({ columns }: OdsScope): string[] {
  return [...columns.values()].filter(({ type }) => type === 'text').map(({ key }) => key);
}

function textCall(verb: string, words: Words, scope: OdsScope): Test | undefined {
  if (verb !== 'search' && verb !== 'suggest' && verb !== 'startswith') return undefined;
  const keys: string[] = [];
  while (words.next.is !== 'text') {
    if (words.sign('*') !== undefined) keys.push(...searchable(scope));
    else keys.push(columnOf(scope, words.take('name')?.text ?? words.fail('a field')).key);
    words.need(',');
  }
  const said = words.take('text')?.text ?? words.fail('a text');
  const all = keys.length === 0 ? searchable(scope) : keys;
  if (verb !== 'startswith') return wordsTest(all, said, 'start');
  return (row) =>
    all.some((key) => {
      const cell = row[key];
      return typeof cell === 'string' && cell.startsWith(said);
    });
}

type Holds = (way: number) => boolean;

const SIGNS: Readonly<Record<string, Holds>> = {
  '=': (way) => way === 0,
  ':': (way) => way === 0,
  '<': (way) => way < 0,
  '<=': (way) => way <= 0,
  '>': (way) => way > 0,
  '>=': (way) => way >= 0,
};

function compared(left: Expression, words: Words, scope: OdsScope): Test | undefined {
  if (words.word('is')) return isTest(left, words);
  if (words.word('in')) return inTest(left, words, scope);
  if (words.word('like')) {
    const said = words.take('text')?.text ?? words.fail('a text');
    const key = left.column?.key ?? words.fail('a field');
    return wordsTest([key], said, said.endsWith('*') || said.endsWith('%') ? 'start' : 'word');
  }
  const sign = words.sign(...Object.keys(SIGNS));
  return sign === undefined ? undefined : holds(left, sign, expression(words, scope), scope);
}

function holds(left: Expression, sign: string, right: Expression, scope: OdsScope): Test {
  const [a, b] = [suited(left, right.type, scope), suited(right, left.type, scope)];
  const test = SIGNS[sign] ?? (() => false);
  return (row, index) => {
    const [x, y] = [a.of(row, index), b.of(row, index)];
    return x !== null && y !== null && typeof x === typeof y && test(compareKeys(x, y, false));
  };
}

/** A text that is compared with an instant is one; one that is compared with a number has to be one. */
function suited(value: Expression, other: ColumnType, scope: OdsScope): Expression {
  if (typeof value.constant === 'number' && other === 'text') return constant('text', String(value.constant));
  if (typeof value.constant !== 'string') return value;
  if (other === 'datetime' || other === 'date') return constant('datetime', instant(value.constant, scope));
  if (other !== 'number' && other !== 'integer') return value;
  const number = Number(value.constant);
  if (Number.isNaN(number)) throw new OdsqlRefusal(`${value.constant} is no number`);
  return constant('number', number);
}

function isTest({ of }: Expression, words: Words): Test {
  const isNot = words.word('not') === true;
  if (words.word('null')) return (row, index) => (of(row, index) === null) !== isNot;
  const wanted = words.word('true') ? true : words.word('false') ? false : words.fail('null, true or false');
  return (row, index) => (of(row, index) === wanted) !== isNot;
}

function inTest(left: Expression, words: Words, scope: OdsScope): Test {
  if (words.sign('(') !== undefined) {
    const wanted = new Set<Key>();
    do {
      const value = suited(expression(words, scope), left.type, scope).constant;
      wanted.add(value ?? words.fail('a value'));
    } while (words.sign(',') !== undefined);
    words.need(')');
    return (row, index) => {
      const value = left.of(row, index);
      return value !== null && wanted.has(value);
    };
  }
  const opens = words.sign('[', ']') ?? words.fail('[');
  const low = expression(words, scope);
  if (words.sign('..') === undefined && !words.word('to')) words.fail('..');
  const high = expression(words, scope);
  const closes = words.sign('[', ']') ?? words.fail(']');
  const bounds = [
    holds(left, opens === '[' ? '>=' : '>', low, scope),
    holds(left, closes === ']' ? '<=' : '<', high, scope),
  ];
  return allOf(bounds) ?? (() => true);
}
