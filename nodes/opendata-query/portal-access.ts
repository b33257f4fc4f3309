// One portal, as the node asks it.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { ask } from '../../lib/opendata/answer/ask';
import { askFile, type FileAnswer } from '../../lib/opendata/answer/ask-file';
import type { Answer, Question } from '../../lib/opendata/answer/answer';
import { DatasetChanges } from '../../lib/opendata/answer/changes';
import type { Dataset } from '../../lib/opendata/dataset/dataset';
import { resolveDataset } from '../../lib/opendata/dataset/resolve';
import type { OpenPortal } from '../../lib/opendata/portal/open-portal';
import { checkedBy, type Format as Stored } from '../../lib/store/store';
import type { Format } from './opendata-query.choices';
import type { OpendataQueryConfig } from './opendata-query.config';

/** Everything throws what the portal's errors are (ERR_DATASET*, ERR_PORTAL*, ERR_QUOTA …), and ERR_CLOSED when a signal aborts. */
export interface PortalAccess {
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
  file(question: Pick<Question, 'dataset' | 'query'>, format: Format, signal: AbortSignal): Promise<FileAnswer>;
  /** What it has of a dataset. @param name of a family, an identifier of today or before */
  dataset(name: string): Promise<Dataset>;
  /** The same, if it is not as it was when it was last `seen`. */
  changed(name: string): Promise<Dataset | undefined>;
  /** All rows of it, as it is now, were taken. */
  seen(dataset: Dataset): Promise<void>;
}

const Asked = v.object({ question: v.string() });
const FORMAT: Stored<v.InferOutput<typeof Asked>> = { version: 1, check: checkedBy(Asked) };

/** @param nodeId whose rows they are: each node has seen its own versions, and with each question anew */
export function accessTo(
  portal: OpenPortal,
  nodeId: string,
  config: OpendataQueryConfig,
): PortalAccess & { forget(): Promise<void> } {
  const question = fingerprint(config);
  const changesOf = (asked: string): DatasetChanges => new DatasetChanges(portal, `${nodeId} ${asked}`);
  const changes = changesOf(question);
  const latest = portal.tools.store.document(`opendata-query-${nodeId}`, FORMAT);
  const idOf = (dataset: string): Promise<string> =>
    resolveDataset(dataset, { host: portal.host, search: (text) => portal.search(text) });
  return {
    ask: (asked, signal) => ask(portal, asked, signal),
    file: (asked, format, signal) => askFile(portal, asked, format, signal),
    dataset: async (dataset) => portal.dataset(await idOf(dataset)),
    changed: async (dataset) => {
      // What was seen by another question is of no use any more.
      const before = (await latest.read()).value?.question;
      if (before !== question) {
        await latest.write({ question });
        if (before !== undefined) await changesOf(before).forget();
      }
      return changes.changed(await idOf(dataset));
    },
    seen: (dataset) => changes.seen(dataset),
    forget: async () => {
      await Promise.all([changes.forget(), latest.remove()]);
    },
  };
}

/** Of all that makes other rows, or sends them to another place. */
function fingerprint({ query, reading, send, file, format }: OpendataQueryConfig): string {
  const text = JSON.stringify([query, reading, send, ...(send === 'file' ? [file, format] : [])]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
