// The commands of Home Assistant's WebSocket that have to do with statistics, one row each: who may, what form, what it does.
// Forms and sentences are those of 2025.10.4, 2026.2.3 and 2026.11.0.
import {
  FLAG,
  listOf,
  NUMBER,
  objectOf,
  oneOf,
  optional,
  required,
  TEXT,
  TEXT_OR_NONE,
  TIME,
  type Key,
} from './format';
import { importJob } from './import-job';
import { PERIODS, periodRows, TYPES, type Period } from './periods';
import type { Metadata, Recorder } from './recorder';
import { Refusal } from './refusal';
import type { Release } from './release';

export interface Around {
  readonly recorder: Recorder;
  readonly release: Release;
  readonly isAdmin: boolean;
  /** What is deprecated stands in the log. */
  readonly warn: (sentence: string) => void;
  /** What is imported is forgotten, and nobody is told. */
  readonly isLost: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Command {
  readonly admin: boolean;
  readonly keys: (release: Release) => Readonly<Record<string, Key>>;
  /** @throws Refusal */
  readonly run: (fields: Fields, around: Around) => unknown;
}

const ROW = objectOf({
  start: required(TIME),
  mean: optional(NUMBER),
  min: optional(NUMBER),
  max: optional(NUMBER),
  last_reset: optional((value, where) => (value === null ? undefined : TIME(value, where))),
  state: optional(NUMBER),
  sum: optional(NUMBER),
});

const METADATA = {
  has_sum: required(FLAG),
  name: required(TEXT_OR_NONE),
  source: required(TEXT),
  statistic_id: required(TEXT),
  unit_of_measurement: required(TEXT_OR_NONE),
};

/** What Wh, kWh and MWh are in Wh. */
const ENERGY: Readonly<Record<string, number>> = { Wh: 1, kWh: 1e3, MWh: 1e6 };

export const COMMANDS: Readonly<Partial<Record<string, Command>>> = {
  'recorder/import_statistics': {
    admin: true,
    keys: ({ hasMeanType }) => ({
      metadata: required(
        objectOf(
          hasMeanType
            ? {
                ...METADATA,
                has_mean: optional(FLAG),
                mean_type: optional(oneOf(0, 1, 2)),
                unit_class: optional(TEXT_OR_NONE),
              }
            : { ...METADATA, has_mean: required(FLAG) },
        ),
      ),
      stats: required(listOf(ROW)),
    }),
    run: (fields, around) => {
      importJob(fields, around);
      return null;
    },
  },
  'recorder/clear_statistics': {
    admin: true,
    keys: () => ({ statistic_ids: required(listOf(TEXT)) }),
    run: async ({ statistic_ids: ids }, { recorder }) => {
      await recorder.clear(ids as string[]);
      return null;
    },
  },
  'recorder/update_statistics_metadata': {
    admin: true,
    keys: ({ hasMeanType }) => ({
      statistic_id: required(TEXT),
      unit_of_measurement: required(TEXT_OR_NONE),
      ...(hasMeanType && { unit_class: optional(TEXT_OR_NONE) }),
    }),
    run: async ({ statistic_id: id, unit_of_measurement: unit, unit_class: unitClass }, { recorder }) => {
      await recorder.relabel(id as string, unit as string | null, (unitClass ?? null) as string | null);
      return null;
    },
  },
  'recorder/list_statistic_ids': {
    admin: false,
    keys: () => ({ statistic_type: optional(oneOf('sum', 'mean')) }),
    run: ({ statistic_type: type }, { recorder }) => {
      const wanted = recorder.all().filter(({ has_sum: hasSum, mean_type: mean }) => {
        if (type === 'sum') return hasSum;
        return type === 'mean' ? mean !== 0 : true;
      });
      return wanted.map((metadata) => listed(metadata));
    },
  },
  'recorder/get_statistics_metadata': {
    admin: false,
    keys: () => ({ statistic_ids: optional(listOf(TEXT)) }),
    run: ({ statistic_ids: ids }, { recorder }) => {
      const wanted = new Set((ids ?? []) as string[]);
      const all = recorder.all().filter(({ statistic_id: id }) => wanted.size === 0 || wanted.has(id));
      return all.map((metadata) => listed(metadata));
    },
  },
  'recorder/statistics_during_period': {
    admin: false,
    keys: ({ hasYears }) => ({
      start_time: required(TEXT),
      end_time: optional(TEXT),
      statistic_ids: required(listOf(TEXT, 1)),
      period: required(oneOf(...PERIODS.filter((period) => hasYears || period !== 'year'))),
      units: optional(objectOf({ energy: optional(oneOf(...Object.keys(ENERGY))) })),
      types: optional(listOf(oneOf(...TYPES))),
    }),
    run: (fields, { recorder }) => duringPeriod(fields, recorder),
  },
  get_config: {
    admin: false,
    keys: () => ({}),
    run: (_fields, { release }) => ({
      version: release.version,
      state: 'RUNNING',
      time_zone: 'Europe/Paris',
      currency: 'EUR',
      country: 'FR',
      language: 'fr',
    }),
  },
  'auth/current_user': {
    admin: false,
    keys: () => ({}),
    run: (_fields, { isAdmin }) => ({ id: 'user', name: 'Test', is_owner: isAdmin, is_admin: isAdmin }),
  },
};

function listed(metadata: Metadata): object {
  const { unit_of_measurement: unit, mean_type: mean, ...rest } = metadata;
  return {
    ...rest,
    has_mean: mean === 1,
    mean_type: mean,
    display_unit_of_measurement: unit,
    statistics_unit_of_measurement: unit,
  };
}

function duringPeriod(fields: Fields, recorder: Recorder): object {
  const from = Date.parse(fields['start_time'] as string);
  if (Number.isNaN(from)) throw new Refusal('invalid_start_time', 'Invalid start_time');
  const end = fields['end_time'] as string | undefined;
  const to = end === undefined ? undefined : Date.parse(end);
  if (Number.isNaN(to)) throw new Refusal('invalid_end_time', 'Invalid end_time');
  const types = (fields['types'] ?? TYPES) as (typeof TYPES)[number][];
  const { energy } = (fields['units'] ?? {}) as { energy?: string };
  const answers = (fields['statistic_ids'] as string[]).map((statistic) => {
    const factor = factorOf(recorder.metadata(statistic), energy);
    const question = { statistic, from, to, period: fields['period'] as Period, types, factor };
    return [statistic, periodRows(recorder, question)] as const;
  });
  return Object.fromEntries(answers.filter(([, rows]) => rows !== undefined));
}

/** Only what has a class of units is converted. */
function factorOf(metadata: Metadata | undefined, wanted: string | undefined): number {
  if (metadata?.unit_class !== 'energy' || wanted === undefined) return 1;
  return (ENERGY[metadata.unit_of_measurement ?? ''] ?? 1) / (ENERGY[wanted] ?? 1);
}
