// What tic-in does: keeps the line open, listens at the right speed, cuts what comes into messages.
import { LinkyRedError } from '../../lib/errors';
import { Line } from '../../lib/tic/bytes/line';
import type { Clock, Stop } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand } from '../runtime/command';
import type { Facts } from '../runtime/diagnostics/notes';
import type { Node, NodeMessage } from '../runtime/types';
import type { LineReport, ReportedLine } from './line-report';
import { Link } from '../../lib/tic/link/link';
import type { Recording } from './recording/recording';
import { readWish } from './recording/wish';
import type { OpenableSource } from './source';
import type { TicInConfig } from './tic-in.config';
import { TicStream, type StreamStep } from './tic-stream';

export interface Collaborators {
  readonly node: Pick<Node, 'id' | 'name' | 'send'>;
  readonly config: TicInConfig;
  /** @throws LinkyRedError when there is nothing that could be opened */
  readonly source: () => OpenableSource;
  /** Upper bound of the pause between two attempts to open. */
  readonly longestPauseMs: number;
  readonly report: LineReport;
  readonly recording: Recording;
  readonly clock: Clock;
  readonly guard: CloseGuard;
}

const TICK_MS = 250;
const COMMANDS = ['pause', 'resume', 'capture'] as const;

export class TicIn {
  private paused = false;
  private line: ReportedLine;
  private link: Link | undefined;
  /** Bytes of the port or socket; and those that come through the input. */
  private wire: TicStream | undefined;
  private input: TicStream | undefined;
  private stopTicking: Stop | undefined;
  private changes: Promise<void> = Promise.resolve();

  constructor(private readonly around: Collaborators) {
    this.line = this.named(undefined);
    around.guard.onClose(() => this.change(() => this.end()));
  }

  start(): void {
    void this.change(() => {
      this.begin();
    });
  }

  /** The config node has other settings, or its port is to be opened again. */
  restart(): void {
    void this.change(async () => {
      await this.end();
      this.begin();
    });
  }

  /** One message. @throws LinkyRedError ERR_COMMAND, ERR_INPUT, ERR_CAPTURE_FOLDER, ERR_CAPTURE_DISK */
  async receive(msg: NodeMessage): Promise<void> {
    const command = readCommand(msg.payload, COMMANDS, false);
    if (!command) {
      const bytes = bytesOf(msg.payload);
      // Bytes right behind a command come after what it does.
      await this.changes;
      this.takeInput(bytes);
    } else if (command.name === 'capture') await this.around.recording.follow(readWish(command.fields));
    else if (command.name === 'pause') await this.pause();
    else await this.resume();
  }

  /** Whose bytes come, and from where at which speed. */
  get origin(): Pick<ReportedLine, 'stream' | 'port'> & { readonly baudRate: number | null } {
    const { stream, port } = this.line;
    return { stream, port, baudRate: this.wire?.line.baud ?? null };
  }

  /** For a report. */
  facts(): Facts {
    const { wire, input, link, line, paused } = this;
    const heard = (wire ?? input)?.line;
    const recording = this.around.recording.state;
    return {
      line: { port: line.port, open: link?.isOpen ?? false, state: heard?.state, baud: heard?.baud, paused },
      ...(recording === undefined ? {} : { recording }),
    };
  }

  private async pause(): Promise<void> {
    this.paused = true;
    await this.change(async () => {
      for (const stream of [this.wire, this.input]) this.send(stream?.flush() ?? []);
      await this.end();
      if (!this.around.guard.closed) this.around.report.paused();
    });
  }

  private async resume(): Promise<void> {
    this.paused = false;
    await this.change(() => {
      this.begin();
    });
  }

  /** One change after the other: a port is not opened while it is still being closed. */
  private change(run: () => void | Promise<void>): Promise<void> {
    this.changes = this.changes.then(run);
    return this.changes;
  }

  private begin(): void {
    const { guard, config, report, clock } = this.around;
    if (guard.closed || this.paused || this.input) return;
    report.connecting();
    const source = this.openable();
    this.line = this.named(source);
    const { stream, port } = this.line;
    this.input = new TicStream(new Line([]), config.deliver, { stream, port: null });
    this.input.line.opened(clock.now());
    if (!source) return;
    if (!source.connect) {
      report.state('waiting', this.line, null);
      return;
    }
    this.wire = new TicStream(new Line(source.speeds), config.deliver, { stream, port });
    this.link = this.linkOf(source.connect, this.wire);
    this.link.start();
  }

  private async end(): Promise<void> {
    this.stopTicking?.();
    const link = this.link;
    this.stopTicking = this.link = this.wire = this.input = undefined;
    await link?.stop();
  }

  private openable(): OpenableSource | undefined {
    try {
      return this.around.source();
    } catch (thrown) {
      this.around.report.problem(thrown, this.line);
      return undefined;
    }
  }

  private named(source: OpenableSource | undefined): ReportedLine {
    const { config, node } = this.around;
    const { wire = 'input', port = null } = source ?? {};
    // Each is passed over when empty.
    return { stream: [config.stream, node.name, port].find((name) => name) ?? node.id, wire, port };
  }

  private linkOf(connect: NonNullable<OpenableSource['connect']>, wire: TicStream): Link {
    const { clock, longestPauseMs, report, recording } = this.around;
    return new Link(connect, longestPauseMs, clock, {
      baud: () => wire.line.baud,
      opened: () => {
        recording.note({ note: 'opened' });
        wire.line.opened(clock.now());
        report.state(wire.line.state, this.line, wire.line.baud);
        this.keepTicking();
      },
      bytes: (bytes) => {
        report.speaks();
        recording.bytes(bytes);
        this.act(wire, wire.push(bytes, clock.now()));
      },
      down: (error, fruitless) => {
        recording.note({ note: 'lost' });
        this.send(wire.flush());
        wire.line.closed();
        report.down(error, this.line, fruitless);
      },
    });
  }

  private takeInput(bytes: Buffer): void {
    if (!this.input) return;
    // Two lines in one recording would be none.
    if (!this.wire) this.around.recording.bytes(bytes);
    this.act(this.input, this.input.push(bytes, this.around.clock.now()));
    this.keepTicking();
  }

  private keepTicking(): void {
    const { clock } = this.around;
    this.stopTicking ??= clock.every(TICK_MS, () => {
      if (this.wire && this.link?.isOpen) this.act(this.wire, this.wire.tick(clock.now()));
      if (this.input) this.act(this.input, this.input.tick(clock.now()));
    });
  }

  private act(stream: TicStream, { advice, messages }: StreamStep): void {
    this.send(messages);
    if (advice.setBaud !== null) {
      this.around.recording.note({ note: 'baud', baudRate: advice.setBaud });
      this.link?.setBaud(advice.setBaud);
    }
    // Beside a port, what comes through the input says nothing about the line.
    if (stream === this.wire || !this.wire) this.around.report.state(advice.state, this.line, stream.line.baud);
  }

  private send(messages: readonly NodeMessage[]): void {
    if (this.around.guard.closed) return;
    for (const message of messages) this.around.node.send(message);
  }
}

/** @throws LinkyRedError ERR_INPUT */
function bytesOf(payload: unknown): Buffer {
  if (Buffer.isBuffer(payload)) return payload;
  if (payload instanceof Uint8Array) return Buffer.from(payload);
  // One byte per character; whoever decoded the bytes as UTF-8 has lost those above 0x7F before.
  if (typeof payload === 'string') return Buffer.from(payload, 'latin1');
  throw new LinkyRedError('ERR_INPUT', { detail: Array.isArray(payload) ? 'array' : typeof payload });
}
