// How moments are written: a curve is stamped with one end of its interval, in the time of the wall in Paris without an offset.
import { parisWall } from '../paris-clock';

/** `local`: 2026-09-29 00:30:00; `local-z`: the same wall time as if it were UTC, 2026-09-29T00:30:00.000Z; `utc`: the instant. */
export type StampForm = 'local' | 'local-z' | 'utc';

export function stamp(at: number, form: StampForm = 'local'): string {
  if (form === 'utc') return new Date(at).toISOString();
  const wall = new Date(parisWall(at)).toISOString();
  return form === 'local-z' ? wall : `${wall.slice(0, 10)} ${wall.slice(11, 19)}`;
}
