// The indexes of one meter as they were last read: what each has counted since. An index that falls is another meter's, or one
// that was set back: then it begins anew, and nothing has been counted.
import * as v from 'valibot';
import type { Interval } from '../../grid/point';
import { candidatesOfName, candidatesOfRegister, type Candidates, type MeterTariff } from './registers';

const MINUTE = 60_000;
/** No house draws more; an index that grows faster was read wrong. */
const MOST_WATTS = 300_000;

export const KeptIndexes = v.object({
  /** Wh, and when that was read, epoch ms. */
  registers: v.record(v.string(), v.object({ wh: v.number(), at: v.number() })),
  /** What the meter called each register of standard mode while it counted. */
  names: v.record(v.string(), v.string()),
});
export type KeptIndexes = v.InferOutput<typeof KeptIndexes>;

/** What a register has counted. */
interface Counted {
  readonly wh: number;
  readonly candidates: Candidates;
  /** Between both readings. */
  readonly within: Interval;
}

export class MeterIndexes {
  private readonly registers: Map<string, { readonly wh: number; readonly at: number }>;
  private readonly names: Record<string, string>;

  constructor({ registers, names }: KeptIndexes = { registers: {}, names: {} }) {
    this.registers = new Map(Object.entries(registers));
    this.names = { ...names };
  }

  /** When an index was last read, epoch ms; undefined: none ever was. */
  get lastAt(): number | undefined {
    const all = [...this.registers.values()].map(({ at }) => at);
    return all.length === 0 ? undefined : Math.max(...all);
  }

  kept(): KeptIndexes {
    return { registers: Object.fromEntries(this.registers), names: { ...this.names } };
  }

  /** @param now epoch ms @returns what each register has counted since it was last read */
  take(tariff: MeterTariff, now: number): Counted[] {
    const { registers, counting, name, calendar } = tariff;
    if (counting !== undefined && name !== undefined && candidatesOfName(name).length > 0) this.names[counting] = name;
    const entries = Object.entries(registers);
    const isOther = entries.some(([label, wh]) => this.isImpossible(label, wh, now));
    if (isOther || this.speaksOtherwise(registers)) this.registers.clear();
    const counted = entries.flatMap(([label, wh]): Counted[] => {
      const last = this.registers.get(label);
      if (last === undefined || wh === last.wh) return [];
      const within = { start: Math.min(last.at, now - 1), end: now };
      return [{ wh: wh - last.wh, candidates: candidatesOfRegister(label, this.names, calendar), within }];
    });
    for (const [label, wh] of entries) this.registers.set(label, { wh, at: now });
    return counted;
  }

  /** Classes of the period that the meter says is in force. */
  present({ name, counting, calendar }: MeterTariff): Candidates {
    const named = name === undefined ? [] : candidatesOfName(name);
    return named.length > 0 || counting === undefined ? named : candidatesOfRegister(counting, this.names, calendar);
  }

  /** Nothing that was read last is sent any more: another mode, or contract. Were it read again later, it would count what the new registers have counted. */
  private speaksOtherwise(registers: Readonly<Record<string, number>>): boolean {
    const { lastAt } = this;
    const said = Object.keys(registers);
    return said.length > 0 && lastAt !== undefined && !said.some((label) => this.registers.get(label)?.at === lastAt);
  }

  private isImpossible(label: string, wh: number, now: number): boolean {
    const last = this.registers.get(label);
    if (last === undefined) return false;
    const mostWh = (MOST_WATTS * Math.max(MINUTE, now - last.at)) / (60 * MINUTE);
    return wh < last.wh || wh - last.wh > mostWh;
  }
}
