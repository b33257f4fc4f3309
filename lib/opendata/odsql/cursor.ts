// A place in a text of ODSQL, and what stands there.
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

/** Deeper than anybody writes by hand. */
export const DEEPEST = 60;

export class Cursor {
  readonly words: Spaced[] = [];
  protected readonly tokens: readonly Token[];
  protected at = 0;
  private depth = 0;

  constructor(protected readonly source: string) {
    this.tokens = tokensOf(source);
  }

  protected nested<T>(read: () => T): T {
    if (++this.depth > DEEPEST) throw this.refuse();
    const value = read();
    this.depth--;
    return value;
  }

  protected peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  protected isWord(word: string): boolean {
    const token = this.peek();
    return token?.kind === 'name' && token.source.toLowerCase() === word;
  }

  protected takeWord(word: string): boolean {
    const token = this.peek();
    if (token === undefined || !this.isWord(word)) return false;
    this.words.push({ before: this.tokens[this.at - 1], word: token, after: this.peek(1) });
    this.at++;
    return true;
  }

  protected takeSymbol(symbol: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'symbol' || token.source !== symbol) return false;
    this.at++;
    return true;
  }

  protected expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.refuse();
  }

  protected here(): number {
    return this.peek()?.from ?? this.source.length;
  }

  protected lastEnd(): number {
    return this.tokens[this.at - 1]?.to ?? 0;
  }

  protected refuse(): OdsqlSyntax {
    return new OdsqlSyntax(this.here(), this.source.length);
  }

  protected fail(): never {
    throw this.refuse();
  }
}
