// What ha-statistics needs from outside of its messages; tests pass their own.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { SUPERVISOR_SOCKET } from '../../lib/home-assistant/websocket/address';

/** The supervisor of a Home Assistant whose app this Node-RED is. */
export interface Supervisor {
  readonly address: string;
  /** undefined: there is none round us. */
  readonly token: () => string | undefined;
}

export interface World {
  readonly clock: Clock;
  readonly supervisor: Supervisor;
}

export const realWorld: World = {
  clock: SYSTEM_CLOCK,
  supervisor: { address: SUPERVISOR_SOCKET, token: () => process.env['SUPERVISOR_TOKEN'] },
};
