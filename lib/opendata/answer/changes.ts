// Whether a dataset has changed since its rows were last taken: what polling goes by, also after a restart.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Dataset } from '../dataset/dataset';
import { datasetPath } from '../portal/paths';
import type { OpenPortal } from '../portal/open-portal';
import { checkedBy } from '../../store/check';
import type { StoredDocument } from '../../store/document';
import type { Format } from '../../store/envelope';
import { isSameVersion } from './same-version';

const Seen = v.object({
  baseUrl: v.string(),
  dataset: v.string(),
  version: v.nullable(v.string()),
  updatedAt: v.nullable(v.string()),
  count: v.number(),
  /** Of Data Fair, the header of rows of that version, as it was. */
  lastModified: v.exactOptional(v.string()),
});
type Seen = v.InferOutput<typeof Seen>;
const FORMAT: Format<Seen> = { version: 1, check: checkedBy(Seen) };

export class DatasetChanges {
  private readonly document: StoredDocument<Seen>;

  /** @param name of whoever takes the rows: each has seen its own version */
  constructor(
    private readonly portal: OpenPortal,
    name: string,
  ) {
    const key = createHash('sha256').update(name).digest('hex').slice(0, 16);
    this.document = portal.tools.store.document(`opendata-seen-${key}`, FORMAT);
  }

  /**
   * @param id as the portal has it
   * @returns the dataset as it is now; undefined: as it was when it was last `seen`
   * @throws as OpenPortal.dataset
   */
  async changed(id: string): Promise<Dataset | undefined> {
    const seen = (await this.document.read()).value;
    const ours = seen?.baseUrl === this.portal.baseUrl && seen.dataset === id ? seen : undefined;
    if (ours?.lastModified !== undefined && (await this.lastModified(id, ours.lastModified)) === ours.lastModified)
      return undefined;
    const dataset = await this.portal.dataset(id, 'anew');
    return ours !== undefined && isSameVersion(ours, dataset) ? undefined : dataset;
  }

  /** All of its rows were taken: to be called once they were. Resolves when the disk has it. */
  async seen(dataset: Dataset): Promise<void> {
    const { id, version, updatedAt, count } = dataset;
    const said = version === null ? undefined : await this.lastModified(id).catch(() => undefined);
    const lastModified = said !== undefined && isOfVersion(said, version) ? { lastModified: said } : {};
    await this.document.write({
      baseUrl: this.portal.baseUrl,
      dataset: id,
      version,
      updatedAt,
      count,
      ...lastModified,
    });
  }

  /** For the next time nothing is known: whoever took the rows is gone, or wants them all again. */
  async forget(): Promise<void> {
    await this.document.remove();
  }

  /** Rows, of which none are asked for, are what Data Fair answers with "not modified" (304); its description of a dataset is not. */
  private async lastModified(id: string, since?: string): Promise<string | undefined> {
    const kind = await this.portal.kind();
    if (kind !== 'datafair') return undefined;
    const path = `${datasetPath(kind, id)}/lines`;
    return this.portal.calls.modified(kind, { path, query: { size: '0' }, dataset: id }, since);
  }
}

/** The header has whole seconds. One of another version, which came meanwhile, must not stand for this one. */
function isOfVersion(lastModified: string, version: string | null): boolean {
  return version !== null && Math.floor(Date.parse(version) / 1000) * 1000 === Date.parse(lastModified);
}
