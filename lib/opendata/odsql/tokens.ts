// ODSQL, word by word, with the places they stand at. Takes more than any host does: what each of them refuses is said later, by name.

type TokenKind = 'name' | 'quoted-name' | 'text' | 'number' | 'date' | 'geom' | 'symbol' | 'comment' | 'unknown';

export interface Token {
  readonly kind: TokenKind;
  /** As it is written. */
  readonly source: string;
  /** Without quotes and escapes; of a name, a number or a symbol what is written. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const NAME = /[\p{L}\p{Nl}_$][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}_$]*/uy;
/** With what only some hosts read: a bare point, an exponent, zeros in front. */
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+(?![\p{L}_]))?/uy;
const SYMBOL = /!=|<>|<=|>=|\.\.|[=:<>+\-*/(),[\]]/y;
const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/y;
const SPACE = /[\s\u00A0\uFEFF]+/y;

export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const space = matchAt(SPACE, source, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function tokenAt(source: string, at: number): Token {
  const first = source[at] ?? '';
  if (first === '"' || first === "'") return quoted(source, at, at, 'text');
  if (first === '`') {
    const end = source.indexOf('`', at + 1);
    if (end < 0) return token('unknown', source, at, source.length);
    return { ...token('quoted-name', source, at, end + 1), value: source.slice(at + 1, end) };
  }
  const name = matchAt(NAME, source, at);
  if (name !== undefined) {
    const kind = name.toLowerCase();
    const next = at + name.length;
    if ((kind === 'date' || kind === 'geom') && (source[next] === "'" || source[next] === '"')) {
      return quoted(source, at, next, kind);
    }
    return token('name', source, at, next);
  }
  const number = matchAt(NUMBER, source, at);
  // `[1..10]`: two points are a range.
  if (number !== undefined) {
    const range = /^\d+\.$/.test(number) && source[at + number.length] === '.';
    return token('number', source, at, at + number.length - (range ? 1 : 0));
  }
  const comment = matchAt(COMMENT, source, at);
  if (comment !== undefined) return token('comment', source, at, at + comment.length);
  const symbol = matchAt(SYMBOL, source, at);
  if (symbol !== undefined) return token('symbol', source, at, at + symbol.length);
  return token('unknown', source, at, at + (String.fromCodePoint(source.codePointAt(at) ?? 0).length || 1));
}

/** @param start of the token @param at of its opening quote */
function quoted(source: string, start: number, at: number, kind: 'text' | 'date' | 'geom'): Token {
  const quote = source[at];
  let value = '';
  for (let index = at + 1; index < source.length; index++) {
    const char = source[index] ?? '';
    if (char === quote) return { ...token(kind, source, start, index + 1), value };
    if (char === '\\' && index + 1 < source.length) {
      index++;
      value += source[index] ?? '';
    } else value += char;
  }
  return token('unknown', source, start, source.length);
}

function token(kind: TokenKind, source: string, from: number, to: number): Token {
  const text = source.slice(from, to);
  return { kind, source: text, value: text, from, to };
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
