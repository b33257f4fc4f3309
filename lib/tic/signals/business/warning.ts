// `power-overrun` of the business meters: announced by their warnings below the subscribed power (PREAVIS DEP, DP of CJE),
// active when the mean power of a Td period passes the subscribed one.
import type { Condition } from '../../../grid/event/condition';
import { type BusinessPower, presentPower } from '../../power/business-power';
import type { BusinessFacts } from './business-facts';
import type { Preavis } from './preavis';

/** What a warning of a business meter tells: the power over the last minute where it is known, and from where on it warns. */
export interface WarningDetail extends Record<string, unknown> {
  phases: null;
  value: number | null;
  unit: 'kW' | 'kVA' | 'VA';
  /** In the same unit. */
  threshold: number | null;
}

/** PME-PMI warns above 90 % of PS (spec/tic.md §2.7); SAPHIR and ICE say their share in KDC. */
const PME_WARNING_PERCENT = 90;

/** Undefined while not known. */
export function businessOverrun(facts: BusinessFacts, preavis: Preavis, power: BusinessPower): Condition | undefined {
  const { jaune } = facts;
  const warned = jaune !== null ? jaune.overrunNotice : preavis.overrun;
  if (power.exceeded) {
    const { budget } = power;
    const detail: WarningDetail = {
      phases: null,
      value: budget?.mean ?? null,
      unit: budget?.unit ?? facts.subscribed?.unit ?? 'kW',
      threshold: budget?.subscribed ?? null,
    };
    return { state: 'active', level: 3, key: '', detail };
  }
  if (warned === undefined) return undefined;
  if (!warned) return { state: 'cleared', level: null, key: '', detail: {} };
  return { state: 'announced', level: 2, expected: 3, key: '', detail: warningDetail(facts, power) };
}

function warningDetail(facts: BusinessFacts, power: BusinessPower): WarningDetail {
  const { subscribed, jaune } = facts;
  if (jaune !== null) {
    const threshold = subscribed === null ? null : subscribed.value * 10 * jaune.noticePercent;
    return { phases: null, value: jaune.apparentPowerVa, unit: 'VA', threshold };
  }
  // A SAPHIR says its share in long frames only: until then nobody knows it.
  const percent = facts.figure('KDC') ?? (facts.values.has('EA_s') ? PME_WARNING_PERCENT : null);
  const unit = subscribed?.unit ?? 'kW';
  const activeKw = facts.figure('PA1MN');
  return {
    phases: null,
    value: presentPower(unit, { activeKw, apparentVa: null }, power.derived(activeKw !== null)),
    unit,
    threshold: subscribed === null || percent === null ? null : Math.round(subscribed.value * percent) / 100,
  };
}
