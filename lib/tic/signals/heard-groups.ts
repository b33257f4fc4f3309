// What the groups of one meter say, from the moment on at which all before was forgotten.
import type { Moment } from '../../grid/event/condition';
import type { CivilZone } from '../../grid/paris-time';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Dialect } from '../families/family';
import type { Frame } from '../frame/frame';
import type { Meter } from '../frame/meter';
import type { MeterTime, StreamClock } from '../frame/stream-clock';
import type { BudgetRule } from '../power/power-budget';
import { BusinessSignals } from './business/business-signals';
import { HEARD, SILENCE, statusFaults } from './faults';
import { Knowledge, type Situation, textOf } from './knowledge';
import type { MeterEvents } from './meter-events';
import { CurrentOverrun, OVERRUN, noteDrawn, powerOverrun } from './overrun';
import { PEAK } from './peak';
import { Peaks } from './peaks';
import { TARIFF_PERIOD, isPlainName, tariffPeriod } from './tariff';
import type { Colours } from './tempo/colours';
import { DAY_COLOUR, NEXT_COLOUR } from './tempo/day-colour';
import { UnheardEvents } from './unheard';
import {
  CALENDAR_PLACE,
  COLOUR_LABELS,
  TARIFF_LABELS,
  TARIFF_NAME_PLACE,
  settledPlaces,
  watchedAs,
} from './watched-labels';

/** What outlives the forgetting. */
export interface Lasting {
  readonly zone: CivilZone;
  /** What dates events that a group tells. */
  readonly clock: Pick<StreamClock, 'moment'>;
  readonly events: MeterEvents;
  readonly colours: Colours;
  /** Of the power budget; null: by the unit of the subscribed power. */
  readonly rule: BudgetRule | null;
}

const NO_PLACES = new Uint8Array(0);

export class HeardGroups {
  readonly knowledge: Knowledge;
  /** Of a meter above 36 kVA; null elsewhere. */
  readonly business: BusinessSignals | null;
  private readonly zone: CivilZone;
  private readonly clock: Pick<StreamClock, 'moment'>;
  private readonly events: MeterEvents;
  private readonly colours: Colours;
  /** By the rank of a label, see `settledPlaces`. */
  private readonly places: Uint8Array;
  private readonly currentOverrun = new CurrentOverrun();
  private readonly peaks: Peaks;
  private readonly unheard: UnheardEvents;

  constructor(
    private readonly dialect: Dialect | null,
    { zone, clock, events, colours, rule }: Lasting,
  ) {
    this.zone = zone;
    this.clock = clock;
    this.events = events;
    this.colours = colours;
    this.places = dialect === null ? NO_PLACES : settledPlaces(dialect);
    this.knowledge = new Knowledge();
    this.peaks = new Peaks(events);
    this.business = dialect?.isBusiness === true ? new BusinessSignals(events, rule, dialect.subscribed) : null;
    this.unheard = new UnheardEvents(events, colours);
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
