// What the status under the node is made of.
import type { Device } from '../../lib/home-assistant/devices/device';
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
  devices: readonly Device[],
  rest: Pick<HaState, 'connected' | 'willFault' | 'held' | 'refused' | 'removed'>,
): HaState {
  return {
    ...rest,
    devices: devices.filter(({ isKnown }) => isKnown).length,
    speaking: devices.filter((device) => device.speaks).length,
    entities: devices.reduce((sum, { entities }) => sum + entities, 0),
  };
}
