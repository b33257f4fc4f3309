// ha-entities: readings and grid signals to entities of Home Assistant, over a broker or as messages for an `mqtt out`.
import { LinkyRedError } from '../../lib/errors';
import { SIGNAL_SCHEMA } from '../../lib/grid/signal';
import type { OtherNodes, StoredDevice } from '../../lib/home-assistant/device-keys';
import type { Message, Origin } from '../../lib/home-assistant/discovery';
import { ReadBack } from '../../lib/home-assistant/read-back';
import { isSignal, readReading, READING_SCHEMA } from '../../lib/home-assistant/reading';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand } from '../runtime/command';
import type { Broker } from '../runtime/mqtt-broker';
import type { HaEntitiesConfig } from './ha-entities.config';
import type { World } from './ha-entities.world';
import { Inbox } from './inbox';
import { MeterDevices } from './meter-devices';
import { PRESENCE_ELSEWHERE, presenceOn, type ProcessPresence } from './process-status';

/** What has to outlive a restart. */
export interface Memory {
  devices(): Promise<StoredDevice[]>;
  readonly others: OtherNodes;
  save(): Promise<void>;
}

export interface Surroundings {
  readonly config: HaEntitiesConfig;
  readonly world: World;
  readonly guard: CloseGuard;
  readonly memory: Memory;
  readonly origin: Origin;
  /** Undefined: messages leave by `send`. */
  readonly openBroker: ((changed: (connected: boolean) => void) => Broker) | undefined;
  readonly send: (message: Message) => void;
  /** Told after each change of what a status shows. */
  readonly changed: (state: HaState) => void;
  /** A device was seen for the first time, under another key than the one that is set. */
  readonly otherKey: (key: string) => void;
}

export interface HaState {
  /** Null: there is no broker. */
  readonly connected: boolean | null;
  readonly hasWill: boolean;
  readonly devices: number;
  readonly speaking: number;
  readonly entities: number;
  readonly held: boolean;
  readonly removed: boolean;
}

const COMMANDS = ['refresh', 'remove'] as const;
const TICK_MS = 1000;
/** Home Assistant's birth topic, unless its user changed it; ours follows the prefix too. */
const BIRTH_TOPIC = 'homeassistant/status';
/** All nodes that hear the birth message answer: each a little later (Home Assistant asks for it). */
const BIRTH_DELAY_MS = [1000, 10_000] as const;
/** How long the broker's retained totals are waited for. */
const READ_BACK_MS = 2000;

export class HaEntities {
  private readonly broker: Broker | undefined;
  private readonly presence: ProcessPresence;
  private readonly inbox = new Inbox();
  private readonly readBack: ReadBack;
  private devices: MeterDevices | undefined;
  private removed = false;
  private birthDue: (() => void) | undefined;
  private waking = false;

  constructor(private readonly around: Surroundings) {
    const { guard, world, openBroker, config } = around;
    this.readBack = new ReadBack(config.base);
    this.broker = openBroker?.((connected) => {
      this.connection(connected);
    });
    this.presence = this.broker === undefined ? PRESENCE_ELSEWHERE : presenceOn(this.broker);
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
      if (this.presence.birth !== null) this.around.send(this.presence.birth);
      void this.wakeWithoutBroker();
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
    if (typeof topic === 'string' && this.birthTopics.includes(topic)) {
      this.birth(textOf(payload));
      return;
    }
    if (typeof topic === 'string' && (this.isConnection(topic, payload) || this.isReadBack(topic, payload))) return;
    const command = schema === undefined ? readCommand(payload, COMMANDS, true) : undefined;
    if (command !== undefined) this.obey(command.name);
    else if (schema === READING_SCHEMA) this.reading(msg);
    else if (schema === SIGNAL_SCHEMA) this.signal(payload);
    else throw new LinkyRedError('ERR_INPUT', { detail: typeof schema === 'string' ? schema : typeof payload });
  }

  /**
   * What has to be said is sent before this returns its promise: the connection may be closed in the same turn.
   * @param removed the node is gone from the flows, it does not only restart
   */
  async close(removed: boolean): Promise<void> {
    const { devices, broker } = this;
    this.birthDue?.();
    const now = this.around.world.clock.now();
    for (const device of devices?.all ?? []) {
      device.energy.keep(now, true);
      if (removed && broker !== undefined) device.leave();
    }
    const { close } = this.presence;
    if (broker !== undefined) await broker.close(close === null ? [] : [{ message: close, whenAlone: true }]);
    await this.around.memory.save();
  }

  private get birthTopics(): string[] {
    return [...new Set([BIRTH_TOPIC, `${this.around.config.prefix}/status`])];
  }

  private reading(msg: object): void {
    const reading = readReading(msg as Readonly<Record<string, unknown>>);
    if (reading === null) throw new LinkyRedError('ERR_INPUT', { detail: READING_SCHEMA });
    if (this.devices === undefined) {
      this.inbox.reading(reading);
      return;
    }
    const first = this.devices.reading(reading, this.now());
    if (first !== undefined && first.memory.key !== this.around.config.key) this.around.otherKey(first.memory.key);
    this.report();
  }

