// How long is recorded, and how much: as a command says it, and the form, which sends the same.
import { LinkyRedError } from '../../../lib/errors';
import { LONGEST_MINUTES, MOST_MEGABYTES, USUAL_MEGABYTES, USUAL_MINUTES } from './recording.choices';

export interface RecordingWish {
  /** 0 ends what is recorded. */
  readonly minutes: number;
  /** What all recordings of the node have together at most. */
  readonly megabytes: number;
}

/** @throws LinkyRedError ERR_COMMAND with what may stand there */
export function readWish({ minutes, megabytes }: Readonly<Record<string, unknown>>): RecordingWish {
  return {
    minutes: within('minutes', minutes, 0, LONGEST_MINUTES) ?? USUAL_MINUTES,
    megabytes: within('megabytes', megabytes, 1, MOST_MEGABYTES) ?? USUAL_MEGABYTES,
  };
}

function within(name: string, value: unknown, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new LinkyRedError('ERR_COMMAND', { detail: `capture: ${name} ${String(least)} … ${String(most)}` });
}
