// Ends what was open before a restart, a silence or a change, and is not told by a meter that speaks so and on such a contract.
import type { Dialect, MeterFamily } from '../families/family';
import type { Frame } from '../frame/frame';
import { isCarried } from './carried-signals';
import type { Colours } from './tempo/colours';
import { DAY_COLOUR, NEXT_COLOUR } from './tempo/day-colour';
import type { Situation } from './knowledge';
import type { MeterEvents } from './meter-events';

/** So many frames of another way of speaking prove it, however damaged. */
const FRAMES_TO_BELIEVE = 3;

export class UnheardEvents {
  /** Since everything was forgotten. */
  private framesHeard = 0;

  constructor(
    private readonly events: MeterEvents,
    private readonly colours: Colours,
  ) {}

  /** A single frame may be damaged so that it looks like one of another meter. */
  frameEnded(frame: Frame, situation: Situation, dialect: Dialect | null, family: MeterFamily): void {
    const { events } = this;
    this.framesHeard++;
    const isProved = frame.valid || this.framesHeard >= FRAMES_TO_BELIEVE;
    if (!events.isIdentified || dialect === null || !isProved) return;
    for (const [name, signal] of events.lastKnown.open) {
      const carried = isCarried(name, dialect, situation.knowledge, family);
      if (carried === false) events.close(name, situation.moment, 'gone');
      const colour = [DAY_COLOUR, NEXT_COLOUR].find((channel) => channel.name === name);
      if (carried === true && colour !== undefined) this.colours.endUnheard(colour, signal, situation);
    }
  }
}
