// The last answer to one question, kept on the disk with the time of its call: a restart costs no call.
import * as v from 'valibot';
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import type { Check } from '../store/check';
import type { StoredDocument } from '../store/document';
import type { Format } from '../store/envelope';
import type { Store } from '../store/store';

export interface Kept<A> {
  /** When it came, epoch ms. */
  readonly at: number;
  readonly answer: A;
}

export interface Question<A> {
  /** Of its file. */
  readonly name: string;
  readonly format: Format<Kept<A>>;
  /** @throws LinkyRedError when there is no answer; that of before stays */
  readonly ask: (before: Kept<A> | undefined) => Promise<Kept<A>>;
  /** An answer so young, in ms, takes the place of a call: always, and where the quota lets no call out. */
  readonly fresh?: { readonly ms: number; readonly quotaMs: number };
}

interface Shared {
  readonly store: Store;
  /** The question is asked once by all who ask it in the same moment; absent where there is only one who asks. */
  readonly once?: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

export class KeptAnswer<A> {
  private readonly document: StoredDocument<Kept<A>>;

  constructor(
    private readonly shared: Shared,
    private readonly question: Question<A>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.document = shared.store.document(question.name, question.format);
  }

  /** The one that is kept, by whoever asked. */
  async last(): Promise<Kept<A> | undefined> {
    return (await this.document.read()).value;
  }

  async keep(kept: Kept<A>): Promise<void> {
    await this.document.write(kept);
  }

  /** The answer of now, which is kept when this resolves. @throws LinkyRedError what the question throws */
  ask(): Promise<Kept<A>> {
    const { name } = this.question;
    return this.shared.once === undefined ? this.askNow() : this.shared.once(name, () => this.askNow());
  }

  private async askNow(): Promise<Kept<A>> {
    const { ask, fresh } = this.question;
    const before = await this.last();
    const age = before === undefined ? Infinity : this.clock.now() - before.at;
    const willDo = (ms = 0): boolean => age >= 0 && age < ms;
    if (before !== undefined && willDo(fresh?.ms)) return before;
    try {
      const kept = await ask(before);
      await this.keep(kept);
      return kept;
    } catch (error) {
      const isQuota = error instanceof LinkyRedError && error.code === 'ERR_QUOTA';
      if (isQuota && before !== undefined && willDo(fresh?.quotaMs)) return before;
      throw error;
    }
  }
}

/** @param fromBare what was kept before there were versions: as `{ at, answer }` */
export function keptFormat<A>(check: Check<A>, fromBare: (value: unknown) => unknown): Format<Kept<A>> {
  return {
    version: 1,
    check: (value) => {
      const parsed = v.safeParse(Envelope, value);
      const answer = parsed.success ? check(parsed.output.answer) : undefined;
      return parsed.success && answer !== undefined ? { at: parsed.output.at, answer } : undefined;
    },
    migrations: { 0: fromBare },
  };
}

const Envelope = v.object({ at: v.number(), answer: v.unknown() });
