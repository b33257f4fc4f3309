// `where` of the look-alike, by its own rules: blanks around AND and OR, NOT with a blank after it, a column on the left of every
// comparison and a value on its right, no newline anywhere.
import {
  allOf,
  anyOf,
  compareTest,
  emptyTest,
  inTest,
  notOf,
  startsTest,
  valueFor,
  type Literal,
  type Operator,
} from '../engine/compare';
import { partsOf } from '../engine/calendar';
import type { Key, Test } from '../engine/plan';
import { wordsOf, wordsTest } from '../engine/words';
import type { Column } from '../table';
import { compatGeoTest } from './compat-geo';
import { columnOf, instantFromText, invalid, literal, name, number, text, type CompatScope } from './compat-words';
import { Scanner, SyntaxRefusal } from './scanner';

/** @throws Refusal 400 in plain French */
export function compatWhere(where: string, scope: CompatScope): Test {
  const scanner = new Scanner(where);
  try {
    scanner.spaces();
    const test = either(scanner, scope);
    scanner.spaces();
    scanner.end();
    return test;
  } catch (error) {
    throw error instanceof SyntaxRefusal ? invalid('where', error.message) : error;
  }
}

function either(scanner: Scanner, scope: CompatScope): Test {
  return chain(scanner, / +or +/i, () => both(scanner, scope), anyOf);
}

function both(scanner: Scanner, scope: CompatScope): Test {
  return chain(
    scanner,
    / +and +/i,
    () => negated(scanner, scope),
    (tests) => allOf(tests) ?? (() => true),
  );
}

function chain(scanner: Scanner, between: RegExp, next: () => Test, join: (tests: readonly Test[]) => Test): Test {
  const tests = [next()];
  while (scanner.take(between, 'whitespace') !== undefined) tests.push(next());
  return tests.length === 1 && tests[0] ? tests[0] : join(tests);
}

function negated(scanner: Scanner, scope: CompatScope): Test {
  if (scanner.take(/not +/i, '"not"') !== undefined) return notOf(negated(scanner, scope));
  if (scanner.take(/\( */, '"("') === undefined) return predicate(scanner, scope);
  const test = either(scanner, scope);
  scanner.need(/ *\)/, '")"');
  return test;
}

function predicate(scanner: Scanner, scope: CompatScope): Test {
  const words = text(scanner);
  if (words !== undefined) return wordsTest(searchable(scope), words, 'word');
  return called(scanner, scope) ?? yearTest(scanner, scope) ?? comparison(scanner, scope);
}

function called(scanner: Scanner, scope: CompatScope): Test | undefined {
  const verb = scanner.take(/(?:startswith|search|suggest)\(/i, 'function')?.toLowerCase();
  if (verb === undefined) return compatGeoTest(scanner, scope);
  scanner.spaces();
  const isAll = scanner.take(/\*/, '"*"') !== undefined;
  const columns = isAll ? searchable(scope).map((key) => columnOf(scope, key, 'where')) : [column(scanner, scope)];
  scanner.need(/ *, */, '","');
  const said = text(scanner) ?? scanner.fail();
  scanner.need(/ *\)/, '")"');
  if (verb === 'startswith(') return anyOf(columns.map((one) => startsTest(one, said)));
  const keys = columns.map(({ key }) => key);
  return wordsTest(keys, said, 'start');
}

function yearTest(scanner: Scanner, scope: CompatScope): Test | undefined {
  if (scanner.take(/year\( */i, '"year"') === undefined) return undefined;
  const { key } = column(scanner, scope);
  scanner.need(/ *\) */, '")"');
  const holds = scanner.need(/<=|>=|<|>|[:=]/, '[:=]');
  scanner.spaces();
  const year = number(scanner) ?? scanner.fail();
  const asNumber: Column = { key: 'year', type: 'integer', title: '' };
  const test = compareTest(asNumber, holds === ':' ? '=' : (holds as Operator), year);
  return (row, index) => {
    const at = row[key];
    return typeof at === 'number' && test({ year: partsOf(at, scope.zone ?? 'UTC').year }, index);
  };
}

function column(scanner: Scanner, scope: CompatScope): Column {
  return columnOf(scope, name(scanner) ?? scanner.fail(), 'where');
}

function comparison(scanner: Scanner, scope: CompatScope): Test {
  const key = name(scanner) ?? scanner.fail();
  const lazily = (): Column => columnOf(scope, key, 'where');
  const operator = scanner.attempt(() => {
    scanner.spaces();
    return scanner.take(/<=|>=|<|>|[:=]/, '"<", "<=", ">", ">=", [:=]');
  });
  if (operator !== undefined) {
    scanner.spaces();
    const value = literal(scanner, scope) ?? scanner.fail();
    return compared(lazily(), operator === ':' ? '=' : (operator as Operator), value, scope);
  }
  scanner.need(/ +/, 'whitespace');
  if (scanner.take(/is null/i, '"is null"') !== undefined) return emptyTest(lazily());
  if (scanner.take(/is not null/i, '"is not null"') !== undefined) return notOf(emptyTest(lazily()));
  if (scanner.take(/like +/i, '"like"') !== undefined) return likeTest(lazily(), text(scanner) ?? scanner.fail());
  scanner.need(/in +/i, '"in"');
  return scanner.take(/\( */, '"("') === undefined ? range(scanner, lazily, scope) : list(scanner, lazily, scope);
}

function compared(column: Column, operator: Operator, value: Literal, scope: CompatScope): Test {
  if (value.is === 'null') return emptyTest(column);
  return compareTest(column, operator, termOf(column, value, scope));
}

function termOf(column: Column, value: Literal, scope: CompatScope): Key & {} {
  const term = valueFor(column, value, (said) => instantFromText(scope, said));
  if (term === undefined) throw invalid('where', `valeur invalide pour le champ ${column.key}`);
  return term;
}

function list(scanner: Scanner, column: () => Column, scope: CompatScope): Test {
  const values: Literal[] = [];
  do {
    scanner.spaces();
    values.push(literal(scanner, scope) ?? scanner.fail());
    scanner.spaces();
  } while (scanner.take(/,/, '","') !== undefined);
  scanner.need(/\)/, '")"');
  const found = column();
  return inTest(
    found,
    values.map((value) => termOf(found, value, scope)),
  );
}

function range(scanner: Scanner, column: () => Column, scope: CompatScope): Test {
  const opens = scanner.need(/[[\]] */, '"["').startsWith('[');
  const low = literal(scanner, scope) ?? scanner.fail();
  scanner.need(/ *\.\. *| +to +/i, '".."');
  const high = literal(scanner, scope) ?? scanner.fail();
  const closes = scanner.need(/ *[[\]]/, '"]"').endsWith(']');
  const found = column();
  const bounds = [compared(found, opens ? '>=' : '>', low, scope), compared(found, closes ? '<=' : '<', high, scope)];
  return allOf(bounds) ?? (() => true);
}

/** A search for words, whatever it looks like: `%` is nothing, `*` at the end means a start. */
function likeTest({ key }: Column, said: string): Test {
  const isStart = said.endsWith('*');
  return wordsOf(said).length === 0 ? () => false : wordsTest([key], said, isStart ? 'start' : 'word', true);
}

function searchable({ columns }: CompatScope): string[] {
  return [...columns.values()].filter(({ type, key }) => type === 'text' && !key.startsWith('_')).map(({ key }) => key);
}
