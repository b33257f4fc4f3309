// Words in rows: text cut at everything that is neither letter nor digit, without case and accents.
import type { Row } from '../table';
import type { Test } from './plan';

export function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

export type Fit = 'word' | 'start';

/** Rows in whose columns all words of the text stand (`any`: one of them), whole or as the start of a word. */
export function wordsTest(keys: readonly string[], text: string, fit: Fit, any = false): Test {
  const wanted = wordsOf(text);
  const isMet = (found: readonly string[], word: string): boolean =>
    fit === 'word' ? found.includes(word) : found.some((one) => one.startsWith(word));
  return (row) => {
    const found = keys.flatMap((key) => wordsIn(row, key));
    return any ? wanted.some((word) => isMet(found, word)) : wanted.every((word) => isMet(found, word));
  };
}

function wordsIn(row: Row, key: string): string[] {
  const cell = row[key];
  return typeof cell === 'string' || typeof cell === 'number' ? wordsOf(String(cell)) : [];
}
