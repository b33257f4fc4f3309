// One portal, as the node asks it.
import { ask } from '../../lib/opendata/answer/ask';
import { askFile, type FileAnswer } from '../../lib/opendata/answer/ask-file';
import type { Answer, Question } from '../../lib/opendata/answer/answer';
import { DatasetChanges } from '../../lib/opendata/answer/changes';
import type { Dataset } from '../../lib/opendata/dataset/dataset';
import { resolveDataset } from '../../lib/opendata/dataset/resolve';
import type { OpenPortal } from '../../lib/opendata/portal/open-portal';
import type { Format } from './opendata-query.choices';

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

/** @param name of the node: each has seen its own versions */
export function accessTo(portal: OpenPortal, name: string): PortalAccess {
  const changes = new DatasetChanges(portal, name);
  const idOf = (dataset: string): Promise<string> =>
    resolveDataset(dataset, { host: portal.host, search: (text) => portal.search(text) });
  return {
    ask: (question, signal) => ask(portal, question, signal),
    file: (question, format, signal) => askFile(portal, question, format, signal),
    dataset: async (dataset) => portal.dataset(await idOf(dataset)),
    changed: async (dataset) => changes.changed(await idOf(dataset)),
    seen: (dataset) => changes.seen(dataset),
  };
}
