// linky-decode: bytes of any number of meters, kept apart by topic, to readings (output 1) and grid signals (output 2).
import { LinkyRedError } from '../../lib/errors';
import { ActTracker, type SentSignal } from '../../lib/grid/act';
import { type GridSignal, type SignalKind, SIGNAL_SCHEMA, signalTopic } from '../../lib/grid/signal';
import { beginSimulation } from '../../lib/grid/simulate';
import type { Arrival } from '../../lib/tic/decoder';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand } from '../runtime/command';
import type { NodeMessage, Send } from '../runtime/types';
import type { LinkyDecodeConfig } from './linky-decode.config';
import { MeterStream } from './meter-stream';
import { readingMessage } from './reading-message';

/** The open events of each stream, for the next start; where nothing keeps them it does nothing. */
export interface SignalMemory {
  read(): Promise<Readonly<Record<string, Readonly<Record<string, GridSignal>>>>>;
  write(open: Readonly<Record<string, Readonly<Record<string, GridSignal>>>>): void;
}

export interface Surroundings {
  readonly config: LinkyDecodeConfig;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused (a silence, the end of a simulation). */
  readonly send: Send;
  readonly memory: SignalMemory;
  /** Name of a stream whose messages have no topic. */
  readonly defaultStream: string;
  /** Told after each change of what a status shows. */
  readonly changed: (streams: readonly MeterStream[]) => void;
}

const COMMANDS = ['refresh', 'simulate'] as const;
const KINDS: readonly SignalKind[] = ['power-overrun', 'peak', 'tariff-period', 'day-colour', 'meter-fault'];
const TICK_MS = 1000;
/** Topics that nobody uses any more are forgotten beyond so many: a topic per message must not fill the memory. */
const MANY_STREAMS = 1000;
const UNUSED_MS = 3_600_000;

export class LinkyDecode {
  private readonly streams = new Map<string, MeterStream>();
  /** The message that is being read, for what is sent because of it. */
  private cause: { readonly msg: object; readonly send: Send } | null = null;
  private remembered: Readonly<Record<string, Readonly<Record<string, GridSignal>>>> = {};
  private readonly ready: Promise<void>;
  /** Of simulated events whose origin is no stream. */
  private readonly strangers = new ActTracker();

  constructor(private readonly around: Surroundings) {
    this.ready = around.memory.read().then((open) => {
      this.remembered = open;
    });
    around.guard.onClose(
      around.clock.every(TICK_MS, () => {
        this.tick();
      }),
    );
  }

