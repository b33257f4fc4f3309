// From accepted groups to grid signals of one meter. Each judge says what holds now; lib/grid/event tells the edges.
import type { Fate } from '../../grid/event/act';
import type { CivilZone } from '../../grid/paris-time';
import type { KeptSignal, Provenance } from '../../grid/event/provenance';
import type { GridSignal } from '../../grid/signal';
import type { Channel, Condition, Moment } from '../../grid/event/condition';
import { EventLifecycle } from '../../grid/event/lifecycle';
import type { Dialect, MeterFamily } from '../families/family';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from '../frame/frame';
import type { DerivedPowers } from '../power/business-power';
import type { FlexReadyItem } from '../power/flex-ready';
import type { Headroom } from '../power/headroom';
import type { Meter } from '../frame/meter';
import type { BudgetRule, PowerBudgetView } from '../power/power-budget';
import { Presence } from '../frame/presence';
import type { MeterTime } from '../frame/stream-clock';
import { BusinessSignals } from './business';
import { isCarried } from './carried-signals';
import { Colours } from './colours';
import { DAY_COLOUR, NEXT_COLOUR } from './day-colour';
import { SILENCE, faultCondition, statusFaults } from './faults';
import { CURRENTS_AND_VOLTAGES, Knowledge, type Situation, textOf } from './knowledge';
import { CurrentOverrun, OVERRUN, noteDrawn, powerOverrun } from './overrun';
import { NO_PEAK, PEAK, ejpPeak, mobilePeak, peakIsOver } from './peak';
import { TARIFF_PERIOD, isPlainName, tariffPeriod } from './tariff';

/** Labels whose last figure a detail shows. */
const FIGURES = new Set(['ISOUSC', 'PREF', 'PCOUP', 'ADPS', 'ADIR1', 'ADIR2', 'ADIR3', ...CURRENTS_AND_VOLTAGES]);
const TARIFF_LABELS = new Set(['PTEC', 'LTARF', 'NTARF']);
const COLOUR_LABELS = new Set([...TARIFF_LABELS, 'DEMAIN', 'PPOINTE']);
/** Labels that are believed as they stand. */
const TEXTS = new Set([...TARIFF_LABELS, 'OPTARIF', 'NGTF', 'DEMAIN', 'PPOINTE']);
const MOBILE_PEAKS = new Set(['DPM1', 'FPM1', 'DPM2', 'FPM2', 'DPM3', 'FPM3']);
const OVERRUNS = new Set(['ADPS', 'ADIR1', 'ADIR2', 'ADIR3']);

/** So many frames of another way of speaking prove it, however damaged. */
const FRAMES_TO_BELIEVE = 3;

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
  return dialect.isBusiness === true || LABELS.has(label);
}

export class TicSignals {
  readonly events: EventLifecycle;
  private dialect: Dialect | null = null;
  private meter: string | null = null;
  private knowledge: Knowledge;
  private readonly colours: Colours;
  private currentOverrun = new CurrentOverrun();
  private ejpNotice = new Presence('PEJP');
  private ejpNoticeInFrame = false;
  private business: BusinessSignals;
  /** Conditions that could not be told yet: the identity of the meter is not known. */
  private readonly waiting = new Map<string, readonly [Channel, Condition, Moment]>();
  private open = false;
  /** Since everything was forgotten. */
  private framesHeard = 0;

  constructor(
    private readonly zone: CivilZone,
    private readonly stream: string,
    emit: (signal: GridSignal, fate?: Fate) => void,
    /** Of the power budget; null: by the unit of the subscribed power. */
    private readonly rule: BudgetRule | null = null,
  ) {
    this.events = new EventLifecycle({
      source: 'tic',
      origin: stream,
      iso: (ms) => zone.iso(ms),
      emit,
      provenance: () => this.provenance,
    });
    this.knowledge = new Knowledge(zone);
    this.colours = new Colours(this.events, (channel, condition, moment) => {
      this.tell(channel, condition, moment);
    });
    this.business = this.newBusiness(null);
  }

  /** Open events of before a restart: each goes on, or is told as over before anything new is told of its signal. */
  restore(open: Readonly<Record<string, KeptSignal>>): void {
    this.events.restore(open);
    this.colours.restore(open);
  }

  /** Who the events are from is settled: the meter's id, or the stream of a meter without one. */
  release(origin: string): void {
    this.events.origin = origin;
    this.meter = origin === this.stream ? null : origin;
    if (this.open) return;
    this.open = true;
    // What was foretold to another meter is nothing to this one.
    if (this.events.lastKnown.isForeign(NEXT_COLOUR)) this.colours.restart();
    for (const [channel, condition, moment] of this.waiting.values()) this.events.set(channel, condition, moment);
    this.waiting.clear();
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
    const nothing = new Knowledge(this.zone);
    this.events.closeAll(moment, (name) => {
      const carried = dialect === null ? undefined : isCarried(name, dialect, nothing, null);
      if (name === SILENCE.name || carried === undefined) return null;
      return carried ? 'superseded' : 'gone';
    });
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
      if (knowledge.believeStatus(textOf(value), trusted) === 'new') this.judgeStatus(this.situation(moment), phases);
    } else if (TEXTS.has(label)) {
      if (label === 'NGTF') knowledge.calendar.saw();
      if (label === 'LTARF') knowledge.tariffName.saw();
      // What no period is called is believed when it comes again.
      const text = textOf(value);
      const plain = label !== 'LTARF' || isPlainName(text);
      const isNew = knowledge.believe(label, text, trusted && plain) === 'new';
      // What takes the place of a blank may come behind it: that waits for the end of the frame.
      this.judgeText(label, isNew && text !== '', this.situation(moment));
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
    if ((knowledge.text('OPTARIF') ?? 'EJP.') !== 'EJP.') this.leave(moment, PEAK);
    // A standard frame that is heard from its middle on dates nothing: the clock of the host may be days from the meter's.
    const isDated = this.dialect?.isDated !== true || frame.complete || clock !== null;
    if (isDated && knowledge.hasNews(moment.at)) {
      this.tell(TARIFF_PERIOD, tariffPeriod(situation), moment);
      this.judgeColours(situation, true);
    }
    this.colours.frameEnded(situation);
    this.business.frameEnded(frame, situation, clock, family);
    this.endUnheard(frame, situation, family);
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
    this.ejpNotice = new Presence('PEJP');
    this.ejpNoticeInFrame = false;
    this.business = this.newBusiness(dialect);
    this.waiting.clear();
    this.framesHeard = 0;
  }

