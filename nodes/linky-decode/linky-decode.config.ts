// The settings of linky-decode, read once.
import { CivilZone } from '../../lib/grid/paris-time';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import type { BudgetRule } from '../../lib/tic/power/power-budget';
import { BUDGETS, DEFAULTS, LONGEST_INTERVAL_SECONDS, RHYTHMS, type LinkyDecodeFields } from './linky-decode.choices';

export interface LinkyDecodeConfig {
  /** Milliseconds between two readings of a meter; 0: every frame. */
  readonly everyMs: number;
  readonly lenient: boolean;
  readonly listGroups: boolean;
  /** Undefined: scaled to the longest frame. */
  readonly silenceSeconds: number | undefined;
  readonly zone: CivilZone;
  /** Null: by the unit of the subscribed power. */
  readonly budgetRule: BudgetRule | null;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<LinkyDecodeFields>): LinkyDecodeConfig {
  const settings = new Settings(raw, DEFAULTS);
  const seconds = (field: 'seconds' | 'silence', most: number): number => settings.number(field, { least: 1, most });
  const isThinned = settings.choice('rhythm', RHYTHMS) === 'interval';
  const budget = settings.choice('budget', BUDGETS);
  return {
    everyMs: isThinned ? seconds('seconds', LONGEST_INTERVAL_SECONDS) * 1000 : 0,
    lenient: settings.flag('lenient'),
    listGroups: settings.flag('groups'),
    silenceSeconds: settings.text('silence') === '' ? undefined : seconds('silence', LONGEST_SILENCE_SECONDS),
    zone: zoneOf(settings),
    budgetRule: budget === 'auto' ? null : budget,
  };
}

const LONGEST_SILENCE_SECONDS = 86_400;

/** An emptied field is that of most meters. */
function zoneOf(settings: Settings<LinkyDecodeFields>): CivilZone {
  try {
    return new CivilZone(settings.text('zone') || DEFAULTS.zone);
  } catch {
    return settings.refuseForm('zone', 'zone');
  }
}
