// One way in for bytes: what the line says about them, and the messages that are made of them.
import { isoParis } from '../../lib/grid/paris-time';
import { FrameSplitter, type Delivery, type Piece } from '../../lib/tic/bytes/frame-splitter';
import type { Line, LineAdvice } from '../../lib/tic/bytes/line';
import type { NodeMessage } from '../runtime/types';

export interface StreamNames {
  /** msg.topic, and the name of the stream in msg.tic. */
  readonly stream: string;
  /** Path or host:port; null for bytes that come through the input. */
  readonly port: string | null;
}

export interface TicMessage extends NodeMessage {
  topic: string;
  payload: Buffer;
  tic: {
    stream: string;
    port: string | null;
    baudRate: number | null;
    receivedAt: string;
    completedAt: string;
    complete?: boolean;
  };
}

export interface StreamStep {
  readonly advice: LineAdvice;
  readonly messages: readonly TicMessage[];
}

export class TicStream {
  private readonly splitter: FrameSplitter;

  constructor(
    readonly line: Line,
    delivery: Delivery,
    private readonly names: StreamNames,
  ) {
    this.splitter = new FrameSplitter(delivery);
  }

  push(bytes: Uint8Array, now: number): StreamStep {
    const advice = this.line.push(bytes, now);
    const pieces = advice.deliver === null ? [] : this.splitter.push(advice.deliver, now);
    return { advice, messages: this.messages(pieces) };
  }

  tick(now: number): StreamStep {
    const messages = this.messages(this.splitter.tick(now));
    return { advice: this.line.tick(now), messages };
  }

  /** What is left when the line is lost or paused. */
  flush(): readonly TicMessage[] {
    return this.messages(this.splitter.flush());
  }

  private messages(pieces: readonly Piece[]): TicMessage[] {
    return pieces.map(({ bytes, firstAt, lastAt, complete }) => ({
      topic: this.names.stream,
      payload: bytes,
      tic: {
        ...this.names,
        baudRate: this.line.baud,
        receivedAt: isoParis(firstAt),
        completedAt: isoParis(lastAt),
        ...(complete === null ? {} : { complete }),
      },
    }));
  }
}
