// Walks over a text one rule at a time, and remembers what it would have liked to find at the farthest place it came to.

export class SyntaxRefusal extends Error {}

export class Scanner {
  private at = 0;
  private farthest = 0;
  private expected = new Set<string>();

  constructor(private readonly text: string) {}

  get position(): number {
    return this.at;
  }

  /** What stands here and fits; undefined moves nothing. `name` is for the message. */
  take(pattern: RegExp, name: string): string | undefined {
    const sticky = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`);
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found === null) {
      this.note(name);
      return undefined;
    }
    this.at += found[0].length;
    return found[0];
  }

  /** @throws SyntaxRefusal when it is not there */
  need(pattern: RegExp, name: string): string {
    return this.take(pattern, name) ?? this.fail();
  }

  /** Whether it stands here. */
  ahead(pattern: RegExp): boolean {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.at;
    return sticky.test(this.text);
  }

  /** Either all of it or nothing. */
  attempt<Result>(rule: () => Result | undefined): Result | undefined {
    const from = this.at;
    const result = rule();
    if (result === undefined) this.at = from;
    return result;
  }

  spaces(): true {
    this.take(/ +/, 'whitespace');
    return true;
  }

  end(): void {
    if (this.at < this.text.length) {
      this.note('end of input');
      this.fail();
    }
  }

  fail(): never {
    const names = [...this.expected].sort();
    const last = names.pop() ?? '';
    const wanted = names.length === 0 ? last : `${names.join(', ')}, or ${last}`;
    const found = this.text[this.farthest];
    throw new SyntaxRefusal(
      `Expected ${wanted} but ${found === undefined ? 'end of input' : JSON.stringify(found)} found.`,
    );
  }

  private note(name: string): void {
    if (this.at > this.farthest) [this.farthest, this.expected] = [this.at, new Set()];
    if (this.at === this.farthest) this.expected.add(name);
  }
}
