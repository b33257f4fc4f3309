// Which colour a day has and from when the meter knows it. EJP reads "red" as a day of mobile peak.
import { dayInstant, parisDay } from '../paris-clock';
import { type Colour, seasonColour } from '../tempo-season';

export type { Colour } from '../tempo-season';

/** Tomorrow's colour reaches the meter at about eleven. */
const ANNOUNCED = { hour: 11, minute: 4 };

/** A tariff day runs from 06:00 to 06:00 and carries the number of the civil day on which it begins. */
export class DayCalendar {
  /** `colours` are those of tariff day `firstDay` and the days after it; all others are those of the season. */
  constructor(
    private readonly firstDay: number,
    private readonly colours: readonly Colour[],
  ) {}

  static tariffDay(at: number): number {
    const today = parisDay(at);
    return at < dayInstant(today, 6) ? today - 1 : today;
  }

  colourOf(day: number): Colour {
    return this.colours[day - this.firstDay] ?? seasonColour(day);
  }

  /** The instant at which the colour of tariff day `day` is told. */
  static announcedAt(day: number): number {
    return dayInstant(day - 1, ANNOUNCED.hour, ANNOUNCED.minute);
  }
}
