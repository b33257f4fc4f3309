// linky-decode: bytes of any number of meters, kept apart by topic, to readings (output 1) and grid signals (output 2).
import { setImmediate as breathe } from 'node:timers/promises';
import type { LinkyRedError } from '../../lib/errors';
import { ActTracker, type SentSignal } from '../../lib/grid/event/act';
import { MESSAGES, signalTopic } from '../../lib/grid/message';
import type { SignalKind } from '../../lib/grid/signal';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import type { Arrival } from '../../lib/tic/frame/stream-clock';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand } from '../runtime/command';
import { Simulator } from '../runtime/simulator';
import type { NodeMessage, Send } from '../runtime/types';
import { InputWatch } from './input-watch';
import type { LinkyDecodeConfig } from './linky-decode.config';
import { type KeptStream, MeterStream } from './meter-stream';
import { readingMessage } from './reading-message';
import { type Roll, RollCall } from './roll-call';

/** What outlives a decoder, stream by stream; where nothing keeps it, the process does. Nothing here ever rejects. */
export interface StreamMemory {
  read(stream: string): Promise<KeptStream | undefined>;
  /**
   * Resolves when it outlives this process, or cannot (and that has been said).
   * @param take asked when its turn to be written comes
   */
  write(stream: string, take: () => KeptStream | undefined): Promise<void>;
  /** Forgets streams that were written last long ago, but for those in use. */
  prune(isUsed: (stream: string) => boolean): Promise<void>;
}

export interface Collaborators {
  readonly config: LinkyDecodeConfig;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused (a silence, the end of a simulation). */
  readonly send: Send;
  readonly memory: StreamMemory;
  /** Name of a stream whose messages have no topic. */
  readonly defaultStream: string;
  /** What to wire in instead of something of this kind (`number`, `JSON`), in the language of the runtime. */
  readonly wanted: (kind: string) => string;
  /** Told of a stream that brings bytes and nothing right in them. */
  readonly fruitless: (error: LinkyRedError, stream: string) => void;
  /** Told after each change of what a status shows. */
  readonly changed: (roll: Roll) => void;
}

const COMMANDS = ['refresh', 'simulate'] as const;
const KINDS: readonly SignalKind[] = ['power-overrun', 'peak', 'tariff-period', 'day-colour', 'meter-fault'];
const TICK_MS = 1000;
const PRUNE_EVERY_MS = 86_400_000;
/** Signals of so many streams are told at once, or so many first frames read: some milliseconds, then the event loop has its turn. */
const SLICE = 10;
/** Streams that bring nothing any more leave the memory after a while, once there are more than a house has. */
const MANY_STREAMS = 100;
const UNUSED_MS = 600_000;

export class LinkyDecode {
  private readonly streams = new Map<string, MeterStream>();
  /** Streams whose memory is being read. */
  private readonly opening = new Map<string, Promise<MeterStream>>();
  private readonly rollCall = new RollCall();
  /** The message that is being read, for what is sent because of it. */
  private cause: { readonly msg: object; readonly send: Send } | null = null;
  private ticking = false;
  private queue: Promise<void> = Promise.resolve();
  private begun = 0;
  private readonly inputs: InputWatch;
  private readonly simulator: Simulator;
  /** Of simulated events whose origin is no stream. */
  private readonly otherActs = new ActTracker();

  constructor(private readonly around: Collaborators) {
    this.simulator = new Simulator(around.clock, around.guard);
    this.inputs = new InputWatch(() => around.clock.elapsed(), around.wanted);
    around.guard.onClose(
      around.clock.every(TICK_MS, () => {
        void this.tick();
      }),
    );
    around.guard.onClose(
      around.clock.every(PRUNE_EVERY_MS, () => {
        void around.memory.prune((name) => this.streams.has(name));
      }),
    );
  }

