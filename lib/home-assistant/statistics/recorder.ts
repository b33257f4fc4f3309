// The recorder of a Home Assistant: what there is of a statistic, and the way into it (spec/dataconnect.md §5.2).
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Connection } from '../websocket/connection';
import { formOf, metadataOf, type Described, type MetadataForm } from './metadata';
import { isNear, type ExistingRow, type PlannedRow } from './plan';

interface KnownStatistic {
  readonly name: string | null;
  readonly unit: string;
}

const Metadata = v.array(
  v.object({
    statistic_id: v.string(),
    name: v.nullish(v.string(), null),
    statistics_unit_of_measurement: v.nullish(v.string(), null),
  }),
);

const Rows = v.record(
  v.string(),
  v.array(v.object({ start: v.number(), sum: v.nullish(v.number(), null), state: v.nullish(v.number(), null) })),
);

/** Of one command: what is in between when the link breaks is little, and the loop of Home Assistant is not held up. */
const BATCH = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Where the row before an instant is looked for: mostly it is the hour before. */
const BACK = [2 * DAY, 62 * DAY, Infinity];

export class Recorder {
  constructor(private readonly connection: Connection) {}

  /** @returns undefined: there is no such statistic */
  async find(statistic: string): Promise<KnownStatistic | undefined> {
    const all = this.checked(
      Metadata,
      await this.connection.ask('recorder/get_statistics_metadata', { statistic_ids: [statistic] }),
    );
    const found = all.find(({ statistic_id: id }) => id === statistic);
    return found && { name: found.name, unit: found.statistics_unit_of_measurement ?? '' };
  }

  /**
   * All rows from one instant on, ascending.
   * @param grains of one unit of the statistic
   */
  async rows(statistic: string, grains: number, from: number, to?: number): Promise<ExistingRow[]> {
    const answer = await this.connection.ask('recorder/statistics_during_period', {
      start_time: isoOf(from),
      ...(to !== undefined && { end_time: isoOf(to) }),
      statistic_ids: [statistic],
      period: 'hour',
      types: ['state', 'sum'],
    });
    const rows = this.checked(Rows, answer)[statistic] ?? [];
    return rows
      .map(({ start, sum, state }) => ({ hour: start, sum: sum === null ? null : Math.round(sum * grains), state }))
      .sort((a, b) => a.hour - b.hour);
  }

  /** The sum in grains before an instant; 0 where nothing lies before it. */
  async sumBefore(statistic: string, grains: number, at: number): Promise<number> {
    let to = at;
    for (const back of BACK) {
      const from = Math.max(0, at - back);
      const last = (await this.rows(statistic, grains, from, to)).findLast(({ sum }) => sum !== null);
      if (last?.sum !== undefined && last.sum !== null) return last.sum;
      to = from;
    }
    return 0;
  }

  /**
   * Sends rows in batches, in their order; they are taken, and written soon.
   * @throws LinkyRedError ERR_HA_ADMIN, ERR_HA_REFUSED
   */
  async write(described: Described, grains: number, rows: readonly PlannedRow[]): Promise<void> {
    let form = formOf(this.connection.version);
    for (let from = 0; from < rows.length; from += BATCH) {
      const stats = rows.slice(from, from + BATCH).map(({ hour, sum, state }) => ({
        start: isoOf(hour),
        ...(state !== null && { state: finite(state) }),
        sum: finite(sum / grains),
      }));
      form = await this.send(described, stats, form);
    }
  }

  /** Asks for it to be deleted; it is, soon. */
  async clear(statistic: string): Promise<void> {
    try {
      await this.connection.ask('recorder/clear_statistics', { statistic_ids: [statistic] });
    } catch (error) {
      // Newer versions wait for it, ten seconds at most; it goes on.
      if (!isRefusedFor(error, 'timeout')) throw error;
    }
  }

  /** Which of the rows is not there as it was written, and what is there instead; undefined: all are. */
  async differing(statistic: string, grains: number, rows: readonly PlannedRow[]): Promise<string | undefined> {
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    // The last one is written last: as long as it is not there, the others need not be read.
    const end = await this.rows(statistic, grains, last.hour, last.hour + HOUR);
    const found = differenceOf(last, end[0]);
    if (found !== undefined || rows.length === 1) return found;
    const all = new Map(
      (await this.rows(statistic, grains, first.hour, last.hour + HOUR)).map((row) => [row.hour, row]),
    );
    for (const row of rows) {
      const difference = differenceOf(row, all.get(row.hour));
      if (difference !== undefined) return difference;
    }
    return undefined;
  }

  /** @returns the form that it takes: one of a version that nobody can tell by its number is found out by its refusal, once */
  private async send(described: Described, stats: readonly unknown[], form: MetadataForm): Promise<MetadataForm> {
    const command = 'recorder/import_statistics';
    try {
      await this.connection.ask(command, { metadata: metadataOf(described, form), stats });
      return form;
    } catch (error) {
      if (!isRefusedFor(error, 'invalid_format')) throw error;
      const other = form === 'new' ? 'old' : 'new';
      await this.connection.ask(command, { metadata: metadataOf(described, other), stats }).catch((again: unknown) => {
        throw isRefusedFor(again, 'invalid_format') ? error : again;
      });
      return other;
    }
  }

  private checked<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T {
    const read = v.safeParse(schema, answer);
    if (read.success) return read.output;
    throw new LinkyRedError('ERR_ANSWER', { host: this.connection.host, detail: read.issues[0].message });
  }
}

function isRefusedFor(error: unknown, reason: string): boolean {
  return error instanceof LinkyRedError && error.code === 'ERR_HA_REFUSED' && error.facts['reason'] === reason;
}

function differenceOf(wanted: PlannedRow, found: ExistingRow | undefined): string | undefined {
  if (found !== undefined && isNear(found.sum, wanted.sum, 1)) return undefined;
  return `${isoOf(wanted.hour)}: ${String(found?.sum ?? null)} ≠ ${String(wanted.sum)}`;
}

/** Home Assistant takes text and NaN into its tables or refuses the whole batch, as it pleases; neither goes out. */
function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new LinkyRedError('ERR_INTERNAL', { detail: `not a figure: ${String(value)}` });
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', '+00:00');
}
