// The settings of the stand-in of Enedis, as the command line gives them: name=value.
import { oneOf, refuse, STORY_SETTINGS, storySettings } from '../story-settings';
import { ENEDIS_FAULTS, type EnedisFault } from './faults';
import type { EnedisOptions } from './server';

export const ENEDIS_SETTINGS: Readonly<Record<string, string>> = {
  ...STORY_SETTINGS,
  redirect: 'where the page of the consent sends the browser to; default http://127.0.0.1:1880/',
  agreed: 'whether the box on the page of the consent is ticked already: no, yes; default no',
  dates: 'dates of the company account: local, local-z (the same with a Z), utc; default local',
  prefix: 'units of the company account: none, k, M; default none',
  'enedis-fault': `what every question for measures is answered with: ${Object.keys(ENEDIS_FAULTS).join(', ')}`,
};

/** @throws RangeError that names the setting that is not understood */
export function enedisSettings(
  settings: Readonly<Record<string, string>>,
  startedAt: number,
): EnedisOptions & { readonly fault: EnedisFault | undefined } {
  const { redirect, 'enedis-fault': fault } = settings;
  if (redirect !== undefined && !URL.canParse(redirect)) refuse(ENEDIS_SETTINGS, 'redirect', redirect);
  const prefix = oneOf(settings, ENEDIS_SETTINGS, 'prefix', ['none', 'k', 'M']);
  return {
    ...storySettings(settings, startedAt),
    ...(redirect !== undefined && { redirect }),
    isTicked: oneOf(settings, ENEDIS_SETTINGS, 'agreed', ['no', 'yes']) === 'yes',
    dates: oneOf(settings, ENEDIS_SETTINGS, 'dates', ['local', 'local-z', 'utc']),
    prefix: prefix === 'none' ? '' : prefix,
    fault: fault === undefined || isFault(fault) ? fault : refuse(ENEDIS_SETTINGS, 'enedis-fault', fault),
  };
}

export function isFault(name: string): name is EnedisFault {
  return name in ENEDIS_FAULTS;
}
