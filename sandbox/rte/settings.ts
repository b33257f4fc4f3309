// The settings of the stand-in of RTE, as the command line gives them: name=value.
import { parisDay } from '../paris-clock';
import { DayCalendar } from '../tic/calendar';
import { FAULTS, isFault, type FaultName } from './faults';
import { lawful, type Letter, type Scenario } from './scenario';
import { SCENARIOS } from './scenarios';

export const RTE_SETTINGS: Readonly<Record<string, string>> = {
  scenario: `the story: ${SCENARIOS.map(({ name }) => name).join(', ')}`,
  colours: 'colours of Tempo from the first day on, as of the meter; default: those of the story, else of the season',
  at: 'when the story begins (ISO 8601); default now',
  factor: 'how many seconds of the story pass in one: 60 plays an hour in a minute; default 1',
  fault: `what every call of an API is answered with: ${Object.keys(FAULTS).join(', ')}`,
  token: 'how many seconds a token lasts; default 7199',
};

export interface RteSettings {
  readonly scenario: Scenario;
  readonly now: () => number;
  readonly fault: FaultName | undefined;
  readonly tokenSeconds: number;
}

/** @throws RangeError that names the setting that is not understood */
export function rteSettings(settings: Readonly<Record<string, string>>, startedAt: number): RteSettings {
  const name = settings['scenario'] ?? 'tense-week';
  const scenario = SCENARIOS.find((row) => row.name === name) ?? refuse('scenario', name);
  const from = settings['at'] === undefined ? startedAt : Date.parse(settings['at']);
  if (Number.isNaN(from)) refuse('at', settings['at'] ?? '');
  const factor = number(settings, 'factor', 1);
  const colours = tempoColours(settings['colours'], from);
  const fault = settings['fault'];
  return {
    // Colours that are typed have been judged by whoever has the meter.
    scenario: colours === undefined ? lawful(scenario, from) : { ...scenario, tempo: colours },
    now: () => from + (Date.now() - startedAt) * factor,
    fault: fault === undefined ? undefined : isFault(fault) ? fault : refuse('fault', fault),
    tokenSeconds: number(settings, 'token', 7199),
  };
}

/** By days from the story's first one; before 06:00 it is still the tariff day before. */
function tempoColours(list: string | undefined, from: number): Scenario['tempo'] {
  if (list === undefined) return undefined;
  const first = DayCalendar.tariffDay(from) - parisDay(from);
  const letters = list.split(',').map((word) => LETTERS.get(word) ?? refuse('colours', list));
  return Object.fromEntries(letters.map((letter, n) => [first + n, letter]));
}

const LETTERS: ReadonlyMap<string, Letter> = new Map([
  ['blue', 'b'],
  ['white', 'w'],
  ['red', 'r'],
]);

function number(settings: Readonly<Record<string, string>>, name: string, usual: number): number {
  const value = Number(settings[name] ?? usual);
  return value > 0 ? value : refuse(name, settings[name] ?? '');
}

function refuse(setting: string, value: string): never {
  throw new RangeError(`${setting}=${value}: ${RTE_SETTINGS[setting] ?? ''}`);
}
