// A grid signal as it comes over a wire. Checked without a schema: every reading brings five, and one takes four times as long.
import type { GridSignal } from '../../../grid/signal';
import { isRecord } from './tolerant';

type Field = keyof GridSignal;

const TEXTS: readonly Field[] = ['id', 'origin', 'source', 'signal', 'change'];
const MOMENTS: readonly Field[] = ['start', 'end'];
const LEVELS: readonly Field[] = ['level', 'expected'];
const STATES: readonly unknown[] = ['announced', 'active', 'cleared', 'unknown'] satisfies GridSignal['state'][];

/**
 * Enough of it to act on: kinds and changes that this version does not know are passed over where they are used, and what its
 * detail holds is checked there.
 */
export function isSignal(value: unknown): value is GridSignal {
  return (
    isRecord(value) &&
    TEXTS.every((field) => typeof value[field] === 'string') &&
    MOMENTS.every((field) => value[field] == null || typeof value[field] === 'string') &&
    LEVELS.every((field) => value[field] == null || typeof value[field] === 'number') &&
    STATES.includes(value['state']) &&
    isRecord(value['detail']) &&
    isJson(value)
  );
}

/** What is kept of events is compared and published as JSON. */
function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}
