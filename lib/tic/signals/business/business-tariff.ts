// Tariff periods, notices and peaks of the business meters.
import type { Condition } from '../../../grid/event/condition';
import type { AcceptedGroup } from '../../belief/accepted-group';
import type { Frame } from '../../frame/frame';
import { isNamedPeriod } from '../../value/jaune';
import { LabelPresence } from '../../frame/label-presence';
import { type BusinessFacts, readJaune } from './business-facts';
import { type Situation, textOf } from '../knowledge';
import type { MeterEvents } from '../meter-events';
import { NEXT_PERIOD, type Notice, isPeakPeriod, noticeCondition, noticedPeriod } from './notice';
import { NOTICES, NOT_KNOWN, NoticeDates, DATE_LABELS } from './notice-dates';
import { NO_PEAK, PEAK } from '../peak';
import type { Preavis } from './preavis';
import { TARIFF_PERIOD, type TariffPeriodDetail, isOffPeak } from '../tariff';

/** Calendar 1 is the distributor's on PME-PMI, D on SAPHIR. */
const PERIOD_LABELS = ['PTCOUR1', 'PTCOURD', 'PTCOUR'] as const;
const PERIODS: ReadonlySet<string> = new Set(PERIOD_LABELS);
/** What a period can be called: any other name is believed when it comes again. */
const PERIOD_NAMES: ReadonlySet<string> = new Set('P PM HH HP HC HD HPH HCH HPE HCE HPD HCD JA HM DSM SCM'.split(' '));
const DYNAMIC_STATES = ['ETATDYN1', 'ETATDYN2'] as const;
/** Texts that a signal is made of: believed when nothing near them was damaged, else when they come again. */
const SIGNAL_TEXTS: ReadonlySet<string> = new Set([
  ...PERIODS,
  ...DYNAMIC_STATES,
  ...NOTICES,
  ...DATE_LABELS,
  'MESURES1',
  'CONTRAT',
]);
/** An announced period has begun when the meter is in it, and its begin is no further away than this. */
const GRACE_MS = 60_000;

export class BusinessTariff {
  private readonly notices = NOTICES.map((label) => ({ label, presence: new LabelPresence(label) }));
  private readonly dates = new NoticeDates();
  /** The notice that is told as a period to come. */
  private coming: Notice | null = null;
  /** A peak was told of: from then on it is known when there is none. */
  private isPeakKnown = false;
  private peakAnnounced = false;
  /** The period as it was told last. */
  private inForce: Condition | undefined;

  constructor(
    private readonly facts: BusinessFacts,
    private readonly preavis: Preavis,
    private readonly events: MeterEvents,
  ) {}

  group(group: AcceptedGroup, trusted: boolean, situation: Situation): void {
    const { label } = group;
    const text = textOf(group.value);
    if (label === 'JAUNE') this.jauneGroup(text, trusted, situation);
    if (this.dates.take(group) || !SIGNAL_TEXTS.has(label)) return;
    const plain = !PERIODS.has(label) || text === '' || PERIOD_NAMES.has(text);
    const belief = situation.knowledge.believe(label, text, trusted && plain);
    if (belief === 'doubtful') return;
    this.notices.find((notice) => notice.label === label)?.presence.saw();
    if (belief === 'new') this.evaluateNow(situation);
  }

  frameEnded(frame: Frame, situation: Situation): void {
    if (!frame.steady) for (const { presence } of this.notices) presence.frameEnded(frame);
    this.dates.frameEnded(frame, situation);
    this.evaluateNow(situation);
    const notices = this.noticesGiven(situation);
    this.evaluatePeak(notices, situation, frame.valid);
    this.evaluateComing(notices, situation, frame.valid);
    if (frame.valid && this.knowsAll(situation))
      for (const channel of [PEAK, NEXT_PERIOD]) this.events.endUnseen(channel, situation.moment);
  }

  /** Each period and notice is there, or proved not to be. */
  private knowsAll(situation: Situation): boolean {
    return (
      this.periodInForce(situation) !== undefined &&
      !this.isTurning(situation) &&
      this.preavis.isKnown &&
      this.notices.every(({ presence }) => presence.present !== undefined)
    );
  }

  /** What is in force is told at its group. A notice waits for the end of its frame, for what dates it comes behind it. */
  private evaluateNow(situation: Situation): void {
    const inForce = this.periodInForce(situation);
    if (inForce !== undefined) {
      const begun = this.coming !== null && this.hasBegun(this.coming, inForce, situation) ? this.coming : null;
      const condition = begun === null ? inForce : { ...inForce, continues: NEXT_PERIOD.name };
      this.events.tell(TARIFF_PERIOD, condition, situation.moment);
      if (begun !== null) {
        this.events.moveOn(NEXT_PERIOD);
        this.coming = null;
      }
    }
    if (this.isPeakInForce(situation)) this.tellPeak({ ...ACTIVE_PEAK }, situation);
  }

