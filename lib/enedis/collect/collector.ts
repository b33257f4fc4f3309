// Fetches what is known of one meter, for all who listen: each day what is new, the past in between, nothing twice.
import { LinkyRedError } from '../../errors';
import { atTime, type Clock, type Stop } from '../../grid/clock';
import { isoParis, PARIS } from '../../grid/paris-time';
import type { Point } from '../../grid/point';
import type { Store } from '../../store/store';
import { Turns } from '../../store/turns';
import type { Consents } from '../consent/consents';
import type { Door } from '../door';
import { fileEnding, type KeptPoints } from '../kept/kept-points';
import { maskedPrm } from '../prm';
import { MEASURES, type DayWindow } from '../series';
import type { EnergySummary } from '../summary/energy-summary';
import { summarise } from '../summary/summarise';
import { Agenda } from './agenda';
import { Asker, type Made } from './asker';
import { KeptView } from './kept-view';
import type { BackfillState, CollectorState, CollectorTells, News, Reply, Request, Want } from './news';
import type { Call } from './after-call';
import { Problems } from './problems';
import { RECENT_DAYS, type ByItself } from './planner';
import { keyOf, reloaded, type Wire } from './progress';
import { ProgressBook } from './progress-book';
import { Rests } from './rests';
import { wantedBy, wants, type Wanted } from './wanted';

export interface CollectorOptions {
  /** 14 digits. */
  readonly prm: string;
  /** Of the account, in the names of files. */
  readonly account: { readonly fingerprint: string };
  /** Of the account: a consent that comes or changes starts again what was stopped. */
  readonly consents: Consents;
  /** What is open for this meter now; the same object as long as nothing has changed. */
  readonly door: () => Door | undefined;
  readonly store: Store;
  /** One for all collectors of the store. */
  readonly kept: KeptPoints;
  readonly clock: Clock;
  readonly tells?: CollectorTells;
}

type Told = (news: News) => void;

const NOT_BEGUN: BackfillState = { running: false, daysLeft: 0, reached: undefined };
/** Whoever asks waits so long for his turn at a provider that counts by the second. */
const SHORT_WAIT_MS = 5000;
/** The ledger said yes, then no: somebody else was faster. */
const AFTER_UNSENT_MS = 60_000;

export class Collector {
  private readonly listeners = new Map<Told, Want>();
  private readonly book: ProgressBook;
  private readonly view: KeptView;
  private readonly agenda: Agenda;
  private readonly asker: Asker;
  private readonly rests = new Rests();
  private readonly problems = new Problems();
  private readonly turns = new Turns();
  /** Nothing more is asked through this one: until there is another, or a new consent. */
  private wrong: { readonly door: Door; readonly why: 'consent' | 'settings' } | undefined;
  private backfill = NOT_BEGUN;
  private nextCall: number | undefined;
  private notBefore = -Infinity;
  private stopTimer: Stop = () => undefined;
  private stopConsents: Stop = () => undefined;
  private closed = false;

  constructor(private readonly options: CollectorOptions) {
    const { prm, account, store, kept, clock } = options;
    this.book = new ProgressBook(store, `enedis-progress-${account.fingerprint}${fileEnding(prm)}`, clock);
    this.view = new KeptView(kept, prm);
    this.agenda = new Agenda(prm, kept, this.book, this.rests, clock);
    this.asker = new Asker(prm, kept, this.book, clock);
  }

  get state(): CollectorState {
    const { problem } = this.problems;
    const door = this.options.door();
    const stopped = door === undefined ? 'consent' : door === this.wrong?.door ? this.wrong.why : undefined;
    return { problem, stopped, backfill: this.backfill, nextCall: this.nextCall };
  }

  /**
   * Collecting begins with the first listener and ends with the last. Told once what holds (no points), then after each call.
   * @returns the way out
   */
  listen(want: Want, told: Told): Stop {
    if (this.listeners.size === 0)
      this.stopConsents = this.options.consents.listen(() => {
        this.hearConsents();
      });
    this.listeners.set(told, want);
    this.plan();
    return () => {
      this.listeners.delete(told);
      if (this.listeners.size === 0) this.stopConsents();
      this.plan();
    };
  }

  /**
   * What is kept, and of what lacks as much as can be asked for now within the row's tries. Never throws for a refusal.
   * @param asker one of the listeners: he has the points by this reply, and is not told them as news
   */
  ask(request: Request, asker?: Told): Promise<Reply> {
    return this.turns.take(async () => {
      const problem = await this.askFor(request, asker);
      this.plan();
      return { points: await this.view.points(request), missing: await this.view.missing(request), problem };
    });
  }

  /** What is kept, without any call. */
  replay(request: Request): Promise<readonly Point[]> {
    return this.view.points(request);
  }

  /** Asks now for what lacks of these days, within the row's tries, whatever the meter's own minute is. Listeners are told. */
  refresh(): Promise<void> {
    const today = PARIS.dayKey(this.options.clock.now());
    const window = { from: PARIS.addDays(today, -RECENT_DAYS), to: today };
    return this.turns.take(async () => {
      for (const { direction, measure } of this.wanted())
        await this.askFor({ window, directions: [direction], measures: [measure] }, undefined, true);
      this.plan();
    });
  }

  /** The past is fetched (again): what was cancelled, gaps that were closed, what has ended; nothing that is there. */
  reload(): Promise<void> {
    return this.turns.take(async () => {
      this.rests.clear();
      await this.book.write(reloaded(await this.book.read(), this.options.clock.now()));
      this.plan();
    });
  }

  /** The past is left alone until `reload`. */
  cancel(): Promise<void> {
    return this.turns.take(async () => {
      await this.book.write({ ...(await this.book.read()), cancelled: true });
      this.plan();
    });
  }

