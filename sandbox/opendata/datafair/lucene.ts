// `qs`: a query in Lucene's syntax, as far as Elasticsearch's `query_string` is asked here: columns with terms, quoted texts, ranges,
// comparisons, starts, existence; AND, OR, NOT and parentheses.
import { allOf, anyOf, compareTest, emptyTest, notOf, startsTest } from '../engine/compare';
import type { Test } from '../engine/plan';
import { wordsTest } from '../engine/words';
import { plainRefusal } from '../refusal';
import type { Column } from '../table';
import { termOf, type Columns } from './filters';
import { Scanner, SyntaxRefusal } from './scanner';

const TERM = /(?:[^\s()[\]{}":\\]|\\.)+/;

/** @throws Refusal 400 */
export function luceneTest(query: string, columns: Columns): Test {
  const scanner = new Scanner(query);
  try {
    const test = either(scanner, columns);
    blanks(scanner);
    scanner.end();
    return test;
  } catch (error) {
    throw error instanceof SyntaxRefusal ? plainRefusal(400, `Failed to parse query [${query}]`) : error;
  }
}

function blanks(scanner: Scanner): void {
  scanner.take(/\s+/, 'whitespace');
}

/** What only stands beside another is joined by OR. */
function either(scanner: Scanner, columns: Columns): Test {
  const tests = [both(scanner, columns)];
  for (;;) {
    blanks(scanner);
    const isSaid = scanner.take(/(?:OR\b|\|\|)\s*/, 'OR') !== undefined;
    const next = isSaid ? both(scanner, columns) : scanner.attempt(() => maybe(scanner, columns));
    if (next === undefined) break;
    tests.push(next);
  }
  return tests.length === 1 && tests[0] ? tests[0] : anyOf(tests);
}

function maybe(scanner: Scanner, columns: Columns): Test | undefined {
  return scanner.ahead(/[^)\s]/) ? both(scanner, columns) : undefined;
}

function both(scanner: Scanner, columns: Columns): Test {
  const tests = [negated(scanner, columns)];
  while (scanner.take(/\s+(?:AND\b|&&)\s*/, 'AND') !== undefined) tests.push(negated(scanner, columns));
  return allOf(tests) ?? (() => true);
}

function negated(scanner: Scanner, columns: Columns): Test {
  blanks(scanner);
  if (scanner.take(/(?:NOT\b|!)\s*/, 'NOT') !== undefined) return notOf(negated(scanner, columns));
  if (scanner.take(/\(/, '(') === undefined) return clause(scanner, columns);
  const test = either(scanner, columns);
  blanks(scanner);
  scanner.need(/\)/, ')');
  return test;
}

function clause(scanner: Scanner, columns: Columns): Test {
  const key = scanner.attempt(() => {
    const term = scanner.take(TERM, 'term');
    return term !== undefined && scanner.take(/:/, ':') !== undefined ? unescaped(term) : undefined;
  });
  if (key === '_exists_') {
    const column = columns.get(unescaped(scanner.need(TERM, 'term')));
    return column ? notOf(emptyTest(column)) : () => false;
  }
  if (key === undefined) {
    const keys = [...columns.values()].filter(({ type }) => type === 'text').map((column) => column.key);
    return wordsTest(keys, text(scanner) ?? unescaped(scanner.need(TERM, 'term')), 'word');
  }
  const column = columns.get(key);
  const test = valueTest(scanner, column ?? { key, type: 'text', title: '' });
  // A column that is not there is no error of Lucene: nothing fits.
  return column ? test : () => false;
}

function valueTest(scanner: Scanner, column: Column): Test {
  if (scanner.take(/\(/, '(') !== undefined) return several(scanner, column);
  const range = scanner.take(/[[{]\s*/, '[');
  if (range !== undefined) return rangeTest(scanner, column, range.startsWith('['));
  const operator = scanner.take(/>=|<=|>|</, '>=') as '>=' | '<=' | '>' | '<' | undefined;
  const quoted = text(scanner);
  if (quoted !== undefined) return compareTest(column, operator ?? '=', termOf(column, quoted));
  const term = scanner.need(TERM, 'term');
  if (operator !== undefined) return compareTest(column, operator, termOf(column, unescaped(term)));
  if (term === '*') return notOf(emptyTest(column));
  if (/(?:^|[^\\])\*$/.test(term)) return startsTest(column, unescaped(term.slice(0, -1)));
  return compareTest(column, '=', termOf(column, unescaped(term)));
}

/** `column:(a OR b)`. */
function several(scanner: Scanner, column: Column): Test {
  const tests: Test[] = [];
  do {
    blanks(scanner);
    tests.push(valueTest(scanner, column));
    blanks(scanner);
  } while (scanner.take(/OR\b/, 'OR') !== undefined);
  scanner.need(/\)/, ')');
  return anyOf(tests);
}

function rangeTest(scanner: Scanner, column: Column, opens: boolean): Test {
  const low = bound(scanner);
  scanner.need(/\s+TO\s+/, 'TO');
  const high = bound(scanner);
  const closes = scanner.need(/\s*[\]}]/, ']').endsWith(']');
  const tests = [
    ...(low === '*' ? [] : [compareTest(column, opens ? '>=' : '>', termOf(column, low))]),
    ...(high === '*' ? [] : [compareTest(column, closes ? '<=' : '<', termOf(column, high))]),
  ];
  return allOf(tests) ?? notOf(emptyTest(column));
}

function bound(scanner: Scanner): string {
  return text(scanner) ?? unescaped(scanner.need(/(?:[^\s[\]{}"\\]|\\.)+/, 'term'));
}

function text(scanner: Scanner): string | undefined {
  const quoted = scanner.take(/"(?:[^"\\]|\\.)*"/s, '"');
  return quoted === undefined ? undefined : unescaped(quoted.slice(1, -1));
}

function unescaped(said: string): string {
  return said.replaceAll(/\\(.)/gs, '$1');
}
