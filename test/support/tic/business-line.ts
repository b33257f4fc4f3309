// A line to a business meter, frame by frame, and what became of its overrun.
import type { FrameBuilder } from './tic-frames';
import { type TicListener, listen } from './tic-listener';

const NOW = Date.parse('2026-11-24T13:32:08Z');

/** A line on which frames follow each other every 8 s. */
export class Line {
  readonly listener: TicListener = listen();
  private at = NOW;

  send(...frames: FrameBuilder[]): this {
    for (const frame of frames) {
      this.listener.push(frame.build(), this.at);
      this.at += 8000;
    }
    return this;
  }

  bytes(bytes: Uint8Array): this {
    this.listener.push(bytes, this.at);
    return this;
  }

  /** Edges of overruns since the last call. */
  get edges(): string[] {
    return this.listener
      .told('power-overrun')
      .map(({ change, state, level, expected }) => [change, state, level, expected].join(' '));
  }

  get detail(): unknown {
    return this.listener.present('power-overrun')[0]?.detail;
  }
}
