// The column of the time that a row stands at: it is looked at before all others, since their mean power hangs on it.
import type { Field } from '../dataset/dataset';
import { type CellReader, known } from './cell';
import type { FlagBook } from './flag-book';
import { type Instant, Instants } from './instant';
import type { RawRow } from './reader';
import type { Reading } from './reading';
import type { Value } from './row';

const MINUTE = 60_000;
const MINUTES_OF_AN_HOUR = 60;

export class TimeColumn {
  readonly key: string;
  readonly hasStep: boolean;
  /** Of the row that was looked at last. */
  now: Instant | undefined;
  private shown: Value = null;
  private readonly read: CellReader;
  private readonly step: number;

  constructor({ key }: Field, flags: FlagBook, stepMinutes: number | null, timeIs: Reading['timeIs']) {
    this.key = key;
    this.hasStep = stepMinutes !== null;
    this.step = (stepMinutes ?? 0) * MINUTE;
    const instants = new Instants(timeIs === 'end' ? -this.step : 0);
    this.read = known(key, flags, (value) => {
      this.now = instants.of(value);
      return this.now?.iso;
    });
  }

  look(raw: RawRow): void {
    this.now = undefined;
    this.shown = this.read(raw[this.key]);
  }

  /** The cell of the row that was looked at last. */
  readonly value: CellReader = () => this.shown;

  /** What makes W of Wh; null: this row stands beside the step that was measured, and who knows how long its slot is. */
  toWatts(): number | null {
    if (!this.hasStep || this.now === undefined || this.now.ms % this.step !== 0) return null;
    return (MINUTES_OF_AN_HOUR * MINUTE) / this.step;
  }
}
