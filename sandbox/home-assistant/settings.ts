// The settings of the stand-in of Home Assistant, as the command line gives them: name=value.
import { oneOf, refuse } from '../story-settings';
import { HOME_ASSISTANT_FAULTS, isHomeAssistantFault, type HomeAssistantFault } from './faults';
import { releaseOf } from './release';
import type { HomeAssistantOptions } from './server';

export const HOME_ASSISTANT_SETTINGS: Readonly<Record<string, string>> = {
  'ha-version': 'which Home Assistant it is: before 2025.11 statistics have other metadata; default 2026.11.0',
  'ha-token': 'the token that it accepts; default long-lived',
  'ha-admin': 'whether the token is an administrator’s: yes, no; default yes',
  'ha-fault': `what becomes of every import of statistics: ${Object.keys(HOME_ASSISTANT_FAULTS).join(', ')}`,
};

/** @throws RangeError that names the setting that is not understood */
export function homeAssistantSettings(
  settings: Readonly<Record<string, string>>,
): HomeAssistantOptions & { readonly fault: HomeAssistantFault | undefined } {
  const { 'ha-version': version = '2026.11.0', 'ha-token': token = 'long-lived', 'ha-fault': fault } = settings;
  if (releaseOf(version) === undefined) refuse(HOME_ASSISTANT_SETTINGS, 'ha-version', version);
  if (token === '') refuse(HOME_ASSISTANT_SETTINGS, 'ha-token', token);
  if (fault !== undefined && !isHomeAssistantFault(fault)) refuse(HOME_ASSISTANT_SETTINGS, 'ha-fault', fault);
  const admin = oneOf(settings, HOME_ASSISTANT_SETTINGS, 'ha-admin', ['yes', 'no']) === 'yes';
  return { version, token, admin, fault };
}
