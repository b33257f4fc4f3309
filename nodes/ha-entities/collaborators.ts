// What the controller of ha-entities needs from outside of its messages.
import type { OtherNodes } from '../../lib/home-assistant/devices/device-keys';
import type { StoredDevice } from '../../lib/home-assistant/devices/stored-device';
import type { Message, Origin } from '../../lib/home-assistant/discovery/config';
import type { CloseGuard } from '../runtime/close-guard';
import type { Broker } from '../runtime/mqtt-broker';
import type { HaEntitiesConfig } from './ha-entities.config';
import type { World } from './ha-entities.world';
import type { HaState } from './ha-state';

/** What has to outlive a restart. */
export interface Memory {
  devices(): Promise<StoredDevice[]>;
  readonly others: OtherNodes;
  save(): Promise<void>;
}

export interface Collaborators {
  readonly config: HaEntitiesConfig;
  readonly world: World;
  readonly guard: CloseGuard;
  readonly memory: Memory;
  readonly origin: Origin;
  /** Undefined: messages leave by `send`. */
  readonly openBroker: ((changed: (connected: boolean) => void) => Broker) | undefined;
  readonly send: (message: Message) => void;
  /** What a person says in Home Assistant leaves by an output of its own. */
  readonly sendCommand: (topic: string, command: object) => void;
  /** Called after each change of what a status shows. */
  readonly changed: (state: HaState) => void;
  /** A device was seen for the first time, under another key than the one that is set. */
  readonly otherKey: (key: string) => void;
  /** The total that the broker retains under this topic is not believed. */
  readonly refused: (topic: string) => void;
}
