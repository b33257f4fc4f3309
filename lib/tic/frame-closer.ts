// The end of a frame: what only a whole one can tell is learnt from it, and it is made what readings show.
import type { SentSignal } from '../grid/event/act';
import type { CivilZone } from '../grid/paris-time';
import type { ParsedBy } from './belief/parsed-by';
import { DecodedFrame } from './decoded-frame';
import type { Dictionary } from './families/dictionary';
import type { Frame } from './frame/frame';
import { ValueShapes } from './frame/value-shapes';
import type { StreamKnowledge } from './stream-knowledge';

export class FrameCloser {
  private readonly shapes = new ValueShapes();
  private readonly present = (): SentSignal[] => this.known.signals.events.present();

  constructor(
    private readonly known: StreamKnowledge,
    private readonly zone: CivilZone,
    /** Origin of the signals of a meter that has no identity. */
    private readonly stream: string,
    /** Null: the bytes are those of the meter. */
    private readonly parsedBy: ParsedBy | null,
  ) {}

  /**
   * @param edges of signals since the frame before; those that the end of this frame tells are added while it is closed
   * @param frames that ended until now, this one included
   */
  close(frame: Frame, dictionary: Dictionary | null, edges: readonly SentSignal[], frames: number): DecodedFrame {
    const { profile, carried, guard, clock, signals } = this.known;
    const { zone } = this;
    if (frame.complete) clock.frameCompleted(frame.lastArrival);
    if (frame.test) clock.takeBack();
    else if (!frame.identityHeld) this.learn(frame, dictionary);
    guard.forget();
    const { at, offsetSeconds } = clock.takeReading();
    const context = {
      meter: profile.meter,
      carried: carried.missingFrom(frame),
      edges,
      present: this.present,
      budget: signals.budget,
      derived: signals.derived,
      headroom: signals.headroom,
      flexReady: signals.flexReady(profile.meter.family),
      at,
      offsetSeconds,
      zone,
      full: !frame.cut || carried.knowsWhole,
      frames,
      since: clock.since,
      parsedBy: this.parsedBy,
    };
    return new DecodedFrame(frame, context, this.shapes);
  }

  private learn(frame: Frame, dictionary: Dictionary | null): void {
    const { profile, carried, guard, clock, signals } = this.known;
    guard.frameEnded(frame, dictionary);
    profile.learn(frame);
    carried.keep(frame, clock.inFrame?.at ?? null);
    // A meter whose identity does not come (masked, or a family without one) speaks for its stream.
    if (profile.id !== null || frame.complete) signals.release(profile.id ?? this.stream);
    signals.frameEnded(frame, clock.moment(frame.lastArrival), profile.meter, clock.inFrame);
  }
}
