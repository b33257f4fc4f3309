// linky-decode: bytes of any number of meters, kept apart by topic, to readings (output 1) and grid signals (output 2).
import { setImmediate as breathe } from 'node:timers/promises';
import type { LinkyRedError } from '../../lib/errors';
import { ActTracker, type SentSignal } from '../../lib/grid/event/act';
import { MESSAGES, signalTopic } from '../../lib/grid/message';
import { plainCopy } from '../../lib/grid/plain-copy';
import type { SignalKind } from '../../lib/grid/signal';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand } from '../runtime/command';
import type { Facts } from '../runtime/diagnostics/notes';
import { Simulator } from '../runtime/signals/simulator';
import type { NodeMessage, Send } from '../runtime/types';
import { decodeFacts } from './decode-facts';
import type { Brought, Intake } from './intake/intake';
import { intakeFor } from './intake/intake-for';
import { arrivalOf, ticField } from './intake/tic-field';
import type { LinkyDecodeConfig } from './linky-decode.config';
import { type KeptStream, MeterStream } from './meter-stream';
import { MeterStreams, type StreamMemory } from './meter-streams';
import { readingMessage } from './reading-message';
import { type Roll, RollCall } from './roll-call';

export interface Collaborators {
  readonly config: LinkyDecodeConfig;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused (a silence, the end of a simulation). */
  readonly send: Send;
  readonly memory: StreamMemory;
  /** Name of a stream whose messages have no topic. */
  readonly defaultStream: string;
  /** What to wire in instead of something of this kind (`number`, `JSON`), in the language of the runtime; `from`: who sends. */
  readonly wanted: (kind: string, from: string | null) => string;
  /** Told of a stream that brings bytes and nothing right in them. */
  readonly fruitless: (error: LinkyRedError, stream: string) => void;
  /** Told after each change of what a status shows. */
  readonly changed: (roll: Roll) => void;
}

const COMMANDS = ['refresh', 'simulate'] as const;
const KINDS: readonly SignalKind[] = ['power-overrun', 'peak', 'tariff-period', 'day-colour', 'meter-fault'];
const TICK_MS = 1000;
const PRUNE_EVERY_MS = 86_400_000;
/** Signals of so many streams are sent at once: some milliseconds, then the event loop has its turn. */
const SLICE = 10;

export class LinkyDecode {
  private readonly streams: MeterStreams;
  private readonly rollCall: RollCall;
  /** The message that is being read, for what is sent because of it. */
  private cause: { readonly msg: object; readonly send: Send } | null = null;
  private ticking = false;
  /** The frame that came last, of any stream. */
  private last: DecodedFrame | null = null;
  private readonly intake: Intake;
  private readonly simulator: Simulator;
  /** Of simulated events whose origin is no stream. */
  private readonly otherActs = new ActTracker();

  constructor(private readonly around: Collaborators) {
    this.streams = new MeterStreams(around.memory, (name, kept) => this.newStream(name, kept));
    this.rollCall = new RollCall(() => around.clock.elapsed());
    this.simulator = new Simulator(around.clock, around.guard);
    this.intake = intakeFor(around.config, () => around.clock.elapsed(), around.wanted);
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
   * @throws LinkyRedError ERR_INPUT, ERR_TIC_JSON, ERR_COMMAND: what the intake says
   */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    if (this.around.guard.closed) return;
    const command = readCommand(msg.payload, COMMANDS, false);
    if (command === undefined) await this.read(msg, send);
    else if (command.name === 'refresh') await this.refresh(send);
    else await this.simulate(command.fields, send);
  }

  /** For a report. */
  facts(): Facts {
    return decodeFacts(this.streams, this.rollCall.roll(), this.last);
  }

  private async read(msg: NodeMessage, send: Send): Promise<void> {
    const brought = this.intake.read(msg, this.nameOf(msg));
    if (brought === null) return;
    if (!('stream' in brought)) {
      this.lose((stream) => brought.isLost(stream));
      return;
    }
    await this.feed(brought, msg, send);
  }

