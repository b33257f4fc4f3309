// Which colour a day has and from when the meter knows it. EJP reads "red" as a day of mobile peak.
import { dayInstant, parisDay } from '../paris-clock';
import { noiseAt } from '../random';

export type Colour = 'blue' | 'white' | 'red';

/** Tomorrow's colour reaches the meter at about eleven. */
const ANNOUNCED = { hour: 11, minute: 4 };

/** A tariff day runs from 06:00 to 06:00 and carries the number of the civil day on which it begins. */
export class DayCalendar {
  /** `colours` are those of tariff day `firstDay` and the days after it; beyond them the seed decides, never for red. */
  constructor(
    private readonly firstDay: number,
    private readonly colours: readonly Colour[],
    private readonly seed: number,
  ) {}

  static tariffDay(at: number): number {
    const today = parisDay(at);
    return at < dayInstant(today, 6) ? today - 1 : today;
  }

  colourOf(day: number): Colour {
    const listed = this.colours[day - this.firstDay];
    if (listed !== undefined) return listed;
    const weekday = (day + 4) % 7; // 1970-01-01 was a Thursday; 0 is Sunday
    return weekday !== 0 && noiseAt(this.seed, day) > 0.6 ? 'white' : 'blue';
  }

  /** The instant at which the colour of tariff day `day` is told. */
  static announcedAt(day: number): number {
    return dayInstant(day - 1, ANNOUNCED.hour, ANNOUNCED.minute);
  }
}