  private newBusiness(dialect: Dialect | null): BusinessSignals {
    const book = {
      tell: (channel: Channel, condition: Condition | undefined, moment: Moment): void => {
        this.tell(channel, condition, moment);
      },
      release: (channel: Channel): void => {
        this.waiting.delete(channel.name);
        this.events.release(channel.name);
      },
      leaveVacant: (channel: Channel): void => {
        this.events.leaveVacant(channel.name);
      },
      endLastKnown: (channel: Channel, moment: Moment): void => {
        if (this.open) this.events.endLastKnown(channel, moment);
      },
    };
    return new BusinessSignals(book, this.rule, dialect?.subscribed);
  }

  /** No valid group for too long. */
  silent(moment: Moment): void {
    this.waiting.clear();
    this.events.lose(moment);
    this.events.set(SILENCE, faultCondition('silence', true), moment);
  }

  /** The line speaks again after a silence. */
  heard(moment: Moment): void {
    this.events.set(SILENCE, faultCondition('silence', false), moment);
    const before = this.business;
    this.forget(this.dialect);
    this.business.resume(before, moment.at);
  }

  private judgeText(label: string, isNew: boolean, situation: Situation): void {
    if (label === 'PTEC') this.tellPeak(ejpPeak(situation, this.ejpNotice, this.ejpNoticeInFrame), situation);
    if (!isNew) return;
    if (TARIFF_LABELS.has(label)) this.tell(TARIFF_PERIOD, tariffPeriod(situation), situation.moment);
    if (COLOUR_LABELS.has(label)) this.judgeColours(situation);
  }

  private judgeStatus(situation: Situation, phases: 1 | 3 | null): void {
    this.tell(OVERRUN, powerOverrun(situation, phases), situation.moment);
    for (const [channel, condition] of statusFaults(situation)) this.tell(channel, condition, situation.moment);
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
    const running = this.events.conditionOf(PEAK.name)?.state === 'active';
    if (running && condition?.state !== 'active' && peakIsOver(situation)) this.tell(PEAK, NO_PEAK, situation.moment);
    // The same where it ended unseen: what was cut for it must not wait for the end of the next one.
    if (
      this.open &&
      condition?.state === 'announced' &&
      peakIsOver(situation) &&
      this.events.lastKnown.wasInForce(PEAK)
    )
      this.events.endLastKnown(PEAK, situation.moment);
    this.tell(PEAK, condition, situation.moment);
  }

  /** `settled`: the places of DPMn in this frame have passed. */
  private judgeColours(situation: Situation, settled = false): void {
    const { knowledge, moment } = situation;
    // The contract turned out to be Tempo, where mobile peaks are colours, or not to be Tempo any more.
    if (knowledge.tempo === true) this.leave(moment, PEAK);
    else if (knowledge.tempo === false) this.leave(moment, DAY_COLOUR, NEXT_COLOUR);
    this.colours.judge(situation, settled);
  }

  /** The contract has no such signals: what was told of them is over. */
  private leave(moment: Moment, ...channels: Channel[]): void {
    for (const { name } of channels)
      if (this.events.conditionOf(name) !== undefined) this.events.close(name, moment, 'gone');
  }

  /**
   * What was open before a restart, a silence or a change, and is not told by a meter that speaks so and on such a contract,
   * is over. A single frame may be damaged so that it looks like one of another meter.
   */
  private endUnheard(frame: Frame, situation: Situation, family: MeterFamily): void {
    this.framesHeard++;
    const { dialect, knowledge } = this;
    if (!this.open || dialect === null || (!frame.valid && this.framesHeard < FRAMES_TO_BELIEVE)) return;
    for (const [name, signal] of this.events.lastKnown.open) {
      const carried = isCarried(name, dialect, knowledge, family);
      if (carried === false) this.events.close(name, situation.moment, 'gone');
      const colour = [DAY_COLOUR, NEXT_COLOUR].find((channel) => channel.name === name);
      if (carried === true && colour !== undefined) this.colours.endUnheard(colour, signal, situation);
    }
  }

  private tell(channel: Channel, condition: Condition | undefined, moment: Moment): void {
    if (condition === undefined) return;
    if (this.open) this.events.set(channel, condition, moment);
    else this.waiting.set(channel.name, [channel, condition, moment]);
  }

  private situation(moment: Moment): Situation {
    return { knowledge: this.knowledge, moment, zone: this.zone, days: this.colours.days };
  }
}
