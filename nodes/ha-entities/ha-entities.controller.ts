// ha-entities: readings, grid signals and states to entities of Home Assistant, over a broker or as messages for an `mqtt out`.
import { LinkyRedError } from '../../lib/errors';
import { deviceOfSource, type GridKind, type MessageName, MESSAGES, messageNamed } from '../../lib/grid/message';
import { Devices } from '../../lib/home-assistant/devices/devices';
import type { StoredDevice } from '../../lib/home-assistant/devices/stored-device';
import { PRESSED } from '../../lib/home-assistant/discovery/config';
import { commanded, commandsOf } from '../../lib/home-assistant/discovery/topics';
import { GRID_SUBJECTS } from '../../lib/home-assistant/facts/grid-subjects';
import { readReading } from '../../lib/home-assistant/facts/message/reading';
import { isSignal } from '../../lib/home-assistant/facts/message/signal';
import { isRecord } from '../../lib/home-assistant/facts/message/tolerant';
import { readCommand } from '../runtime/command';
import type { Collaborators } from './collaborators';
import { BrokerConnection } from './connection';
import { stateOf } from './ha-state';
import { StartUp } from './start-up';

const COMMANDS = ['refresh', 'remove'] as const;
const TICK_MS = 1000;

export class HaEntities {
  private readonly connection: BrokerConnection;
  private readonly devices: Devices;
  private readonly startUp: StartUp;
  /** A total that the broker retains is not believed; until the user has refreshed. */
  private refused = false;

  constructor(private readonly around: Collaborators) {
    const { guard, world } = around;
    this.connection = this.connectionOf();
    this.startUp = this.startUpOf();
    this.devices = this.devicesOf();
    guard.onClose(
      world.clock.every(TICK_MS, () => {
        this.devices.tick(this.now());
        this.report();
      }),
    );
  }

  /** Begins once all nodes are there: messages would not reach those that are created later. */
  start(): void {
    this.connection.open();
    if (this.connection.broker === undefined) this.startUp.withoutBroker();
    else this.report();
  }

  /** @throws LinkyRedError ERR_INPUT, ERR_COMMAND */
  receive(msg: object): void {
    const { topic, payload, schema, retain } = msg as Partial<
      Record<'topic' | 'payload' | 'schema' | 'retain', unknown>
    >;
    if (typeof topic === 'string' && this.isFromBroker(topic, schema, payload, retain === true)) return;
    const command = schema === undefined ? readCommand(payload, COMMANDS, true) : undefined;
    if (command !== undefined) {
      this.obey(command.name);
      return;
    }
    const name = messageNamed(schema);
    switch (name) {
      case 'reading':
        this.reading(msg);
        return;
      case 'signal':
        this.signal(payload);
        return;
      case 'ecowatt':
      case 'tempo':
      case 'energySummary':
      case 'flexRequest':
      case 'prices':
      case 'cost':
        this.state(name, payload);
        return;
      case 'consent':
        if (isForgotten(payload)) this.forget(payload.prm);
        return;
      case 'points':
        // Both outputs of dataconnect-query may be wired.
        return;
      case 'flexAnswer':
      case 'flexJournal':
      case 'flexReady':
      case 'price':
      case 'statistics':
        // They may leave by the same output as what makes entities.
        return;
      case 'rows':
      case 'dataFile':
      case 'capture':
        // The past days that somebody asked of tempo-signal leave by the same output as its state.
        return;
      case undefined:
        throw new LinkyRedError('ERR_INPUT', { detail: typeof schema === 'string' ? schema : typeof payload });
    }
  }

  /**
   * What has to be said is sent before this returns its promise: the connection may be closed in the same turn.
   * @param removed the node is gone from the flows, it does not only restart
   */
  async close(removed: boolean): Promise<void> {
    for (const { energy } of this.devices.meters) energy.keep(this.now(), true);
    if (removed && this.connection.broker !== undefined) this.devices.leave();
    await this.connection.close();
    await this.around.memory.save();
  }

  /** What an `mqtt in` brings: the birth of Home Assistant, and without a broker node what we would have subscribed to. */
  private isFromBroker(topic: string, schema: unknown, payload: unknown, isRetained: boolean): boolean {
    if (this.connection.isBirthTopic(topic)) {
      this.connection.hearBirth(textOf(payload));
      return true;
    }
    if (schema !== undefined) return false;
    const text = textOf(payload);
    if (this.hearCommand(topic, text, isRetained)) return true;
    if (this.connection.takeEcho(topic, text)) {
      this.report();
      return true;
    }
    if (!this.startUp.take(topic, text)) return false;
    this.startUp.raiseFloors(this.devices.meters);
    return true;
  }

