// An answer that is asked for anew by a plan while somebody listens, for all nodes of an account.
import { LinkyRedError } from '../errors';
import { atTime, CLOCK_TOLERANCE_MS, ClockWatch, type Clock } from '../grid/clock';
import type { Kept, KeptAnswer } from './kept-answer';
import type { ProviderAccount } from './account';

/** What a listener is told: after each call, and once when what was kept has been read. */
export interface News<A> {
  /** The last answer that could be read; undefined while there is none. */
  readonly kept: Kept<A> | undefined;
  /** Why the last call brought nothing; undefined when it brought `kept`. */
  readonly problem: LinkyRedError | undefined;
}

/** Pure. @param lastCall undefined when there was none @returns when to ask next, epoch ms; the ledger has the last word */
export type PollPlan<A> = (lastCall: number | undefined, now: number, kept: Kept<A> | undefined) => number;

/** The API that is asked, as its account knows it. */
interface Asked<Api extends string> {
  readonly account: Pick<ProviderAccount<Api>, 'earliest' | 'lastCall' | 'outcome'>;
  readonly api: Api;
}

/** A problem that passes by itself is looked at again sooner than planned. */
const PASSING_AGAIN_MS = 20 * 60_000;

export class PolledAnswer<A, Api extends string> {
  private readonly listeners = new Set<() => void>();
  private kept: Kept<A> | undefined;
  private problem: LinkyRedError | undefined;
  private lastCall: number | undefined;
  private readonly watch: ClockWatch;
  /** False for what was read from the disk. */
  private cameHere = false;
  private loading: Promise<void> | undefined;
  private inFlight: Promise<void> | undefined;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly answer: KeptAnswer<A>,
    private readonly asked: Asked<Api>,
    private readonly next: PollPlan<A>,
    private readonly clock: Clock,
  ) {
    this.watch = new ClockWatch(clock);
  }

  get news(): News<A> {
    this.keepPace();
    // An answer of the future: the clock is wrong, and nobody can say which hour this is.
    const isOfFuture = (this.kept?.at ?? 0) > this.clock.now() + CLOCK_TOLERANCE_MS;
    return { kept: isOfFuture ? undefined : this.kept, problem: this.problem };
  }

  /** Polling begins with the first listener and ends with the last. @returns the way out */
  listen(told: () => void): () => void {
    const listener = (): void => {
      told();
    };
    this.listeners.add(listener);
    this.loading ??= this.load();
    void this.loading.then(() => {
      if (!this.listeners.has(listener)) return;
      listener();
      if (this.cancel === undefined) void this.plan();
    });
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  }

  /** Asks now, if the ledger allows. @throws LinkyRedError ERR_QUOTA and what the account throws; listeners are told as well */
  refresh(): Promise<void> {
    // All who ask in the same moment get the same answer, and listeners hear of it once.
    this.inFlight ??= this.ask().finally(() => {
      this.inFlight = undefined;
    });
    return this.inFlight;
  }

  /** Resolves when a call that is under way has ended, and its answer is on the disk. */
  async idle(): Promise<void> {
    await this.inFlight?.catch(() => undefined);
  }

  private async ask(): Promise<void> {
    await (this.loading ??= this.load());
    try {
      this.kept = await this.answer.ask();
      this.lastCall = this.kept.at;
      this.cameHere = true;
      this.problem = undefined;
    } catch (error) {
      const { api } = this.asked;
      const problem =
        error instanceof LinkyRedError ? error : new LinkyRedError('ERR_INTERNAL', { detail: api }, error);
      if (problem.code !== 'ERR_QUOTA') this.lastCall = this.clock.now();
      // A quota that the ledger knows of is no answer, one that the provider told of (it is the cause) is.
      const unasked = problem.code === 'ERR_QUOTA' && problem.cause === undefined;
      this.problem = unasked ? ((await this.lastProblem()) ?? problem) : problem;
      throw problem;
    } finally {
      for (const listener of this.listeners) listener();
      void this.plan();
    }
  }

  /** What was wrong with the last call that went out, also before a restart: a quota brings no better answer. */
  private async lastProblem(): Promise<LinkyRedError | undefined> {
    if (this.problem !== undefined && this.problem.code !== 'ERR_QUOTA') return this.problem;
    const { account, api } = this.asked;
    return this.cameHere ? undefined : (await account.outcome(api))?.error;
  }

  private async load(): Promise<void> {
    const { account, api } = this.asked;
    const kept = await this.answer.last();
    if (kept === undefined) return;
    this.kept = kept;
    // A call that brought nothing is no reason to hurry after a restart.
    this.lastCall = Math.max(kept.at, (await account.lastCall(api)) ?? 0);
  }

  private async plan(): Promise<void> {
    this.stop();
    if (this.listeners.size === 0) return;
    this.keepPace();
    const { account, api } = this.asked;
    const now = this.clock.now();
    const planned = this.next(this.lastCall, now, this.kept);
    const again = this.problem?.row.reader === 'passes-by-itself' ? now + PASSING_AGAIN_MS : Infinity;
    const earliest = await account.earliest(api);
    // Where nothing can be shown, why it has to wait: a try that the ledger refuses says so, and costs no call.
    const nothingKnown = this.kept === undefined && this.problem === undefined;
    const at = nothingKnown ? planned : Math.max(Math.min(planned, again), earliest);
    this.stop();
    // Closed while the ledger was asked.
    if (this.listeners.size === 0) return;
    this.cancel = atTime(this.clock, at, () => {
      // Listeners have been told what went wrong.
      this.refresh().catch(() => undefined);
    });
  }

  /** The clock was put right: what it has stamped here moves with it. */
  private keepPace(): void {
    const by = this.watch.turnedBy();
    if (by === 0 || !this.cameHere || this.kept === undefined) return;
    this.kept = { ...this.kept, at: this.kept.at + by };
    if (this.lastCall !== undefined) this.lastCall += by;
  }

  private stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
