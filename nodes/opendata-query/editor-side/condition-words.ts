// The tree of conditions as a half-sentence: "Region is “Bretagne” and (Energy is more than 5 Wh or Energy has no value)".
import type { Filter } from '../../../lib/opendata/query/query';
import type { Tongue } from './tongue';

const COMPARED = { '=': 'is', '!=': 'is-not', '<': 'below', '<=': 'at-most', '>': 'above', '>=': 'at-least' } as const;

export function conditionInWords(tongue: Tongue, filter: Filter): string {
  if ('and' in filter) return joined(tongue, filter.and, 'and');
  if ('or' in filter) return joined(tongue, filter.or, 'or');
  if ('not' in filter) return notInWords(tongue, filter.not);
  if ('search' in filter) return tongue.say('search', { text: filter.search });
  const column = tongue.column(filter.field);
  if ('in' in filter) return oneOf(tongue, column, filter);
  if ('startsWith' in filter) return tongue.say('starts-with', { column, text: filter.startsWith });
  if ('empty' in filter) return tongue.say(filter.empty ? 'empty' : 'filled', { column });
  const value = tongue.value(filter.value, filter.field);
  // Earlier and later, of a time.
  const kind = tongue.kindOf(filter.field) === 'time' ? '-time' : '';
  const how = COMPARED[filter.is];
  return tongue.say(how === 'is' || how === 'is-not' ? how : `${how}${kind}`, { column, value });
}

function notInWords(tongue: Tongue, filter: Filter): string {
  if ('startsWith' in filter)
    return tongue.say('starts-not', { column: tongue.column(filter.field), text: filter.startsWith });
  if ('in' in filter && filter.in.length > 0) {
    const values = tongue.or(filter.in.map((value) => tongue.value(value, filter.field)));
    return tongue.say('is-not', { column: tongue.column(filter.field), value: values });
  }
  return tongue.say('not', { condition: conditionInWords(tongue, filter) });
}

function oneOf(
  tongue: Tongue,
  column: string,
  { field, in: values }: Extract<Filter, { readonly in: unknown }>,
): string {
  const list = values.map((value) => tongue.value(value, field));
  if (list.length === 0) return tongue.say('none-of', { column });
  return list.length === 1
    ? tongue.say('is', { column, value: list[0] ?? '' })
    : tongue.say('one-of', { column, values: tongue.or(list) });
}

/** What is joined by another word stands in parentheses. */
function joined(tongue: Tongue, filters: readonly Filter[], word: 'and' | 'or'): string {
  if (filters.length === 0) return tongue.say(word === 'and' ? 'always' : 'never');
  const [only] = filters;
  if (filters.length === 1 && only !== undefined) return conditionInWords(tongue, only);
  return tongue[word](
    filters.map((filter) => {
      const words = conditionInWords(tongue, filter);
      return isJoined(filter) ? `(${words})` : words;
    }),
  );
}

function isJoined(filter: Filter): boolean {
  const inner = 'and' in filter ? filter.and : 'or' in filter ? filter.or : [];
  const [only] = inner;
  return inner.length === 1 && only !== undefined ? isJoined(only) : inner.length > 1;
}
