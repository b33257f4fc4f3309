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
import { BusinessSignals } from './business/business-signals';
import { isCarried } from './carried-signals';
import { Colours } from './tempo/colours';
import { DAY_COLOUR, NEXT_COLOUR } from './tempo/day-colour';
import { HEARD, SILENCE, faultCondition, statusFaults } from './faults';
import { Knowledge, type Situation, textOf } from './knowledge';
import { MeterEvents } from './meter-events';
import { CurrentOverrun, OVERRUN, noteDrawn, powerOverrun } from './overrun';
import { PEAK } from './peak';
import { Peaks } from './peaks';
import { TARIFF_PERIOD, isPlainName, tariffPeriod } from './tariff';
import { UnheardEvents } from './unheard';
import {
  CALENDAR_PLACE,
  COLOUR_LABELS,
  TARIFF_LABELS,
  TARIFF_NAME_PLACE,
  settledPlaces,
  watchedAs,
} from './watched-labels';

const NONE: readonly FlexReadyItem[] = [];
const NO_PLACES = new Uint8Array(0);

export class TicSignals {
  readonly events: MeterEvents;
  private dialect: Dialect | null = null;
  /** By the rank of a label, see `settledPlaces`. */
  private places: Uint8Array = NO_PLACES;
  private meter: string | null = null;
  private knowledge: Knowledge;
  private readonly colours: Colours;
  private currentOverrun = new CurrentOverrun();
  private peaks: Peaks;
  /** Of a meter above 36 kVA. */
  private business: BusinessSignals | null;
  private unheard: UnheardEvents;

  constructor(
    private readonly zone: CivilZone,
    private readonly stream: string,
    /** What dates events that a group tells. */
    private readonly clock: Pick<StreamClock, 'moment'>,
    emit: (signal: GridSignal, fate?: Fate) => void,
    /** Of the power budget; null: by the unit of the subscribed power. */
    private readonly rule: BudgetRule | null = null,
  ) {
    this.events = new MeterEvents({
      source: 'tic',
      origin: stream,
      iso: (ms) => zone.iso(ms),
      emit,
      provenance: () => this.provenance,
    });
    this.knowledge = new Knowledge(zone);
    this.colours = new Colours(this.events);
    this.peaks = new Peaks(this.events);
    this.business = this.newBusiness(null);
    this.unheard = new UnheardEvents(this.events, this.colours);
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
    this.places = dialect === null ? NO_PLACES : settledPlaces(dialect);
  }

  /** Another meter speaks on this stream: what the old one had open is over. */
  meterReplaced(moment: Moment): void {
    const { dialect } = this;
    const nothing = new Knowledge(this.zone);
    this.events.closeAll(moment, (name) => {
      const carried = dialect === null ? undefined : isCarried(name, dialect, nothing, null);
      if (name === SILENCE.name || carried === undefined) return null;
      return carried ? 'superseded' : 'gone';
    });
  }

  /** It says what is known already. */
  knows(group: AcceptedGroup): boolean {
    const { business } = this;
    if (business !== null) return typeof group.value === 'number' && business.knows(group);
    return this.knowledge.isSettled(this.placeOf(group), group);
  }

  /**
   * An accepted group.
   * @param trusted nothing near it was damaged
   * @param arrival at the host, epoch milliseconds; null from a file
   */
  group(group: AcceptedGroup, trusted: boolean, arrival: number | null, phases: 1 | 3 | null): void {
    const { label, value } = group;
    const { knowledge } = this;
    const place = this.placeOf(group);
    knowledge.unsettle(place);
    switch (watchedAs(label)) {
      case 'figure':
        if (typeof value === 'number') knowledge.note(label, value);
        knowledge.settle(place, group);
        break;
      case 'flow':
        if (typeof value === 'number') knowledge.noteFlow(label, value);
        break;
      case 'drawn':
        if (typeof value === 'number') noteDrawn(knowledge, value, phases);
        break;
      case 'overrun':
        if (typeof value === 'number') knowledge.note(label, value);
        this.overrunGroup(label, this.situationAt(arrival), phases);
        break;
      case 'notice':
        this.peaks.noticed();
        break;
      case 'status':
        this.statusGroup(group, trusted, arrival, phases);
        break;
      case 'text':
        this.textGroup(group, trusted, arrival);
        break;
      case 'mobile-peak':
        this.mobilePeakGroup(group, trusted, arrival);
        break;
      case undefined:
        if (typeof value === 'number') this.business?.figure(group, value, trusted);
        else this.business?.text(group, trusted, this.situationAt(arrival));
    }
  }

  frameEnded(frame: Frame, moment: Moment, { phases, family }: Meter, clock: MeterTime | null): void {
    const { knowledge } = this;
    if (!frame.steady) {
      this.currentOverrun.frameEnded(frame);
      this.peaks.frameEnded(frame);
    }
    knowledge.frameEnded(frame);
    if (!knowledge.calendar.isFresh) knowledge.unsettle(CALENDAR_PLACE);
    if (!knowledge.tariffName.isFresh) knowledge.unsettle(TARIFF_NAME_PLACE);
    if (frame.kind === 'none') return;
    const situation = this.situation(moment);
    this.events.tell(
      OVERRUN,
      powerOverrun(situation, phases) ?? this.currentOverrun.condition(situation, phases),
      moment,
    );
    this.peaks.evaluateFrame(frame, situation);
    // A standard frame that is heard from its middle on dates nothing: the clock of the host may be days from the meter's.
    const isDated = this.dialect?.isDated !== true || frame.complete || clock !== null;
    if (isDated && knowledge.hasNews(moment.at)) {
      this.events.tell(TARIFF_PERIOD, tariffPeriod(situation), moment);
      this.evaluateColours(situation, true);
    }
    this.colours.frameEnded(situation);
    this.business?.frameEnded(frame, situation, clock, family);
    this.unheard.frameEnded(frame, situation, this.dialect, family);
    if (frame.complete) this.events.tell(SILENCE, HEARD, moment);
  }

