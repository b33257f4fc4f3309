// Text of a Windows shell has two bytes for each character, and other editors put a mark in front: what decodes has neither.

const MARK_OF_UTF8 = Buffer.from('efbbbf', 'hex');

/** Chunks of a file, in one byte for each character. */
export class Letters {
  private readonly decoder: TextDecoder | undefined;
  private markLength: number;

  /** @param first its first chunk */
  constructor(first: Buffer) {
    const encoding = first.length < 4 ? undefined : encodingOf(first);
    this.decoder = encoding === undefined ? undefined : new TextDecoder(encoding);
    this.markLength = first.subarray(0, MARK_OF_UTF8.length).equals(MARK_OF_UTF8) ? MARK_OF_UTF8.length : 0;
  }

  push(chunk: Buffer): Buffer {
    if (this.decoder !== undefined) return Buffer.from(this.decoder.decode(chunk, { stream: true }), 'latin1');
    const rest = chunk.subarray(this.markLength);
    this.markLength = 0;
    return rest;
  }
}

/** Of the two marks alone a line may make noise; the zeros behind them are of a text. */
function encodingOf([one, two, three, four]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (one === 0xff && two === 0xfe && three !== 0 && four === 0) return 'utf-16le';
  return one === 0xfe && two === 0xff && three === 0 && four !== 0 ? 'utf-16be' : undefined;
}
