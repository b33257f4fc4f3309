// A portal of open data, whatever it runs on.
import { LinkyRedError } from '../../errors';
import type { Dataset, FoundDataset } from '../dataset/dataset';
import type { BackEnd, PortalKind } from '../kind/kind';
import type { OpenDataQuery } from '../query/query';
import type { PortalAddress, PortalQuota, PortalTools } from './tools';

/** A row as the portal has it, after what was left for us to do with it; its columns bear our names. */
export type RawRow = Readonly<Record<string, unknown>>;

export interface PortalRows {
  readonly backEnd: BackEnd;
  /** How many rows the portal says it will send; null where it does not say it. */
  readonly total: number | null;
  /** How many rows come out of `rows`, where that is known before. */
  readonly expected: number | null;
  readonly rows: AsyncIterable<readonly RawRow[]>;
}

export type FileFormat = 'csv' | 'geojson' | 'parquet' | 'jsonl';

export class OpenPortal {
  readonly host: string = '';
  readonly baseUrl: string = '';
  readonly publisher: string = '';
  constructor(
    readonly address: PortalAddress,
    readonly tools: PortalTools,
  ) {}

  /** The same portal for one job that may end before the node does. */
  until(signal: AbortSignal): OpenPortal {
    return new OpenPortal(this.address, { ...this.tools, signal: AbortSignal.any([signal, this.tools.signal]) });
  }

  /** What it has last said of its quota; undefined while it has said nothing. */
  get quota(): PortalQuota | undefined {
    return undefined;
  }

  /** @throws LinkyRedError ERR_PORTAL, ERR_PORTAL_MOVED and what every call throws */
  kind(): Promise<PortalKind> {
    return notYet();
  }

  /** Of its catalogue. @param most 20 unless told @throws as every call */
  search(_text: string, _most = 20): Promise<readonly FoundDataset[]> {
    return notYet();
  }

  /** @throws LinkyRedError ERR_DATASET and what every call throws */
  dataset(_id: string): Promise<Dataset> {
    return notYet();
  }

  /** The distinct values of a column, as text. @param most 1000 unless told */
  values(_dataset: Dataset, _field: string, _most = 1000): Promise<readonly string[]> {
    return notYet();
  }

  /** How many rows of the dataset the conditions of a query let through, exactly. */
  count(_dataset: Dataset, _query: OpenDataQuery): Promise<number> {
    return notYet();
  }

  rows(_dataset: Dataset, _query: OpenDataQuery): Promise<PortalRows> {
    return notYet();
  }

  file(_dataset: Dataset, _query: OpenDataQuery, _format: FileFormat): Promise<AsyncIterable<Buffer>> {
    return notYet();
  }
}

function notYet(): Promise<never> {
  return Promise.reject(new LinkyRedError('ERR_INTERNAL', { detail: 'being built' }));
}
