// The settings of stand-ins that live on a story's clock, as the command line gives them.
import type { CurveOrder } from './enedis/bodies-2026';

type Settings = Readonly<Record<string, string>>;

export const CLOCK_SETTINGS: Settings = {
  at: 'when the story begins (ISO 8601); default now',
  factor: 'how many seconds of the story pass in one: 60 plays an hour in a minute; default 1',
};

export const STORY_SETTINGS: Settings = {
  ...CLOCK_SETTINGS,
  'doubled-hour': 'how the curve writes the doubled hour of October: as-it-ran, by-label; default as-it-ran',
};

/** @throws RangeError that names the setting that is not understood */
export function clockSettings(settings: Settings, startedAt: number): { readonly now: () => number } {
  const from = settings['at'] === undefined ? startedAt : Date.parse(settings['at']);
  if (Number.isNaN(from)) refuse(CLOCK_SETTINGS, 'at', settings['at'] ?? '');
  const factor = Number(settings['factor'] ?? 1);
  if (!(factor > 0)) refuse(CLOCK_SETTINGS, 'factor', settings['factor'] ?? '');
  return { now: () => from + (Date.now() - startedAt) * factor };
}

/** @throws RangeError as clockSettings does */
export function storySettings(settings: Settings, startedAt: number): { readonly now: () => number } & CurveOrder {
  return {
    ...clockSettings(settings, startedAt),
    doubledHour: oneOf(settings, STORY_SETTINGS, 'doubled-hour', ['as-it-ran', 'by-label']),
  };
}

/** @param allowed the first is the default */
export function oneOf<Word extends string>(
  settings: Settings,
  known: Settings,
  name: string,
  allowed: readonly [Word, ...Word[]],
): Word {
  const typed = settings[name] ?? allowed[0];
  return allowed.find((word) => word === typed) ?? refuse(known, name, typed);
}

export function refuse(known: Settings, name: string, value: string): never {
  throw new RangeError(`${name}=${value}: ${known[name] ?? ''}`);
}
