// The last Ecowatt answer of one account, for all its nodes: polled while somebody listens, kept on the disk with the time of
// its call, so that a restart costs no call.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { atTime, CLOCK_TOLERANCE_MS, ClockWatch, type Clock } from '../../grid/clock';
import { PARIS } from '../../grid/paris-time';
import type { StoredDocument } from '../../store/document';
import { unchanged, type Format, type Store } from '../../store/store';
import type { RteApiName } from '../portal/apis';
import type { RteAccount } from '../portal/portal';
import type { Received } from './state';
import { parseEcowatt } from './answer';
import { alertRuns, asIfFrom, hourSlots } from './slots';
import { nextEcowattCall } from '../poll-plan';

/** What a listener is told: after each call, and once when what was kept has been read. */
export interface EcowattNews {
  /** The last answer that could be read; undefined while there is none. */
  readonly received: Received | undefined;
  /** Why the last call brought nothing; undefined when it brought `received`. */
  readonly problem: LinkyRedError | undefined;
}
export type EcowattListener = (news: EcowattNews) => void;

interface Kept {
  receivedAt: number;
  answer: unknown;
}

const KeptSchema = v.object({ receivedAt: v.number(), answer: v.unknown() });

/** A problem that passes by itself is looked at again sooner than the hour. */
const PASSING_AGAIN_MS = 20 * 60_000;
const PASSING = new Set(['ERR_NETWORK', 'ERR_TIMEOUT', 'ERR_ANSWER', 'ERR_MAINTENANCE', 'ERR_STATUS']);
const DAY = 24 * 3_600_000;

export class EcowattFeed {
  private readonly listeners = new Set<EcowattListener>();
  private readonly document: StoredDocument<Kept>;
  private received: Received | undefined;
  private problem: LinkyRedError | undefined;
  private lastCall: number | undefined;
  private readonly watch: ClockWatch;
  /** False for what was read from the disk. */
  private cameHere = false;
  private loading: Promise<void> | undefined;
  private asking: Promise<void> | undefined;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly account: RteAccount,
    store: Store,
    private readonly clock: Clock,
    private readonly sandbox: boolean,
    /** 0..59, see nextEcowattCall. */
    private readonly minute: number,
  ) {
    this.watch = new ClockWatch(clock);
    this.document = store.document<Kept>(`ecowatt-${sandbox ? 'sandbox-' : ''}${account.fingerprint}`, FORMAT);
  }

  private get api(): RteApiName {
    return this.sandbox ? 'ecowatt-sandbox' : 'ecowatt';
  }

  get news(): EcowattNews {
    this.keepPace();
    // An answer of the future: the clock is wrong, and nobody can say which hour this is.
    const isOfFuture = (this.received?.receivedAt ?? 0) > this.clock.now() + CLOCK_TOLERANCE_MS;
    return { received: isOfFuture ? undefined : this.received, problem: this.problem };
  }

  /** Polling begins with the first listener and ends with the last. @returns the way out */
  listen(listener: EcowattListener): () => void {
    this.listeners.add(listener);
    this.loading ??= this.load();
    void this.loading.then(() => {
      if (!this.listeners.has(listener)) return;
      listener(this.news);
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
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** Resolves when a call that is under way has ended, and its answer is on the disk. */
  async idle(): Promise<void> {
    await this.asking?.catch(() => undefined);
  }

  private async ask(): Promise<void> {
    await (this.loading ??= this.load());
    try {
      const { json, receivedAt } = await this.account.get(this.api);
      this.lastCall = receivedAt;
      this.received = this.read(json, receivedAt);
      this.cameHere = true;
      this.problem = undefined;
      await this.document.write({ receivedAt, answer: json });
    } catch (error) {
      const problem =
        error instanceof LinkyRedError ? error : new LinkyRedError('ERR_INTERNAL', { detail: 'ecowatt' }, error);
      if (problem.code !== 'ERR_QUOTA') this.lastCall = this.clock.now();
      // A quota that the ledger knows of is no answer, one that RTE told of (it is the cause) is.
      const unasked = problem.code === 'ERR_QUOTA' && problem.cause === undefined;
      this.problem = unasked ? ((await this.lastProblem()) ?? problem) : problem;
      throw problem;
    } finally {
      for (const listener of this.listeners) listener(this.news);
      void this.plan();
    }
  }

  /** What was wrong with the last call that went out, also before a restart: a quota brings no better answer. */
  private async lastProblem(): Promise<LinkyRedError | undefined> {
    if (this.problem !== undefined && this.problem.code !== 'ERR_QUOTA') return this.problem;
    return this.cameHere ? undefined : (await this.account.outcome(this.api))?.error;
  }

  private async load(): Promise<void> {
    const { value } = await this.document.read();
    if (value === undefined) return;
    this.received = this.read(value.answer, value.receivedAt);
    // A call that brought nothing is no reason to hurry after a restart.
    this.lastCall = Math.max(value.receivedAt, (await this.account.lastCall(this.api)) ?? 0);
  }

  private read(json: unknown, receivedAt: number): Received {
    const publication = parseEcowatt(json, this.account.host);
    return this.sandbox
      ? { publication: asIfFrom(publication, PARIS.dayKey(receivedAt)), receivedAt, source: 'rte-sandbox' }
      : { publication, receivedAt, source: 'rte' };
  }

  private async plan(): Promise<void> {
    this.stop();
    if (this.listeners.size === 0) return;
    this.keepPace();
    const now = this.clock.now();
    const planned = nextEcowattCall(this.lastCall, now, this.minute, this.isTense(now));
    const again = this.problem !== undefined && PASSING.has(this.problem.code) ? now + PASSING_AGAIN_MS : Infinity;
    const earliest = await this.account.earliest(this.api);
    // Where nothing can be shown, why it has to wait: a try that the ledger refuses says so, and costs no call.
    const untold = this.received === undefined && this.problem === undefined;
    const at = untold ? planned : Math.max(Math.min(planned, again), earliest);
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
    if (by === 0 || !this.cameHere || this.received === undefined) return;
    this.received = { ...this.received, receivedAt: this.received.receivedAt + by };
    if (this.lastCall !== undefined) this.lastCall += by;
  }

  private isTense(now: number): boolean {
    if (this.received === undefined) return false;
    return alertRuns(hourSlots(this.received.publication)).some((run) => run.end > now && run.start < now + DAY);
  }

  private stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}

const FORMAT: Format<Kept> = { version: 1, check: asKept, migrations: { 0: unchanged } };

function asKept(value: unknown): Kept | undefined {
  const parsed = v.safeParse(KeptSchema, value);
  if (!parsed.success) return undefined;
  // An answer that cannot be read any more is no answer.
  parseEcowatt(parsed.output.answer);
  return parsed.output;
}
