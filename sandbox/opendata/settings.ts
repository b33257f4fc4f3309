// The settings of the stand-ins of the open data portals, as the command line gives them: name=value.
import { CLOCK_SETTINGS, clockSettings, oneOf, refuse } from '../story-settings';
import { isOpenDataFault, OPENDATA_FAULT_NAMES, type OpenDataFault } from './faults';
import type { OpenDataOptions } from './server';

/** Data Fair's own defaults for those without an account. */
const REQUESTS_PER_MINUTE = 600;
const BYTES_PER_SECOND = 500_000;

export const OPENDATA_SETTINGS: Readonly<Record<string, string>> = {
  ...CLOCK_SETTINGS,
  'opendata-fault': `what every question for rows is answered with: ${OPENDATA_FAULT_NAMES.join(', ')}`,
  compat: 'whether Data Fair has its look-alike of Opendatasoft: yes, no; default yes',
  rows: 'rows of a large set beside the others, conso-inf36-large; default none',
  'requests-per-minute': `what Data Fair takes from one address; default ${REQUESTS_PER_MINUTE}`,
  'bytes-per-second': `how fast rows are sent at most, 0 without limit; default 0 (Data Fair really gives ${BYTES_PER_SECOND})`,
  'opendata-key': 'a key without which the portals answer nothing; default none',
};

/** @throws RangeError that names the setting that is not understood */
export function openDataSettings(
  settings: Readonly<Record<string, string>>,
  startedAt: number,
): OpenDataOptions & { readonly fault: OpenDataFault | undefined; readonly rows: number } {
  const number = (name: string, usual: number): number => {
    const value = Number(settings[name] ?? usual);
    return Number.isInteger(value) && value >= 0 ? value : refuse(OPENDATA_SETTINGS, name, settings[name] ?? '');
  };
  const { 'opendata-fault': fault, 'opendata-key': apiKey } = settings;
  const isKnown = fault === undefined || isOpenDataFault(fault);
  const speed = number('bytes-per-second', 0);
  return {
    ...clockSettings(settings, startedAt),
    compat: oneOf(settings, OPENDATA_SETTINGS, 'compat', ['yes', 'no']) === 'yes',
    requestsPerMinute: number('requests-per-minute', REQUESTS_PER_MINUTE),
    ...(speed > 0 && { bytesPerSecond: speed }),
    ...(apiKey !== undefined && { apiKey }),
    rows: number('rows', 0),
    fault: isKnown ? fault : refuse(OPENDATA_SETTINGS, 'opendata-fault', fault),
  };
}
