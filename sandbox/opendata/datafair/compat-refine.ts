// `refine` of the look-alike: `column:value`, several by commas or repeated. A value of anything but letters, digits and `_` has to
// stand in double quotes; of instants it names a year, a month, a day.
import { readInstant, unitStart } from '../engine/calendar';
import { compareTest } from '../engine/compare';
import { keyOf, type Test } from '../engine/plan';
import type { Column } from '../table';
import { columnOf, invalid, name, text, type CompatScope } from './compat-words';
import { Scanner, SyntaxRefusal } from './scanner';

/** @throws Refusal 400 */
export function compatRefine(refine: string, scope: CompatScope): readonly Test[] {
  const scanner = new Scanner(refine);
  const tests: Test[] = [];
  try {
    do {
      scanner.spaces();
      const column = columnOf(scope, name(scanner) ?? scanner.fail(), 'refine');
      scanner.need(/ *: */, '":"');
      const value = text(scanner) ?? scanner.need(column.type === 'datetime' ? /[\d/]+/ : /[\p{L}\d_]+/u, 'value');
      tests.push(refined(column, value, scope));
      scanner.spaces();
    } while (scanner.take(/,/, '","') !== undefined);
    scanner.end();
    return tests;
  } catch (error) {
    throw error instanceof SyntaxRefusal ? invalid('refine', error.message) : error;
  }
}

function refined(column: Column, value: string, { zone = 'UTC' }: CompatScope): Test {
  const { key, type } = column;
  if (type !== 'datetime') return (row) => String(keyOf(row[key]) ?? '') === value;
  const from = readInstant(value, zone);
  if (from === undefined) throw invalid('refine', `date invalide ${value}`);
  const unit = (['year', 'month', 'day'] as const)[value.split(/[-/]/).length - 1] ?? 'day';
  const to = unitStart(from, unit, zone, 1);
  const [starts, ends] = [compareTest(column, '>=', from), compareTest(column, '<', to)];
  return (row, index) => starts(row, index) && ends(row, index);
}
