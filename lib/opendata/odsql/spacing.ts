// Blanks, line ends and comments, before the words are looked at: Data Fair wants blanks around its words, one line, no comment.
import type { Examined } from './finding';
import type { Spaced } from './cursor';
import { tokensOf } from './tokens';

/** Whether the text can be read on; what cannot is said. */
export function checkComments(examined: Examined): boolean {
  const comments = tokensOf(examined.source).filter(({ kind }) => kind === 'comment');
  if (comments.length === 0) return true;
  let [rest, at] = ['', 0];
  for (const { from, to } of comments) {
    rest += `${examined.source.slice(at, from)} `;
    at = to;
  }
  rest = (rest + examined.source.slice(at)).trim();
  examined.refuse({ from: 0, to: examined.source.length }, rest === '' ? undefined : rest);
  return false;
}

/** @returns false where line ends stand between words: the text is told anew before anything else is said of it */
export function checkLines(examined: Examined): boolean {
  const { source } = examined;
  let [line, at, broken] = ['', 0, false];
  for (const token of [...tokensOf(source), { from: source.length, to: source.length }]) {
    const gap = source.slice(at, token.from);
    const ends = /[\n\r\u2028\u2029]/.test(gap);
    broken ||= ends;
    line += (ends ? ' ' : gap) + source.slice(token.from, token.to);
    at = token.to;
  }
  if (broken) examined.refuse({ from: 0, to: source.length }, line.trim());
  return !broken;
}

export function checkSpaced(examined: Examined, words: readonly Spaced[]): void {
  for (const { before, word, after } of words) {
    const tightBefore = before?.to === word.from && !opens(before.source, word.source);
    // After IN stands a bracket; after the others there is something that could be read as one word with them.
    const bracket = word.source.toLowerCase() === 'in' && /^[([\]]/.test(after?.source ?? '');
    const tightAfter = after?.from === word.to && !bracket && after.source !== ',' && after.source !== ')';
    if (!tightBefore && !tightAfter) continue;
    const [from, to] = [before?.from ?? word.from, after?.to ?? word.to];
    const parts = [
      before === undefined ? '' : before.source + (opens(before.source, word.source) ? '' : ' '),
      word.source,
    ];
    if (after !== undefined)
      parts.push(bracket ? ' ' : after.source === ',' || after.source === ')' ? '' : ' ', after.source);
    examined.refuse({ from, to }, parts.join(''));
  }
}

/** `(not a)`, `count(distinct f)`: nothing is wanted between a bracket and the word that it opens with. */
function opens(before: string, word: string): boolean {
  return before === '(' && /^(?:not|distinct)$/i.test(word);
}
