// The settings of linky-decode, read once: raw editor strings, or what an environment variable put in their place.
import { LinkyRedError } from '../../lib/errors';
import { CivilZone } from '../../lib/grid/paris-time';
import { typed } from '../runtime/typed';
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
  const rhythm = RHYTHMS.find((choice) => choice === text('rhythm', raw)) ?? refuse('rhythm', raw);
  const budget = BUDGETS.find((choice) => choice === text('budget', raw)) ?? refuse('budget', raw);
  const silence = text('silence', raw);
  return {
    everyMs: rhythm === 'frame' ? 0 : seconds('seconds', raw, LONGEST_INTERVAL_SECONDS) * 1000,
    lenient: flag('lenient', raw),
    listGroups: flag('groups', raw),
    silenceSeconds: silence === '' ? undefined : seconds('silence', raw, 86_400),
    zone: zone(raw),
    budgetRule: budget === 'auto' ? null : budget,
  };
}

type Field = keyof LinkyDecodeFields;

/** Missing (an older flow, a flow written by hand) counts as the default; so does an emptied zone. */
function text(field: Field, raw: RawConfig<LinkyDecodeFields>): string {
  return typed(field, raw[field] ?? DEFAULTS[field]);
}

/** A checkbox, or the word that an environment variable put in its place. */
function flag(field: Field, raw: RawConfig<LinkyDecodeFields>): boolean {
  return ['true', '1', 'on', 'yes'].includes(text(field, raw).toLowerCase());
}

function seconds(field: Field, raw: RawConfig<LinkyDecodeFields>, most: number): number {
  const value = Number(text(field, raw));
  return text(field, raw) !== '' && value >= 1 && value <= most ? value : refuse(field, raw);
}

function zone(raw: RawConfig<LinkyDecodeFields>): CivilZone {
  try {
    return new CivilZone(text('zone', raw) || DEFAULTS.zone);
  } catch {
    return refuse('zone', raw);
  }
}

function refuse(field: Field, raw: RawConfig<LinkyDecodeFields>): never {
  throw new LinkyRedError('ERR_CONFIG', { field, detail: text(field, raw) });
}
