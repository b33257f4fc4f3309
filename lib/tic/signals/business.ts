// Signals of PME-PMI, SAPHIR, ICE and CJE: overrun warnings below the subscribed power, tariff periods, notices, peaks.
import type { Condition, Moment, Slot } from '../../grid/signal-book';
import { decodeJaune } from '../jaune';
import { datedInstant, readLocalDate } from '../local-date';
import type { AcceptedGroup, Frame, Value } from '../frame';
import { type FlexReadyItem, FlexReadyView } from '../flex-ready';
import type { MeterFamily } from '../meters/address';
import { PowerBudget, type PowerBudgetView } from '../power-budget';
import { Presence } from '../presence';
import { subscribedPower } from '../subscribed-power';
import type { MeterTime } from '../stream-clock';
import type { Situation } from './knowledge';
import { NEXT_PERIOD, type Notice, isPeakPeriod, noticeCondition, noticedPeriod } from './notice';
import { OVERRUN } from './overrun';
import { NO_PEAK, PEAK } from './peak';
import { TARIFF_PERIOD, type TariffPeriodDetail, isOffPeak } from './tariff';

/** What a warning of a business meter tells: the power over the last minute where it is sent, and from where on it warns. */
export interface WarningDetail extends Record<string, unknown> {
  phases: null;
  value: number | null;
  unit: 'kW' | 'kVA' | 'VA';
  threshold: number | null;
}

/** PME-PMI warns above 90 % of PS (spec/tic.md §2.7); SAPHIR and ICE say their share in KDC. */
const PME_WARNING_PERCENT = 90;

const PERIOD_LABELS = ['PTCOUR1', 'PTCOURD', 'PTCOUR'] as const;
const PERIODS: ReadonlySet<string> = new Set([...PERIOD_LABELS, 'JAUNE']);
const DYNAMIC_STATES = ['ETATDYN1', 'ETATDYN2'] as const;
const NOTICES = ['PREAVIS1', 'PREAVIS2', 'PREAVISD', 'PREAVISF'] as const;
const NEXT_WINDOW: Readonly<Record<(typeof NOTICES)[number], readonly [string, string] | null>> = {
  PREAVIS1: ['TDYN1FD', 'TDYN1FF'],
  PREAVIS2: ['TDYN2FD', 'TDYN2FF'],
  PREAVISD: null,
  PREAVISF: null,
};
/** Texts that a signal is made of: believed when nothing near them was damaged, else when they come again. */
const JUDGED: ReadonlySet<string> = new Set([
  ...PERIODS,
  ...DYNAMIC_STATES,
  ...NOTICES,
  ...Object.values(NEXT_WINDOW).flatMap((window) => window ?? []),
  'MESURES1',
  'CONTRAT',
]);
/** Notices that ICE sends under the label of the overrun warning. */
const TARIFF_WORDS: ReadonlySet<string> = new Set(['EJP', 'HM', 'DSM', 'SCM']);

type Tell = (slot: Slot, condition: Condition | undefined, moment: Moment) => void;

export class BusinessSignals {
  private readonly warning = new Presence('PREAVIS', true);
  private readonly notices = NOTICES.map((label) => new Presence(label, true));
  /** Words of PREAVIS in force, those of this frame, and those that wait for a second group to agree. */
  private readonly words = new Set<string>();
  private readonly wordsInFrame = new Set<string>();
  private readonly doubted = new Set<string>();
  private dynamicWindows: string[] = [];
  private readonly dynamicInFrame: string[] = [];
  /** What is known of each label now, over short frames too. */
  private readonly values = new Map<string, Value>();
  private unitOfPs: string | null = null;
  private readonly powerBudget = new PowerBudget();
  private readonly flexReadyView = new FlexReadyView();
  private clock: MeterTime | null = null;
  private noticed = false;
  /** The mean power passes the subscribed one; kept while the budget is not known. */
  private exceeded = false;

  constructor(private readonly tell: Tell) {}

  group(group: AcceptedGroup, trusted: boolean, situation: Situation): void {
    const { label, value } = group;
    const { knowledge, moment } = situation;
    if (value !== null) this.values.set(label, value);
    if (label === 'PS') this.unitOfPs = group.unit;
    if (typeof value === 'number') return;
    const text = value ?? '';
    if (label === 'PREAVIS') this.warningGroup(text, trusted, situation);
    else if (label === 'TDYND' || label === 'TDYNF') this.dynamicInFrame.push(text);
    else if (JUDGED.has(label) && knowledge.believe(label, text, trusted) !== 'doubtful') {
      this.notices.find((presence) => presence.label === label)?.saw();
      if (label === 'JAUNE') this.judgeWarning(situation);
      if (PERIODS.has(label)) this.tell(TARIFF_PERIOD, periodInForce(situation), moment);
      this.judgePeak(situation, false);
    }
  }

