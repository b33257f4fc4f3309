// The settings of the meter as words: for a command line, a script, a test.
import type { Colour } from './calendar';
import type { ContractName } from './contract';
import { FASTEST, lineFaultRates } from './control';
import { LINE_FAULT_NAMES } from './line-faults';
import { DEFAULT_METER, type MeterOptions, type Mode, nextWinterDay } from './meter';

export interface MeterSettings {
  readonly meter: MeterOptions;
  readonly factor: number;
}

export const METER_SETTINGS = {
  mode: 'standard (default) or historique',
  contract: 'tempo (default), hc, ejp or base',
  phases: '1 (default) or 3',
  producer: 'yes or no (default)',
  factor: 'how many times faster the meter’s clock runs; default 1',
  start: 'the meter’s clock at the start, ISO 8601; default the next winter day at 10:55',
  colours: 'colours of the first days; default white,red,white',
  seed: 'any word: the same word gives the same day',
  faults: `damage on the line, NAME=RATE,…: ${LINE_FAULT_NAMES.join(', ')}`,
} as const;

type Key = keyof typeof METER_SETTINGS;

/** RangeError for a name or a value that is not understood. `now` is the host's clock, epoch milliseconds. */
export function meterSettings(words: Readonly<Record<string, string>>, now: number): MeterSettings {
  let settings: MeterSettings = { meter: { ...DEFAULT_METER, start: nextWinterDay(now) }, factor: 1 };
  for (const [name, value] of Object.entries(words)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name as Key] : undefined;
    const change = read?.(value);
    if (change === undefined) throw new RangeError(`${name}=${value}`);
    const { factor = settings.factor, ...meter } = change;
    settings = { factor, meter: { ...settings.meter, ...meter } };
  }
  return settings;
}

type Change = Partial<MeterOptions> & { readonly factor?: number };
type Read = (value: string) => Change | undefined;

const READERS: Readonly<Record<Key, Read>> = {
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
