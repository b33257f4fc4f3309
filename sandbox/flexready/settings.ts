// The settings of the emulator, as the command line gives them: name=value.
import { CLOCK_SETTINGS, clockSettings, oneOf, refuse } from '../story-settings';
import { FLEX_FAULT_NAMES, isFlexFault, type FlexFault } from './faults';
import type { FlexReadyOptions } from './server';

export const FLEXREADY_SETTINGS: Readonly<Record<string, string>> = {
  ...CLOCK_SETTINGS,
  checks:
    'what its building does with a request that breaks its potential: lenient (takes it), strict; default lenient',
  decide: 'how many seconds its building thinks before it accepts; default 0',
  potentials:
    'the day on which its building can do something: seed (2025-04-02, as in the reference), today; default seed',
  'flex-token': 'how many seconds a token lasts; default 3600',
  building: 'the address of the building that the operator’s page sends to; default http://127.0.0.1:1880/flex',
  ask: 'how many kilowatts that page proposes; default 80',
  'building-key': 'the bearer key that this building asks for',
  'flex-fault': `what every call is answered with: ${FLEX_FAULT_NAMES.join(', ')}`,
};

/** @throws RangeError that names the setting that is not understood */
export function flexReadySettings(
  settings: Readonly<Record<string, string>>,
  startedAt: number,
): FlexReadyOptions & { readonly fault: FlexFault | undefined } {
  const { building, 'building-key': key, 'flex-fault': fault } = settings;
  if (building !== undefined && !URL.canParse(building)) refuse(FLEXREADY_SETTINGS, 'building', building);
  return {
    ...clockSettings(settings, startedAt),
    checks: oneOf(settings, FLEXREADY_SETTINGS, 'checks', ['lenient', 'strict']),
    potentials: oneOf(settings, FLEXREADY_SETTINGS, 'potentials', ['seed', 'today']),
    decideSeconds: numberAbove(settings, 'decide', 0, 0),
    askKW: numberAbove(settings, 'ask', 80, 0.001),
    pace: Number(settings['factor'] ?? 1),
    tokenSeconds: numberAbove(settings, 'flex-token', 3600, 1),
    ...(building !== undefined && { building }),
    ...(key !== undefined && { buildingKey: key }),
    fault: fault === undefined || isFlexFault(fault) ? fault : refuse(FLEXREADY_SETTINGS, 'flex-fault', fault),
  };
}

function numberAbove(settings: Readonly<Record<string, string>>, name: string, usual: number, least: number): number {
  const value = Number(settings[name] ?? usual);
  return value >= least ? value : refuse(FLEXREADY_SETTINGS, name, settings[name] ?? '');
}
