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

/** @param nodeId whose rows they are: each node has seen its own versions */
export function accessTo(
  portal: OpenPortal,
  nodeId: string,
  config: OpendataQueryConfig,
): PortalAccess & { forget(): Promise<void> } {
  const changes = new DatasetChanges(portal, nodeId);
  const asked = portal.tools.store.document(`opendata-query-${nodeId}`, FORMAT);
  const idOf = (dataset: string): Promise<string> =>
    resolveDataset(dataset, { host: portal.host, search: (text) => portal.search(text) });
  return {
    ask: (question, signal) => ask(portal, question, signal),
    file: (question, format, signal) => askFile(portal, question, format, signal),
    dataset: async (dataset) => portal.dataset(await idOf(dataset)),
    changed: async (dataset) => {
      const question = fingerprint(config);
      // The rows of another question were never taken.
      if ((await asked.read()).value?.question !== question) {
        await changes.forget();
        await asked.write({ question });
      }
      return changes.changed(await idOf(dataset));
    },
    seen: (dataset) => changes.seen(dataset),
    forget: async () => {
      await Promise.all([changes.forget(), asked.remove()]);
    },
  };
}

/** Of all that makes other rows, or sends them to another place. */
function fingerprint({ query, reading, send, file, format }: OpendataQueryConfig): string {
  const text = JSON.stringify([query, reading, send, ...(send === 'file' ? [file, format] : [])]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
