// enedis-file: a file in, its points out, one series to a message.
import { setImmediate as breathe } from 'node:timers/promises';
import { readExport, type ExportRead } from '../../lib/enedis/files/read-export';
import { maskedPrm } from '../../lib/enedis/prm';
import { LinkyRedError } from '../../lib/errors';
import { messageOf, type Point } from '../../lib/grid/point';
import { readCommand } from '../runtime/command';
import { pointMessages } from '../runtime/point-messages';
import type { NodeMessage, Send, Translate } from '../runtime/types';
import type { EnedisFileConfig } from './enedis-file.config';

export interface Collaborators {
  readonly config: EnedisFileConfig;
  readonly translate: Translate;
  /** Told what was read, for the status. */
  readonly shown: (points: readonly Point[]) => void;
  /** The node has closed: nothing is sent any more. */
  readonly isClosed: () => boolean;
}

/** What was read, in `msg.file` of each message. */
interface FileSummary extends Pick<ExportRead, 'form' | 'skipped'> {
  /** First 2 and last 4 digits. */
  readonly prm: string;
  /** Of the earliest interval, and of the latest one; null: there are no points. */
  readonly from: string | null;
  readonly to: string | null;
  readonly points: number;
}

/**
 * All is sent when it resolves, at once for one meter.
 * @throws LinkyRedError ERR_COMMAND, ERR_INPUT for what is no file; ERR_ENEDIS_FILE for one that is no export that is known
 */
export async function receiveFile(msg: NodeMessage, send: Send, around: Collaborators): Promise<void> {
  const { config, translate, shown, isClosed } = around;
  const { payload, filename, ...rest } = msg as NodeMessage & { readonly filename?: unknown };
  readCommand(payload, [], false);
  if (typeof payload !== 'string' && !(payload instanceof Uint8Array))
    throw new LinkyRedError('ERR_INPUT', { detail: Array.isArray(payload) ? 'array' : typeof payload });
  const named = typeof filename === 'string' ? { filename } : {};
  const read = inWords(translate, () =>
    readExport(payload, {
      fileName: named.filename,
      prm: config.prm,
      direction: config.direction,
      stamps: config.stamps === 'auto' ? undefined : config.stamps,
    }),
  );
  const meters = new Map<string, Point[]>(read.prms.map((prm) => [prm, []]));
  for (const point of read.points) meters.get(point.prm)?.push(point);
  for (const [i, [prm, points]] of [...meters].entries()) {
    // The rest of a Node-RED goes on between the meters of a company.
    if (i > 0) await breathe();
    if (isClosed()) return;
    const file = summaryOf(read, prm, points);
    for (const message of pointMessages(prm, points, { ...rest, ...named, file })) send(message);
  }
  shown(read.points);
}

function summaryOf({ form, skipped }: ExportRead, prm: string, points: readonly Point[]): FileSummary {
  const first = points.reduce<Point | undefined>((a, b) => (a !== undefined && a.start <= b.start ? a : b), undefined);
  const last = points.reduce<Point | undefined>((a, b) => (a !== undefined && a.end >= b.end ? a : b), undefined);
  return {
    form,
    prm: maskedPrm(prm),
    from: first === undefined ? null : messageOf(first).start,
    to: last === undefined ? null : messageOf(last).end,
    points: points.length,
    skipped,
  };
}

/** What is wrong with a file, in the language of the catalogue. */
function inWords<Result>(translate: Translate, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LinkyRedError) || error.code !== 'ERR_ENEDIS_FILE') throw error;
    const key = `enedis-file.problem.${String(error.facts['problem'])}`;
    const detail = translate(key, { ...error.facts });
    throw detail === key ? error : new LinkyRedError(error.code, { ...error.facts, detail }, error);
  }
}
