// What the status under the node is made of.
import type { Devices } from '../../lib/home-assistant/devices/devices';
import type { WillFault } from './process-status';

export interface HaState {
  /** Null: there is no broker node. */
  readonly connected: boolean | null;
  readonly willFault: WillFault | null;
  /** Of which it is known whether they speak. */
  readonly devices: number;
  readonly speaking: number;
  readonly entities: number;
  /** An energy is held back, since it would have been a step. */
  readonly held: boolean;
  /** A total that the broker retains is not believed. */
  readonly refused: boolean;
  readonly removed: boolean;
}

export function stateOf(
  { all, isRemoved }: Devices,
  rest: Pick<HaState, 'connected' | 'willFault' | 'held' | 'refused'>,
): HaState {
  return {
    ...rest,
    removed: isRemoved,
    devices: all.filter(({ publisher }) => publisher.speaks !== null).length,
    speaking: all.filter(({ publisher }) => publisher.speaks === true).length,
    entities: all.reduce((sum, { publisher }) => sum + publisher.count, 0),
  };
}
