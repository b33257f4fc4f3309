// What the database of a fleet holds, against what its meters have sent.
import type { SentFrame } from './meters';
import type { Postgres } from './postgres';

export interface Stock {
  readonly sent: number;
  readonly rows: number;
  /** Keys of frames that were sent and are not there. */
  readonly missing: string[];
  /** Keys of rows that nobody has sent, or that are there twice. */
  readonly strange: string[];
  /** Rows of frames that came late or again. */
  readonly late: number;
  /** Rows of frames that gave a reading. */
  readonly read: number;
  /** Streams of which more than one worker had frames. */
  readonly shared: string[];
  /** Streams by worker. */
  readonly workers: Record<string, number>;
}

/** Each start of a worker that hears a stream writes its name there: whoever else ever had it stays visible. */
export async function watchWorkers(postgres: Postgres): Promise<void> {
  await postgres.query(`
    CREATE TABLE seen_at (stream text, worker integer);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO seen_at VALUES (NEW.stream, NEW.worker); RETURN NEW; END $$;
    CREATE TRIGGER note AFTER INSERT OR UPDATE ON fleet_stream FOR EACH ROW EXECUTE FUNCTION note();`);
}

export async function takeStock(postgres: Postgres, sent: readonly SentFrame[]): Promise<Stock> {
  const rows = await postgres.query<{ stream: string; at: Date; late: boolean; read: boolean }>(
    'SELECT stream, received_at AS at, late, reading IS NOT NULL AS read FROM fleet_frame',
  );
  const open = new Set(sent.map(({ stream, receivedAt }) => key(stream, receivedAt)));
  const total = open.size;
  const strange = rows.map(({ stream, at }) => key(stream, at.toISOString())).filter((found) => !open.delete(found));
  const seen = await postgres.query<{ stream: string; workers: string[] }>(
    'SELECT stream, array_agg(DISTINCT worker::text) AS workers FROM seen_at GROUP BY stream',
  );
  return {
    sent: total,
    rows: rows.length,
    missing: [...open],
    strange,
    late: rows.filter(({ late }) => late).length,
    read: rows.filter(({ read }) => read).length,
    shared: seen.filter(({ workers }) => workers.length > 1).map(({ stream }) => stream),
    workers: countBy(seen.flatMap(({ workers }) => workers)),
  };
}

function key(stream: string, receivedAt: string): string {
  return `${stream} ${receivedAt}`;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
