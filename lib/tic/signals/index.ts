// From accepted groups to grid signals of one meter. Each judge says what holds now; the book tells the edges.
import type { Fate } from '../../grid/act';
import type { CivilZone } from '../../grid/paris-time';
import type { GridSignal } from '../../grid/signal';
import { closed } from '../../grid/condition';
import { type Condition, type Moment, SignalBook, type Slot } from '../../grid/signal-book';
import type { Dialect } from '../dictionary';
import type { AcceptedGroup, Frame } from '../frame';
import type { DerivedPowers } from '../business-power';
import type { FlexReadyItem } from '../flex-ready';
import type { Headroom } from '../headroom';
import type { Meter } from '../meter';
import type { MeterFamily } from '../meters/address';
import type { BudgetRule, PowerBudgetView } from '../power-budget';
import { Presence } from '../presence';
import type { MeterTime } from '../stream-clock';
import { BusinessSignals } from './business';
import { SILENCE, faultCondition, statusFaults } from './faults';
import { CURRENTS_AND_VOLTAGES, Knowledge, type Situation } from './knowledge';
import { CurrentOverrun, OVERRUN, noteDrawn, powerOverrun } from './overrun';
import { NO_PEAK, PEAK, ejpPeak, mobilePeak, peakIsOver } from './peak';
import {
  DAY_COLOUR,
  NEXT_COLOUR,
  TARIFF_PERIOD,
  colourInForce,
  colourToCome,
  isPlainName,
  tariffPeriod,
} from './tariff';

/** Labels whose last figure a detail shows. */
const FIGURES = new Set(['ISOUSC', 'PREF', 'PCOUP', 'ADPS', 'ADIR1', 'ADIR2', 'ADIR3', ...CURRENTS_AND_VOLTAGES]);
const TARIFF_LABELS = new Set(['PTEC', 'LTARF', 'NTARF']);
/** Labels that are believed as they stand. */
const TEXTS = new Set([...TARIFF_LABELS, 'OPTARIF', 'NGTF', 'DEMAIN', 'PPOINTE']);
const MOBILE_PEAKS = new Set(['DPM1', 'FPM1', 'DPM2', 'FPM2', 'DPM3', 'FPM3']);
const OVERRUNS = new Set(['ADPS', 'ADIR1', 'ADIR2', 'ADIR3']);

const LABELS: ReadonlySet<string> = new Set([
  ...FIGURES,
  ...TEXTS,
  ...MOBILE_PEAKS,
  ...OVERRUNS,
  'SINSTS',
  'PEJP',
  'STGE',
]);

/** Labels of a dialect that `TicSignals` must be shown: on business meters all, for their figures bound the power. */
export function isWatched(dialect: Dialect, label: string): boolean {
  return dialect.name === 'historique' || dialect.name === 'standard' ? LABELS.has(label) : true;
}

export class TicSignals {
  readonly book: SignalBook;
  private knowledge: Knowledge;
  private currentOverrun = new CurrentOverrun();
  private ejpNotice = new Presence('PEJP');
  private ejpNoticeInFrame = false;
  private business: BusinessSignals;
  /** Conditions that could not be told yet: the identity of the meter is not known. */
  private readonly waiting = new Map<string, readonly [Slot, Condition, Moment]>();
  private open = false;

  constructor(
    private readonly zone: CivilZone,
    origin: string,
    emit: (signal: GridSignal, fate?: Fate) => void,
    /** Of the power budget; null: by the unit of the subscribed power. */
    private readonly rule: BudgetRule | null = null,
  ) {
    this.book = new SignalBook('tic', (ms) => zone.iso(ms), emit, origin);
    this.knowledge = new Knowledge(zone);
    this.business = this.newBusiness();
  }

  /** Who the events are from is settled: the meter's id, or the stream of a meter without one. */
  release(origin: string): void {
    this.book.origin = origin;
    if (this.open) return;
    this.open = true;
    for (const [slot, condition, moment] of this.waiting.values()) this.book.set(slot, condition, moment);
    this.waiting.clear();
  }

  /** Another meter or another way of speaking: what is known is forgotten, and told as `initial` when it is known again. */
  restart(): void {
    this.knowledge = new Knowledge(this.zone);
    this.currentOverrun = new CurrentOverrun();
    this.ejpNotice = new Presence('PEJP');
    this.ejpNoticeInFrame = false;
    this.business = this.newBusiness();
    this.waiting.clear();
    this.book.forgetKnowledge(SILENCE.name);
  }

