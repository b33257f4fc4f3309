// How a statistic is described to Home Assistant: since 2025.11 with `mean_type` and `unit_class`, which versions before it refuse
// (spec/ha.md §00, §4.4).
import { sourceOf } from './ids';
import type { Series } from './series';

export type MetadataForm = 'old' | 'new';

export interface Described {
  readonly statistic: string;
  readonly name: string | null;
  readonly unit: string;
  readonly of: Series['of'];
}

/** Year and month. */
const NEW_FROM = [2025, 11] as const;

/** @param version of Home Assistant, `2026.2.3`; what cannot be read is taken for a new one */
export function formOf(version: string): MetadataForm {
  const [year = NaN, month = NaN] = version.split('.').map((part) => Number.parseInt(part, 10));
  return year < NEW_FROM[0] || (year === NEW_FROM[0] && month < NEW_FROM[1]) ? 'old' : 'new';
}

export function metadataOf({ statistic, name, unit, of }: Described, form: MetadataForm): Record<string, unknown> {
  return {
    has_sum: true,
    name,
    source: sourceOf(statistic),
    statistic_id: statistic,
    unit_of_measurement: unit,
    ...(form === 'new' ? { mean_type: 0, unit_class: of === 'energy' ? 'energy' : null } : { has_mean: false }),
  };
}
