// ha-entities without Node-RED around it: the controller, a clock whose hands the test turns, and a broker's memory of what
// was sent. Readings come from the real decoder.
import type { GridSignal } from '../../../lib/grid/signal';
import { DeviceMemory, MEMORY, MEMORY_NAME } from '../../../lib/home-assistant/devices/device-memory';
import type { Message } from '../../../lib/home-assistant/discovery/config';
import { Store } from '../../../lib/store/store';
import { Decoder } from '../../../lib/tic/decoder';
import type { DecodedFrame } from '../../../lib/tic/decoded-frame';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { HaEntities } from '../../../nodes/ha-entities/ha-entities.controller';
import type { HaState } from '../../../nodes/ha-entities/ha-state';
import { readConfig } from '../../../nodes/ha-entities/ha-entities.config';
import type { HaEntitiesFields } from '../../../nodes/ha-entities/ha-entities.choices';
import { readingMessage } from '../../../nodes/linky-decode/reading-message';
import type { RawConfig } from '../../../nodes/runtime/types';
import { FakeClock } from '../machine/fake-clock';

export interface BenchOptions {
  readonly settings?: Partial<HaEntitiesFields>;
  /** Of an earlier bench: what outlives a restart. */
  readonly store?: Store;
  readonly clock?: FakeClock;
  readonly node?: string;
  /** Shared by the nodes of one Node-RED. */
  readonly memory?: DeviceMemory;
  /** What comes before it has woken up. */
  readonly atStart?: (bench: HaBench) => void;
  /** Whether a node is in the flows; default: all are. */
  readonly exists?: (id: string) => boolean;
}

export class HaBench {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly sent: Message[] = [];
  /** What a broker would retain. */
  readonly retained = new Map<string, string>();
  /** What left by the second output. */
  readonly commands: { readonly topic: string; readonly payload: object }[] = [];
  readonly warnings: string[] = [];
  /** Topics whose retained total was not believed. */
  readonly refused: string[] = [];
  state: HaState | null = null;
  readonly controller: HaEntities;
  private readonly guard = new CloseGuard();
  private readonly decoders = new Map<string, Decoder>();

  private constructor(options: BenchOptions) {
    this.clock = options.clock ?? new FakeClock();
    this.store = options.store ?? new Store(undefined);
    const node = options.node ?? 'node';
    const memory = options.memory ?? memoryOf(this.store);
    this.controller = new HaEntities({
      config: readConfig({ ...options.settings } as RawConfig<HaEntitiesFields>),
      world: { clock: this.clock, random: () => 0.5 },
      guard: this.guard,
      memory: {
        devices: () => memory.devicesOf(node),
        others: memory.others(node, options.exists ?? (() => true)),
        save: () => memory.save(),
      },
      origin: { name: 'linky-red', version: '1.2.3', url: 'https://example.org' },
      openBroker: undefined,
      send: (message) => {
        this.sent.push(message);
        if (!message.retain) return;
        if (message.payload === '') this.retained.delete(message.topic);
        else this.retained.set(message.topic, message.payload);
      },
      sendCommand: (topic, payload) => this.commands.push({ topic, payload }),
      changed: (state) => (this.state = state),
      otherKey: (key) => this.warnings.push(key),
      refused: (topic) => this.refused.push(topic),
    });
  }

  /** Starts it and waits until it has read what it remembers. */
  static async open(options: BenchOptions = {}): Promise<HaBench> {
    const bench = new HaBench(options);
    bench.controller.start();
    await settled();
    options.atStart?.(bench);
    bench.clock.advance(2000);
    await settled();
    return bench;
  }

  /** As a stop of Node-RED: what outlives it is in the store. */
  async close(removed = false): Promise<void> {
    await Promise.all([this.guard.close(), this.controller.close(removed)]);
  }

