// A run of random steps at a desk, and what must hold whatever happens. The laws are written here a second time, apart from the code.
import assert from 'node:assert/strict';
import type { Outcome } from '../../../lib/flex/desk/desk';
import { type FlexRequest, type PowerPeriod, profileOf, type RequestKey } from '../../../lib/flex/request/request';
import type { Potential } from '../../../lib/flex/site/site';
import { PARIS } from '../../../lib/grid/paris-time';
import { BUILDING, HOUR, key, MINUTE, nameOf } from './building';
import type { DeskBench } from './desk-bench';

/** spec/signals.md §4.4. */
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  '': ['requested'],
  requested: ['accepted', 'rejected', 'expired'],
  accepted: ['confirmed', 'rejected', 'expired', 'cancelled'],
  confirmed: ['active', 'cancelled', 'failed'],
  active: ['completed', 'cancelled'],
  completed: ['reported'],
};
const IN_FORCE = new Set(['confirmed', 'active', 'completed', 'reported']);

/** What a step is made of: numbers from 0 to 1. */
export type Chances = readonly [what: number, who: number, when: number, how: number];

interface Body {
  readonly product: 'WID' | 'WDA';
  readonly profile: readonly PowerPeriod[];
}

export class RandomRun {
  /** By name, as it was told last. */
  private readonly told = new Map<string, FlexRequest>();
  private readonly asked: { readonly id: RequestKey; readonly creator: string; readonly body: Body }[] = [];
  private readonly begun = new Map<string, number>();
  private made = 0;
  private heardSoFar = 0;
  readonly counts: Record<string, number> = {};

  /** @param isStrict what breaks a rule is never in force */
  constructor(
    private readonly bench: DeskBench,
    private readonly isStrict: boolean,
  ) {}

  async step(chances: Chances): Promise<void> {
    const [what] = chances;
    const act = ACTS.findLast(([from]) => what >= from)?.[1] ?? 'advance';
    this.counts[act] = (this.counts[act] ?? 0) + 1;
    await this[act](chances);
    await this.bench.settled();
    this.judge();
  }

  /** All that was acknowledged is there, as it was told. */
  async journalAgrees(): Promise<void> {
    const kept = new Map<string, FlexRequest>();
    for await (const request of this.bench.desk.journal()) kept.set(nameOf(request.requestId, request.asset), request);
    assert.deepEqual([...kept.keys()].sort(), [...this.told.keys()].sort());
    for (const [name, request] of this.told) assert.deepEqual(kept.get(name), request);
  }

  async create([, who, when, how]: Chances): Promise<void> {
    const asset = how < 0.6 ? 'hall' : 'tower';
    const id = key(`r${String(this.made++)}`, asset);
    const body = this.body([0, who, when, how]);
    const creator = who < 0.5 ? 'ops' : 'other';
    this.asked.push({ id, creator, body });
    this.answered(await this.bench.desk.create(creator, id, body), id);
  }

  async repeat([, who, when]: Chances): Promise<void> {
    const before = this.pick(who);
    if (before === undefined) return;
    const isSame = when < 0.7;
    const body = isSame ? before.body : { ...before.body, profile: this.body([0, who, when, 0.37]).profile };
    const outcome = await this.bench.desk.create(before.creator, before.id, body);
    if (isSame) this.answered(outcome, before.id);
    else assert.ok(outcome.kind === 'conflict' || sameProfile(body, before.body), outcome.kind);
    const other = before.creator === 'ops' ? 'other' : 'ops';
    assert.equal((await this.bench.desk.create(other, before.id, before.body)).kind, 'conflict');
    assert.equal((await this.bench.desk.read(other, before.id)).kind, 'unknown');
  }

  async confirm([, who, when, how]: Chances): Promise<void> {
    const before = this.pick(who);
    if (before === undefined) return;
    const body = how < 0.8 ? before.body : this.body([0, who, when, how]);
    const outcome = await this.bench.desk.confirm(before.creator, before.id, body);
    if (outcome.kind !== 'conflict') this.answered(outcome, before.id);
  }

  /** Two at one time, of which one may find room. */
  async rush(chances: Chances): Promise<void> {
    await Promise.all([this.confirm(chances), this.confirm([0, chances[1] * 0.99, chances[2], 0])]);
  }

  async report([, who]: Chances): Promise<void> {
    const before = this.pick(who);
    if (before !== undefined) this.answered(await this.bench.desk.report(before.creator, before.id), before.id);
  }

  async hand([, who, when]: Chances): Promise<void> {
    const before = this.pick(who);
    if (before === undefined) return;
    const name = nameOf(before.id.requestId, before.id.asset);
    const { desk } = this.bench;
    const said =
      when < 0.6 ? desk.accept(name) : when < 0.8 ? desk.reject(name, 'non') : desk.stop(name, 'plus maintenant');
    await said.catch((error: unknown) => {
      assert.equal((error as { code?: string }).code, 'ERR_FLEX_REQUEST');
    });
  }

  async advance([, , when, how]: Chances): Promise<void> {
    await this.bench.advance(Math.round(how * (when < 0.5 ? 10 * MINUTE : 4 * HOUR)));
  }

  /** Somebody puts the clock right, or wrong. */
  async turnClock([, , when, how]: Chances): Promise<void> {
    const { clock } = this.bench;
    clock.set(clock.now() + Math.round((when - 0.5) * (how < 0.9 ? 2 * HOUR : 48 * HOUR)));
    await this.bench.advance(MINUTE);
  }

