// The one topic of a broker that says whether Node-RED is there. It is the broker node's own will where it has one, since
// only a will speaks after a crash.
import type { ProcessStatus } from '../../lib/home-assistant/discovery';
import { PROCESS_STATUS_TOPIC } from '../../lib/home-assistant/topics';
import type { Broker, BrokerMessage, OwnMessage } from '../runtime/mqtt-broker';

export interface ProcessPresence {
  readonly status: ProcessStatus;
  /** Said by us at each connection; null: the broker node does it. */
  readonly birth: BrokerMessage | null;
  /** Said by us before the last connection is closed. */
  readonly close: BrokerMessage | null;
  /** False: a crash leaves `online` behind. */
  readonly hasWill: boolean;
}

const DEFAULT: ProcessStatus = { topic: PROCESS_STATUS_TOPIC, online: 'online', offline: 'offline' };

export function presenceOn({ own: { birth, close, will } }: Pick<Broker, 'own'>): ProcessPresence {
  // A will without a word cannot say "offline".
  const usable = will !== null && will.payload !== '';
  const topic = usable ? will.topic : DEFAULT.topic;
  const bornHere = spoken(birth, topic);
  const closedHere = spoken(close, topic);
  const status: ProcessStatus = {
    topic,
    online: bornHere ?? DEFAULT.online,
    offline: usable ? will.payload : (closedHere ?? DEFAULT.offline),
  };
  const say = (payload: string): BrokerMessage => ({ topic, payload, qos: 1, retain: true });
  return {
    status,
    birth: bornHere === null ? say(status.online) : null,
    close: closedHere === status.offline ? null : say(status.offline),
    hasWill: usable,
  };
}

/** Without a broker node: whoever publishes the messages of the output needs these as birth, close and will. */
export const PRESENCE_ELSEWHERE: ProcessPresence = {
  status: DEFAULT,
  birth: { topic: DEFAULT.topic, payload: DEFAULT.online, qos: 1, retain: true },
  close: null,
  hasWill: true,
};

function spoken(message: OwnMessage | null, topic: string): string | null {
  return message !== null && message.topic === topic && message.payload !== '' ? message.payload : null;
}