  /** Another meter speaks on this stream: what the old one had open is over. */
  meterReplaced(moment: Moment): void {
    this.book.closeAll(moment, SILENCE.name);
  }

  /** An accepted group. `trusted`: nothing near it was damaged. */
  group(group: AcceptedGroup, trusted: boolean, moment: Moment, phases: 1 | 3 | null): void {
    const { label, value } = group;
    const { knowledge } = this;
    if (typeof value === 'number' && FIGURES.has(label)) knowledge.note(label, value);
    if (typeof value === 'number' && label === 'SINSTS') noteDrawn(knowledge, value, phases);
    if (OVERRUNS.has(label)) {
      this.currentOverrun.saw(label);
      this.tell(OVERRUN, this.currentOverrun.condition(this.situation(moment), phases), moment);
    } else if (label === 'PEJP') {
      this.ejpNotice.saw();
      this.ejpNoticeInFrame = true;
    } else if (label === 'STGE') {
      if (knowledge.believeStatus(String(value), trusted) === 'new') this.judgeStatus(this.situation(moment), phases);
    } else if (TEXTS.has(label)) {
      if (label === 'NGTF') knowledge.calendar.saw();
      if (label === 'LTARF') knowledge.tariffName.saw();
      // What no period is called is believed when it comes again.
      const plain = label !== 'LTARF' || isPlainName(String(value));
      const isNew = knowledge.believe(label, String(value), trusted && plain) === 'new';
      this.judgeText(label, isNew, this.situation(moment));
    } else if (MOBILE_PEAKS.has(label)) {
      this.mobilePeakGroup(group, trusted, this.situation(moment));
    } else if (!LABELS.has(label)) {
      this.business.group(group, trusted, this.situation(moment));
    }
  }

  frameEnded(frame: Frame, moment: Moment, { phases, family }: Meter, clock: MeterTime | null): void {
    const { knowledge } = this;
    this.currentOverrun.frameEnded(frame);
    this.ejpNotice.frameEnded(frame);
    knowledge.frameEnded(frame);
    if (frame.kind === 'none') return;
    const situation = this.situation(moment);
    this.tell(OVERRUN, powerOverrun(situation, phases) ?? this.currentOverrun.condition(situation, phases), moment);
    this.tellPeak(mobilePeak(situation, true), situation);
    // A notice is judged together with the period of its own frame.
    if (!this.ejpNoticeInFrame || frame.seen('PTEC'))
      this.tellPeak(ejpPeak(situation, this.ejpNotice, this.ejpNoticeInFrame), situation);
    this.ejpNoticeInFrame = false;
    if ((knowledge.text('OPTARIF') ?? 'EJP.') !== 'EJP.') this.leavePeaks(moment);
    if (knowledge.hasNews(moment.at)) {
      this.tell(TARIFF_PERIOD, tariffPeriod(situation), moment);
      this.judgeColours(situation, true);
    }
    this.business.frameEnded(frame, situation, clock, family);
    if (frame.complete) this.tell(SILENCE, faultCondition('silence', false), moment);
  }

  /** What may still be drawn; null on meters that have no such budget, and while it is not known. */
  get budget(): PowerBudgetView | null {
    return this.business.budget;
  }

  get derived(): DerivedPowers | null {
    return this.business.derived;
  }

  /** Of a business meter; null elsewhere. */
  get headroom(): Headroom | null {
    return this.business.headroom;
  }

  flexReady(family: MeterFamily): FlexReadyItem[] {
    return this.business.flexReady(family);
  }

  private newBusiness(): BusinessSignals {
    const book = {
      tell: (slot: Slot, condition: Condition | undefined, moment: Moment): void => {
        this.tell(slot, condition, moment);
      },
      release: (slot: Slot): void => {
        this.waiting.delete(slot.name);
        this.book.release(slot.name);
      },
      leaveVacant: (slot: Slot): void => {
        this.book.leaveVacant(slot.name);
      },
      endRemembered: (slot: Slot, moment: Moment): void => {
        if (this.open) this.book.endRemembered(slot, moment);
      },
    };
    return new BusinessSignals(book, this.rule);
  }

  /** No valid group for too long. */
  silent(moment: Moment): void {
    this.waiting.clear();
    this.book.lose(moment);
    this.book.set(SILENCE, faultCondition('silence', true), moment);
  }

  /** The line speaks again after a silence. */
  heard(moment: Moment): void {
    this.book.set(SILENCE, faultCondition('silence', false), moment);
    const before = this.business;
    this.restart();
    this.business.resume(before, moment.at);
  }

