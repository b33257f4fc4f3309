// A state of ecowatt-signal or tempo-signal, as a device of Home Assistant shows it.
import * as v from 'valibot';
import type { Language } from '../../discovery/row';
import type { Fact } from '../../discovery/state';

export interface GridState {
  /** The instant that it speaks of, epoch milliseconds. */
  readonly at: number;
  /** Of a kind of which there may be several: whose it is. */
  readonly of?: string;
  /** Whether it may still be acted on: something is known, and its sender goes on. */
  isUsable(now: number): boolean;
  facts(language: Language, now: number): Fact[];
  /** What a person says who presses an entity now; undefined: it means nothing now. */
  commandOf?(entity: string): object | undefined;
}

/** So far the instant of a state may be from now: one that was asked for another instant (`evaluate`) is no state of now. */
const NOW_MS = 5 * 60_000;

/** Whether a state speaks of now; its instant and `now` in epoch ms. */
export function isOfNow({ at }: GridState, now: number): boolean {
  return Math.abs(at - now) < NOW_MS;
}

/** Without its instant a state cannot be told from one of the past. */
export const instant = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