  private async feed(brought: Brought, msg: NodeMessage, send: Send): Promise<void> {
    const { stream: name } = brought;
    const arrival = arrivalOf(msg, this.around.clock.now());
    const stream = this.streams.get(name) ?? (await this.streams.open(name));
    if (this.around.guard.closed) return;
    const heard = stream.decoder.groupsHeard;
    this.cause = { msg, send };
    try {
      brought.feed(stream, arrival);
    } finally {
      this.cause = null;
    }
    brought.fed(stream.decoder.groupsHeard > heard);
    await this.streams.keep(stream);
  }

  private nameOf(msg: NodeMessage): string {
    const named = [msg.topic, ticField(msg, 'stream')].find(
      (name): name is string => typeof name === 'string' && name !== '',
    );
    return named ?? this.around.defaultStream;
  }

  private newStream(name: string, kept: KeptStream | undefined): MeterStream {
    const { config, clock } = this.around;
    return new MeterStream(
      name,
      config,
      {
        seen: (frame) => {
          this.last = frame;
        },
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

  private sendReading(name: string, frame: DecodedFrame): void {
    const { config, send } = this.around;
    const message = readingMessage(frame, name, this.cause?.msg ?? {}, config.listGroups);
    (this.cause?.send ?? send)([message, null]);
  }

  private sendSignal(signal: SentSignal): void {
    const { guard, send } = this.around;
    if (!guard.closed) (this.cause?.send ?? send)([null, signalMessage(signal)]);
  }

  private async refresh(send: Send): Promise<void> {
    await this.streams.opened();
    let sent = 0;
    for (const { decoder } of this.streams.values()) {
      if (++sent % SLICE === 0) await breathe();
      if (this.around.guard.closed) return;
      for (const signal of decoder.presentSignals()) send([null, signalMessage(signal)]);
    }
  }

  private async simulate(fields: Readonly<Record<string, unknown>>, send: Send): Promise<void> {
    await this.streams.opened();
    const { config, defaultStream } = this.around;
    const [first] = this.streams.values();
    const origin = first?.origin ?? defaultStream;
    let decoder: MeterStream['decoder'] | undefined;
    this.simulator.play(
      fields,
      { source: 'tic', kinds: KINDS, origin, zone: config.zone },
      {
        acts: (played) => {
          decoder = this.streams.ofOrigin(played)?.decoder;
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

  /** Looks for silence. Many that fall silent in the same moment are sent in slices. */
  private async tick(): Promise<void> {
    for (const { stream, error } of this.intake.watch.fruitless()) this.around.fruitless(error, stream);
    if (this.ticking) return;
    this.ticking = true;
    const { clock, guard } = this.around;
    const now = clock.now();
    let fallen = 0;
    for (const stream of this.streams.values()) {
      this.intake.tick(stream, now);
      if (stream.tick(now)) {
        this.fellSilent(stream);
        if (++fallen % SLICE === 0) await breathe();
        if (guard.closed) return;
      } else if (this.streams.leaveUnused(stream, now) && stream.state === 'silent') this.rollCall.left(stream.name);
    }
    const roll = fallen > 0 ? this.rollCall.roll() : this.rollCall.grown();
    if (roll !== undefined) this.around.changed(roll);
    this.ticking = false;
  }

  /** Whoever passes readings on says that he has lost their meters. */
  private lose(isLost: (stream: string) => boolean): void {
    const now = this.around.clock.now();
    for (const stream of this.streams.values())
      if (isLost(stream.name) && stream.lose(now)) {
        this.fellSilent(stream);
        this.around.changed(this.rollCall.roll());
      }
  }

  private fellSilent(stream: MeterStream): void {
    if (stream.state === 'silent') this.rollCall.fellSilent();
    this.intake.silent(stream);
    void this.streams.keep(stream);
  }
}

/** A copy: what a flow does with its message must not change what is known of the event. */
function signalMessage(signal: SentSignal): NodeMessage {
  return { topic: signalTopic(signal), schema: MESSAGES.signal.schema, payload: plainCopy(signal) };
}
