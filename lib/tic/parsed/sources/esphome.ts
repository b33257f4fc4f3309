// ESPHome with its component teleinfo: a topic for each sensor, `PREFIX/sensor/OBJECT/state` and `PREFIX/text_sensor/OBJECT/state`.
// The object is named by the user: it is the label, ends with it, or stands in the setting. Numbers are of 24 bits.
import { DICTIONARIES } from '../../families';
import { availability, deviceOf, partsOf } from '../content';
import { hexIn, numberIn, plainValue } from '../label-values';
import { type LabelValue, type Mapped, type ParsedMessage, type ParsedSource, plainName } from '../source';
import type { SourceSettings, SourceValues } from '../source';

export const ESPHOME: ParsedSource = {
  // Nine digits in 24 bits: an index of 100 MWh and more is told in steps of 8 Wh.
  parsedBy: { by: 'ESPHome', checked: true, mixed: true, slackWh: 64 },
  // Every 60 s.
  silenceSeconds: 150,
  repeats: false,
  read,
  map,
};

const KINDS: ReadonlySet<string> = new Set(['sensor', 'text_sensor']);

function read({ topic, content }: ParsedMessage, settings: SourceSettings): ReturnType<ParsedSource['read']> {
  const parts = partsOf(topic);
  const [kind = '', object = '', last] = parts.slice(-3);
  if (parts.at(-1) === 'status' && parts.length > 1) return availability(content, deviceOf(parts.slice(0, -1)));
  if (last !== 'state' || !KINDS.has(kind)) return parts.length > 1 ? { kind: 'aside' } : null;
  const label = labelOf(object, settings.names);
  if (label === undefined) return { kind: 'aside' };
  return {
    kind: 'values',
    device: deviceOf(parts.slice(0, -3)),
    values: { [label]: valueOf(label, kind, content) },
    single: true,
  };
}

function map(values: SourceValues, _: SourceValues, { energyWh }: SourceSettings): Mapped {
  const labels = Object.entries(values).flatMap(([label, raw]): LabelValue[] => {
    const value = plainValue(raw);
    const energy = ENERGIES.has(label) && energyWh !== 1 ? numberIn(value) : undefined;
    if (value === undefined) return [];
    return [{ label, value: energy === undefined ? value : Math.round(energy * energyWh) }];
  });
  return { mode: undefined, labels, absent: [] };
}

/** A sensor has a number of 24 bits, which is no number of a meter. */
function valueOf(label: string, kind: string, content: unknown): unknown {
  if (kind === 'sensor') return PERSONAL.has(label) ? undefined : (numberIn(content) ?? content);
  return REGISTERS.has(label) ? hexIn(content) : content;
}

/** Labels of Linky and the blue meters by their plain names. */
const LABELS = new Map<string, string>();
const ENERGIES = new Set<string>();
const REGISTERS = new Set<string>();
const PERSONAL = new Set<string>();
for (const { dialect, entries } of DICTIONARIES) {
  if (dialect.mode === null) continue;
  for (const { label, row } of entries) {
    LABELS.set(plainName(label), label);
    if (row.unit === 'Wh' || row.unit === 'varh') ENERGIES.add(label);
    if (row.form === 'hex') REGISTERS.add(label);
    if (row.personal === true) PERSONAL.add(label);
  }
}

/** `papp`, `linky_papp`, or a name that the user has given. */
function labelOf(object: string, names: ReadonlyMap<string, string>): string | undefined {
  const name = plainName(object);
  const given = names.get(name);
  if (given !== undefined) return given;
  const words = name.split('_');
  for (let from = 0; from < words.length; from++) {
    const label = LABELS.get(words.slice(from).join('_'));
    if (label !== undefined) return label;
  }
  return undefined;
}