  async restart([, , when, how]: Chances): Promise<void> {
    await this.journalAgrees();
    await this.bench.stop();
    if (when < 0.3) this.bench.clock.advance(Math.round(how * 3 * HOUR));
    await this.bench.start();
    this.judge();
    await this.journalAgrees();
  }

  private body([, who, when, how]: Chances): Body {
    const { clock } = this.bench;
    const start = Math.ceil((clock.now() + (when - 0.05) * 30 * HOUR) / MINUTE) * MINUTE;
    const length = Math.ceil(1 + who * 130) * MINUTE;
    const powerW = Math.round(1000 + how * 110_000);
    const gap = how < 0.2 ? 15 * MINUTE : 0;
    const half = Math.ceil(length / 2);
    const profile = [
      { start, end: start + half, powerW },
      { start: start + half + gap, end: start + length + gap, powerW: -powerW / 2 },
    ];
    return { product: when * 7 - Math.floor(when * 7) < 0.8 ? 'WID' : 'WDA', profile };
  }

  private pick(who: number): (typeof this.asked)[number] | undefined {
    // The late ones have more before them.
    return this.asked.at(-1 - Math.floor(who * who * Math.min(this.asked.length, 60)));
  }

  /** What an operator is told is what was told here, and on the disk. */
  private answered(outcome: Outcome, { requestId, asset }: RequestKey): void {
    assert.notEqual(outcome.kind, 'unavailable');
    if (!('request' in outcome)) assert.fail(outcome.kind);
    this.judge();
    assert.deepEqual(
      this.told.get(nameOf(requestId, asset))?.history.slice(0, outcome.request.history.length),
      outcome.request.history,
    );
  }

  private judge(): void {
    const news = this.bench.told.slice(this.heardSoFar);
    this.heardSoFar += news.length;
    for (const request of news) this.hear(request);
  }

  private hear(request: FlexRequest): void {
    const name = nameOf(request.requestId, request.asset);
    const before = this.told.get(name);
    const steps = request.history.length - (before?.history.length ?? 0);
    assert.ok(
      steps === 1 || (steps === 0 && before?.confirmation === undefined),
      `${name}: ${String(steps)} steps at once`,
    );
    assert.equal(request.history.at(-1)?.state, request.state);
    if (before !== undefined) assert.deepEqual(request.history.slice(0, before.history.length), before.history);
    if (steps === 1)
      assert.ok(LEGAL[before?.state ?? '']?.includes(request.state), `${before?.state ?? ''} → ${request.state}`);
    this.told.set(name, request);
    if (request.state === 'active') {
      this.begun.set(name, (this.begun.get(name) ?? 0) + 1);
      assert.equal(this.begun.get(name), 1, `${name} began twice`);
      assert.ok((request.history.at(-1)?.at ?? NaN) < boundsOf(request).end, 'active after its end');
    }
    if (this.isStrict && request.state === 'confirmed') this.potentialsRespected(request);
  }

  private potentialsRespected(request: FlexRequest): void {
    const { start, end } = boundsOf(request);
    const { product, profile } = request.confirmation ?? assert.fail('confirmed without a confirmation');
    const offers = BUILDING.assets.find(({ id }) => id === request.asset)?.potentials ?? [];
    const potential = offers.find((offer) => offer.product === product) ?? assert.fail('not offered');
    const at = request.history.at(-1)?.at ?? NaN;
    assert.ok(profile.every(({ powerW }) => Math.abs(powerW) <= potential.powerW && powerW !== 0));
    assert.ok(profile.reduce((sum, each) => sum + each.end - each.start, 0) <= potential.maxDurationMs);
    assert.ok(start - at >= potential.mobilisationDelayMs, 'too late');
    const others = [...this.told.values()].filter(
      (other) => other.asset === request.asset && other.requestId !== request.requestId && IN_FORCE.has(other.state),
    );
    for (const other of others) {
      const theirs = boundsOf(other);
      assert.ok(theirs.end <= start || end <= theirs.start, `${request.requestId} over ${other.requestId}`);
    }
    this.dayRespected(request, potential);
  }

  /** What was active counts, even if it was called off. */
  private dayRespected(request: FlexRequest, { product, activationsPerDay }: Potential): void {
    const day = PARIS.dayKey(boundsOf(request).start);
    const counted = [...this.told.values()].filter(
      (other) =>
        other.asset === request.asset &&
        other.confirmation?.product === product &&
        (IN_FORCE.has(other.state) || other.history.some(({ state }) => state === 'active')) &&
        PARIS.dayKey(boundsOf(other).start) === day,
    );
    assert.ok(counted.length <= activationsPerDay, `${String(counted.length)} on ${day}`);
  }
}

/** From where on a chance means what. */
const ACTS = [
  [0, 'create'],
  [0.3, 'confirm'],
  [0.52, 'rush'],
  [0.56, 'hand'],
  [0.68, 'report'],
  [0.74, 'repeat'],
  [0.78, 'advance'],
  [0.96, 'turnClock'],
  [0.975, 'restart'],
] as const satisfies readonly (readonly [number, keyof RandomRun])[];

function boundsOf(request: FlexRequest): { start: number; end: number } {
  const profile = profileOf(request);
  return { start: profile[0]?.start ?? NaN, end: profile.at(-1)?.end ?? NaN };
}

function sameProfile(a: Body, b: Body): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
