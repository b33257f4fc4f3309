// A decoder and everything that it said: for tests that push bytes and look what came of them.
import type { GridSignal, SignalKind } from '../../../lib/grid/signal';
import type { DecodedFrame } from '../../../lib/tic/decoded-frame';
import { Decoder, type DecoderOptions } from '../../../lib/tic/decoder';

export class TicListener {
  readonly frames: DecodedFrame[] = [];
  readonly signals: GridSignal[] = [];
  readonly decoder: Decoder;
  private heard = 0;

  /** @param atEnd called with each frame at the moment of its end, when what holds "now" holds for it */
  constructor(options: Partial<DecoderOptions> = {}, atEnd: (frame: DecodedFrame) => void = () => undefined) {
    this.decoder = new Decoder(
      { stream: 'a line', listGroups: true, ...options },
      {
        frame: (frame) => {
          this.frames.push(frame);
          atEnd(frame);
        },
        signal: (signal) => this.signals.push(signal),
      },
    );
  }

  /** @param at arrival at the host, epoch milliseconds; left out: nobody knows (a file) */
  push(bytes: Uint8Array, at?: number): this {
    this.decoder.push(bytes, at === undefined ? undefined : { first: at, last: at });
    return this;
  }

  /** Signals since the last call. */
  news(): GridSignal[] {
    const news = this.signals.slice(this.heard);
    this.heard = this.signals.length;
    return news;
  }

  /** Of these the ones of one kind. */
  told(signal: SignalKind): GridSignal[] {
    return this.news().filter((event) => event.signal === signal);
  }

  /** The present state of the signals of one kind, for those who come late. */
  present(signal: SignalKind): GridSignal[] {
    return this.decoder.presentSignals().filter((event) => event.signal === signal);
  }

  /** All news in short: `power-overrun started active 3`; faults by their name. */
  edges(): string[] {
    return this.news().map(edgeOf);
  }

  get last(): DecodedFrame {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error('no frame has ended');
    return frame;
  }
}

/** `ended 12 blue 1`: change, day of the month, colour, level of a `day-colour`. */
export function colourEdge({ change, level, detail }: GridSignal): string {
  return `${change} ${String(detail['day']).slice(8)} ${String(detail['colour'])} ${String(level)}`;
}

export function edgeOf({ signal, change, state, level, detail }: GridSignal): string {
  const what = signal === 'meter-fault' ? `${signal} ${String(detail['fault'])}` : signal;
  return `${what} ${change}: ${state}${level === null ? '' : ` ${String(level)}`}`;
}

export function listen(options: Partial<DecoderOptions> = {}, atEnd?: (frame: DecodedFrame) => void): TicListener {
  return new TicListener(options, atEnd);
}
