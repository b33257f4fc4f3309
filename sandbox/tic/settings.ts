// The settings of the meter as words: for a command line, a script, a test.
import type { BusinessFamily, BusinessOptions } from './business-meter';
import { isAllowed } from '../tempo-season';
import { type Colour, DayCalendar } from './calendar';
import type { ContractName } from './contract';
import { FASTEST, lineFaultRates } from './control';
import { LINE_FAULT_NAMES } from './line-faults';
import { DEFAULT_METER, type MeterOptions, type Mode, nextWinterDay } from './meter';

export interface MeterSettings {
  readonly meter: MeterOptions | BusinessOptions;
  readonly factor: number;
}

export const METER_SETTINGS = {
  family: 'linky (default), pme-pmi (palier 2013, BT > 36 kVA) or saphir (HTA)',
  mode: 'standard (default) or historique; of a Linky',
  contract: 'tempo (default), hc, ejp or base; of a Linky',
  phases: '1 (default) or 3; of a Linky',
  producer: 'yes or no (default); of a Linky or a SAPHIR',
  format: 'STD (default) or HISTO; of a SAPHIR',
  speed: '1200, 2400, 4800, 9600 or 19200 on PME-PMI, 1200 or 9600 on SAPHIR; default 9600',
  td: 'minutes of a Td period, 10 (default) or 5; of a PME-PMI or a SAPHIR',
  subscribed: 'of a PME-PMI in kVA (default 108), of a SAPHIR in kW (default 250); 37 to 250, 37 to 9999',
  factor: 'how many times faster the meter’s clock runs; default 1',
  start: 'the meter’s clock at the start, ISO 8601; default the next winter day at 10:55',
  colours:
    'colours of the first days; default those of the season. Tempo has no red at week-ends and on holidays, no white on Sundays',
  seed: 'any word: the same word gives the same day',
  faults: `damage on the line, NAME=RATE,…: ${LINE_FAULT_NAMES.join(', ')}`,
} as const;

type Key = keyof typeof METER_SETTINGS;

/** RangeError for a name or a value that is not understood. `now` is the host's clock, epoch milliseconds. */
export function meterSettings(words: Readonly<Record<string, string>>, now: number): MeterSettings {
  let all: Settings = { ...DEFAULT_METER, ...DEFAULT_BUSINESS, start: nextWinterDay(now), factor: 1 };
  for (const [name, value] of Object.entries(words)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name as Key] : undefined;
    const change = read?.(value);
    if (change === undefined) throw new RangeError(`${name}=${value}`);
    all = { ...all, ...change };
  }
  const { family, format, baudRate, td, subscribed, factor, ...linky } = all;
  if (linky.contract === 'tempo') refuseForbidden(linky);
  if (family === 'linky') return { factor, meter: linky };
  if (!SPEEDS[family].includes(baudRate)) throw new RangeError(`speed=${String(baudRate)}`);
  if (subscribed !== null && subscribed > MOST_SUBSCRIBED[family])
    throw new RangeError(`subscribed=${String(subscribed)}`);
  const { producer, seed, start, faults } = linky;
  return { factor, meter: { family, format, baudRate, td, subscribed, producer, seed, start, faults } };
}

/** A day that Tempo does not have would be a second truth: RTE never publishes it. */
function refuseForbidden({ colours, start }: MeterOptions): void {
  const first = DayCalendar.tariffDay(start);
  colours.forEach((colour, n) => {
    if (isAllowed(colour, first + n)) return;
    const day = new Date((first + n) * 86_400_000).toISOString().slice(0, 10);
    throw new RangeError(`colours=${colours.join(',')}: ${day} cannot be ${colour} on Tempo`);
  });
}

type Business = Omit<BusinessOptions, 'family' | 'producer' | 'seed' | 'start' | 'faults'>;
type Settings = MeterOptions & Business & { readonly family: BusinessFamily | 'linky'; readonly factor: number };
type Change = Partial<Settings>;
type Read = (value: string) => Change | undefined;

const DEFAULT_BUSINESS = { family: 'linky', format: 'STD', baudRate: 9600, td: 10, subscribed: null } as const;
const MOST_SUBSCRIBED: Readonly<Record<BusinessFamily, number>> = { 'pme-pmi': 250, saphir: 9999 };
const ABOVE_BLUE = 37;
const SPEEDS: Readonly<Record<BusinessFamily, readonly number[]>> = {
  'pme-pmi': [1200, 2400, 4800, 9600, 19200],
  saphir: [1200, 9600],
};

const READERS: Readonly<Record<Key, Read>> = {
  family: oneOf<BusinessFamily | 'linky'>({ linky: 'linky', 'pme-pmi': 'pme-pmi', saphir: 'saphir' }, (family) => ({
    family,
  })),
  format: oneOf<'HISTO' | 'STD'>({ HISTO: 'HISTO', STD: 'STD' }, (format) => ({ format })),
  speed: (value) => (SPEEDS['pme-pmi'].includes(Number(value)) ? { baudRate: Number(value) } : undefined),
  td: oneOf<5 | 10>({ '5': 5, '10': 10 }, (td) => ({ td })),
  subscribed: (value) =>
    Number.isInteger(Number(value)) && Number(value) >= ABOVE_BLUE && Number(value) <= MOST_SUBSCRIBED.saphir
      ? { subscribed: Number(value) }
      : undefined,
  mode: oneOf<Mode>({ standard: 'standard', historique: 'historique' }, (mode) => ({ mode })),
  contract: oneOf<ContractName>({ base: 'base', hc: 'hc', ejp: 'ejp', tempo: 'tempo' }, (contract) => ({ contract })),
  phases: oneOf<1 | 3>({ '1': 1, '3': 3 }, (phases) => ({ phases })),
  producer: oneOf<boolean>({ yes: true, no: false }, (producer) => ({ producer })),
  factor: (value) => (Number(value) > 0 && Number(value) <= FASTEST ? { factor: Number(value) } : undefined),
  start: (value) => (Number.isNaN(Date.parse(value)) ? undefined : { start: Date.parse(value) }),
  colours: (value) => {
    const colours = value.split(',').map((word) => COLOUR_WORDS.find((colour) => colour === word));
    return colours.includes(undefined) ? undefined : { colours: colours.filter((colour) => colour !== undefined) };
  },
  seed: (seed) => ({ seed }),
  faults: (value) => {
    const faults = lineFaultRates(value);
    return faults === undefined ? undefined : { faults };
  },
};

const COLOUR_WORDS: readonly Colour[] = ['blue', 'white', 'red'];

function oneOf<T>(values: Readonly<Record<string, T>>, change: (value: T) => Change): Read {
  return (word) => {
    const value = Object.hasOwn(values, word) ? values[word] : undefined;
    return value === undefined ? undefined : change(value);
  };
}
