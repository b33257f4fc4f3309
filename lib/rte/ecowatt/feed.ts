// The last Ecowatt answer of one account, for all its nodes.
import type { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { alertRuns } from '../../grid/event/runs';
import { PARIS } from '../../grid/paris-time';
import { KeptAnswer, keptFormat, type Kept, type Question } from '../../provider/kept-answer';
import { PolledAnswer } from '../../provider/polled-answer';
import type { Store } from '../../store/store';
import type { RteApiName } from '../portal/apis';
import type { RteAccount } from '../portal/portal';
import { parseEcowatt, type EcowattPublication } from './answer';
import { nextEcowattCall } from './poll-plan';
import { asIfFrom, hourSlots } from './slots';
import type { Received } from './state';

/** See News of lib/provider. */
export interface EcowattNews {
  readonly received: Received | undefined;
  readonly problem: LinkyRedError | undefined;
}
export type EcowattListener = (news: EcowattNews) => void;

const FORMAT = keptFormat<object>(
  (answer) => {
    // An answer that cannot be read any more is no answer.
    parseEcowatt(answer);
    return answer as object;
  },
  (value) => {
    const { receivedAt: at, answer } = value as { receivedAt?: unknown; answer?: unknown };
    return { at, answer };
  },
);
const DAY = 24 * 3_600_000;

export class EcowattFeed {
  private readonly polled: PolledAnswer<object, RteApiName>;
  /** Read once for each answer. */
  private readonly publications = new WeakMap<object, EcowattPublication>();

  /** @param minute 0..59, see nextEcowattCall */
  constructor(
    private readonly account: RteAccount,
    store: Store,
    clock: Clock,
    private readonly sandbox: boolean,
    minute: number,
  ) {
    const api = sandbox ? 'ecowatt-sandbox' : 'ecowatt';
    const question: Question<object> = {
      name: `ecowatt-${sandbox ? 'sandbox-' : ''}${account.fingerprint}`,
      format: FORMAT,
      ask: async () => {
        const { json, receivedAt: at } = await account.get(api);
        const answer = json as object;
        this.read({ at, answer });
        return { at, answer };
      },
    };
    this.polled = new PolledAnswer(
      new KeptAnswer({ store }, question, clock),
      { account, api },
      (lastCall, now, kept) => nextEcowattCall(lastCall, now, minute, this.isTense(now, kept)),
      clock,
    );
  }

  get news(): EcowattNews {
    const { kept, problem } = this.polled.news;
    return { received: kept && this.received(kept), problem };
  }

  /** Polling begins with the first listener and ends with the last. @returns the way out */
  listen(listener: EcowattListener): () => void {
    return this.polled.listen(() => {
      listener(this.news);
    });
  }

  /** Asks now, if the ledger allows. @throws LinkyRedError ERR_QUOTA and what the account throws; listeners are told as well */
  refresh(): Promise<void> {
    return this.polled.refresh();
  }

  /** Resolves when a call that is under way has ended, and its answer is on the disk. */
  idle(): Promise<void> {
    return this.polled.idle();
  }

  private received(kept: Kept<object>): Received {
    return {
      publication: this.read(kept),
      receivedAt: kept.at,
      source: this.sandbox ? 'rte-sandbox' : 'rte',
    };
  }

  /** @throws LinkyRedError ERR_ANSWER */
  private read({ at, answer }: Kept<object>): EcowattPublication {
    const known = this.publications.get(answer);
    if (known !== undefined) return known;
    const told = parseEcowatt(answer, this.account.host);
    const publication = this.sandbox ? asIfFrom(told, PARIS.dayKey(at)) : told;
    this.publications.set(answer, publication);
    return publication;
  }

  /** An orange or red hour lies within a day. */
  private isTense(now: number, kept: Kept<object> | undefined): boolean {
    if (kept === undefined) return false;
    return alertRuns(hourSlots(this.read(kept))).some((run) => run.end > now && run.start < now + DAY);
  }
}
