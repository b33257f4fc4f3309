// ODSQL as a tree: where, and the lists of select, group_by and order_by.
import type { Item, Node } from './nodes';
import { tokensOf, type Token } from './tokens';

/** What could not be read, and where it stands. */
export class OdsqlSyntax extends Error {
  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    super(`ODSQL cannot be read from ${from}`);
  }
}

/** A word that a host wants blanks around, with its neighbours. */
export interface Spaced {
  readonly before: Token | undefined;
  readonly word: Token;
  readonly after: Token | undefined;
}

export interface Parsed<T> {
  readonly value: T;
  readonly words: readonly Spaced[];
}

/** @throws OdsqlSyntax */
export function parseWhere(source: string): Parsed<Node> {
  const reader = new Reader(source);
  const value = reader.or();
  reader.end();
  return { value, words: reader.words };
}

/** @throws OdsqlSyntax */
export function parseList(source: string): Parsed<readonly Item[]> {
  const reader = new Reader(source);
  const value = reader.items();
  reader.end();
  return { value, words: reader.words };
}

const COMPARISONS = new Set(['=', ':', '!=', '<>', '<', '<=', '>', '>=']);
/** Deeper than anybody writes by hand. */
const DEEPEST = 60;

class Reader {
  readonly words: Spaced[] = [];
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(private readonly source: string) {
    this.tokens = tokensOf(source);
  }

  end(): void {
    if (this.peek() !== undefined) throw this.refuse();
  }

  or(): Node {
    return this.chain('or', () => this.chain('and', () => this.not()));
  }

  items(): readonly Item[] {
    const items = [this.item()];
    while (this.takeSymbol(',')) items.push(this.item());
    return items;
  }

  private chain(word: 'and' | 'or', part: () => Node): Node {
    const parts = [part()];
    while (this.takeWord(word)) parts.push(part());
    const [first] = parts;
    if (first === undefined || parts.length === 1) return first ?? this.fail();
    return { kind: word, parts, from: first.from, to: this.lastEnd() };
  }

  private not(): Node {
    if (++this.depth > DEEPEST) throw this.refuse();
    const from = this.here();
    let node: Node;
    // A column may be called `not`: then something compares it.
    if (this.isWord('not') && !COMPARISONS.has(this.peek(1)?.source ?? '')) {
      this.takeWord('not');
      node = { kind: 'not', inner: this.not(), from, to: this.lastEnd() };
    } else node = this.predicate();
    this.depth--;
    return node;
  }

  private predicate(): Node {
    const from = this.here();
    let left: Node;
    if (this.takeSymbol('(')) {
      const inner = this.or();
      this.expectSymbol(')');
      left = { kind: 'paren', inner, from, to: this.lastEnd() };
    } else left = this.sum();
    const is = this.peek()?.kind === 'symbol' ? (this.peek()?.source ?? '') : '';
    if (COMPARISONS.has(is)) {
      this.at++;
      return { kind: 'compare', is, left, right: this.sum(), from, to: this.lastEnd() };
    }
    if (this.takeWord('like'))
      return { kind: 'compare', is: 'like', left, right: this.sum(), from, to: this.lastEnd() };
    if (this.takeWord('in')) return this.inside(left, from);
    return this.isWord('is') ? this.isWhat(left, from) : left;
  }

  private inside(left: Node, from: number): Node {
    if (this.takeSymbol('(')) {
      const values = [this.sum()];
      while (this.takeSymbol(',')) values.push(this.sum());
      this.expectSymbol(')');
      return { kind: 'in-list', left, values, from, to: this.lastEnd() };
    }
    if (this.takeSymbol('[') || this.takeSymbol(']')) {
      const low = this.sum();
      if (!this.takeSymbol('..') && !this.takeWord('to')) throw this.refuse();
      const high = this.sum();
      if (!this.takeSymbol('[') && !this.takeSymbol(']')) throw this.refuse();
      return { kind: 'in-range', left, bounds: [low, high], from, to: this.lastEnd() };
    }
    return { kind: 'in-field', left, field: this.sum(), from, to: this.lastEnd() };
  }

  private isWhat(left: Node, from: number): Node {
    const start = this.here();
    this.at++;
    const not = this.isWord('not');
    if (not) this.at++;
    const word = this.peek()?.source.toLowerCase();
    if (word !== 'null' && word !== 'true' && word !== 'false') throw this.refuse();
    this.at++;
    const plain =
      /^is (?:not )?\w+$/i.test(this.source.slice(start, this.lastEnd())) && /\s/.test(this.source[start - 1] ?? '');
    return { kind: 'is', left, what: word, not, plain, from, to: this.lastEnd() };
  }

  private sum(): Node {
    let left = this.operand();
    for (let is = this.arithmetic(); is !== undefined; is = this.arithmetic()) {
      const right = this.operand();
      left = { kind: 'arithmetic', is, left, right, from: left.from, to: right.to };
    }
    return left;
  }

  private arithmetic(): '+' | '-' | '*' | '/' | undefined {
    const token = this.peek();
    if (token?.kind !== 'symbol') return undefined;
    const is = (['+', '-', '*', '/'] as const).find((sign) => sign === token.source);
    if (is !== undefined) this.at++;
    return is;
  }