  private jauneGroup(text: string, trusted: boolean, situation: Situation): void {
    const read = readJaune(text);
    if (read === null) return;
    const plain = isNamedPeriod(read.state.period);
    if (situation.knowledge.believe('JAUNE', read.token, trusted && plain) === 'doubtful') return;
    this.facts.noteJaune(read.state);
    this.evaluateNow(situation);
  }

  /** `settled`: a notice that was given would have come. */
  private evaluatePeak(notices: readonly Notice[], situation: Situation, settled: boolean): void {
    if (this.isPeakInForce(situation)) return;
    const peaks = notices.filter(({ period }) => isPeakPeriod(period));
    // One whose date was lost on the line may be hours away: it waits for the date.
    const [peak] = peaks.filter(({ doubtful }) => !doubtful || this.peakAnnounced).sort(bySoonest);
    if (peak !== undefined) this.tellPeak(noticeCondition(peak, situation.moment.at), situation);
    else if (peaks.length > 0 || this.isTurning(situation)) return;
    else if (this.isPeakKnown || this.carriesPeaks(situation)) this.tellPeak(NO_PEAK, situation);
    // A meter that does not name its contract: the first peak begins, it was not there before.
    else if (settled && this.periodInForce(situation) !== undefined) this.events.leaveVacant(PEAK.name);
  }

  private tellPeak(condition: Condition, { moment }: Situation): void {
    this.isPeakKnown = true;
    this.peakAnnounced = condition.state === 'announced';
    this.events.tell(PEAK, condition, moment);
  }

  private evaluateComing(notices: readonly Notice[], situation: Situation, settled: boolean): void {
    const { moment } = situation;
    const inForce = this.periodInForce(situation);
    const next = notices.find(
      (notice) => !isPeakPeriod(notice.period) && (inForce === undefined || !this.hasBegun(notice, inForce, situation)),
    );
    if (next !== undefined) {
      this.coming = next;
      this.events.tell(NEXT_PERIOD, { ...noticeCondition(next, moment.at), key: `next ${next.period}` }, moment);
    } else if (this.isTurning(situation)) {
      return;
    } else if (this.coming !== null) {
      // Only a notice that was given can end: that there is none is no news of the tariff.
      this.coming = null;
      this.events.tell(NEXT_PERIOD, NO_NOTICE, moment);
    } else if (settled) {
      this.events.leaveVacant(NEXT_PERIOD.name);
    }
  }

  private hasBegun(
    { period, start }: { readonly period: string; readonly start: number | null },
    inForce: Condition,
    { moment }: Situation,
  ): boolean {
    return period === inForce.key && (start === null || moment.at === null || start <= moment.at + GRACE_MS);
  }

  private noticesGiven(situation: Situation): Notice[] {
    const given = this.notices.flatMap(({ label, presence }): Notice[] => {
      const text = presence.present === true ? situation.knowledge.text(label) : undefined;
      if (text === undefined) return [];
      const period = noticedPeriod(text);
      return [{ period, ...this.dates.of(label, period, situation) }];
    });
    return [...given, ...this.preavis.tariffs.map((period) => ({ period, ...NOT_KNOWN }))];
  }

  private periodInForce({ knowledge }: Situation): Condition | undefined {
    let period = this.facts.jaune?.period;
    for (const label of PERIOD_LABELS) period ??= knowledge.text(label);
    if (period === undefined) return undefined;
    if (this.inForce?.key !== period) {
      const detail: TariffPeriodDetail = { period, offPeak: isOffPeak(period) };
      this.inForce = { state: 'active', level: null, key: period, detail };
    }
    return this.inForce;
  }

  /** Another period may have begun, on a line too bad to believe it at once: the notice that is gone may have come true. */
  private isTurning({ knowledge }: Situation): boolean {
    return [...PERIOD_LABELS, ...DYNAMIC_STATES].some((label) => knowledge.isDoubtful(label));
  }

  /** A mobile peak is in progress. A `P` of the calendar is a period like any other. */
  private isPeakInForce(situation: Situation): boolean {
    const { knowledge } = situation;
    return (
      this.periodInForce(situation)?.key === 'PM' ||
      DYNAMIC_STATES.some((label) => isPeakPeriod(knowledge.text(label) ?? ''))
    );
  }

  private carriesPeaks({ knowledge }: Situation): boolean {
    const contract = `${knowledge.text('MESURES1') ?? ''}${knowledge.text('CONTRAT') ?? ''}`;
    return contract.includes('EJP') || DYNAMIC_STATES.some((label) => knowledge.text(label) !== undefined);
  }
}

/** One whose begin nobody knows may begin at any moment; a doubtful one comes last. */
function bySoonest(one: Notice, other: Notice): number {
  return Number(one.doubtful) - Number(other.doubtful) || (one.start ?? 0) - (other.start ?? 0);
}

const ACTIVE_PEAK: Condition = { state: 'active', level: 3, key: '', detail: { pm: null } };
const NO_NOTICE: Condition = { state: 'cleared', level: null, key: '', detail: {} };