  /**
   * Resolves (and `done` is called) when what the message has changed of open events is kept: a kill after that loses none
   * of it.
   * @throws LinkyRedError ERR_INPUT, ERR_TIC_JSON, ERR_COMMAND
   */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    if (this.around.guard.closed) return;
    const command = readCommand(msg.payload, COMMANDS, false);
    if (command === undefined) await this.read(msg, send);
    else if (command.name === 'refresh') await this.refresh(send);
    else await this.simulate(command.fields, send);
  }

  private async read(msg: NodeMessage, send: Send): Promise<void> {
    const name = this.nameOf(msg);
    const bytes = this.inputs.bytesIn(msg.payload, name);
    if (bytes === null) return;
    const arrival = this.arrivalOf(msg);
    // Messages of one stream keep their order: all that come while it is being opened wait for the same promise.
    const stream = this.streams.get(name) ?? (await this.open(name));
    if (this.around.guard.closed) return;
    const heard = stream.decoder.groupsHeard;
    this.cause = { msg, send };
    try {
      stream.push(bytes, arrival, ticField(msg, 'complete') === false);
    } finally {
      this.cause = null;
    }
    this.inputs.decoded(name, bytes.length, stream.decoder.groupsHeard > heard);
    await this.keep(stream);
  }

  private nameOf(msg: NodeMessage): string {
    const named = [msg.topic, ticField(msg, 'stream')].find(
      (name): name is string => typeof name === 'string' && name !== '',
    );
    return named ?? this.around.defaultStream;
  }

  private open(name: string): Promise<MeterStream> {
    let opening = this.opening.get(name);
    if (opening === undefined) {
      const reading = this.around.memory.read(name);
      // At a start all wait for the same file: they do not begin in the same moment.
      this.queue = this.queue.then(async () => {
        await reading;
        if (++this.begun % SLICE === 0) await breathe();
      });
      opening = this.queue.then(async () => {
        const kept = await reading;
        const stream = this.newStream(name, kept);
        this.streams.set(name, stream);
        this.opening.delete(name);
        return stream;
      });
      this.opening.set(name, opening);
    }
    return opening;
  }

  private newStream(name: string, kept: KeptStream | undefined): MeterStream {
    const { config, clock } = this.around;
    return new MeterStream(
      name,
      config,
      {
        heard: (frame, returned) => {
          if (returned !== null) this.rollCall.heard(name, returned);
          this.around.changed(this.rollCall.roll(frame));
        },
        reading: (frame) => {
          this.sendReading(name, frame);
        },
        signal: (signal) => {
          this.sendSignal(signal);
        },
      },
      () => clock.now(),
      kept,
    );
  }

  /** Of a stream that has nothing new it costs nothing. */
  private async keep(stream: MeterStream): Promise<void> {
    if (!stream.unkept) return;
    stream.unkept = false;
    await this.around.memory.write(stream.name, () => stream.kept());
  }

  private sendReading(name: string, frame: DecodedFrame): void {
    const { config, send } = this.around;
    const message = readingMessage(frame, name, this.cause?.msg ?? {}, config.listGroups);
    (this.cause?.send ?? send)([message, null]);
  }

  private sendSignal(signal: SentSignal): void {
    const { guard, send } = this.around;
    if (!guard.closed) (this.cause?.send ?? send)([null, signalMessage(signal)]);
  }

  /** When the first and the last byte arrived: as tic-in says, else now. */
  private arrivalOf(msg: NodeMessage): Arrival {
    const now = this.around.clock.now();
    const last = instantOf(ticField(msg, 'completedAt')) ?? now;
    return { first: Math.min(instantOf(ticField(msg, 'receivedAt')) ?? last, last), last };
  }

  private async refresh(send: Send): Promise<void> {
    await this.opened();
    let told = 0;
    for (const { decoder } of this.streams.values()) {
      if (++told % SLICE === 0) await breathe();
      if (this.around.guard.closed) return;
      for (const signal of decoder.presentSignals()) send([null, signalMessage(signal)]);
    }
  }

  private async simulate(fields: Readonly<Record<string, unknown>>, send: Send): Promise<void> {
    await this.opened();
    const { config, defaultStream } = this.around;
    const [first] = this.streams.values();
    const origin = first === undefined ? defaultStream : (first.decoder.meter.id ?? first.name);
    let decoder: MeterStream['decoder'] | undefined;
    this.simulator.play(
      fields,
      { source: 'tic', kinds: KINDS, origin, zone: config.zone },
      {
        acts: (played) => {
          decoder = this.decoderOf(played);
          return decoder?.acts ?? this.otherActs;
        },
        begins: (signal) => {
          send([null, signalMessage(signal)]);
        },
        ends: (signal) => {
          this.sendSignal(signal);
          // An end that lets nothing back waits for what really holds.
          if (signal.act !== 'keep') return;
          for (const real of decoder?.presentSignals() ?? []) if (real.signal === signal.signal) this.sendSignal(real);
        },
      },
    );
  }

  /** Of the meter that a simulated event plays: there it counts among the real ones. */
  private decoderOf(origin: string): MeterStream['decoder'] | undefined {
    return [...this.streams.values()].find(({ decoder, name }) => (decoder.meter.id ?? name) === origin)?.decoder;
  }

  /** What came before a command has been read. */
  private async opened(): Promise<void> {
    if (this.opening.size > 0) await Promise.all(this.opening.values());
  }

  /** Looks for silence. Many that fall silent in the same moment are told in slices. */
  private async tick(): Promise<void> {
    for (const { stream, error } of this.inputs.fruitless()) this.around.fruitless(error, stream);
    if (this.ticking) return;
    this.ticking = true;
    const { clock, guard } = this.around;
    const now = clock.now();
    let fallen = 0;
    for (const stream of this.streams.values()) {
      if (stream.tick(now)) {
        if (stream.state === 'silent') this.rollCall.fellSilent();
        void this.keep(stream);
        if (++fallen % SLICE === 0) await breathe();
        if (guard.closed) return;
      } else this.forgetUnused(stream, now);
    }
    if (fallen > 0) this.around.changed(this.rollCall.roll());
    this.ticking = false;
  }

  /** What it has open is kept, and comes back with the topic. */
  private forgetUnused(stream: MeterStream, now: number): void {
    if (this.streams.size <= MANY_STREAMS || stream.state === 'heard' || now - stream.usedAt < UNUSED_MS) return;
    this.streams.delete(stream.name);
    if (stream.state === 'silent') this.rollCall.left(stream.name);
  }
}

/** A copy: what a flow does with its message must not change what is known of the event. */
function signalMessage(signal: SentSignal): NodeMessage {
  return { topic: signalTopic(signal), schema: MESSAGES.signal.schema, payload: structuredClone(signal) };
}

function ticField(msg: NodeMessage, field: string): unknown {
  const { tic } = msg as { tic?: unknown };
  return typeof tic === 'object' && tic !== null ? (tic as Record<string, unknown>)[field] : undefined;
}

function instantOf(iso: unknown): number | undefined {
  const ms = typeof iso === 'string' ? Date.parse(iso) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