  private signal(payload: unknown): void {
    if (!isSignal(payload)) throw new LinkyRedError('ERR_INPUT', { detail: SIGNAL_SCHEMA });
    // Signals of other sources get devices of their own with the nodes that send them.
    if (payload.source !== 'tic')
      throw new LinkyRedError('ERR_INPUT', { detail: `${SIGNAL_SCHEMA}, source ${payload.source}` });
    if (this.devices === undefined) this.inbox.signal(payload);
    else this.devices.signal(payload, this.now());
    this.report();
  }

  private obey(command: (typeof COMMANDS)[number]): void {
    const devices = this.devices?.all ?? [];
    this.removed = command === 'remove';
    for (const device of devices) {
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
    const { clock, random } = this.around.world;
    this.birthDue?.();
    this.birthDue = clock.after(least + random() * (most - least), () => {
      for (const device of this.devices?.all ?? []) device.repeat(this.now());
    });
  }

  private connection(connected: boolean): void {
    if (connected) {
      const { birth } = this.presence;
      if (birth !== null) this.broker?.send(birth);
      for (const device of this.devices?.all ?? []) device.repeat(this.now());
      if (this.devices === undefined && !this.waking) this.askBroker();
    }
    this.report();
  }

  /** What the broker has of our totals is the floor of what may be told: it is read before anything is. */
  private askBroker(): void {
    const { broker, readBack } = this;
    if (broker === undefined) return;
    this.waking = true;
    for (const topic of readBack.topics)
      broker.subscribe(topic, (from, payload) => {
        readBack.take(from, payload);
      });
    const { clock } = this.around.world;
    this.around.guard.onClose(
      clock.after(READ_BACK_MS, () => {
        for (const topic of readBack.topics) broker.unsubscribe(topic);
        this.waking = false;
        // The connection went meanwhile: nothing was heard, the next one is asked again.
        if (broker.connected) void this.wake();
      }),
    );
  }

  /** What nothing remembers an `mqtt in` may bring, wired to the input: it is waited for as a broker's answer is. */
  private async wakeWithoutBroker(): Promise<void> {
    const { memory, world, guard } = this.around;
    if ((await memory.devices()).length > 0) return this.wake();
    guard.onClose(
      world.clock.after(READ_BACK_MS, () => {
        void this.wake();
      }),
    );
  }

  private async wake(): Promise<void> {
    const { memory, config, guard, origin } = this.around;
    const stored = await memory.devices();
    if (guard.closed) return;
    const now = this.now();
    if (stored.length === 0) stored.push(...this.readBack.devices(config.key, now));
    const { broker } = this;
    this.devices = new MeterDevices(
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
        wanted: config.key,
        others: memory.others,
        changed: () => {
          this.save();
        },
      },
      stored,
      now,
    );
    this.raiseFloors();
    this.inbox.empty({
      reading: (reading) => {
        this.devices?.reading(reading, this.now());
      },
      signal: (signal) => {
        this.devices?.signal(signal, this.now());
      },
    });
    this.report();
  }

  /** Without a broker node, an `mqtt in` of the status topic tells each connection: its birth message comes back. */
  private isConnection(topic: string, payload: unknown): boolean {
    if (this.broker !== undefined || topic !== this.presence.status.topic) return false;
    if (textOf(payload) === this.presence.status.online)
      for (const device of this.devices?.all ?? []) device.repeat(this.now());
    return true;
  }

  /** Without a broker node, `mqtt in` messages of our own totals do what reading back does. */
  private isReadBack(topic: string, payload: unknown): boolean {
    if (!this.readBack.take(topic, textOf(payload))) return false;
    this.raiseFloors();
    return true;
  }

  private raiseFloors(): void {
    for (const { memory, energy } of this.devices?.all ?? []) {
      const withdrawn = this.readBack.lastWh(memory.key, 'energy_total');
      const injected = this.readBack.lastWh(memory.key, 'energy_returned');
      if (withdrawn !== undefined) energy.raiseFloor('withdrawn', withdrawn, this.now());
      if (injected !== undefined) energy.raiseFloor('injected', injected, this.now());
    }
  }

  private tick(): void {
    this.devices?.tick(this.now());
    this.report();
  }

  private save(): void {
    void this.around.memory.save();
  }

  private now(): number {
    return this.around.world.clock.now();
  }

  private report(): void {
    const devices = this.devices?.all ?? [];
    this.around.changed({
      connected: this.broker === undefined ? null : this.broker.connected,
      hasWill: this.presence.hasWill,
      devices: devices.length,
      speaking: devices.filter((device) => device.speaks).length,
      entities: devices.reduce((sum, { entities }) => sum + entities, 0),
      held: devices.some(({ energy }) => energy.isHeld),
      removed: this.removed,
    });
  }
}

/** Payloads of `mqtt in`: text, bytes, or what its automatic detection made of them. */
function textOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (Buffer.isBuffer(payload)) return payload.toString('utf8');
  return JSON.stringify(payload) ?? '';
}
