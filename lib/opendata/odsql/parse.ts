// ODSQL as a tree: where, and the lists of select, group_by and order_by.
import type { Spaced } from './cursor';
import type { Item, Node } from './nodes';
import { ValueReader } from './operands';

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

class Reader extends ValueReader {
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
    return this.nested(() => {
      const from = this.here();
      // A column may be called `not`: then something compares it.
      if (!this.isWord('not') || COMPARISONS.has(this.peek(1)?.source ?? '')) return this.predicate();
      this.takeWord('not');
      return { kind: 'not', inner: this.not(), from, to: this.lastEnd() };
    });
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
}
