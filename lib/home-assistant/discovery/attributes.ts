// JSON attributes of an entity: what may leave, and under which names.

/** Home Assistant does not write more than 16,384 bytes to its database, its own attributes included, and warns. */
const MOST_BYTES = 14_000;

/** Attributes that are measured, and so move with every frame of an episode: they alone make no news of it. */
const MEASURED = ['phases', 'value', 'threshold'];

/** What is left of attributes when nothing but news counts. */
export function steadyJson(attributes: Readonly<Record<string, unknown>>): string {
  return attributesJson(Object.fromEntries(Object.entries(attributes).filter(([name]) => !MEASURED.includes(name))));
}

/** What is not known, no JSON, or too much is left out. */
export function attributesJson(attributes: Readonly<Record<string, unknown>>): string {
  const known = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value != null));
  const whole = jsonOf(known);
  // A character has three bytes at the most.
  if (whole !== undefined && whole.length * 3 <= MOST_BYTES) return whole;
  let left = MOST_BYTES;
  const entries = Object.entries(known).flatMap(([name, value]) => {
    const json = jsonOf(value) ?? 'null';
    const entry = `${JSON.stringify(name)}:${json}`;
    const bytes = Buffer.byteLength(entry) + 1;
    if (json === 'null' || bytes > left) return [];
    left -= bytes;
    return [entry];
  });
  return `{${entries.join(',')}}`;
}

/** Undefined: a function, a circle, a BigInt, whatever a wire may carry. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/**
 * Names that Home Assistant drops, or worse: `options` overwrites the options of an enum (spec/ha.md §00, §1.7). No row may
 * use one.
 */
export const OWNED_ATTRIBUTES: ReadonlySet<string> = new Set([
  'assumed_state',
  'attribution',
  'available',
  'device_class',
  'device_info',
  'editable',
  'entity_category',
  'entity_id',
  'entity_picture',
  'entity_registry_enabled_default',
  'event_type',
  'event_types',
  'extra_state_attributes',
  'force_update',
  'friendly_name',
  'icon',
  'id',
  'last_reset',
  'name',
  'native_unit_of_measurement',
  'native_value',
  'options',
  'restored',
  'should_poll',
  'state',
  'state_class',
  'suggested_display_precision',
  'supported_features',
  'unique_id',
  'unit_of_measurement',
]);
