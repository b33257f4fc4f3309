// The nodes that run, for whoever comes from outside: a button of the editor by the id of its node, an answer of Enedis by its state.
import { ConsentStates } from '../../lib/enedis/consent/states';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { NodeAPI } from '../runtime/types';
import type { DataconnectOauth } from './dataconnect-oauth.controller';

export class RunningConsents {
  readonly states: ConsentStates<DataconnectOauth>;
  readonly byNode = new Map<string, DataconnectOauth>();

  constructor(clock: Clock) {
    this.states = new ConsentStates(clock);
  }
}

/** By Node-RED: a test bench may have several. */
const running = new WeakMap<object, RunningConsents>();

/** @param clock that of the first who asks */
export function runningConsents(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): RunningConsents {
  const here = running.get(RED) ?? new RunningConsents(clock);
  running.set(RED, here);
  return here;
}
