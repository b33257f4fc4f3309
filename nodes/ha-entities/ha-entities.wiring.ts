// ha-entities: wiring.
import { DeviceMemory, MEMORY, MEMORY_NAME } from '../../lib/home-assistant/devices/device-memory';
import { CloseGuard } from '../runtime/close-guard';
import { noteFacts } from '../runtime/diagnostics/notes';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { misconfigured } from '../runtime/status/misconfigured';
import { Broker } from '../runtime/mqtt-broker';
import { nodeExists } from '../runtime/store/deletion';
import { openStore } from '../runtime/store/open-store';
import { NodeStatus } from '../runtime/status/status';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { packageVersion } from '../runtime/version';
import { whenStarted } from '../runtime/when-started';
import type { HaEntitiesFields } from './ha-entities.choices';
import { readConfig } from './ha-entities.config';
import { HaEntities } from './ha-entities.controller';
import { realWorld, type World } from './ha-entities.world';
import { showState } from './status-text';

const ORIGIN = {
  name: 'linky-red',
  version: packageVersion(),
  url: 'https://github.com/linky-red/linky-red',
};

export function haEntities(RED: NodeAPI, world: World = realWorld): Wire<HaEntitiesFields> {
  const store = openStore(RED);
  const memory = new DeviceMemory(store.document(MEMORY_NAME, MEMORY));

  return (node, raw) => {
    const guard = new CloseGuard();
    const status = new NodeStatus(node, () => world.clock.now());
    try {
      const controller = controllerOf(node, raw, RED, world, memory, guard, status);
      onInput(
        node,
        RED._,
        (msg) => {
          controller.receive(msg);
        },
        (error) => {
          status.showError(error);
        },
      );
      whenStarted(RED, guard, () => {
        controller.start();
      });
      tellWhenInUse(RED, node, { store, guard, clock: world.clock }, status);
      node.on('close', (removed: boolean, done: () => void) => {
        // Of what a deleted subflow takes with it Node-RED does not say that it is removed.
        const gone = removed || !nodeExists(RED, node.id);
        // All at once: Node-RED closes the broker node in the same turn, and what is sent later finds no connection.
        Promise.all([guard.close(), controller.close(gone)])
          .catch((error: unknown) => {
            node.error(error);
          })
          .finally(() => {
            done();
          });
      });
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
      node.on('close', (done: () => void) => void guard.close().finally(done));
    }
  };
}

const BROKER = { node: 'ha-entities', field: 'broker' };

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_NODE */
function controllerOf(
  node: Node,
  raw: RawConfig<HaEntitiesFields>,
  RED: NodeAPI,
  world: World,
  memory: DeviceMemory,
  guard: CloseGuard,
  status: NodeStatus,
): HaEntities {
  const config = readConfig(raw);
  const { broker } = config;
  return new HaEntities({
    config,
    world,
    guard,
    origin: ORIGIN,
    memory: {
      devices: () => memory.devicesOf(node.id),
      others: memory.others(node.id, (id) => nodeExists(RED, id)),
      save: () => memory.save(),
    },
    openBroker: broker === undefined ? undefined : (changed) => new Broker(RED, broker, node.id, changed, BROKER),
    send: (message) => {
      node.send({ ...message });
    },
    sendCommand: (topic, payload) => {
      node.send([null, { topic, payload }]);
    },
    changed: (state) => {
      noteFacts(node, () => ({ entities: state }));
      showState(status, RED._, state);
    },
    refused: (topic) => {
      node.warn(RED._('ha-entities.warning.refused', { topic }));
    },
    otherKey: (key) => {
      node.warn(RED._('ha-entities.warning.other-key', { wanted: config.key, key }));
    },
  });
}
