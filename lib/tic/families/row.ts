// Short ways to write the rows of a dictionary.
import { type LabelRow, type Unit, labelInSection } from './label';

export type RowExtras = Partial<Omit<LabelRow, 'label' | 'unit' | 'size' | 'form' | 'meaning'>>;

/** A number of exactly so many digits. */
export function number(
  label: string,
  size: number | readonly [number, number],
  unit: Unit,
  meaning: string,
  extras: RowExtras = {},
): LabelRow {
  return {
    label,
    unit,
    size: typeof size === 'number' ? [size, size] : size,
    form: 'digits',
    horodate: 'none',
    meaning,
    ...extras,
  };
}

/** Text or a code of the given form or closed list. */
export function code(
  label: string,
  size: number | readonly [number, number],
  form: LabelRow['form'],
  meaning: string,
  extras: RowExtras = {},
): LabelRow {
  return {
    label,
    unit: null,
    size: typeof size === 'number' ? [size, size] : size,
    form,
    horodate: 'none',
    meaning,
    ...extras,
  };
}

/** A number with one of these units glued to it; without units a bare number. */
export function quantity(label: string, units: readonly Unit[], meaning: string, extras: RowExtras = {}): LabelRow {
  return {
    label,
    unit: units[0] ?? null,
    glued: units,
    size: [1, 24],
    form: 'quantity',
    horodate: 'none',
    meaning,
    ...extras,
  };
}

/** A civil date without season. */
export function date(label: string, meaning: string, extras: RowExtras = {}): LabelRow {
  return { label, unit: null, size: [17, 20], form: 'date', horodate: 'none', meaning, ...extras };
}

/** What a label means in a section of the frame in which labels are used again. */
export function inSection(section: string, row: LabelRow): LabelRow {
  return { ...row, label: labelInSection(section, row.label), sentAs: row.label };
}
