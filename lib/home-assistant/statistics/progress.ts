// How far Home Assistant has what the book has, one file for each series. What is about to be sent is written down before: a run
// that is broken off half-way (power, network) is finished by the next one with the very same rows.
import * as v from 'valibot';
import { checkedBy, type Format } from '../../store/store';

const Row = v.tuple([
  /** Hour, epoch ms. */
  v.number(),
  /** The sum, in grains. */
  v.number(),
  /** The state, in the unit of the statistic; null: it has none. */
  v.nullable(v.number()),
]);

/** Which statistic of which Home Assistant. */
const Target = v.object({ host: v.string(), statistic: v.string(), unit: v.string() });
export type Target = v.InferOutput<typeof Target>;

const Last = v.object({ hour: v.number(), sum: v.number() });

const Progress = v.object({
  months: v.array(v.string()),
  /** From this instant on something is known that was not sent; null: nothing. */
  dirty: v.nullable(v.number()),
  target: v.nullable(Target),
  /** The last row as we left it in Home Assistant, or found it: hour, and sum in grains. */
  written: v.nullable(Last),
  /** Rows that are on their way, and the last row of the statistic when all of them are there. */
  pending: v.nullable(v.object({ rows: v.array(Row), last: Last })),
  /** Whether shares of the subscription are among what was written. */
  billed: v.boolean(),
});
export type Progress = v.InferOutput<typeof Progress>;
export type LastRow = v.InferOutput<typeof Last>;

export const PROGRESS: Format<Progress> = { version: 1, check: checkedBy(Progress) };

export const NO_PROGRESS: Progress = {
  months: [],
  dirty: null,
  target: null,
  written: null,
  pending: null,
  billed: false,
};

export const SERIES: Format<{ prm: string; direction: 'consumption' | 'production'; of: 'energy' | 'cost' }[]> = {
  version: 1,
  check: checkedBy(
    v.array(
      v.object({
        prm: v.string(),
        direction: v.picklist(['consumption', 'production']),
        of: v.picklist(['energy', 'cost']),
      }),
    ),
  ),
};
