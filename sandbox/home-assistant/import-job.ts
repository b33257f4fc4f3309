// What Home Assistant looks at before it takes rows in, and what it makes of metadata that say less than it knows.
import type { Around } from './commands';
import type { Row } from './recorder';
import { failed } from './refusal';

interface Incoming {
  readonly metadata: {
    readonly statistic_id: string;
    readonly source: string;
    readonly name: string | null;
    readonly unit_of_measurement: string | null;
    readonly has_sum: boolean;
    readonly has_mean?: boolean;
    readonly mean_type?: number;
    readonly unit_class?: string | null;
  };
  readonly stats: readonly { readonly start: string; readonly state?: number; readonly sum?: number }[];
}

/** Of an id from outside, and of an entity, whose own statistics are `recorder`'s. */
const STATISTIC_ID = /^(?!.+__)(?!_)[\da-z_]+(?<!_):(?!_)[\da-z_]+(?<!_)$/;
const ENTITY_ID = /^(?!.+__)(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)$/;
const OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/;

/** Units by their class: those that this stand-in knows. */
const UNITS: Readonly<Partial<Record<string, readonly string[]>>> = {
  energy: ['Wh', 'kWh', 'MWh', 'GWh', 'J', 'kJ', 'MJ', 'GJ'],
  power: ['W', 'kW', 'MW'],
  temperature: ['°C', '°F', 'K'],
};

/** @throws Refusal */
export function importJob(fields: unknown, { recorder, release, warn, isLost }: Around): void {
  const { metadata, stats } = fields as Incoming;
  const { statistic_id: id, source, unit_of_measurement: unit, has_sum: hasSum, name } = metadata;
  if (release.hasMeanType) {
    for (const key of ['mean_type', 'unit_class'] as const) if (!(key in metadata)) warn(deprecated(key));
  }
  const owner = ENTITY_ID.test(id) ? 'recorder' : id.split(':')[0];
  if (!ENTITY_ID.test(id) && !STATISTIC_ID.test(id)) throw failed('Invalid statistic_id');
  if (source === '' || source !== owner) throw failed('Invalid source');
  const unitClass = metadata.unit_class === undefined ? classOf(unit) : metadata.unit_class;
  if (unitClass !== null) checkUnit(unitClass, unit);
  const rows = stats.map(rowOf);
  if (isLost) return;
  void recorder.import(
    {
      statistic_id: id,
      source,
      name,
      unit_of_measurement: unit,
      unit_class: unitClass,
      mean_type: metadata.mean_type ?? (metadata.has_mean === true ? 1 : 0),
      has_sum: hasSum,
    },
    rows,
  );
}

/** What a row does not say is nothing afterwards. */
function rowOf({ start, state, sum }: Incoming['stats'][number]): Row & { readonly start: number } {
  if (!OFFSET.test(start)) throw failed('Naive timestamp: no or invalid timezone info provided');
  const at = Date.parse(start);
  // Of an offset by half an hour the minutes count as they are written.
  if (/T\d\d:00(?::00(?:\.0+)?)?(?:Z|[+-])/.test(start)) return { start: at, state: state ?? null, sum: sum ?? null };
  throw failed('Invalid timestamp: timestamps must be from the top of the hour (minutes and seconds = 0)');
}

function checkUnit(unitClass: string, unit: string | null): void {
  const units = UNITS[unitClass];
  if (units === undefined) throw failed(`Unsupported unit_class: '${unitClass}'`);
  if (!units.includes(unit ?? ''))
    throw failed(`Unsupported unit_of_measurement '${unit ?? 'None'}' for unit_class '${unitClass}'`);
}

function classOf(unit: string | null): string | null {
  return Object.keys(UNITS).find((name) => UNITS[name]?.includes(unit ?? '') === true) ?? null;
}

function deprecated(key: string): string {
  return `WS command recorder/import_statistics called without specifying ${key} in metadata, this is deprecated and will stop working in HA Core 2026.11`;
}