  /** Points and progress of this meter are deleted, in all accounts; the ledger counts on. */
  forget(): Promise<void> {
    return this.turns.take(async () => {
      await this.options.kept.forget(this.options.prm);
      this.book.forget();
      this.rests.clear();
      this.problems.clear();
      this.plan();
    });
  }

  /** @param want what it speaks of */
  async summary(want: Pick<Want, 'directions' | 'measures'>): Promise<EnergySummary> {
    const { prm, consents, clock } = this.options;
    const until = consents.of(prm)?.until;
    const { problem, backfill } = this.state;
    return await summarise(this.view, { prm, want, now: clock.now(), until, problem, backfill });
  }

  /** Resolves when what is under way has ended, and what it had to keep is on the disk. The account aborts its calls. */
  async close(): Promise<void> {
    this.closed = true;
    this.stopTimer();
    this.stopConsents();
    await this.turns.idle();
  }

  private hearConsents(): void {
    const { consents, prm } = this.options;
    if (this.wrong?.why === 'consent' && consents.of(prm)?.isRevoked === false) this.wrong = undefined;
    this.plan();
  }

  private openDoor(): Door | undefined {
    const door = this.options.door();
    return door === this.wrong?.door ? undefined : door;
  }

  private wanted(): readonly Wanted[] {
    return wantedBy(this.listeners.values(), this.openDoor()?.row.measures ?? MEASURES);
  }

  private plan(): void {
    if (!this.closed) void this.turns.take(() => this.work());
  }

  /** Makes one call if one is due, tells what came of it, and comes back for the next. */
  private async work(): Promise<void> {
    this.stopTimer();
    if (this.closed) return;
    const door = this.openDoor();
    const due = await this.next();
    const made =
      door !== undefined && due?.call !== undefined && due.at <= this.options.clock.now()
        ? await this.make(door, due.call)
        : undefined;
    const next = made === undefined ? due : await this.next();
    this.nextCall = next?.call && Number.isFinite(next.at) ? next.at : undefined;
    await this.tell(made);
    if (next !== undefined && !this.isClosed())
      this.stopTimer = atTime(this.options.clock, next.at, () => {
        this.plan();
      });
  }

  private async next(): ReturnType<Agenda['next']> {
    const door = this.openDoor();
    const wanted = this.wanted();
    if (door === undefined || wanted.length === 0) {
      this.backfill = NOT_BEGUN;
      return undefined;
    }
    const next = await this.agenda.next(door, wanted);
    this.backfill = await this.agenda.backfill(door, wanted);
    return next && { ...next, at: Math.max(next.at, this.notBefore) };
  }

  /** @returns why what lacks was not asked for, or not answered */
  private async askFor(request: Request, asker?: Told, atOnce = false): Promise<LinkyRedError | undefined> {
    const door = this.openDoor();
    if (door === undefined)
      return this.problems.problem ?? new LinkyRedError('ERR_CONSENT_MISSING', { prm: maskedPrm(this.options.prm) });
    const listened = this.wanted();
    let problem: LinkyRedError | undefined;
    for (const wire of wantedBy([{ ...request, backfill: true }], door.row.measures)) {
      const byItself = atOnce ? undefined : listened.find((one) => keyOf(one) === keyOf(wire))?.byItself;
      const found = await this.askForOne(door, wire, byItself, request.window, asker);
      problem ??= found;
    }
    return problem;
  }

  private async askForOne(
    door: Door,
    wire: Wire,
    byItself: ByItself | undefined,
    window: DayWindow,
    asker: Told | undefined,
  ): Promise<LinkyRedError | undefined> {
    while (this.openDoor() === door && !this.isClosed()) {
      const call = await this.agenda.within(door, wire, byItself, window);
      if (call === undefined) return undefined;
      const at = await this.agenda.earliest(door, call);
      const wait = at - this.options.clock.now();
      if (wait > SHORT_WAIT_MS) return new LinkyRedError('ERR_QUOTA', { until: isoParis(at) });
      if (wait > 0) await new Promise<void>((resolve) => this.options.clock.after(wait, resolve));
      const made = await this.make(door, call);
      await this.tell(made, asker);
      if (made === undefined || made.refusal?.effect === 'passes') return this.problems.problem;
    }
    return this.problems.problem;
  }

  /** @returns undefined: nothing went out */
  private async make(door: Door, call: Call): Promise<Made | undefined> {
    const { clock, tells } = this.options;
    const made = await this.asker.make(door, call);
    if ('unsent' in made) {
      this.notBefore = clock.now() + AFTER_UNSENT_MS;
      return undefined;
    }
    this.problems.note(made);
    const { refusal } = made;
    if (refusal?.effect === 'passes') this.rests.add(call, clock.now());
    if (refusal?.effect === 'settings-are-wrong') this.wrong = { door, why: 'settings' };
    if (refusal?.effect === 'consent-is-gone') {
      this.wrong = { door, why: 'consent' };
      tells?.consentGone(refusal.error);
    }
    return made;
  }

  private async tell(made: Made | undefined, asker?: Told): Promise<void> {
    const points = made === undefined ? [] : await this.view.of(made.call.wire, made.changed);
    const differences = made === undefined ? [] : await this.view.differences(made.call.wire, made.changed);
    for (const [told, want] of [...this.listeners])
      told({
        points: told === asker ? [] : points.filter((point) => wants(want, point)),
        isPast: made?.call.kind === 'past',
        differences: differences.filter(({ direction }) => want.directions.includes(direction)),
        remarks: made?.remarks ?? [],
        state: this.state,
      });
  }

  private isClosed(): boolean {
    return this.closed;
  }
}
