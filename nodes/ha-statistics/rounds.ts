// Rounds: one link to Home Assistant, one statistic after the other, and what has to be tried again.
import { LinkyRedError, type ErrorCode } from '../../lib/errors';
import type { StatisticsReport } from '../../lib/home-assistant/statistics/report';
import type { Series } from '../../lib/home-assistant/statistics/series';
import type { Connection } from '../../lib/home-assistant/websocket/connection';

export interface RoundParts {
  readonly open: () => Promise<Connection>;
  /** Told of each link, before anything is asked. */
  readonly opened: (connection: Connection) => void;
  /** Told of each report as it is there. */
  readonly reported: (report: StatisticsReport) => void;
}

/** What became of a round. */
export interface Outcome {
  readonly reports: readonly StatisticsReport[];
  /** The first thing that went wrong; undefined: all went well. */
  readonly problem: LinkyRedError | undefined;
  /** What is worth a further try by itself. */
  readonly again: readonly Series[];
  /** What the user has to mend first. */
  readonly givenUp: readonly Series[];
}

/** With these nothing else of the round can be done either. */
const OF_THE_LINK: readonly ErrorCode[] = [
  'ERR_NETWORK',
  'ERR_TIMEOUT',
  'ERR_CLOSED',
  'ERR_URL',
  'ERR_HA_TOKEN',
  'ERR_HA_BANNED',
  'ERR_HA_ADMIN',
];

export async function round(
  series: readonly Series[],
  act: (connection: Connection, one: Series) => Promise<StatisticsReport>,
  { open, opened, reported }: RoundParts,
): Promise<Outcome> {
  const outcome = { reports: [] as StatisticsReport[], again: [] as Series[], givenUp: [] as Series[] };
  let connection: Connection;
  try {
    connection = await open();
  } catch (thrown) {
    const problem = asError(thrown);
    return { ...outcome, problem, again: passes(problem) ? series : [] };
  }
  opened(connection);
  let first: LinkyRedError | undefined;
  try {
    for (const [index, one] of series.entries())
      try {
        const report = await act(connection, one);
        outcome.reports.push(report);
        reported(report);
      } catch (thrown) {
        const problem = asError(thrown);
        if (OF_THE_LINK.includes(problem.code)) {
          if (passes(problem)) outcome.again.push(...series.slice(index));
          return { ...outcome, problem };
        }
        first ??= problem;
        (passes(problem) ? outcome.again : outcome.givenUp).push(one);
      }
    return { ...outcome, problem: first };
  } finally {
    connection.close();
  }
}

/** Whoever must act is waited for. A recorder that is not there yet refuses what it takes a minute later. */
function passes({ row }: LinkyRedError): boolean {
  return row.reader === 'passes-by-itself' || row.reader === 'reports-it';
}

function asError(thrown: unknown): LinkyRedError {
  if (thrown instanceof LinkyRedError) return thrown;
  return new LinkyRedError(
    'ERR_INTERNAL',
    { detail: thrown instanceof Error ? thrown.message : String(thrown) },
    thrown,
  );
}