  private operand(): Node {
    const token = this.peek();
    if (token === undefined) throw this.refuse();
    const { from } = token;
    this.at++;
    switch (token.kind) {
      case 'text':
      case 'date':
      case 'geom':
        return { kind: token.kind, value: token.value, source: token.source, from, to: token.to };
      case 'number':
        return { kind: 'number', source: token.source, from, to: token.to };
      case 'quoted-name':
        return { kind: 'field', name: token.value, from, to: token.to };
      case 'name':
        return this.named(token);
      default:
        this.at--;
        return this.signedNumber() ?? this.grouped() ?? this.fail();
    }
  }

  private signedNumber(): Node | undefined {
    const [sign, number] = [this.peek(), this.peek(1)];
    if (sign === undefined || number?.kind !== 'number' || (sign.source !== '-' && sign.source !== '+'))
      return undefined;
    if (sign.to !== number.from) return undefined;
    this.at += 2;
    return { kind: 'number', source: sign.source + number.source, from: sign.from, to: number.to };
  }

  private grouped(): Node | undefined {
    const from = this.here();
    if (!this.takeSymbol('(')) return undefined;
    const inner = this.sum();
    this.expectSymbol(')');
    return { kind: 'paren', inner, from, to: this.lastEnd() };
  }

  private named(token: Token): Node {
    const open = this.peek();
    if (open?.source === '(' && open.kind === 'symbol') {
      this.at++;
      const args: Node[] = [];
      if (!this.takeSymbol(')')) {
        do args.push(this.argument());
        while (this.takeSymbol(','));
        this.expectSymbol(')');
      }
      const [first, last] = [this.tokens[this.at - 1], args.at(-1)];
      // Some functions of Data Fair take no blank inside of their brackets.
      const adjacent = open.from === token.to;
      const tight = adjacent && (args[0]?.from ?? open.to) === open.to && (last?.to ?? open.to) === first?.from;
      return {
        kind: 'call',
        name: token.source.toLowerCase(),
        source: token.source,
        args,
        adjacent,
        tight,
        from: token.from,
        to: this.lastEnd(),
      };
    }
    const word = token.source.toLowerCase();
    const place = { from: token.from, to: token.to };
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', ...place };
    return word === 'null' ? { kind: 'null', ...place } : { kind: 'field', name: token.source, ...place };
  }

  private argument(): Node {
    const [first, second, third] = [this.peek(), this.peek(1), this.peek(2)];
    if (first === undefined) throw this.refuse();
    const { from } = first;
    if (first.source === '*') {
      this.at++;
      return { kind: 'star', from, to: first.to };
    }
    if (this.isWord('distinct') && second !== undefined && second.source !== ')' && second.source !== ',') {
      this.takeWord('distinct');
      return { kind: 'distinct', field: this.operand(), from, to: this.lastEnd() };
    }
    if (first.kind === 'name' && second?.source === '*' && (third?.source === ')' || third?.source === ',')) {
      this.at += 2;
      return { kind: 'wild', prefix: first.source, from, to: second.to };
    }
    if (first.kind === 'name' && second?.source === '=') return this.parameter(first);
    if (first.kind === 'number' && second?.kind === 'name') {
      this.at += 2;
      return {
        kind: 'measure',
        number: first.source,
        unit: second.source,
        spaced: first.to < second.from,
        from,
        to: second.to,
      };
    }
    return this.sum();
  }

  private parameter(name: Token): Node {
    this.at += 2;
    const sign = this.takeSymbol('-') ? '-' : this.takeSymbol('+') ? '+' : '';
    const value = this.peek() ?? this.fail();
    this.at++;
    return {
      kind: 'parameter',
      name: name.source.toLowerCase(),
      sign,
      value: value.value,
      from: name.from,
      to: value.to,
    };
  }

  private item(): Item {
    const from = this.here();
    const star = this.peek();
    if (star?.source === '*') {
      this.at++;
      return { value: { kind: 'star', from, to: star.to }, minus: false, from, to: star.to };
    }
    const minus = star?.source === '-' && this.peek(1)?.kind !== 'number';
    if (minus) this.at++;
    const value = this.sum();
    const alias = this.takeWord('as') ? this.alias() : undefined;
    const direction = this.isWord('asc') ? 'asc' : this.isWord('desc') ? 'desc' : undefined;
    if (direction !== undefined) this.takeWord(direction);
    return {
      value,
      minus,
      ...(alias === undefined ? {} : { alias }),
      ...(direction === undefined ? {} : { direction }),
      from,
      to: this.lastEnd(),
    };
  }

  private alias(): string {
    const token = this.peek();
    if (token?.kind !== 'name' && token?.kind !== 'quoted-name') throw this.refuse();
    this.at++;
    return token.value;
  }

  private peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  private isWord(word: string): boolean {
    const token = this.peek();
    return token?.kind === 'name' && token.source.toLowerCase() === word;
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    if (token === undefined || !this.isWord(word)) return false;
    this.words.push({ before: this.tokens[this.at - 1], word: token, after: this.peek(1) });
    this.at++;
    return true;
  }

  private takeSymbol(symbol: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'symbol' || token.source !== symbol) return false;
    this.at++;
    return true;
  }

  private expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.refuse();
  }

  private here(): number {
    return this.peek()?.from ?? this.source.length;
  }

  private lastEnd(): number {
    return this.tokens[this.at - 1]?.to ?? 0;
  }

  private refuse(): OdsqlSyntax {
    return new OdsqlSyntax(this.here(), this.source.length);
  }

  private fail(): never {
    throw this.refuse();
  }
}
