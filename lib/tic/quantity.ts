// Numbers with their unit glued on, as PME-PMI, SAPHIR and ICE send them: `531Wh`, `92TkW`, `702H.kW`, `-0,39`, `20120V  `.
import type { GroupBytes } from './group';

/** What a mark between number and unit says of a point of the load curve (spec/tic.md §2.4–2.6). */
export type PointMark = 'truncated' | 'clock-set' | 'outage' | 'control';

const MARKS: Readonly<Record<string, PointMark>> = {
  T: 'truncated',
  'H.': 'clock-set',
  'C.': 'outage',
  'M.': 'control',
};

export interface Quantity {
  readonly value: number;
  /** As sent; empty where there is none. */
  readonly unit: string;
  readonly mark: PointMark | null;
}

const FORM = /^ *([+-]?\d{1,10}(?:[.,]\d{1,4})?)(T|[HCM]\.)?(k?(?:Wh|varh|VAh|W|var|VA)|V|A|%|min)? *$/;

/** Comma or dot, by make of the meter; null where the data is no quantity. */
export function readQuantity(group: GroupBytes): Quantity | null {
  const [, number, mark, unit = ''] = FORM.exec(group.data) ?? [];
  if (number === undefined) return null;
  return { value: Number(number.replace(',', '.')), unit, mark: mark === undefined ? null : (MARKS[mark] ?? null) };
}