  /** @throws LinkyRedError ERR_INPUT, ERR_COMMAND */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    // Messages keep their order: each waits for the same promise.
    await this.ready;
    if (this.around.guard.closed) return;
    const command = readCommand(msg.payload, COMMANDS, false);
    if (command === undefined) this.read(msg, send);
    else if (command.name === 'refresh') this.refresh(send);
    else this.simulate(command.fields, send);
  }

  private read(msg: NodeMessage, send: Send): void {
    const bytes = bytesOf(msg.payload);
    const stream = this.streamOf(msg);
    this.cause = { msg, send };
    try {
      stream.push(bytes, this.arrivalOf(msg), ticField(msg, 'complete') === false);
    } finally {
      this.cause = null;
    }
  }

  private streamOf(msg: NodeMessage): MeterStream {
    const named = [msg.topic, ticField(msg, 'stream')].find(
      (name): name is string => typeof name === 'string' && name !== '',
    );
    const name = named ?? this.around.defaultStream;
    let stream = this.streams.get(name);
    if (stream === undefined) {
      this.forgetUnused();
      stream = new MeterStream(
        name,
        this.around.config,
        {
          heard: () => {
            this.around.changed([...this.streams.values()]);
          },
          reading: (frame) => {
            this.sendReading(name, frame);
          },
          signal: (signal) => {
            this.sendSignal(signal);
          },
        },
        () => this.around.clock.now(),
      );
      stream.decoder.restoreSignals(this.remembered[name] ?? {});
      this.streams.set(name, stream);
    }
    return stream;
  }

  private sendReading(name: string, frame: NonNullable<MeterStream['last']>): void {
    const { config, send } = this.around;
    const message = readingMessage(frame, name, this.cause?.msg ?? {}, config.listGroups);
    (this.cause?.send ?? send)([message, null]);
  }

  private sendSignal(signal: SentSignal, simulated = false): void {
    const { guard, memory, send } = this.around;
    if (guard.closed) return;
    (this.cause?.send ?? send)([null, signalMessage(signal)]);
    if (simulated) return;
    const open = [...this.streams].map(([name, { decoder }]) => [name, decoder.openSignals()] as const);
    // Streams that have not spoken since the start keep what is remembered of them.
    memory.write({ ...this.remembered, ...Object.fromEntries(open) });
  }

  /** When the first and the last byte arrived: as tic-in says, else now. */
  private arrivalOf(msg: NodeMessage): Arrival {
    const now = this.around.clock.now();
    const last = instantOf(ticField(msg, 'completedAt')) ?? now;
    return { first: Math.min(instantOf(ticField(msg, 'receivedAt')) ?? last, last), last };
  }

  private refresh(send: Send): void {
    for (const { decoder } of this.streams.values())
      for (const signal of decoder.presentSignals()) send([null, signalMessage(signal)]);
  }

  private simulate(fields: Readonly<Record<string, unknown>>, send: Send): void {
    const { clock, config, guard, defaultStream } = this.around;
    const [first] = this.streams.values();
    const origin = first === undefined ? defaultStream : (first.decoder.meter.id ?? first.name);
    const { begin, end, seconds } = beginSimulation(
      fields,
      { source: 'tic', kinds: KINDS, origin, zone: config.zone },
      clock.now(),
    );
    const decoder = this.decoderOf(begin.origin);
    const acts = decoder?.acts ?? this.strangers;
    send([null, signalMessage(acts.sent(begin))]);
    const forget = guard.onClose(
      clock.after(seconds * 1000, () => {
        forget();
        const ended = acts.sent(end);
        this.sendSignal(ended, true);
        // An end that lets nothing back waits for what really holds: a flow must not go on with the end of a story.
        if (ended.act !== 'keep') return;
        for (const signal of decoder?.presentSignals() ?? [])
          if (signal.signal === end.signal) this.sendSignal(signal, true);
      }),
    );
  }

  /** Of the meter that a simulated event plays: there it counts among the real ones. */
  private decoderOf(origin: string): MeterStream['decoder'] | undefined {
    return [...this.streams.values()].find(({ decoder, name }) => (decoder.meter.id ?? name) === origin)?.decoder;
  }

  private tick(): void {
    const now = this.around.clock.now();
    const fallen = [...this.streams.values()].filter((stream) => stream.tick(now));
    if (fallen.length > 0) this.around.changed([...this.streams.values()]);
  }

  private forgetUnused(): void {
    if (this.streams.size < MANY_STREAMS) return;
    const now = this.around.clock.now();
    for (const [name, { usedAt }] of this.streams) if (now - usedAt > UNUSED_MS) this.streams.delete(name);
  }
}

/** A copy: what a flow does with its message must not change what is known of the event. */
function signalMessage(signal: SentSignal): NodeMessage {
  return { topic: signalTopic(signal), schema: SIGNAL_SCHEMA, payload: structuredClone(signal) };
}

/** Text is taken character by character: the sums of a TIC are over seven bits. */
function bytesOf(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  if (typeof payload === 'string') return Buffer.from(payload, 'latin1');
  throw new LinkyRedError('ERR_INPUT', { detail: Array.isArray(payload) ? 'array' : typeof payload });
}

function ticField(msg: NodeMessage, field: string): unknown {
  const { tic } = msg as { tic?: unknown };
  return typeof tic === 'object' && tic !== null ? (tic as Record<string, unknown>)[field] : undefined;
}

function instantOf(iso: unknown): number | undefined {
  const ms = typeof iso === 'string' ? Date.parse(iso) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