  /** Bytes through the decoder: its signals, then its reading, as over the wires of a flow. */
  bytes(bytes: Buffer, stream = 'maison'): void {
    const now = this.clock.now();
    this.decoder(stream).push(bytes, { first: now, last: now });
  }

  /** One frame every two seconds for so long. */
  frames(bytes: Buffer, seconds: number, stream = 'maison'): void {
    for (let passed = 0; passed < seconds; passed += 2) {
      this.bytes(bytes, stream);
      this.clock.advance(2000);
    }
  }

  reading(payload: Record<string, unknown>, tic: Record<string, unknown> = {}): void {
    const meter = { id: '042161314159', family: 'linky', mode: 'standard', phases: 1, producer: false };
    this.controller.receive({
      topic: 'tic/042161314159',
      schema: 'linky-red/reading@1',
      payload,
      tic: { stream: 'maison', meter, signals: [], quality: { rejected: 0, frames: 1, complete: true }, ...tic },
    });
  }

  signal(signal: Partial<GridSignal>): void {
    const payload = { ...SIGNAL, ...signal };
    this.controller.receive({ topic: 'signal', schema: 'linky-red/signal@1', payload });
  }

  command(payload: unknown): void {
    this.controller.receive({ payload });
  }

  /** The retained state of an entity; undefined: there is none. */
  of(entity: string, key = 'linky'): string | undefined {
    return this.retained.get(`linkyred/${key}/${entity}`);
  }

  /** As Home Assistant shows them: without the state, which one message may carry along. */
  attributesOf(entity: string, key = 'linky'): Record<string, unknown> {
    const text = this.retained.get(`linkyred/${key}/${entity}/attributes`) ?? '{}';
    const attributes = JSON.parse(text) as Record<string, unknown>;
    delete attributes['state'];
    return attributes;
  }

  /** Ids of the entities that are announced under a key. */
  announced(key = 'linky', prefix = 'homeassistant'): string[] {
    return [...this.retained.keys()].flatMap((topic) => {
      const found = topic.startsWith(`${prefix}/`) ? topic.split(`/linkyred_${key}_`)[1] : undefined;
      return found === undefined ? [] : [found.replace('/config', '')];
    });
  }

  configOf(entity: string, platform = 'sensor'): Record<string, unknown> {
    const text = this.retained.get(`homeassistant/${platform}/linkyred_linky_${entity}/config`);
    return JSON.parse(text ?? '{}') as Record<string, unknown>;
  }

  /** Payloads that were sent on a state topic, in order. */
  told(entity: string, key = 'linky'): string[] {
    return this.sent.filter(({ topic }) => topic === `linkyred/${key}/${entity}`).map(({ payload }) => payload);
  }

  private decoder(stream: string): Decoder {
    let decoder = this.decoders.get(stream);
    if (decoder === undefined) {
      decoder = new Decoder(
        { stream },
        {
          frame: (frame: DecodedFrame) => {
            if (frame.speaks) this.controller.receive(readingMessage(frame, stream, {}, false));
          },
          signal: (payload) => {
            this.controller.receive({ topic: 'signal', schema: 'linky-red/signal@1', payload });
          },
        },
      );
      this.decoders.set(stream, decoder);
    }
    return decoder;
  }
}

export function memoryOf(store: Store): DeviceMemory {
  return new DeviceMemory(store.document(MEMORY_NAME, MEMORY));
}

/** An overrun that has begun. */
export const SIGNAL: GridSignal = {
  id: '042161314159/tic/power-overrun/2026-01-15T12:00:00+01:00',
  origin: '042161314159',
  source: 'tic',
  signal: 'power-overrun',
  state: 'active',
  change: 'started',
  level: 3,
  expected: 3,
  start: '2026-01-15T12:00:00+01:00',
  end: null,
  issuedAt: '2026-01-15T12:00:00+01:00',
  detail: { phases: [1], value: 9840, unit: 'VA', threshold: 9000 },
};

/** Promises that are settled already have run their course. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
