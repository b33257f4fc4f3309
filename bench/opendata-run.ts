// One run of opendata.ts in a process of its own: rows of a portal to a file, by the package or by a bare reader of lines. What it says
// it says as JSON. argv: who does it, address of the portal, dataset, file.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { SYSTEM_CLOCK } from '../lib/grid/clock';
import { ask } from '../lib/opendata/answer/ask';
import { OpenPortal } from '../lib/opendata/portal/open-portal';
import { shareLedger } from '../lib/provider/quota/shared-ledger';

export interface Measured {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  /** Of the numbers of all rows: tells whether one is missing or doubled. */
  readonly sum: number;
}

const [, , who = '', url = '', dataset = '', target = ''] = process.argv;
/** A row in two numbers: none may be missing, none come twice. */
let [rows, sum] = [0, 0];

void measure();

async function measure(): Promise<void> {
  const file = createWriteStream(target);
  const [before, begin] = [process.cpuUsage(), performance.now()];
  for await (const lines of who === 'bare' ? bare() : package_()) if (!file.write(lines)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = {
    ...{ rows, sum, seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6 },
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(measured));
  // The pool of connections of the bare reader would stay for a while.
  process.exit();
}

async function* package_(): AsyncGenerator<string> {
  const { ledger, store, once: atOnce } = shareLedger(undefined, SYSTEM_CLOCK, () => undefined);
  const { signal } = new AbortController();
  const portal = new OpenPortal({ baseUrl: url }, { ledger, store, once: atOnce, clock: SYSTEM_CLOCK, signal });
  const reading = { watts: true, unpivot: false, timeIs: 'start' } as const;
  const answer = await ask(portal, { dataset, query: {}, reading });
  for await (const piece of answer.rows) yield piece.map((row) => written(row)).join('');
}

async function* bare(): AsyncGenerator<string> {
  const { body } = await fetch(
    `${url}/data-fair/api/v1/datasets/${dataset}/compat-ods/exports/jsonl?timezone=Europe%2FParis`,
  );
  if (body === null) throw new Error('no body');
  let text = '';
  for await (const line of createInterface({ input: Readable.fromWeb(body as never), crlfDelay: Infinity })) {
    text += written(JSON.parse(line) as Readonly<Record<string, unknown>>);
    if (text.length < 50_000) continue;
    yield text;
    text = '';
  }
  yield text;
}

function written(row: Readonly<Record<string, unknown>>): string {
  rows += 1;
  sum += Number(row['nb_points_soutirage']);
  return `${JSON.stringify(row)}\n`;
}
