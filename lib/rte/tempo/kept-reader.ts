// A source of colours with its last answer, which all nodes of the folder share.
import * as v from 'valibot';
import type { Clock } from '../../grid/clock';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { KeptAnswer, keptFormat, type Kept } from '../../provider/kept-answer';
import type { SharedLedger } from '../../provider/quota/shared-ledger';
import { checkedBy } from '../../store/check';
import { TEMPO_COLOURS, type ColourOfDay, type TempoColour } from './answers';
import { TempoHistory } from './history';
import type { TempoReader } from './sources';

type Days = readonly ColourOfDay[];

const DAYS = v.array(
  v.object({
    day: v.string(),
    colour: v.nullable(v.picklist(TEMPO_COLOURS)),
    updatedAt: v.exactOptional(v.number()),
  }),
);
const FORMAT = keptFormat<Days>(checkedBy(DAYS), (value) => {
  const { at, days } = value as { at?: unknown; days?: unknown };
  return { at, answer: days };
});

/** Another node has just asked: its answer will do. RTE's quota is one call: where it lets none out, that of a little while ago was it. */
const FRESH = { ms: 5 * 60_000, quotaMs: 16 * 60_000 } as const;

export class KeptReader {
  private readonly history: TempoHistory;
  private readonly recently: KeptAnswer<Days>;

  constructor(
    readonly reader: TempoReader,
    private readonly shared: SharedLedger,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.history = TempoHistory.of(shared);
    this.recently = new KeptAnswer(
      shared,
      {
        name: `tempo-${reader.name}`,
        format: FORMAT,
        fresh: FRESH,
        ask: async (before) => {
          const days = await reader.recent(clock.now());
          return { at: clock.now(), answer: [...this.inForce(before?.answer, days), ...days] };
        },
      },
      clock,
    );
  }

  last(): Promise<Kept<Days> | undefined> {
    return this.recently.last();
  }

  /** The answer of now, or that of a few minutes ago. @throws LinkyRedError what the source throws */
  recent(): Promise<Kept<Days>> {
    return this.recently.ask();
  }

  /**
   * A stretch of the past, asked for once by all who miss it in the same moment. Days that are over are in the history before
   * the question is settled: whoever comes next finds them there.
   * @throws LinkyRedError what the source throws
   */
  range(from: DayKey, to: DayKey): Promise<Days> {
    const { name, source } = this.reader;
    return this.shared.once(`tempo ${name} ${from} ${to}`, async () => {
      const days: ColourOfDay[] = [];
      const recent = (await this.last())?.answer ?? [];
      for await (const piece of this.reader.range(from, to)) {
        days.push(...piece);
        // At once: where the quota ends before the last piece, the first ones need not be asked for again.
        const over = this.daysOver(days, recent);
        await this.history.add(over.map(({ day, colour }) => ({ day, colour, source })));
      }
      // Before 06:00 the day in force is yesterday, of which the answer of now may say nothing.
      const kept = await this.last();
      const told = kept && this.inForce(days, kept.answer);
      if (kept && told?.length === 1) await this.recently.keep({ ...kept, answer: [...told, ...kept.answer] });
      return days;
    });
  }

  /**
   * What is told of days that are over. Our clock may be days ahead, and a pre-signal is no past: where the source itself knows nothing
   * of today, the newest day that it tells may be tomorrow in truth, and the one before it today.
   */
  private daysOver(told: Days, recent: Days): (ColourOfDay & { readonly colour: TempoColour })[] {
    const today = PARIS.tariffDay(this.clock.now());
    const coloured = told.filter(isColoured);
    const newest = [...coloured, ...recent.filter(isColoured)].reduce((last, { day }) => (day > last ? day : last), '');
    if (newest === '') return [];
    // After the last day of a season comes none that the question was about.
    const isWhole = newest >= today || newest.endsWith(LAST_OF_SEASON);
    const last = isWhole ? newest : PARIS.addDays(newest, -2);
    return coloured.filter(({ day }) => day < today && day <= last);
  }

  /** What is told of the day in force, if the other days say nothing of it. */
  private inForce(told: Days = [], others: Days): Days {
    const today = PARIS.tariffDay(this.clock.now());
    const speaksOf = ({ day, colour }: ColourOfDay): boolean => day === today && colour !== null;
    return others.some(speaksOf) ? [] : told.filter(speaksOf).slice(0, 1);
  }
}

const LAST_OF_SEASON = '-08-31';

function isColoured(told: ColourOfDay): told is ColourOfDay & { readonly colour: TempoColour } {
  return told.colour !== null;
}
