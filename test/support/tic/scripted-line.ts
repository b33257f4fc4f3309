// The frames of a scripted building on their way into a decoder, whole, damaged or lost.
import { type Script, type ScriptedFrame, scripted } from './scripted-building';
import type { FrameBuilder } from './tic-frames';
import { type TicListener, listen } from './tic-listener';

/** Of the frame of a second at the host, epoch milliseconds. */
export function arrival({ start }: Script, second: number): number {
  return start + second * 1000;
}

export function overrunState(listener: TicListener): string | undefined {
  return listener.present('power-overrun')[0]?.state;
}

/** Plays a script; `damage` says what of a frame arrives, null: nothing. */
export function play(
  script: Script,
  damage: (played: ScriptedFrame) => FrameBuilder | null,
  look: (listener: TicListener, played: ScriptedFrame) => void = () => undefined,
): TicListener {
  const listener = listen({ listGroups: false });
  for (const played of scripted(script)) {
    const frame = damage(played);
    if (frame === null) continue;
    listener.push(frame.build(), arrival(script, played.second));
    look(listener, played);
  }
  return listener;
}
