// ha-entities: readings and grid signals to entities of Home Assistant, over a broker or as messages for an `mqtt out`.
import { LinkyRedError } from '../../lib/errors';
import { deviceOfSource, type GridKind, MESSAGES, messageNamed } from '../../lib/grid/message';
import type { StoredDevice } from '../../lib/home-assistant/devices/device-keys';
import { GRID_SUBJECTS } from '../../lib/home-assistant/facts/grid-subjects';
import { readReading } from '../../lib/home-assistant/facts/reading';
import { isSignal } from '../../lib/home-assistant/facts/signal';
import { readCommand } from '../runtime/command';
import type { Broker } from '../runtime/mqtt-broker';
import { Devices } from './devices';
import { stateOf } from './ha-state';
import { PRESENCE_ELSEWHERE, presenceOn, type ProcessPresence } from './process-status';
import { READ_BACK_MS, StartUp } from './start-up';
import type { Collaborators } from './collaborators';

const COMMANDS = ['refresh', 'remove'] as const;
const TICK_MS = 1000;
/** Home Assistant's birth topic, unless its user changed it; ours follows the prefix too. */
const BIRTH_TOPIC = 'homeassistant/status';
/** All nodes that hear the birth message answer: each a little later (Home Assistant asks for it). */
const BIRTH_DELAY_MS = [1000, 10_000] as const;

/** So long the first message of the status topic may take to come back: a broker on the same machine may be the slower to start. */
const ECHO_MS = 60_000;

export class HaEntities {
  private readonly broker: Broker | undefined;
  private readonly presence: ProcessPresence;
  private readonly devices = new Devices();
  private readonly startUp: StartUp;
  private removed = false;
  /** A total that the broker retains is not believed; until the user has refreshed. */
  private refused = false;
  /** Without a broker node: until when the status topic may come back; null: it has. */
  private echoDue: number | null = null;
  private repeatDue: (() => void) | undefined;

  constructor(private readonly around: Collaborators) {
    const { guard, world, openBroker, config, memory, origin } = around;
    this.broker = openBroker?.((connected) => {
      this.connection(connected);
    });
    this.presence = this.broker === undefined ? PRESENCE_ELSEWHERE : presenceOn(this.broker);
    this.startUp = new StartUp({
      place: config,
      origin: origin.name,
      isTaken: (key) => memory.others.isTaken(key, null),
      broker: this.broker,
      clock: world.clock,
      guard,
      stored: () => memory.devices(),
      ready: (stored) => {
        this.wake(stored);
      },
      refused: (topic) => {
        this.refused = true;
        around.refused(topic);
      },
    });
    guard.onClose(
      world.clock.every(TICK_MS, () => {
        this.tick();
      }),
    );
  }

  /** Begins once all nodes are there: messages would not reach those that are created later. */
  start(): void {
    const { broker } = this;
    if (broker === undefined) {
      this.echoDue = this.now() + ECHO_MS;
      if (this.presence.birth !== null) this.around.send(this.presence.birth);
      this.startUp.withoutBroker();
      return;
    }
    for (const topic of this.birthTopics)
      broker.subscribe(topic, (_topic, payload) => {
        this.birth(payload);
      });
    broker.open();
    this.report();
  }

  /** @throws LinkyRedError ERR_INPUT, ERR_COMMAND */
  receive(msg: object): void {
    const { topic, payload, schema } = msg as { topic?: unknown; payload?: unknown; schema?: unknown };
    if (typeof topic === 'string' && this.isFromBroker(topic, schema, payload)) return;
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
        this.state(name, payload);
        return;
      case 'rows':
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
    const { broker } = this;
    this.repeatDue?.();
    const now = this.around.world.clock.now();
    for (const { energy } of this.devices.meters) energy.keep(now, true);
    if (removed && broker !== undefined) this.leave();
    const { close } = this.presence;
    if (broker !== undefined) await broker.close(close === null ? [] : [{ message: close, whenAlone: true }]);
    await this.around.memory.save();
  }

