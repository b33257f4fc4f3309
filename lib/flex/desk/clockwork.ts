// Carries requests out by the wall clock of the host: wakes when the next one is due, and soon after the clock was put right.
import { atTime, type Clock, type Stop } from '../../grid/clock';
import { requestWindow } from '../request/profile';
import { type FlexRequest, requestName } from '../request/request';
import { dueOf } from '../request/deadlines';
import type { Asset } from '../site/site';
import { DueList } from './due-list';

/**
 * Whose wall clock is put back by years while it is active would stay so for years: it is active for twice its length at most, or
 * for this much more.
 */
const LONGER_MS = 3_600_000;

export interface ClockworkHooks {
  readonly clock: Clock;
  /** As it is now. */
  readonly assetOf: (request: FlexRequest) => Asset | undefined;
  /** Their time has come, in this order, as the clock shows `now`. */
  readonly onDue: (names: readonly string[], now: number) => void;
  /** It was active for longer than any clock explains. */
  readonly onTooLong: (name: string) => void;
}

export class Clockwork {
  private readonly list = new DueList();
  private readonly limits = new Map<string, Stop>();
  private running = false;
  private stopWaiting: Stop | undefined;
  private waitsFor: number | undefined;

  constructor(private readonly hooks: ClockworkHooks) {}

  /** What has to happen with it, and when, after each change of it. */
  follow(request: FlexRequest): void {
    const name = requestName(request);
    const due = dueOf(request, this.hooks.assetOf(request));
    // Whoever ends makes room for whoever begins.
    this.list.set(name, due?.at, due?.state === 'active' ? 1 : 0);
    if (request.state !== 'active') this.stopLimit(name);
    else if (!this.limits.has(name)) this.limit(name, request);
    if (this.running) this.wait();
  }

  /** Goes on from here; what is due meanwhile is due now. */
  start(): void {
    this.running = true;
    this.look();
  }

  /** What was due and could not be done is due again. */
  lookAgain(requests: Iterable<FlexRequest>): void {
    for (const request of requests) this.follow(request);
    if (this.running) this.look();
  }

  /** Nothing is told until it is started again. */
  pause(): void {
    this.running = false;
    this.stopWaiting?.();
    this.stopWaiting = this.waitsFor = undefined;
  }

  close(): void {
    this.pause();
    for (const name of [...this.limits.keys()]) this.stopLimit(name);
  }

  private look(): void {
    this.stopWaiting?.();
    this.stopWaiting = this.waitsFor = undefined;
    const now = this.hooks.clock.now();
    const names = this.list.take(now);
    if (names.length > 0) this.hooks.onDue(names, now);
    this.wait();
  }

  private wait(): void {
    const { next } = this.list;
    if (next === this.waitsFor) return;
    this.stopWaiting?.();
    this.waitsFor = next;
    this.stopWaiting =
      next === undefined
        ? undefined
        : atTime(this.hooks.clock, next, () => {
            this.look();
          });
  }

  private limit(name: string, request: FlexRequest): void {
    const since = request.history.at(-1)?.at ?? 0;
    const length = Math.max(requestWindow(request).end - since, 0);
    const stop = this.hooks.clock.after(length + Math.max(length, LONGER_MS), () => {
      this.limits.delete(name);
      this.hooks.onTooLong(name);
    });
    this.limits.set(name, stop);
  }

  private stopLimit(name: string): void {
    this.limits.get(name)?.();
    this.limits.delete(name);
  }
}
