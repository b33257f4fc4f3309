// `meter-fault`: what STGE says about breaker, cover, voltage and clock; silence is the decoder's own observation.
import type { Condition, Channel } from '../../grid/event/condition';
import type { Situation } from './knowledge';

export type MeterFault = 'breaker' | 'cover' | 'overvoltage' | 'clock' | 'silence';

/** What a meter-fault tells. */
export interface MeterFaultDetail extends Record<string, unknown> {
  fault: MeterFault;
  /** Of a breaker that opened: why (see BreakerState). */
  cause?: string;
}

/** Each fault is an event of its own. */
export function faultChannel(fault: MeterFault): Channel {
  return { name: `meter-fault.${fault}`, signal: 'meter-fault', unfulfilled: 'ended' };
}

/** Of the line, not of the meter: another meter that speaks on it ends it as well. */
export const SILENCE: Channel = { ...faultChannel('silence'), ofAnyone: true };

/** Most meters are well, and say so alike. */
const ABSENT = {
  breaker: conditionOf('breaker', false),
  cover: conditionOf('cover', false),
  overvoltage: conditionOf('overvoltage', false),
  clock: conditionOf('clock', false),
  silence: conditionOf('silence', false),
};

/**
 * A fault that is there, or is not.
 * @param cause why, of a breaker that opened
 */
export function faultCondition(fault: MeterFault, present: boolean, cause?: string): Condition {
  return present ? conditionOf(fault, present, cause) : ABSENT[fault];
}

function conditionOf(fault: MeterFault, present: boolean, cause?: string): Condition {
  const detail: MeterFaultDetail = cause === undefined ? { fault } : { fault, cause };
  return { state: present ? 'active' : 'cleared', level: null, key: '', detail };
}

/** The line speaks. */
export const HEARD = faultCondition('silence', false);

/** One condition for each fault that STGE can tell. */
export function statusFaults({ knowledge }: Situation): [Channel, Condition][] {
  const { status } = knowledge;
  if (status === null) return [];
  const breakerOpen = status.breaker !== 'closed';
  return [
    [CHANNELS.breaker, faultCondition('breaker', breakerOpen, breakerOpen ? status.breaker : undefined)],
    [CHANNELS.cover, faultCondition('cover', status.coverOpen)],
    [CHANNELS.overvoltage, faultCondition('overvoltage', status.overvoltage)],
    [CHANNELS.clock, faultCondition('clock', status.clockDegraded)],
  ];
}

const CHANNELS = {
  breaker: faultChannel('breaker'),
  cover: faultChannel('cover'),
  overvoltage: faultChannel('overvoltage'),
  clock: faultChannel('clock'),
};
