// How requests go on: one step of a request at a time, on the disk before it is told, those of the clock while somebody listens.
import type { Clock, Stop } from '../../grid/clock';
import { KeyedTurns } from '../../store/keyed-turns';
import type { Store } from '../../store/store';
import { broughtUp } from '../request/deadlines';
import type { FlexRequest } from '../request/request';
import { moved } from '../request/states';
import type { Asset, Bacs } from '../site/site';
import { Clockwork } from './clockwork';
import type { OnStep } from './desk';
import { KeptRequests } from './kept-requests';

/** A disk that took nothing, and a folder that another process has, are asked again after so long. */
const TRY_AGAIN_MS = 5000;

export interface StepParts {
  /** With the present potentials. */
  readonly bacs: () => Bacs;
  readonly store: Store;
  readonly name: string;
  readonly clock: Clock;
}

export class RequestSteps {
  readonly kept: KeptRequests;
  private readonly turns = new KeyedTurns();
  private readonly listeners = new Set<OnStep>();
  private readonly clockwork: Clockwork;
  /** Resolves when it is known what lies on the disk, or when nobody will know it any more. */
  private readonly known: Promise<void>;
  private nowKnown: () => void = () => undefined;
  private begun = false;
  /** Nothing can be kept for the time being. */
  private isIll = false;
  private stopTrying: Stop | undefined;
  private trying: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly parts: StepParts) {
    this.kept = new KeptRequests(parts.store, parts.name);
    this.known = new Promise((resolve) => (this.nowKnown = resolve));
    this.clockwork = new Clockwork({
      clock: parts.clock,
      assetOf: (request) => this.assetOf(request),
      onDue: (names, now) => {
        for (const name of names) void this.inTurn(name, () => Promise.resolve(), now);
      },
      onTooLong: (name) => void this.turns.take(name, () => this.endAnyhow(name)),
    });
  }

  get available(): boolean {
    return !this.closed && this.listeners.size > 0 && this.kept.isLoaded && !this.kept.isFailing;
  }

  /** Whether anything can be taken in; a disk that took nothing is tried. */
  async ready(): Promise<boolean> {
    if (this.closed || this.listeners.size === 0) return false;
    return this.kept.isLoaded || (await this.load());
  }

  /** What lies on the disk is known. */
  async whenKnown(): Promise<void> {
    void this.load();
    await this.known;
  }

  listen(onStep: OnStep): () => void {
    // The same function may listen twice.
    const told: OnStep = (request) => {
      onStep(request);
    };
    this.listeners.add(told);
    void this.load();
    if (this.kept.isLoaded && !this.closed) this.clockwork.start();
    return () => {
      this.listeners.delete(told);
      if (this.listeners.size === 0) this.clockwork.pause();
    };
  }

  /**
   * Works on a request when nobody else does, with what the clock has made of it.
   * @param now what the clock showed: it may be that the disk takes its time
   */
  inTurn<R>(
    name: string,
    work: (request: FlexRequest | undefined) => Promise<R>,
    now = this.parts.clock.now(),
  ): Promise<R> {
    return this.turns.take(name, async () => work(await this.upToDate(name, await this.kept.find(name), now)));
  }

  /** @returns whether the disk has it, and all were told; if not, nothing has changed */
  async step(before: FlexRequest | undefined, after: FlexRequest): Promise<boolean> {
    const written = await this.kept.put(after);
    if (written) this.told(before, after);
    this.watchDisk();
    return written;
  }

  /** For what ends: whoever has shed a load has to hear it. */
  async stepAnyhow(before: FlexRequest, after: FlexRequest): Promise<void> {
    await this.kept.putAnyhow(after);
    this.told(before, after);
    this.watchDisk();
  }

  /** Resolves when no step is under way, and the disk is not being tried. */
  async idle(): Promise<void> {
    await this.trying;
    await this.turns.idle();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.clockwork.close();
    this.stopTrying?.();
    this.stopTrying = undefined;
    this.nowKnown();
    await this.turns.idle();
    await this.kept.idle();
  }

  assetOf({ bacs, asset }: { readonly bacs: string; readonly asset: string }): Asset | undefined {
    const site = this.parts.bacs();
    return site.id === bacs ? site.assets.find(({ id }) => id === asset) : undefined;
  }

  private async load(): Promise<boolean> {
    if (this.kept.isLoaded || this.closed) return this.kept.isLoaded;
    const loaded = await this.kept.load();
    if (loaded) this.begin();
    else this.watchDisk();
    return loaded;
  }

  /** Once: whoever waited for it hears of it before the clock goes on. */
  private begin(): void {
    if (this.begun || this.closed) return;
    this.begun = true;
    this.nowKnown();
    for (const request of this.kept.open()) this.clockwork.follow(request);
    if (this.listeners.size > 0) this.clockwork.start();
  }

  private told(before: FlexRequest | undefined, after: FlexRequest): void {
    if (this.closed) return;
    this.clockwork.follow(after);
    for (const step of stepsBetween(before, after)) for (const listener of [...this.listeners]) listener(step);
  }

  private async upToDate(name: string, found: FlexRequest | undefined, now: number): Promise<FlexRequest | undefined> {
    let request = found;
    // While nobody listens nothing begins, and a step that cannot be kept is made when it can.
    while (request !== undefined && this.listeners.size > 0 && !this.closed) {
      const asset = this.assetOf(request);
      const next = broughtUp(request, asset, now) ?? broughtUp(request, asset, this.parts.clock.now());
      if (next === undefined) break;
      if (next.state === 'completed') await this.stepAnyhow(request, next);
      else if (!(await this.step(request, next))) return request;
      request = next;
    }
    if (request !== undefined && this.kept.holds(name)) this.clockwork.follow(request);
    return request;
  }

  private async endAnyhow(name: string): Promise<void> {
    const request = await this.kept.find(name);
    if (request?.state !== 'active') return;
    await this.stepAnyhow(request, moved(request, { state: 'completed', at: this.parts.clock.now(), by: 'clock' }));
  }

  private watchDisk(): void {
    if (this.closed) return;
    if (!this.kept.isLoaded || this.kept.isFailing) {
      this.isIll = true;
      this.stopTrying ??= this.parts.clock.after(TRY_AGAIN_MS, () => {
        this.trying = this.tryAgain();
      });
    } else if (this.isIll) {
      this.isIll = false;
      this.stopTrying?.();
      this.stopTrying = undefined;
      this.clockwork.lookAgain(this.kept.open());
    }
  }

  private async tryAgain(): Promise<void> {
    this.stopTrying = undefined;
    if (this.kept.isLoaded) await this.kept.retry();
    else await this.load();
    this.watchDisk();
  }
}

/** What happened from one to the other, a step each; a confirmation that is kept is none, and is told all the same. */
export function stepsBetween(before: FlexRequest | undefined, after: FlexRequest): FlexRequest[] {
  const known = before?.history.length ?? 0;
  const steps = after.history.slice(known).map((step, n): FlexRequest => ({
    ...after,
    state: step.state,
    history: after.history.slice(0, known + n + 1),
  }));
  return steps.length > 0 ? steps : [after];
}
