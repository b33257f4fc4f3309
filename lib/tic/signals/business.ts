// Signals of PME-PMI, SAPHIR, ICE and CJE: overrun warnings below the subscribed power, tariff periods, notices, peaks.
import type { Condition, Moment, Slot } from '../../grid/signal-book';
import { decodeJaune } from '../jaune';
import { datedInstant, readLocalDate } from '../local-date';
import type { AcceptedGroup } from '../frame';
import { type FrameWitness, Presence } from '../presence';
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

const PERIODS = ['PTCOUR1', 'PTCOURD', 'PTCOUR'] as const;
const DYNAMIC_STATES = ['ETATDYN1', 'ETATDYN2'] as const;
const NOTICES = ['PREAVIS1', 'PREAVIS2', 'PREAVISD', 'PREAVISF'] as const;
const NEXT_WINDOW: Readonly<Record<(typeof NOTICES)[number], readonly [string, string] | null>> = {
  PREAVIS1: ['TDYN1FD', 'TDYN1FF'],
  PREAVIS2: ['TDYN2FD', 'TDYN2FF'],
  PREAVISD: null,
  PREAVISF: null,
};
/** Notices that ICE sends under the label of the overrun warning. */
const TARIFF_WORDS: ReadonlySet<string> = new Set(['EJP', 'HM', 'DSM', 'SCM']);

export const BUSINESS_LABELS: ReadonlySet<string> = new Set([
  ...PERIODS,
  ...DYNAMIC_STATES,
  ...NOTICES,
  ...Object.values(NEXT_WINDOW).flatMap((window) => window ?? []),
  ...['PREAVIS', 'MESURES1', 'CONTRAT', 'JAUNE', 'PSOUSC', 'PS', 'PA1MN', 'KDC', 'TDYND', 'TDYNF'],
]);

/** Whether the mean power exceeds the subscribed one, as the power budget knows it; undefined: not known. */
export interface MeanPower {
  readonly over: boolean;
  readonly value: number;
  readonly unit: 'kW' | 'kVA';
  readonly threshold: number;
}

type Tell = (slot: Slot, condition: Condition | undefined, moment: Moment) => void;

export class BusinessSignals {
  private readonly warning = new Presence('PREAVIS', true);
  private readonly notices = NOTICES.map((label) => new Presence(label, true));
  /** Words of PREAVIS in this frame, and those in force. */
  private readonly words = new Set<string>();
  private readonly wordsInFrame = new Set<string>();
  private dynamicWindows: string[] = [];
  private dynamicInFrame: string[] = [];
  private spoke = false;

  constructor(private readonly tell: Tell) {}

  /** What the budget said last; the warning and the overrun in fact are one event. */
  meanPower: MeanPower | undefined;

  group(group: AcceptedGroup, trusted: boolean, situation: Situation): void {
    const { label, value } = group;
    const { knowledge, moment } = situation;
    this.spoke = true;
    if (typeof value === 'number') {
      knowledge.note(label, value);
      return;
    }
    const text = String(value ?? '');
    if (label === 'PREAVIS') this.warningGroup(text, trusted, situation);
    else if (label === 'TDYND' || label === 'TDYNF') this.dynamicInFrame.push(text);
    else if (knowledge.believe(label, text, trusted) !== 'doubtful') {
      this.notices.find((presence) => presence.label === label)?.saw();
      if (label === 'JAUNE') this.judgeWarning(situation);
      if (label === 'JAUNE' || PERIODS.some((one) => one === label))
        this.tell(TARIFF_PERIOD, periodInForce(situation), moment);
      this.judgePeak(situation, false);
    }
  }

