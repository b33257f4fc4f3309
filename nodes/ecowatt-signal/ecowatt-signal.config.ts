// The settings of ecowatt-signal, read once.
import type { PlanWish } from '../../lib/rte/ecowatt/hour-plan';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, LONGEST_PLAN_HOURS, PLANS, TIME_OF_DAY, type EcowattSignalFields } from './ecowatt-signal.choices';

export interface EcowattSignalConfig {
  readonly account: string;
  readonly sandbox: boolean;
  readonly plan: PlanWish | undefined;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<EcowattSignalFields>): EcowattSignalConfig {
  const settings = new Settings(raw, DEFAULTS);
  return { account: settings.text('account'), sandbox: settings.flag('sandbox'), plan: planOf(settings) };
}

/** What unused fields hold is nobody's error. */
function planOf(settings: Settings<EcowattSignalFields>): PlanWish | undefined {
  const mode = settings.choice('plan', PLANS);
  if (mode === 'none') return undefined;
  const hours = settings.number('hours', { above: 0, most: LONGEST_PLAN_HOURS });
  const [, hour, minute] = settings.match('before', TIME_OF_DAY, 'before');
  return { mode, hours, before: { hour: Number(hour), minute: Number(minute) } };
}