  /** What may still be drawn; null on meters that have no such budget, and while it is not known. */
  get budget(): PowerBudgetView | null {
    return this.business?.budget ?? null;
  }

  get derived(): DerivedPowers | null {
    return this.business?.derived ?? null;
  }

  /** Of a business meter; null elsewhere. */
  get headroom(): Headroom | null {
    return this.business?.headroom ?? null;
  }

  flexReady(family: MeterFamily): readonly FlexReadyItem[] {
    return this.business?.flexReady(family) ?? NONE;
  }

  private get provenance(): Provenance {
    const { meter, dialect, knowledge } = this;
    return { meter, family: dialect?.kin ?? null, mode: dialect?.name ?? null, contract: knowledge.contract ?? null };
  }

  /** @param dialect that is spoken from now on */
  private forget(dialect: Dialect | null): void {
    // What is open is kept as of the old meter, mode and contract.
    this.events.forgetKnowledge(SILENCE.name);
    this.knowledge = new Knowledge(this.zone);
    this.currentOverrun = new CurrentOverrun();
    this.peaks = new Peaks(this.events);
    this.business = this.newBusiness(dialect);
    this.unheard = new UnheardEvents(this.events, this.colours);
    this.events.dropWaiting();
  }

  private newBusiness(dialect: Dialect | null): BusinessSignals | null {
    if (dialect?.isBusiness !== true) return null;
    return new BusinessSignals(this.events, this.rule, dialect.subscribed);
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
    const before = this.business;
    this.forget(this.dialect);
    if (before !== null) this.business?.resume(before, moment.at);
  }

  private overrunGroup(label: string, situation: Situation, phases: 1 | 3 | null): void {
    this.currentOverrun.saw(label);
    this.events.tell(OVERRUN, this.currentOverrun.condition(situation, phases), situation.moment);
  }

  private statusGroup(group: AcceptedGroup, trusted: boolean, arrival: number | null, phases: 1 | 3 | null): void {
    const { knowledge } = this;
    const belief = knowledge.believeStatus(textOf(group.value), trusted);
    if (belief === 'new') this.evaluateStatus(this.situationAt(arrival), phases);
    else if (belief === 'same') knowledge.settle(this.placeOf(group), group);
  }

  private textGroup(group: AcceptedGroup, trusted: boolean, arrival: number | null): void {
    const { knowledge } = this;
    const { label } = group;
    const text = textOf(group.value);
    if (label === 'NGTF') knowledge.calendar.saw();
    if (label === 'LTARF') knowledge.tariffName.saw();
    // What no period is called is believed when it comes again.
    const plain = label !== 'LTARF' || knowledge.isBelieved(label, text) || isPlainName(text);
    const belief = knowledge.believe(label, text, trusted && plain);
    if (label === 'PTEC' && this.peaks.hears(knowledge)) this.peaks.evaluateEjp(this.situationAt(arrival));
    else if (belief === 'same') knowledge.settle(this.placeOf(group), group);
    // What takes the place of a blank may come behind it: that waits for the end of the frame.
    if (belief !== 'new' || text === '') return;
    const situation = this.situationAt(arrival);
    if (TARIFF_LABELS.has(label)) this.events.tell(TARIFF_PERIOD, tariffPeriod(situation), situation.moment);
    if (COLOUR_LABELS.has(label)) this.evaluateColours(situation);
  }

  private evaluateStatus(situation: Situation, phases: 1 | 3 | null): void {
    this.events.tell(OVERRUN, powerOverrun(situation, phases), situation.moment);
    for (const [channel, condition] of statusFaults(situation)) this.events.tell(channel, condition, situation.moment);
    this.peaks.evaluateMobile(situation);
    this.evaluateColours(situation);
  }

  private mobilePeakGroup(group: AcceptedGroup, trusted: boolean, arrival: number | null): void {
    const { knowledge } = this;
    if (group.horodate === null) return;
    const belief = knowledge.believe(group.label, group.horodate, trusted);
    if (belief === 'doubtful') return;
    knowledge.peakStarts.find((presence) => presence.label === group.label)?.saw();
    // The end follows the begin at once: together they make one message.
    if (belief === 'same' || !group.label.startsWith('FPM')) return;
    const situation = this.situationAt(arrival);
    this.peaks.evaluateMobile(situation);
    this.evaluateColours(situation);
  }

  /** `settled`: the places of DPMn in this frame have passed. */
  private evaluateColours(situation: Situation, settled = false): void {
    const { knowledge, moment } = situation;
    // The contract turned out to be Tempo, where mobile peaks are colours, or not to be Tempo any more.
    if (knowledge.tempo === true) this.events.leave(moment, PEAK);
    else if (knowledge.tempo === false) this.events.leave(moment, DAY_COLOUR, NEXT_COLOUR);
    this.colours.evaluate(situation, settled);
  }

  private placeOf({ entry }: AcceptedGroup): number {
    return entry === undefined ? this.places.length : (this.places[entry.rank] ?? this.places.length);
  }

  private situationAt(arrival: number | null): Situation {
    return this.situation(this.clock.moment(arrival));
  }

  private situation(moment: Moment): Situation {
    return { knowledge: this.knowledge, moment, zone: this.zone, days: this.colours.days };
  }
}
