// The last signal of a supplier for one delivery point, for all nodes that want it.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { isoParis } from '../../grid/paris-time';
import { KeptAnswer, keptFormat, type Kept, type Question } from '../../provider/kept-answer';
import { PolledAnswer } from '../../provider/polled-answer';
import type { ProviderAccount } from '../../provider/account';
import type { Store } from '../../store/store';
import { nextPricesCall } from './poll-plan';
import { readSignal, type SupplierSignal } from './signal';

export interface PricesWish {
  readonly deliveryPoint: string;
  /** How far ahead is asked for, from the present hour on. */
  readonly aheadMs: number;
  readonly everyMs: number;
}

export interface ReceivedPrices extends SupplierSignal {
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** See News of lib/provider. */
export interface PricesNews {
  readonly received: ReceivedPrices | undefined;
  readonly problem: LinkyRedError | undefined;
}

export interface FeedAround {
  readonly account: ProviderAccount<'prices'>;
  /** Empty: none is known. */
  readonly session: () => Promise<string>;
  /** Whether the path has a session in it. */
  readonly needsSession: boolean;
  readonly store: Store;
  readonly clock: Clock;
  /** Of the kept answer. */
  readonly name: string;
}

const HOUR = 3_600_000;

const FORMAT = keptFormat<object>(
  (answer) => {
    // A signal that cannot be read any more is none.
    readSignal(answer);
    return answer as object;
  },
  (value) => value,
);

export class SupplierFeed {
  private readonly polled: PolledAnswer<object, 'prices'>;
  /** Read once for each answer. */
  private readonly signals = new WeakMap<object, SupplierSignal>();

  constructor(
    private readonly wish: PricesWish,
    private readonly around: FeedAround,
  ) {
    const { account, store, clock, name } = around;
    const question: Question<object> = { name, format: FORMAT, ask: () => this.ask() };
    const minute = parseInt(account.fingerprint.slice(0, 8), 16) % 60;
    this.polled = new PolledAnswer(
      new KeptAnswer({ store }, question, clock),
      { account, api: 'prices' },
      (lastCall, now) => nextPricesCall(lastCall, now, wish.everyMs, minute),
      clock,
    );
  }

  get news(): PricesNews {
    const { kept, problem } = this.polled.news;
    return { received: kept && { ...this.read(kept), receivedAt: kept.at }, problem };
  }

  /** Polling begins with the first listener and ends with the last. @returns the way out */
  listen(listener: (news: PricesNews) => void): () => void {
    return this.polled.listen(() => {
      listener(this.news);
    });
  }

  /** Asks now, if the ledger allows. @throws LinkyRedError ERR_QUOTA, ERR_FLEX_SESSION and what the account throws; listeners are told as well */
  refresh(): Promise<void> {
    return this.polled.refresh();
  }

  /** Resolves when a call that is under way has ended, and its answer is on the disk. */
  idle(): Promise<void> {
    return this.polled.idle();
  }

  private async ask(): Promise<Kept<object>> {
    const { account, session: known, needsSession, clock } = this.around;
    const session = needsSession ? await known() : '';
    if (needsSession && session === '') throw new LinkyRedError('ERR_FLEX_SESSION');
    const { json, receivedAt: at } = await account.get('prices', {
      ...(needsSession && { session }),
      ...pricesPeriod(this.wish, clock.now()),
    });
    const answer = json as object;
    this.read({ at, answer });
    return { at, answer };
  }

  /** @throws LinkyRedError ERR_ANSWER */
  private read({ answer }: Kept<object>): SupplierSignal {
    const known = this.signals.get(answer);
    if (known !== undefined) return known;
    const signal = readSignal(answer, this.around.account.host);
    this.signals.set(answer, signal);
    return signal;
  }
}

/** From the beginning of the present hour on: the step that holds now belongs to it. */
export function pricesPeriod(
  { deliveryPoint, aheadMs }: Pick<PricesWish, 'deliveryPoint' | 'aheadMs'>,
  now: number,
): { delivery_point: string; start_date: string; end_date: string } {
  const start = Math.floor(now / HOUR) * HOUR;
  return { delivery_point: deliveryPoint, start_date: isoParis(start), end_date: isoParis(start + aheadMs) };
}