  frameEnded(frame: FrameWitness, situation: Situation): void {
    if (!this.spoke || frame.kind === 'none') return;
    this.warning.frameEnded(frame);
    for (const notice of this.notices) notice.frameEnded(frame);
    // A meter that gives several warnings repeats the label: one of them is gone when a whole frame has the others alone.
    if (this.warning.present === false) this.words.clear();
    else if (frame.valid && frame.seen('PREAVIS'))
      for (const word of this.words) if (!this.wordsInFrame.has(word)) this.words.delete(word);
    this.wordsInFrame.clear();
    if (this.dynamicInFrame.length > 0) this.dynamicWindows = this.dynamicInFrame.splice(0);
    this.judgeWarning(situation);
    this.tell(TARIFF_PERIOD, periodInForce(situation), situation.moment);
    this.judgePeak(situation, true);
  }

  private warningGroup(text: string, trusted: boolean, situation: Situation): void {
    const word = text.trim();
    this.warning.saw();
    this.wordsInFrame.add(word);
    if (
      situation.knowledge.believe(
        `PREAVIS ${word}`,
        String(this.words.has(word) || trusted || this.doubted.has(word)),
        true,
      ) !== 'doubtful'
    ) {
      if (this.words.has(word) || trusted || this.doubted.has(word)) this.words.add(word);
      else this.doubted.add(word);
    }
    if (TARIFF_WORDS.has(word)) this.judgePeak(situation, false);
    else this.judgeWarning(situation);
  }

  private judgeWarning(situation: Situation): void {
    this.tell(OVERRUN, this.overrun(situation), situation.moment);
  }

  private overrun(situation: Situation): Condition | undefined {
    const { meanPower } = this;
    if (meanPower?.over === true) {
      const { value, unit, threshold } = meanPower;
      return {
        state: 'active',
        level: 3,
        key: '',
        detail: { phases: null, value, unit, threshold } satisfies WarningDetail,
      };
    }
    const warned = this.isWarned(situation);
    if (warned === undefined) return undefined;
    if (!warned) return { state: 'cleared', level: null, key: '', detail: {} };
    return { state: 'announced', level: 2, expected: 3, key: '', detail: warningDetail(situation) };
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
    else if (peak !== undefined) this.tell(PEAK, noticeCondition(peak), moment);
    else if (settled && inForce === false) this.tell(PEAK, NO_PEAK, moment);
    const other = notices.find(({ period }) => !isPeakPeriod(period));
    if (other !== undefined) this.tell(NEXT_PERIOD, noticeCondition(other), moment);
    else if (settled) this.tell(NEXT_PERIOD, NO_NOTICE, moment);
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

const NO_NOTICE: Condition = { state: 'cleared', level: null, key: '', detail: {} };

function periodInForce({ knowledge }: Situation): Condition | undefined {
  const jaune = decodeJaune(knowledge.text('JAUNE') ?? '');
  const told = PERIODS.map((label) => knowledge.text(label)).find((text) => text !== undefined);
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
  const period = PERIODS.map((label) => knowledge.text(label)).find((text) => text !== undefined);
  const dynamic = DYNAMIC_STATES.flatMap((label) => knowledge.text(label) ?? []);
  if (period === 'PM' || decodeJaune(knowledge.text('JAUNE') ?? '')?.period === 'PM' || dynamic.some(isPeakPeriod))
    return true;
  const carries =
    dynamic.length > 0 || /EJP/.test(`${knowledge.text('MESURES1') ?? ''}${knowledge.text('CONTRAT') ?? ''}`);
  return carries ? false : undefined;
}

function warningDetail({ knowledge }: Situation): WarningDetail {
  const jaune = decodeJaune(knowledge.text('JAUNE') ?? '');
  if (jaune !== null) {
    const subscribed = Number(/^\d+/.exec(knowledge.text('PSOUSC') ?? '')?.[0] ?? NaN) * 10;
    const threshold = Number.isNaN(subscribed) ? null : Math.round((subscribed * jaune.noticePercent) / 100);
    return { phases: null, value: jaune.apparentPowerVa, unit: 'VA', threshold };
  }
  const subscribed = knowledge.figure('PS');
  const percent = knowledge.figure('KDC') ?? PME_WARNING_PERCENT;
  const threshold = subscribed === null ? null : Math.round(subscribed * percent) / 100;
  return { phases: null, value: knowledge.figure('PA1MN'), unit: 'kW', threshold };
}
