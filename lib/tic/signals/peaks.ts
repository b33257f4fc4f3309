// Tells the peaks of Linky and the blue meters: EJP, whose notice counts with the period of its own frame, and mobile peaks.
import type { Condition } from '../../grid/event/condition';
import type { Frame } from '../frame/frame';
import { LabelPresence } from '../frame/label-presence';
import type { Knowledge, Situation } from './knowledge';
import type { MeterEvents } from './meter-events';
import { NO_PEAK, PEAK, ejpPeak, mobilePeak, peakIsOver } from './peak';

export class Peaks {
  private readonly notice = new LabelPresence('PEJP');
  private noticeInFrame = false;

  constructor(private readonly events: MeterEvents) {}

  /** A group PEJP came. */
  noticed(): void {
    this.notice.saw();
    this.noticeInFrame = true;
  }

  /** False: of the period no peak is made or ended. */
  hears(knowledge: Knowledge): boolean {
    return knowledge.text('OPTARIF') === 'EJP.' || this.events.conditionOf(PEAK.name) !== undefined;
  }

  evaluateEjp(situation: Situation): void {
    this.tell(ejpPeak(situation, this.notice, this.noticeInFrame), situation);
  }

  evaluateMobile(situation: Situation): void {
    this.tell(mobilePeak(situation, false), situation);
  }

  frameEnded(frame: Frame): void {
    this.notice.frameEnded(frame);
  }

  /** The frame is over: whatever it says of peaks has been said. */
  evaluateFrame(frame: Frame, situation: Situation): void {
    const { knowledge } = situation;
    if (knowledge.status === null && !this.hears(knowledge)) {
      this.noticeInFrame = false;
      return;
    }
    this.tell(mobilePeak(situation, true), situation);
    if (!this.noticeInFrame || frame.seen('PTEC')) this.evaluateEjp(situation);
    this.noticeInFrame = false;
    if ((knowledge.text('OPTARIF') ?? 'EJP.') !== 'EJP.') this.events.leave(situation.moment, PEAK);
  }

  /** A peak in progress ends where the meter says so, not where the next one is known; that one is an event of its own. */
  private tell(condition: Condition | undefined, situation: Situation): void {
    const { events } = this;
    const { moment } = situation;
    const isOver = condition?.state !== 'active' && peakIsOver(situation);
    if (isOver && events.conditionOf(PEAK.name)?.state === 'active') events.tell(PEAK, NO_PEAK, moment);
    // The same where it ended unseen: what was cut for it must not wait for the end of the next one.
    if (isOver && condition?.state === 'announced' && events.lastKnown.wasInForce(PEAK)) events.endUnseen(PEAK, moment);
    events.tell(PEAK, condition, moment);
  }
}
