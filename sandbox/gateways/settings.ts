// The settings of the stand-in of the gateways, as the command line gives them: name=value.
import { ENEDIS_FAULTS } from '../enedis/faults';
import { isFault } from '../enedis/settings';
import { refuse, STORY_SETTINGS, storySettings } from '../story-settings';
import { GATEWAY_FAULTS, type AnyFault } from './faults';
import type { GatewaysOptions } from './server';

export const GATEWAYS_SETTINGS: Readonly<Record<string, string>> = {
  ...STORY_SETTINGS,
  'gateway-fault': `what every question for measures is answered with: ${[GATEWAY_FAULTS, ENEDIS_FAULTS].flatMap((faults) => Object.keys(faults)).join(', ')}`,
};

/** @throws RangeError that names the setting that is not understood */
export function gatewaysSettings(
  settings: Readonly<Record<string, string>>,
  startedAt: number,
): GatewaysOptions & { readonly fault: AnyFault | undefined } {
  const { 'gateway-fault': fault } = settings;
  const isKnown = fault === undefined || fault in GATEWAY_FAULTS || isFault(fault);
  if (!isKnown) refuse(GATEWAYS_SETTINGS, 'gateway-fault', fault);
  return { ...storySettings(settings, startedAt), fault: fault as AnyFault | undefined };
}