  /** @param clock what the meter's clock said in this frame; null where it did not come */
  frameEnded(frame: Frame, situation: Situation, clock: MeterTime | null, family: MeterFamily): void {
    if (this.values.size === 0 || frame.kind === 'none') return;
    this.warning.frameEnded(frame);
    for (const notice of this.notices) notice.frameEnded(frame);
    // A meter that gives several warnings repeats the label: one of them is gone when a whole frame has the others alone.
    if (this.warning.present === false) this.words.clear();
    else if (frame.valid && frame.seen('PREAVIS'))
      for (const word of this.words) if (!this.wordsInFrame.has(word)) this.words.delete(word);
    if (frame.valid) for (const word of this.doubted) if (!this.wordsInFrame.has(word)) this.doubted.delete(word);
    this.wordsInFrame.clear();
    if (frame.kind === 'long' && frame.valid)
      for (const label of this.values.keys()) if (!frame.seen(label)) this.values.delete(label);
    if (this.dynamicInFrame.length > 0) this.dynamicWindows = this.dynamicInFrame.splice(0);
    if (clock !== null) this.count(frame, clock);
    const unit = subscribedPower(this.values, this.unitOfPs)?.unit ?? null;
    this.flexReadyView.update(family, this.values, this.warning.present !== undefined, unit, situation.moment.issuedAt);
    this.judgeWarning(situation);
    this.tell(TARIFF_PERIOD, periodInForce(situation), situation.moment);
    this.judgePeak(situation, true);
  }

  /** Null on meters without one (ICE, CJE), and while the subscribed power is not known. */
  get budget(): PowerBudgetView | null {
    return this.values.has('EA_s') || this.values.has('EAS') ? this.powerBudget.view : null;
  }

  /** What the Flex Ready reference asks of this meter; empty where it asks nothing. */
  flexReady(family: MeterFamily): FlexReadyItem[] {
    return this.flexReadyView.list(family);
  }

  /** Feeds the budget with what this frame brought. */
  private count(frame: Frame, clock: MeterTime): void {
    if (this.clock !== null && wasSet(this.clock, clock)) this.powerBudget.clockSet();
    this.clock = clock;
    const figure = (label: string): number | null => {
      const value = frame.accepted.find((group) => group.label === label)?.value;
      return typeof value === 'number' ? value : null;
    };
    this.powerBudget.frame({
      at: clock.at,
      apparentVah: figure('EAPP_s'),
      activeWh: figure('EA_s') ?? figure('EAS'),
      subscribed: subscribedPower(this.values, this.unitOfPs),
      tdMinutes: figure('TD'),
    });
    const { mean, subscribed } = this.powerBudget.view ?? {};
    if (mean != null && subscribed !== undefined) this.exceeded = mean > subscribed;
  }

  private warningGroup(text: string, trusted: boolean, situation: Situation): void {
    const word = text.trim();
    this.warning.saw();
    this.wordsInFrame.add(word);
    if (trusted || this.doubted.delete(word)) this.words.add(word);
    else if (!this.words.has(word)) this.doubted.add(word);
    if (TARIFF_WORDS.has(word)) this.judgePeak(situation, false);
    else this.judgeWarning(situation);
  }

  private judgeWarning(situation: Situation): void {
    this.tell(OVERRUN, this.overrun(situation), situation.moment);
  }

  private overrun(situation: Situation): Condition | undefined {
    const warned = this.isWarned(situation);
    const view = this.budget;
    if (this.exceeded && (view?.mean != null || warned !== false)) {
      const detail: WarningDetail = {
        phases: null,
        value: view?.mean ?? null,
        unit: view?.unit ?? 'kW',
        threshold: view?.subscribed ?? null,
      };
      return { state: 'active', level: 3, key: '', detail };
    }
    if (warned === undefined) return undefined;
    if (!warned) return { state: 'cleared', level: null, key: '', detail: {} };
    return { state: 'announced', level: 2, expected: 3, key: '', detail: this.warningDetail(situation) };
  }

  private warningDetail({ knowledge }: Situation): WarningDetail {
    const subscribed = subscribedPower(this.values, this.unitOfPs);
    const jaune = decodeJaune(knowledge.text('JAUNE') ?? '');
    if (jaune !== null) {
      const threshold = subscribed === null ? null : subscribed.value * 10 * jaune.noticePercent;
      return { phases: null, value: jaune.apparentPowerVa, unit: 'VA', threshold };
    }
    const percent = this.values.get('KDC');
    const share = typeof percent === 'number' ? percent : PME_WARNING_PERCENT;
    const threshold = subscribed === null ? null : Math.round(subscribed.value * share) / 100;
    const power = this.values.get('PA1MN');
    return { phases: null, value: typeof power === 'number' ? power : null, unit: subscribed?.unit ?? 'kW', threshold };
  }

