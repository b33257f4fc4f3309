// The settings of ecowatt-signal, read once: raw editor strings, or what an environment variable put in their place.
import { LinkyRedError } from '../../lib/errors';
import type { PlanWish } from '../../lib/rte/ecowatt/hour-plan';
import { typed } from '../runtime/typed';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, LONGEST_PLAN_HOURS, PLANS, TIME_OF_DAY, type EcowattSignalFields } from './ecowatt-signal.choices';

export interface EcowattSignalConfig {
  readonly account: string;
  readonly sandbox: boolean;
  readonly plan: PlanWish | undefined;
}

type Raw = RawConfig<EcowattSignalFields>;

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: Raw): EcowattSignalConfig {
  const plan = PLANS.find((choice) => choice === text('plan', raw)) ?? refuse('plan', raw);
  return {
    account: text('account', raw),
    sandbox: ['true', '1', 'on', 'yes'].includes(text('sandbox', raw).toLowerCase()),
    plan: plan === 'none' ? undefined : { mode: plan, hours: hours(raw), before: timeOfDay(raw) },
  };
}

/** Missing (an older flow, a flow written by hand) counts as the default. */
function text(field: keyof EcowattSignalFields, raw: Raw): string {
  return typed(field, raw[field] ?? DEFAULTS[field]);
}

function hours(raw: Raw): number {
  const value = Number(text('hours', raw));
  return value > 0 && value <= LONGEST_PLAN_HOURS ? value : refuse('hours', raw);
}

function timeOfDay(raw: Raw): PlanWish['before'] {
  const match = TIME_OF_DAY.exec(text('before', raw)) ?? refuse('before', raw);
  return { hour: Number(match[1]), minute: Number(match[2]) };
}

function refuse(field: keyof EcowattSignalFields, raw: Raw): never {
  throw new LinkyRedError('ERR_CONFIG', { field, detail: text(field, raw) });
}
