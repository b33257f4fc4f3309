// ODSQL of Opendatasoft in words. Blanks of any kind are free, keywords have no case.

export interface Token {
  readonly is: 'name' | 'text' | 'number' | 'date' | 'geom' | 'sign' | 'end';
  readonly text: string;
  /** Of a name between back-quotes: it is no keyword. */
  readonly quoted?: true;
}

export class OdsqlRefusal extends Error {}

const KINDS: readonly (readonly [Token['is'], RegExp])[] = [
  ['date', /date'[^']*'/iy],
  ['geom', /geom'[^']*'/iy],
  ['name', /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_]\w*)*|`[^`]+`/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['text', /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y],
  ['sign', /<=|>=|\.\.|[<>=:+\-*/()[\],]/y],
];

/** @throws OdsqlRefusal where no word begins */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const found = tokenAt(text, at);
    if (found === undefined) throw new OdsqlRefusal(`invalid character ${text[at] ?? ''} at position ${at}`);
    tokens.push(found.token);
    at += found.length;
  }
  return [...tokens, { is: 'end', text: '' }];
}

function tokenAt(text: string, at: number): { token: Token; length: number } | undefined {
  for (const [is, pattern] of KINDS) {
    pattern.lastIndex = at;
    const written = pattern.exec(text)?.[0];
    if (written !== undefined) return { token: tokenFrom(is, written), length: written.length };
  }
  return undefined;
}

function tokenFrom(is: Token['is'], written: string): Token {
  switch (is) {
    case 'text':
      return { is, text: written.slice(1, -1).replaceAll(/\\([\s\S])/g, '$1') };
    case 'date':
    case 'geom':
      return { is, text: written.slice(5, -1) };
    case 'name':
      return written.startsWith('`') ? { is, text: written.slice(1, -1), quoted: true } : { is, text: written };
    default:
      return { is, text: written };
  }
}

/** Walks over words. */
export class Words {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get next(): Token {
    return this.tokens[this.at] ?? { is: 'end', text: '' };
  }

  get position(): number {
    return this.at;
  }

  back(position: number): void {
    this.at = position;
  }

  take(is: Token['is']): Token | undefined {
    const { next } = this;
    if (next.is !== is) return undefined;
    this.at += 1;
    return next;
  }

  sign(...signs: string[]): string | undefined {
    return this.next.is === 'sign' && signs.includes(this.next.text) ? this.take('sign')?.text : undefined;
  }

  /** A keyword, or several that follow one another. */
  word(...words: string[]): true | undefined {
    const from = this.at;
    for (const word of words) {
      const { is, text, quoted } = this.next;
      if (is !== 'name' || quoted || text.toLowerCase() !== word) {
        this.at = from;
        return undefined;
      }
      this.at += 1;
    }
    return true;
  }

  /** The name of a function, when one is called here; it stands behind its parenthesis then. */
  call(): string | undefined {
    const { is, text, quoted } = this.next;
    const after = this.tokens[this.at + 1];
    if (is !== 'name' || quoted || after?.is !== 'sign' || after.text !== '(') return undefined;
    this.at += 2;
    return text.toLowerCase();
  }

  need(sign: string): void {
    if (this.sign(sign) === undefined) this.fail(sign);
  }

  end(): void {
    if (this.next.is !== 'end') this.fail('the end');
  }

  fail(expected: string): never {
    const found = this.next.is === 'end' ? 'the end' : this.next.text;
    throw new OdsqlRefusal(`${expected} expected but ${found} found`);
  }

  /** What was written from there to here. */
  written(from: number): string {
    const words = this.tokens.slice(from, this.at);
    return words
      .map(({ is, text }) => (is === 'text' ? `"${text}"` : text))
      .join(' ')
      .replaceAll(/ ?([(),]) ?/g, '$1')
      .replaceAll(',', ', ');
  }
}
