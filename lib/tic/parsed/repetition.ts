// Messages that repeat what a program knows, while its device is silent: at its own start, or because somebody asked. What was
// true then is no news; a device that is heard no more must be told as silent.
import type { Telling } from './source';

export class Repetition {
  private before: { readonly saidAt: string | number; readonly text: string } | null = null;

  /** @param longest seconds after which a first message is too old to tell of now */
  constructor(private readonly longest: number) {}

  /**
   * True: the device has not spoken since the message before, or long before the first.
   * @param now epoch milliseconds of the host
   */
  isOld({ saidAt, values }: Extract<Telling, { kind: 'values' }>, now: number): boolean {
    if (saidAt === undefined) return false;
    const { before } = this;
    const text = JSON.stringify(values);
    this.before = { saidAt, text };
    // Some write whole seconds, in which the device may speak twice.
    if (before !== null) return before.saidAt === saidAt && before.text === text;
    const age = now - (typeof saidAt === 'number' ? saidAt : Date.parse(saidAt));
    return age > this.longest * 1000;
  }
}