  /** Undefined while not known. */
  private isWarned({ knowledge }: Situation): boolean | undefined {
    const jaune = decodeJaune(knowledge.text('JAUNE') ?? '');
    if (jaune !== null) return jaune.overrunNotice;
    if (this.words.has('DEP')) return true;
    return this.warning.present === undefined ? undefined : false;
  }

  private judgePeak(situation: Situation, settled: boolean): void {
    const { moment } = situation;
    const inForce = peakInForce(situation);
    const notices = this.noticesOf(situation);
    const peak = notices.find(({ period }) => isPeakPeriod(period));
    if (inForce === true) this.tell(PEAK, { state: 'active', level: 3, key: '', detail: { pm: null } }, moment);
    else if (peak !== undefined) this.tell(PEAK, noticeCondition(peak, moment.at), moment);
    else if (settled && inForce === false) this.tell(PEAK, NO_PEAK, moment);
    const other = notices.find(({ period }) => !isPeakPeriod(period));
    if (other !== undefined) {
      this.noticed = true;
      this.tell(NEXT_PERIOD, noticeCondition(other, moment.at), moment);
    } else if (settled && this.noticed) {
      // Only a notice that was given can end: that there is none is no news of the tariff.
      this.noticed = false;
      this.tell(NEXT_PERIOD, NO_NOTICE, moment);
    }
  }

  private noticesOf({ knowledge, moment, zone }: Situation): Notice[] {
    const instant = (text: string | undefined): number | null => {
      const date = text === undefined ? null : readLocalDate(text);
      return date === null ? null : datedInstant(date, zone, moment.at);
    };
    const dated = NOTICES.flatMap((label, i): Notice[] => {
      const text = this.notices[i]?.present === true ? knowledge.text(label) : undefined;
      if (text === undefined) return [];
      const window = NEXT_WINDOW[label];
      const period = noticedPeriod(text);
      if (window !== null)
        return [{ period, start: instant(knowledge.text(window[0])), end: instant(knowledge.text(window[1])) }];
      const [start, end] = ['d', 'f'].map((edge) =>
        instant(this.dynamicWindows.find((one) => one.startsWith(edge) && period === `TD-${one.slice(-1)}`)),
      );
      return [{ period, start: start ?? null, end: end ?? null }];
    });
    const words = [...this.words].filter((word) => TARIFF_WORDS.has(word));
    return [...dated, ...words.map((period) => ({ period, start: null, end: null }))];
  }
}

/** Seconds by which the clocks of meter and host may drift apart between two frames. */
const DRIFT_MS = 5000;

/** The meter's clock did not go on as the host's did. */
function wasSet(before: MeterTime, now: MeterTime): boolean {
  if (now.at < before.at) return true;
  if (before.arrival === null || now.arrival === null) return false;
  return Math.abs(now.at - before.at - (now.arrival - before.arrival)) > DRIFT_MS;
}

const NO_NOTICE: Condition = { state: 'cleared', level: null, key: '', detail: {} };

function periodInForce({ knowledge }: Situation): Condition | undefined {
  const jaune = decodeJaune(knowledge.text('JAUNE') ?? '');
  const told = PERIOD_LABELS.map((label) => knowledge.text(label)).find((text) => text !== undefined);
  const period = jaune?.period ?? told;
  if (period === undefined) return undefined;
  return {
    state: 'active',
    level: null,
    key: period,
    detail: { period, offPeak: isOffPeak(period) } satisfies TariffPeriodDetail,
  };
}

/** A mobile peak is in progress; undefined: this contract tells of none. A `P` of the calendar is a period like any other. */
function peakInForce({ knowledge }: Situation): boolean | undefined {
  const period = PERIOD_LABELS.map((label) => knowledge.text(label)).find((text) => text !== undefined);
  const dynamic = DYNAMIC_STATES.flatMap((label) => knowledge.text(label) ?? []);
  if (period === 'PM' || decodeJaune(knowledge.text('JAUNE') ?? '')?.period === 'PM' || dynamic.some(isPeakPeriod))
    return true;
  const carries =
    dynamic.length > 0 || `${knowledge.text('MESURES1') ?? ''}${knowledge.text('CONTRAT') ?? ''}`.includes('EJP');
  return carries ? false : undefined;
}
