// How a statistic stands, compared with how we left it.
import { isNear, type ExistingRow } from './plan';
import type { Progress } from './progress';

/**
 * `new`: we have not written to it yet. `goes-on`: as we left it. `broken-off`: a part of what we were sending may be missing.
 * `rewound`: it is gone, or as it was before (a backup that was restored). `foreign`: somebody else has written to it.
 */
export type Stand = 'new' | 'goes-on' | 'broken-off' | 'rewound' | 'foreign';

/** @param rows ascending; all from our last hour on, or from the first of those that are on their way */
export function standOf({ written, pending }: Progress, rows: readonly ExistingRow[]): Stand {
  const last = rows.at(-1);
  const isLast = (hour: number, sum: number): boolean => last?.hour === hour && isNear(last.sum, sum, 1);
  if (written === null) return pending === null ? 'new' : 'broken-off';
  if (isLast(written.hour, written.sum)) return pending === null ? 'goes-on' : 'broken-off';
  if (pending !== null) {
    const hours = [...pending.rows.map(([hour, sum]) => ({ hour, sum })), pending.last];
    if (hours.some(({ hour, sum }) => isLast(hour, sum))) return 'broken-off';
  }
  return (last?.hour ?? -Infinity) < written.hour ? 'rewound' : 'foreign';
}
