// What a reading says of the meter's own tariff: its indexes by label, and the period that is in force. The labels of a Linky and
// of what came before it (spec/tic.md §2.1, §2.2); meters that send none of them have no running costs.
import { hoursNamed } from '../../grid/tariff-name';
import type { TariffClass } from '../contract/contract';

/**
 * Classes that a register or a name may stand for: which one, the offer says, and the clock where that leaves several. None: it
 * says nothing.
 */
export type Candidates = readonly TariffClass[];

/** Off-peak registers hold whole week-ends on some calendars (`HC et Week-End`). */
const OFF_PEAK: Candidates = ['hc', 'hc-week-end', 'hp-week-end', 'hch', 'hcb'];
const PEAK: Candidates = ['hp', 'hp-week-end', 'hph', 'hpb'];
const NONE: Candidates = [];

const HISTORIQUE: Readonly<Record<string, Candidates>> = {
  BASE: NONE,
  HCHC: OFF_PEAK,
  HCHP: PEAK,
  EJPHN: ['ejp-normal'],
  EJPHPM: ['ejp-peak'],
  BBRHCJB: ['hc-blue'],
  BBRHPJB: ['hp-blue'],
  BBRHCJW: ['hc-white'],
  BBRHPJW: ['hp-white'],
  BBRHCJR: ['hc-red'],
  BBRHPJR: ['hp-red'],
};
const STANDARD = Array.from({ length: 10 }, (_, i) => registerOf(i + 1));

/** Of registers whose name was never seen, by the name of the calendar: the order of the historical options (54E §6.1). */
const CALENDARS: readonly (readonly [RegExp, readonly Candidates[]])[] = [
  [/tempo/i, [['hc-blue'], ['hp-blue'], ['hc-white'], ['hp-white'], ['hc-red'], ['hp-red']]],
  [/^h(eures?)? *pleines?.*creuses?$/i, [OFF_PEAK, PEAK]],
  [/ejp/i, [['ejp-normal'], ['ejp-peak']]],
];

const COLOURS = [
  [/\b(bleue?|hcjb|hpjb)\b/i, 'blue'],
  [/\b(blanc|blanche|blan|hcjw|hpjw)\b/i, 'white'],
  [/\b(rouge|hcjr|hpjr)\b/i, 'red'],
] as const;

/** What names of tariff periods say beyond their hours: the first that fits. `PTEC` of historique, `LTARF` of standard. */
const NAMES: readonly (readonly [RegExp, Candidates])[] = [
  [/\bHPH\b/i, ['hph']],
  [/\bHCH\b/i, ['hch']],
  [/\bHP[BE]\b/i, ['hpb']],
  [/\bHC[BE]\b/i, ['hcb']],
  [/^PM\b|pointe/i, ['ejp-peak']],
  [/^HN\b|normale/i, ['ejp-normal']],
];

const WEEK_END = /week.?end|^WE\b/i;

/** `HC WEEK END`, `HEURE WEEK-END`. */
function weekEnd(hours: ReturnType<typeof hoursNamed>): Candidates {
  if (hours === null) return ['week-end', 'hc-week-end', 'hp-week-end'];
  return ['week-end', hours === 'peak' ? 'hp-week-end' : 'hc-week-end'];
}

type Values = Readonly<Record<string, unknown>>;

export interface MeterTariff {
  /** Wh by label. */
  readonly registers: Readonly<Record<string, number>>;
  /** `HC..`, `HEURE  CREUSE`; undefined: the meter names none. */
  readonly name: string | undefined;
  /** `EASF02`: the one that counts now; undefined in historique, where the labels speak. */
  readonly counting: string | undefined;
  /** Of the supplier. */
  readonly calendar: string | undefined;
}

/** @param values `msg.payload` of a reading */
export function meterTariff(values: Values): MeterTariff {
  const labels = [...Object.keys(HISTORIQUE), ...STANDARD].filter((label) => isIndex(values[label]));
  const number = Number(text(values['NTARF']));
  return {
    registers: Object.fromEntries(labels.map((label) => [label, values[label] as number])),
    name: text(values['PTEC']) ?? text(values['LTARF']),
    counting: number >= 1 && number <= STANDARD.length ? registerOf(number) : undefined,
    calendar: text(values['NGTF']),
  };
}

export function candidatesOfName(name: string): Candidates {
  const hours = hoursNamed(name);
  const colour = COLOURS.find(([pattern]) => pattern.test(name))?.[1];
  if (colour !== undefined) {
    const both = [`hp-${colour}`, `hc-${colour}`] as const;
    return hours === null ? both : [hours === 'peak' ? both[0] : both[1]];
  }
  if (WEEK_END.test(name)) return weekEnd(hours);
  const further = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return further ?? (hours === null ? NONE : hours === 'peak' ? PEAK : OFF_PEAK);
}

/** @param names what the meter called each register while it counted */
export function candidatesOfRegister(
  label: string,
  names: Readonly<Record<string, string>>,
  calendar: string | undefined,
): Candidates {
  const known = HISTORIQUE[label];
  if (known !== undefined) return known;
  const byName = names[label] === undefined ? NONE : candidatesOfName(names[label]);
  if (byName.length > 0 || calendar === undefined) return byName;
  const order = CALENDARS.find(([pattern]) => pattern.test(calendar))?.[1];
  return order?.[STANDARD.indexOf(label)] ?? NONE;
}

/** `EASF01`. */
function registerOf(number: number): string {
  return `EASF${String(number).padStart(2, '0')}`;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 1e12;
}

function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}
