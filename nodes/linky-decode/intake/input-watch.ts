// Whether what comes in is a TIC at all. What is none is said once for each stream, until groups are right there again; a
// message a second may not become an error a second.
import { type ErrorCode, LinkyRedError } from '../../../lib/errors';
import { isJson, jsonIn, toolBehind } from '../../../lib/tic/bytes/foreign';

export interface Patience {
  readonly code: 'ERR_TIC_NO_GROUP' | 'ERR_TIC_NO_VALUE';
  readonly seconds: number;
}
/** Of so many streams it is remembered what was said; a topic per message must not fill the memory. */
const MANY = 1000;

/** What is wrong with a stream. */
interface Wrong {
  /** Since when bytes have come and no right group, on the clock that nobody turns; null: no bytes. */
  since: number | null;
  readonly said: Set<ErrorCode>;
}

export class InputWatch {
  private readonly streams = new Map<string, Wrong>();

  /**
   * @param elapsed milliseconds since some start
   * @param wanted what a user should wire in instead of something of this kind (`number`, `JSON`), in his language
   */
  constructor(
    private readonly elapsed: () => number,
    private readonly wanted: (kind: string) => string,
    /** What is said of a stream that has brought nothing for so many seconds. */
    private readonly patience: Patience,
  ) {}

  /**
   * The bytes in a payload; null where it was said before that this stream has none.
   * @throws LinkyRedError ERR_INPUT, ERR_TIC_JSON: for the first of its kind
   */
  bytesIn(payload: unknown, stream: string): Uint8Array | null {
    const found = read(payload, this.wanted);
    if (found instanceof Uint8Array) return found;
    return this.refuse(stream, found);
  }

  /**
   * Null where something of this kind was said of the stream before.
   * @throws LinkyRedError the error, for the first of its kind
   */
  refuse(stream: string, error: LinkyRedError): null {
    const { said } = this.wrong(stream);
    if (said.has(error.code)) return null;
    said.add(error.code);
    throw error;
  }

  /** Bytes were decoded. @param right a right group was among them: what was wrong is over */
  decoded(stream: string, length: number, right: boolean): void {
    if (right) this.streams.delete(stream);
    else if (length > 0) this.wrong(stream).since ??= this.elapsed();
  }

  /** Streams whose bytes have brought nothing for long, each once. */
  fruitless(): { readonly stream: string; readonly error: LinkyRedError }[] {
    const now = this.elapsed();
    return [...this.streams].flatMap(([stream, { since, said }]) => {
      const { code, seconds } = this.patience;
      if (since === null || now - since < seconds * 1000 || said.has(code)) return [];
      said.add(code);
      return [{ stream, error: new LinkyRedError(code, { seconds }) }];
    });
  }

  private wrong(stream: string): Wrong {
    let wrong = this.streams.get(stream);
    if (wrong === undefined) {
      const [oldest] = this.streams.keys();
      if (oldest !== undefined && this.streams.size >= MANY) this.streams.delete(oldest);
      wrong = { since: null, said: new Set() };
      this.streams.set(stream, wrong);
    }
    return wrong;
  }
}

/** Text is taken character by character: the sums of a TIC are over seven bits. */
function read(payload: unknown, wanted: (kind: string) => string): Uint8Array | LinkyRedError {
  const bytes = payload instanceof Uint8Array ? payload : typeof payload === 'string' ? latin(payload) : null;
  const content = bytes === null ? payload : mayBeJson(bytes) ? jsonIn(new TextDecoder().decode(bytes)) : undefined;
  if (bytes !== null && content === undefined) return bytes;
  const tool = isJson(content) ? toolBehind(content) : undefined;
  if (tool !== undefined) return new LinkyRedError('ERR_TIC_JSON', { tool });
  return new LinkyRedError('ERR_INPUT', { detail: wanted(kindOf(content)) });
}

function latin(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** Cheap, for it is asked of every chunk: the first character behind blanks is the one that JSON begins with. */
function mayBeJson(bytes: Uint8Array): boolean {
  for (const byte of bytes)
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte === 0x7b || byte === 0x5b;
  return false;
}

function kindOf(content: unknown): string {
  if (content === null) return 'null';
  return Array.isArray(content) ? 'array' : isJson(content) ? 'JSON' : typeof content;
}
