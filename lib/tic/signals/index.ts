// From accepted groups to grid signals of one meter. Each file of this room says what holds now; lib/grid/event makes the edges.
import type { Fate } from '../../grid/event/act';
import type { Moment } from '../../grid/event/condition';
import type { KeptEvents } from '../../grid/event/kept-events';
import type { Provenance } from '../../grid/event/provenance';
import type { CivilZone } from '../../grid/paris-time';
import type { GridSignal } from '../../grid/signal';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Dialect, MeterFamily } from '../families/family';
import type { Frame } from '../frame/frame';
import type { Meter } from '../frame/meter';
import type { MeterTime, StreamClock } from '../frame/stream-clock';
import type { DerivedPowers } from '../power/business-power';
import type { FlexReadyItem } from '../power/flex-ready';
import type { Headroom } from '../power/headroom';
import type { BudgetRule, PowerBudgetView } from '../power/power-budget';
import { isCarried } from './carried-signals';
import { HEARD, SILENCE, faultCondition } from './faults';
import { HeardGroups, type Lasting } from './heard-groups';
import { Knowledge } from './knowledge';
import { MeterEvents } from './meter-events';
import { Colours } from './tempo/colours';
import { NEXT_COLOUR } from './tempo/day-colour';

const NONE: readonly FlexReadyItem[] = [];

export class TicSignals {
  readonly events: MeterEvents;
  private dialect: Dialect | null = null;
  private meter: string | null = null;
  private readonly colours: Colours;
  private readonly lasting: Lasting;
  private groups: HeardGroups;

  constructor(
    zone: CivilZone,
    private readonly stream: string,
    /** What dates events that a group tells. */
    clock: Pick<StreamClock, 'moment'>,
    emit: (signal: GridSignal, fate?: Fate) => void,
    /** Of the power budget; null: by the unit of the subscribed power. */
    rule: BudgetRule | null = null,
  ) {
    this.events = new MeterEvents({
      source: 'tic',
      origin: stream,
      iso: (ms) => zone.iso(ms),
      emit,
      provenance: () => this.provenance,
    });
    this.colours = new Colours(this.events);
    this.lasting = { zone, clock, events: this.events, colours: this.colours, rule };
    this.groups = new HeardGroups(null, this.lasting);
  }

  /** Open events of before a restart: each goes on, or is told as over before anything new is told of its signal. */
  restore(open: KeptEvents): void {
    this.events.restore(open);
    this.colours.restore(open);
  }

  /** Who the events are from is settled: the meter's id, or the stream of a meter without one. */
  release(origin: string): void {
    this.events.origin = origin;
    this.meter = origin === this.stream ? null : origin;
    if (this.events.isIdentified) return;
    // What was foretold to another meter is nothing to this one.
    if (this.events.lastKnown.isForeign(NEXT_COLOUR)) this.colours.restart();
    this.events.identified();
  }

  /** Nobody knows which meter it is: it speaks for its stream. */
  releaseToStream(): void {
    this.release(this.stream);
  }

  /**
   * Another meter or another way of speaking: what is known is forgotten, and told as `initial` when it is known again. What
   * was open goes on then if it is the same event, else it is told as over.
   */
  restart(dialect: Dialect | null): void {
    if (this.dialect !== null) this.colours.restart();
    this.forget(dialect);
    this.dialect = dialect;
  }

  /** Another meter speaks on this stream: what the old one had open is over. */
  meterReplaced(moment: Moment): void {
    const { dialect } = this;
    const nothing = new Knowledge();
    this.events.closeAll(moment, (name) => {
      const carried = dialect === null ? undefined : isCarried(name, dialect, nothing, null);
      if (name === SILENCE.name || carried === undefined) return null;
      return carried ? 'superseded' : 'gone';
    });
  }

  /** It says what is known already. */
  knows(group: AcceptedGroup): boolean {
    return this.groups.knows(group);
  }

  /**
   * An accepted group.
   * @param trusted nothing near it was damaged
   * @param arrival at the host, epoch milliseconds; null from a file
   */
  group(group: AcceptedGroup, trusted: boolean, arrival: number | null, phases: 1 | 3 | null): void {
    this.groups.group(group, trusted, arrival, phases);
  }

  /** @param clock the meter's, where this frame brought it */
  frameEnded(frame: Frame, moment: Moment, meter: Meter, clock: MeterTime | null): void {
    this.groups.frameEnded(frame, moment, meter, clock);
  }

  /** What may still be drawn; null on meters that have no such budget, and while it is not known. */
  get budget(): PowerBudgetView | null {
    return this.groups.business?.budget ?? null;
  }

  get derived(): DerivedPowers | null {
    return this.groups.business?.derived ?? null;
  }

  /** Of a business meter; null elsewhere. */
  get headroom(): Headroom | null {
    return this.groups.business?.headroom ?? null;
  }

  flexReady(family: MeterFamily): readonly FlexReadyItem[] {
    return this.groups.business?.flexReady(family) ?? NONE;
  }

  /** No valid group for too long. */
  silent(moment: Moment): void {
    this.events.dropWaiting();
    this.events.lose(moment);
    this.events.set(SILENCE, faultCondition('silence', true), moment);
  }

  /** The line speaks again after a silence. */
  heard(moment: Moment): void {
    this.events.set(SILENCE, HEARD, moment);
    const before = this.groups.business;
    this.forget(this.dialect);
    if (before !== null) this.groups.business?.resume(before, moment.at);
  }

  private get provenance(): Provenance {
    const { meter, dialect } = this;
    const contract = this.groups.knowledge.contract ?? null;
    return { meter, family: dialect?.kin ?? null, mode: dialect?.name ?? null, contract };
  }

  /** @param dialect that is spoken from now on */
  private forget(dialect: Dialect | null): void {
    // What is open is kept as of the old meter, mode and contract.
    this.events.forgetKnowledge(SILENCE.name);
    this.groups = new HeardGroups(dialect, this.lasting);
    this.events.dropWaiting();
  }
}