  private reading(msg: object): void {
    const reading = readReading(msg as Readonly<Record<string, unknown>>);
    if (reading === null) throw new LinkyRedError('ERR_INPUT', { detail: MESSAGES.reading.schema });
    const first = this.devices.reading(reading, this.now());
    if (first !== undefined && first.memory.key !== this.around.config.key) this.around.otherKey(first.memory.key);
    this.report();
  }

  private signal(payload: unknown): void {
    const { schema } = MESSAGES.signal;
    if (!isSignal(payload)) throw new LinkyRedError('ERR_INPUT', { detail: schema });
    // Signals of other sources get devices of their own with the nodes that send them.
    if (deviceOfSource(payload.source) === undefined)
      throw new LinkyRedError('ERR_INPUT', { detail: `${schema}, source ${payload.source}` });
    this.devices.signal(payload, this.now());
    this.report();
  }

  private state(name: StateName, payload: unknown): void {
    const { schema, device: kind } = MESSAGES[name];
    const state = GRID_SUBJECTS[kind].read(payload);
    if (state === undefined) throw new LinkyRedError('ERR_INPUT', { detail: schema });
    this.devices.state(kind, state, this.now());
    this.report();
  }

  /** @returns false: no command of ours. What is retained was pressed nobody knows when: it is passed over. */
  private hearCommand(topic: string, payload: string, isRetained: boolean): boolean {
    const pressed = commanded(this.around.config.base, topic);
    if (pressed === undefined) return false;
    if (isRetained || payload !== PRESSED) return true;
    const command = this.devices.pressed(pressed.key, pressed.entity);
    if (command !== undefined) this.around.sendCommand(`command/${pressed.key}/${pressed.entity}`, command);
    return true;
  }

  private forget(prm: string): void {
    this.devices.forget(prm);
    this.report();
  }

  private obey(command: (typeof COMMANDS)[number]): void {
    this.refused = false;
    if (command === 'remove') this.devices.remove();
    else this.devices.restore(this.now());
    this.save();
    this.report();
  }

  private wake(stored: StoredDevice[]): void {
    this.devices.open(stored, this.now());
    this.report();
  }

  private report(): void {
    const { connection, devices, refused } = this;
    const now = this.now();
    this.around.changed(
      stateOf(devices, {
        connected: connection.broker === undefined ? null : connection.connected,
        willFault: connection.willFault,
        held: devices.meters.some(({ energy }) => energy.isHeld(now)),
        refused,
      }),
    );
  }

  private save(): void {
    void this.around.memory.save();
  }

  private now(): number {
    return this.around.world.clock.now();
  }

  private connectionOf(): BrokerConnection {
    const { world, config, openBroker, send } = this.around;
    return new BrokerConnection({
      world,
      prefix: config.prefix,
      openBroker,
      send,
      repeat: () => {
        this.devices.repeat(this.now());
      },
      changed: (connected) => {
        if (connected) this.startUp.connected();
        this.report();
      },
    });
  }

  private startUpOf(): StartUp {
    const { world, config, guard, memory, origin, refused } = this.around;
    return new StartUp({
      place: config,
      origin: origin.name,
      isTaken: (key) => memory.others.isTaken(key, null),
      broker: this.connection.broker,
      clock: world.clock,
      guard,
      stored: () => memory.devices(),
      ready: (stored) => {
        this.wake(stored);
      },
      refused: (topic) => {
        this.refused = true;
        refused(topic);
      },
    });
  }

  private devicesOf(): Devices {
    const { config, memory, origin } = this.around;
    const { connection } = this;
    return new Devices({
      settings: { ...config, process: connection.presence.status, origin },
      wanted: { meter: config.key, ...config.gridKeys },
      outlet: connection,
      others: memory.others,
      changed: () => {
        this.save();
      },
      opened: (device) => {
        this.startUp.raiseFloors([device]);
      },
      operated: (key) => {
        connection.hearCommands(commandsOf({ ...config, key }), (topic, payload, isRetained) => {
          this.hearCommand(topic, payload, isRetained);
        });
      },
    });
  }
}

/** Messages that are the state of a device. */
type StateName = {
  [Name in MessageName]: (typeof MESSAGES)[Name]['device'] extends GridKind ? Name : never;
}[MessageName];

/** What dataconnect-oauth and dataconnect-query say of a meter whose data the user has given up. */
function isForgotten(payload: unknown): payload is { readonly prm: string } {
  return isRecord(payload) && payload['state'] === 'forgotten' && typeof payload['prm'] === 'string';
}

/** Payloads of `mqtt in`: text, bytes, or what its automatic detection made of them. */
function textOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (Buffer.isBuffer(payload)) return payload.toString('utf8');
  if (!['object', 'number', 'boolean'].includes(typeof payload)) return '';
  try {
    return JSON.stringify(payload);
  } catch {
    return '';
  }
}