  private judgeText(label: string, isNew: boolean, situation: Situation): void {
    if (label === 'PTEC') this.tellPeak(ejpPeak(situation, this.ejpNotice, this.ejpNoticeInFrame), situation);
    if (!isNew) return;
    if (TARIFF_LABELS.has(label)) this.tell(TARIFF_PERIOD, tariffPeriod(situation), situation.moment);
    if (TARIFF_LABELS.has(label) || label === 'DEMAIN') this.judgeColours(situation);
  }

  private judgeStatus(situation: Situation, phases: 1 | 3 | null): void {
    this.tell(OVERRUN, powerOverrun(situation, phases), situation.moment);
    for (const [slot, condition] of statusFaults(situation)) this.tell(slot, condition, situation.moment);
    this.tellPeak(mobilePeak(situation, false), situation);
    this.judgeColours(situation);
  }

  private mobilePeakGroup(group: AcceptedGroup, trusted: boolean, situation: Situation): void {
    const { knowledge } = this;
    if (group.horodate === null) return;
    const belief = knowledge.believe(group.label, group.horodate, trusted);
    if (belief === 'doubtful') return;
    knowledge.peakStarts.find((presence) => presence.label === group.label)?.saw();
    // The end follows the begin at once: together they make one message.
    if (belief === 'same' || !group.label.startsWith('FPM')) return;
    this.tellPeak(mobilePeak(situation, false), situation);
    this.judgeColours(situation);
  }

  /** A peak in progress ends where the meter says so, not where the next one is known; that one is an event of its own. */
  private tellPeak(condition: Condition | undefined, situation: Situation): void {
    const running = this.book.conditionOf(PEAK.name)?.state === 'active';
    if (running && condition?.state !== 'active' && peakIsOver(situation)) this.tell(PEAK, NO_PEAK, situation.moment);
    this.tell(PEAK, condition, situation.moment);
  }

  /** `settled`: the places of DPMn in this frame have passed. */
  private judgeColours(situation: Situation, settled = false): void {
    const { knowledge, moment } = situation;
    if (knowledge.tempo === false) this.leaveColours(moment);
    if (knowledge.tempo !== true) return;
    this.leavePeaks(moment);
    const inForce = colourInForce(situation);
    if (inForce !== undefined) this.tellColourInForce(inForce, situation);
    const next = colourToCome(situation);
    if (next !== undefined) {
      this.tell(NEXT_COLOUR, next, moment);
    } else if (settled && knowledge.speaksOfTomorrow) {
      // Without any clock nobody can say when an announced day begins: it goes when the meter no longer announces it.
      if (moment.at === null) this.book.release(NEXT_COLOUR.name);
      else this.book.leaveVacant(NEXT_COLOUR.name);
    }
  }

  private tellColourInForce(inForce: Condition, { knowledge, moment }: Situation): void {
    const before = this.book.conditionOf(DAY_COLOUR.name);
    if (before !== undefined && before.key !== inForce.key) knowledge.turnDay();
    this.tell(DAY_COLOUR, inForce, moment);
    const waiting = this.book.conditionOf(NEXT_COLOUR.name);
    if (waiting === undefined) return;
    const hasBegun =
      waiting.idPart === undefined || inForce.idPart === undefined
        ? before?.key !== inForce.key && waiting.key === inForce.key
        : waiting.idPart <= inForce.idPart;
    if (hasBegun) this.book.release(NEXT_COLOUR.name);
  }

  /** The contract turned out to be Tempo: its mobile peaks are colours, and there is no `peak` any more. */
  private leavePeaks(moment: Moment): void {
    if (this.book.conditionOf(PEAK.name) === undefined) return;
    this.book.set(PEAK, NO_PEAK, moment);
    this.book.release(PEAK.name);
  }

  /** The contract is no longer Tempo: what its colours announced does not come. */
  private leaveColours(moment: Moment): void {
    for (const slot of [DAY_COLOUR, NEXT_COLOUR]) {
      const before = this.book.conditionOf(slot.name);
      if (before === undefined) continue;
      this.book.set(slot, closed(before), moment);
      this.book.release(slot.name);
    }
  }

  private tell(slot: Slot, condition: Condition | undefined, moment: Moment): void {
    if (condition === undefined) return;
    if (this.open) this.book.set(slot, condition, moment);
    else this.waiting.set(slot.name, [slot, condition, moment]);
  }

  private situation(moment: Moment): Situation {
    return { knowledge: this.knowledge, moment, zone: this.zone };
  }
}
