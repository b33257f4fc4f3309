// The one topic of a broker that says whether Node-RED is there. It is the broker node's own will where it has one, since
// only a will speaks after a crash.
import type { ProcessStatus } from '../../lib/home-assistant/discovery/config';
import { PROCESS_STATUS_TOPIC } from '../../lib/home-assistant/discovery/topics';
import type { Broker, BrokerMessage, OwnMessage } from '../runtime/mqtt-broker';

/**
 * Why nobody is sure to know whether Node-RED is there, or we whether we are heard.
 * `fades`: Node-RED's word that it is there outlives a crash, its will does not: whoever comes later believes the former.
 * `unheard`: without a broker node, no `mqtt in` has brought the topic back. `mqtt out` drops what comes while its connection is
 * down and tells nobody (no Complete, no Catch): only its birth message, heard, says that everything must be published again.
 */
export type WillFault = 'empty' | 'fades' | 'unheard';

export interface ProcessPresence {
  readonly status: ProcessStatus;
  /** Said by us at each connection; null: the broker node does it. */
  readonly birth: BrokerMessage | null;
  /** Said by us before the last connection is closed. */
  readonly close: BrokerMessage | null;
  /** Said to a Home Assistant that has just started; null: the broker has kept it. */
  readonly reminder: BrokerMessage | null;
  /** What a crash leaves behind is `online`; null: nothing of the kind. */
  readonly willFault: WillFault | null;
}

const DEFAULT: ProcessStatus = { topic: PROCESS_STATUS_TOPIC, online: 'online', offline: 'offline' };

export function presenceOn({ own: { birth, close, will } }: Pick<Broker, 'own'>): ProcessPresence {
  // A will without a word cannot say "offline".
  const usable = will !== null && will.payload !== '';
  const topic = usable ? will.topic : DEFAULT.topic;
  // A word that stays where the will does not would be believed after a crash.
  const retain = !usable || will.retain;
  const bornHere = spoken(birth, topic);
  const closedHere = spoken(close, topic);
  const status: ProcessStatus = {
    topic,
    online: bornHere?.payload ?? DEFAULT.online,
    offline: usable ? will.payload : (closedHere?.payload ?? DEFAULT.offline),
  };
  const say = (payload: string): BrokerMessage => ({ topic, payload, qos: 1, retain });
  const kept = (own: OwnMessage | null): boolean => own !== null && (own.retain || !retain);
  return {
    status,
    birth: kept(bornHere) ? null : say(status.online),
    close: kept(closedHere) && closedHere?.payload === status.offline ? null : say(status.offline),
    reminder: retain ? null : say(status.online),
    willFault: !usable ? 'empty' : !will.retain && bornHere?.retain === true ? 'fades' : null,
  };
}

/** Without a broker node: whoever publishes the messages of the output needs these as birth, close and will. */
export const PRESENCE_ELSEWHERE: ProcessPresence = {
  status: DEFAULT,
  birth: { topic: DEFAULT.topic, payload: DEFAULT.online, qos: 1, retain: true },
  close: null,
  reminder: null,
  willFault: null,
};

function spoken(message: OwnMessage | null, topic: string): OwnMessage | null {
  return message !== null && message.topic === topic && message.payload !== '' ? message : null;
}
