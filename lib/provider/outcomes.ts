// What came of the last call to each API: shown where another call would break the quota, also after a restart.
import * as v from 'valibot';
import { LinkyRedError, type ErrorCode } from '../errors';
import { ERROR_CODES } from '../errors/codes';
import type { StoredDocument } from '../store/document';
import { checkedBy, unchanged, type Format, type Store } from '../store/store';

export interface Outcome {
  /** Epoch ms. */
  readonly at: number;
  /** Absent: the call went well. */
  readonly error?: LinkyRedError;
}

const Written = v.record(
  v.string(),
  v.object({
    at: v.number(),
    code: v.exactOptional(v.string()),
    facts: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number()]))),
  }),
);
type Written = v.InferOutput<typeof Written>;
const FORMAT: Format<Written> = { version: 1, check: checkedBy(Written), migrations: { 0: unchanged } };

export class Outcomes<Api extends string> {
  private readonly document: StoredDocument<Written>;
  private known: Written | undefined;

  constructor(store: Store, name: string) {
    this.document = store.document<Written>(name, FORMAT);
  }

  async of(api: Api): Promise<Outcome | undefined> {
    const written = (await this.read())[api];
    if (written === undefined) return undefined;
    const { at, code, facts } = written;
    return isCode(code) ? { at, error: new LinkyRedError(code, facts) } : { at };
  }

  async set(api: Api, { at, error }: Outcome): Promise<void> {
    const known = await this.read();
    this.known = {
      ...known,
      [api]: error === undefined ? { at } : { at, code: error.code, facts: { ...error.facts } },
    };
    await this.document.write(this.known);
  }

  private async read(): Promise<Written> {
    this.known ??= (await this.document.read()).value ?? {};
    return this.known;
  }
}

function isCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERROR_CODES, code);
}
