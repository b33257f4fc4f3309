// A line of text as bytes, of which some parts change from frame to frame: one of the same length is written over, behind any
// other what follows is moved. Nothing of it is written twice.

/** Shorter texts are written here; the engine's way to write a text begins with a call that costs more. */
const SHORT = 24;
/** A part may grow by so many bytes before the line moves to other memory. */
const SPARE = 256;

export class LineBytes {
  length = 0;
  private bytes: Buffer;
  private readonly starts: number[] = [];
  private readonly sizes: number[] = [];

  /**
   * @param fixed what stands before, between and behind the parts that change: one more than those
   * @param texts of the parts that change
   */
  constructor(
    fixed: readonly string[],
    private readonly texts: string[],
  ) {
    let whole = fixed[0] ?? '';
    texts.forEach((text, i) => {
      whole += text + (fixed[i + 1] ?? '');
    });
    const size = Buffer.byteLength(whole);
    const sizeOf =
      size === whole.length ? (text: string): number => text.length : (text: string): number => Buffer.byteLength(text);
    this.bytes = Buffer.allocUnsafe(size + SPARE);
    this.length = this.bytes.write(whole);
    let at = 0;
    texts.forEach((text, i) => {
      at += sizeOf(fixed[i] ?? '');
      this.starts.push(at);
      this.sizes.push(sizeOf(text));
      at += sizeOf(text);
    });
  }

  /** What a part says from now on. */
  set(part: number, text: string): void {
    if (text === this.texts[part]) return;
    this.texts[part] = text;
    const isShort = text.length <= SHORT && isAscii(text);
    const size = isShort ? text.length : Buffer.byteLength(text);
    const start = this.starts[part] ?? 0;
    if (size !== this.sizes[part]) this.resize(part, size);
    if (!isShort) this.bytes.write(text, start);
    else for (let i = 0; i < size; i++) this.bytes[start + i] = text.charCodeAt(i);
  }

  /** @returns where it ends there */
  copy(target: Buffer, at: number): number {
    return at + this.bytes.copy(target, at, 0, this.length);
  }

  private resize(part: number, size: number): void {
    const more = size - (this.sizes[part] ?? 0);
    const rest = (this.starts[part] ?? 0) + (this.sizes[part] ?? 0);
    if (this.length + more > this.bytes.length) {
      const wider = Buffer.allocUnsafe(this.length + more + SPARE);
      this.bytes.copy(wider, 0, 0, this.length);
      this.bytes = wider;
    }
    this.bytes.copyWithin(rest + more, rest, this.length);
    this.length += more;
    this.sizes[part] = size;
    const { starts } = this;
    for (let i = part + 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + more;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