  /** What an `mqtt in` brings: the birth of Home Assistant, and without a broker node what we would have subscribed to. */
  private isFromBroker(topic: string, schema: unknown, payload: unknown): boolean {
    if (this.birthTopics.includes(topic)) {
      this.birth(textOf(payload));
      return true;
    }
    return schema === undefined && (this.isConnection(topic, payload) || this.isReadBack(topic, payload));
  }

  /** Nobody speaks for these devices any more, unless another node tells the same meter. */
  private leave(): void {
    const { others } = this.around.memory;
    for (const device of this.devices.all) if (!others.speaksFor(device.memory.key)) device.leave();
  }

  private get birthTopics(): string[] {
    return [...new Set([BIRTH_TOPIC, `${this.around.config.prefix}/status`])];
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

  private state(kind: GridKind, payload: unknown): void {
    const state = GRID_SUBJECTS[kind].read(payload);
    if (state === undefined) throw new LinkyRedError('ERR_INPUT', { detail: MESSAGES[kind].schema });
    this.devices.state(kind, state, this.now());
    this.report();
  }

  private obey(command: (typeof COMMANDS)[number]): void {
    this.removed = command === 'remove';
    this.refused = false;
    for (const device of this.devices.all) {
      if (command === 'remove') device.remove();
      else {
        device.restore();
        device.repeat(this.now());
      }
    }
    this.save();
    this.report();
  }

  private birth(payload: string): void {
    if (payload !== 'online') return;
    const [least, most] = BIRTH_DELAY_MS;
    this.repeatIn(least + this.around.world.random() * (most - least));
  }

  private repeatIn(ms: number): void {
    this.repeatDue?.();
    this.repeatDue = this.around.world.clock.after(ms, () => {
      const { reminder } = this.presence;
      if (reminder !== null) this.broker?.send(reminder);
      for (const device of this.devices.all) device.repeat(this.now());
    });
  }

  private connection(connected: boolean): void {
    if (connected) {
      const { birth } = this.presence;
      if (birth !== null) this.broker?.send(birth);
      for (const device of this.devices.all) device.repeat(this.now());
      this.startUp.connected();
    }
    this.report();
  }

  private wake(stored: StoredDevice[]): void {
    const { memory, config, origin } = this.around;
    const { broker } = this;
    this.devices.open(
      {
        settings: { ...config, process: this.presence.status, origin },
        outlet: {
          get connected() {
            return broker?.connected ?? true;
          },
          send: (message) => {
            if (broker === undefined) this.around.send(message);
            else broker.send(message);
          },
        },
        others: memory.others,
        changed: () => {
          this.save();
        },
        removed: () => this.removed,
        opened: (device) => {
          this.startUp.raiseFloors([device]);
        },
      },
      { meter: config.key, grid: config.gridKeys },
      stored,
      this.now(),
    );
    this.devices.catchUp(this.now());
    this.report();
  }

  /** Without a broker node, an `mqtt in` of the status topic tells each connection: its birth message comes back. */
  private isConnection(topic: string, payload: unknown): boolean {
    if (this.broker !== undefined || topic !== this.presence.status.topic) return false;
    this.echoDue = null;
    this.report();
    // The same connection may bring totals that are higher than ours: those first.
    if (textOf(payload) === this.presence.status.online) this.repeatIn(READ_BACK_MS);
    return true;
  }

  /** Without a broker node, `mqtt in` messages of our own totals do what reading back does. */
  private isReadBack(topic: string, payload: unknown): boolean {
    if (!this.startUp.take(topic, textOf(payload))) return false;
    this.startUp.raiseFloors(this.devices.meters);
    return true;
  }

  private tick(): void {
    this.devices.tick(this.now());
    this.report();
  }

  private save(): void {
    void this.around.memory.save();
  }

  private now(): number {
    return this.around.world.clock.now();
  }

  private report(): void {
    const { broker, presence, removed, refused } = this;
    const connected = broker === undefined ? null : broker.connected;
    const now = this.now();
    const held = this.devices.meters.some(({ energy }) => energy.isHeld(now));
    const unheard = this.echoDue !== null && now >= this.echoDue;
    const willFault = unheard ? 'unheard' : presence.willFault;
    this.around.changed(stateOf(this.devices.all, { connected, willFault, held, refused, removed }));
  }
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
