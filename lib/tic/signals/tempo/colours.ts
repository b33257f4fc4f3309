// Tells the colours of Tempo: the day in force, and the next one from its announcement to its beginning or its withdrawal.
import { type Channel, type Condition, closed } from '../../../grid/event/condition';
import type { KeptEvents } from '../../../grid/event/kept-events';
import type { GridSignal } from '../../../grid/signal';
import type { TempoColour } from '../../value/status-register';
import { DAY_COLOUR, type DayColourDetail, NEXT_COLOUR, colourInForce, colourToCome, dayInForce } from './day-colour';
import type { Situation } from '../knowledge';
import type { MeterEvents } from '../meter-events';
import { TempoDays } from './tempo-days';

/** The groups of a day that begins now may be damaged: so long before it is no longer sure that it will not come. */
const GRACE_MS = 60_000;

export class Colours {
  days = new TempoDays();

  constructor(private readonly events: MeterEvents) {}

  /** Another meter, or another way of speaking. */
  restart(): void {
    this.days = new TempoDays();
  }

  /** What was foretold before a restart stands against what the meter says after it. */
  restore(open: KeptEvents): void {
    const { day, colour } = (open[NEXT_COLOUR.name]?.detail ?? {}) as Partial<DayColourDetail>;
    if (typeof day === 'string' && colour !== undefined) this.days.noteToCome({ day, colour, concludedFrom: null });
  }

  /** @param settled the frame is over: whatever it says of colours has been said */
  evaluate(situation: Situation, settled: boolean): void {
    const { knowledge, moment } = situation;
    if (knowledge.tempo !== true) return;
    // In standard what stands against the first word of a frame comes behind it: the first knowledge waits for it.
    const saysAll = settled || knowledge.text('PTEC') !== undefined;
    if (!saysAll && this.events.conditionOf(DAY_COLOUR.name) === undefined) return;
    const day = dayInForce(situation);
    if (this.days.turnsTo(day)) knowledge.turnDay();
    const inForce = colourInForce(day, situation);
    if (inForce !== undefined) this.tellInForce(inForce, situation);
    const next = colourToCome(day, situation);
    if (next !== undefined) {
      this.events.tell(NEXT_COLOUR, next.condition, moment);
      this.days.noteToCome(next);
    } else if (settled && knowledge.speaksOfTomorrow) {
      // Without any clock nobody can say when an announced day begins: it goes when the meter no longer announces it.
      if (moment.at === null) this.events.release(NEXT_COLOUR.name);
      else this.events.leaveVacant(NEXT_COLOUR.name);
    }
  }

  /** A day that was concluded from a mobile peak alone does not come when the meter no longer announces that peak. */
  frameEnded(situation: Situation): void {
    const { knowledge, moment } = situation;
    const peak = this.days.concludedFrom;
    if (peak === null) return;
    const waiting = this.events.conditionOf(NEXT_COLOUR.name);
    if (waiting?.start == null || moment.at === null) return;
    if (moment.at >= waiting.start - GRACE_MS || knowledge.peakStarts[peak - 1]?.isLongGone !== true) return;
    this.events.set(NEXT_COLOUR, closed(waiting), moment);
    this.events.release(NEXT_COLOUR.name);
    this.days.forgetToCome();
  }

  /**
   * A colour of before a restart, a silence or a change that nothing was said of in this frame. One that is still to come
   * is kept: past midnight meters do not say any more what begins at six.
   */
  endUnheard(channel: Channel, { detail }: GridSignal, situation: Situation): void {
    const { knowledge, moment } = situation;
    const today = dayInForce(situation);
    if (!knowledge.speaksOfTomorrow || today === null) return;
    const { day, confirmed } = detail as Partial<DayColourDetail>;
    const isForeign = this.events.lastKnown.isForeign(channel);
    if (isForeign || typeof day !== 'string') this.events.close(channel.name, moment, 'superseded');
    else if (day < today) this.events.lastKnown.delete(channel.name);
    else if (channel === NEXT_COLOUR && (day === today || (confirmed === false && noPeakIsLeft(situation))))
      this.events.close(channel.name, moment, 'superseded');
  }

  private tellInForce(inForce: Condition, { knowledge, moment, days }: Situation): void {
    const before = this.events.conditionOf(DAY_COLOUR.name);
    const waiting = this.events.conditionOf(NEXT_COLOUR.name);
    const isNew = before !== undefined && before.key !== inForce.key;
    if (isNew && inForce.idPart === undefined) knowledge.turnDay();
    const hasBegun = waiting !== undefined && begins(waiting, inForce, isNew);
    // Another colour came than was announced.
    if (hasBegun && waiting.idPart !== inForce.idPart) this.events.set(NEXT_COLOUR, closed(waiting), moment);
    this.events.tell(DAY_COLOUR, inForce, moment);
    const { day, colour } = inForce.detail as { readonly day: string | null; readonly colour: TempoColour };
    if (day !== null) days.noteInForce({ day, colour });
    if (hasBegun) this.events.release(NEXT_COLOUR.name);
  }
}

function begins(waiting: Condition, inForce: Condition, isNew: boolean): boolean {
  return waiting.idPart === undefined || inForce.idPart === undefined
    ? isNew && waiting.key === inForce.key
    : String(waiting.detail['day']) <= String(inForce.detail['day']);
}

function noPeakIsLeft({ knowledge }: Situation): boolean {
  return knowledge.peakStarts.every((presence) => presence.isLongGone);
}
