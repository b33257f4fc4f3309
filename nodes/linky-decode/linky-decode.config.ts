// The settings of linky-decode, read once.
import { CivilZone } from '../../lib/grid/paris-time';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import type { BudgetRule } from '../../lib/tic/power/power-budget';
import { type ParsedSource, type SourceSettings, plainName } from '../../lib/tic/parsed/source';
import { PARSED_SOURCES } from '../../lib/tic/parsed/sources';
import {
  BUDGETS,
  DEFAULTS,
  ENERGIES,
  LONGEST_INTERVAL_SECONDS,
  MODES,
  RHYTHMS,
  SOURCES,
  type LinkyDecodeFields,
} from './linky-decode.choices';

/** Who has parsed what comes in, and what the user says of him. */
export interface ParsedConfig {
  readonly source: ParsedSource;
  readonly settings: SourceSettings;
}

export interface LinkyDecodeConfig {
  /** Milliseconds between two readings of a meter; 0: every frame. */
  readonly everyMs: number;
  readonly lenient: boolean;
  readonly listGroups: boolean;
  /** Undefined: scaled to the longest frame. Of what others have parsed: by their own rhythm. */
  readonly silenceSeconds: number | undefined;
  readonly zone: CivilZone;
  /** Null: by the unit of the subscribed power. */
  readonly budgetRule: BudgetRule | null;
  /** Null: the bytes of meters come in. */
  readonly parsed: ParsedConfig | null;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<LinkyDecodeFields>): LinkyDecodeConfig {
  const settings = new Settings(raw, DEFAULTS);
  const seconds = (field: 'seconds' | 'silence', most: number): number => settings.number(field, { least: 1, most });
  const isThinned = settings.choice('rhythm', RHYTHMS) === 'interval';
  const budget = settings.choice('budget', BUDGETS);
  const parsed = parsedOf(settings);
  return {
    everyMs: isThinned ? seconds('seconds', LONGEST_INTERVAL_SECONDS) * 1000 : 0,
    lenient: settings.flag('lenient'),
    listGroups: settings.flag('groups'),
    silenceSeconds:
      settings.text('silence') === '' ? parsed?.source.silenceSeconds : seconds('silence', LONGEST_SILENCE_SECONDS),
    zone: zoneOf(settings),
    budgetRule: budget === 'auto' ? null : budget,
    parsed,
  };
}

const LONGEST_SILENCE_SECONDS = 86_400;

function parsedOf(settings: Settings<LinkyDecodeFields>): ParsedConfig | null {
  const source = settings.choice('source', SOURCES);
  if (source === 'bytes') return null;
  const mode = settings.choice('mode', MODES);
  const energyWh = settings.choice('energy', ENERGIES) === 'kWh' ? 1000 : 1;
  return { source: PARSED_SOURCES[source], settings: { mode, energyWh, names: namesOf(settings) } };
}

/** `name = LABEL`, with commas, semicolons or line ends between. */
function namesOf(settings: Settings<LinkyDecodeFields>): ReadonlyMap<string, string> {
  const pairs = settings
    .text('names')
    .split(/[,;\n]/)
    .filter((pair) => pair.trim() !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', label = '', ...rest] = pair.split('=').map((part) => part.trim());
      if (plainName(name) === '' || !LABEL.test(label) || rest.length > 0) settings.refuseForm('names', 'names');
      return [plainName(name), label];
    }),
  );
}

/** As the meter spells it: `EASF01`, `SMAXSN-1`, `NJOURF+1`. */
const LABEL = /^[A-Z][A-Z0-9]*([+-]1)?$/;

/** An emptied field is that of most meters. */
function zoneOf(settings: Settings<LinkyDecodeFields>): CivilZone {
  try {
    return new CivilZone(settings.text('zone') || DEFAULTS.zone);
  } catch {
    return settings.refuseForm('zone', 'zone');
  }
}
