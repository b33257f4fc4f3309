// A portal of open data, whatever it runs on.
import { LinkyRedError } from '../../errors';
import { isoParis } from '../../grid/paris-time';
import { compileFor } from '../compile/compile';
import type { Compiled } from '../compile/compiled';
import { applyLocal } from '../compile/local';
import type { Dataset, FoundDataset } from '../dataset/dataset';
import type { BackEnd, PortalKind } from '../kind/kind';
import type { OpenDataQuery } from '../query/query';
import { portalAt, rootOf } from './address';
import { PortalCalls } from './calls';
import { detectKind } from './detect';
import { counted, limitThere, type Pieces } from './host-rows';
import { lineCount, lineRows } from './line-rows';
import { datasetOf, distinctValues, foundIn } from './metadata-calls';
import { callOf, limitParam, odsqlCount, odsqlRows } from './odsql-rows';
import { hasOtherDoor, orElse } from './other-door';
import { kindOf } from './paths';
import { rowsFile } from './rows-file';
import { leavesOtherWays } from './said';
import type { PortalAddress, PortalQuota, PortalTools } from './tools';

export interface PortalRows {
  readonly backEnd: BackEnd;
  /** How many rows the portal says it will send. */
  readonly total: number;
  /** How many come out of `pieces`, where that is known before. */
  readonly expected: number | null;
  /**
   * Rows as the portal has them, after what was left for us to do.
   * It throws ERR_ROWS_MISSING, ERR_DATASET_CHANGED (more than there were), ERR_PORTAL_CUT and what calls throw.
   */
  readonly pieces: Pieces;
}

export interface PortalFile {
  readonly backEnd: BackEnd;
  readonly bytes: AsyncIterable<Buffer>;
}

export type FileFormat = 'csv' | 'geojson' | 'parquet' | 'jsonl';

/** What is found out about a portal, for all jobs of one node. */
interface Known {
  kind?: Promise<PortalKind>;
  /** Its look-alike of Opendatasoft is switched off. */
  compatOff?: boolean;
  /** Of columns, by dataset, version and name. */
  values?: Map<string, readonly string[]>;
}

/** Columns whose values are known; beyond, they are asked for anew. */
const MOST_KNOWN = 100;

export class OpenPortal {
  readonly host: string;
  /** Without a path of its API. */
  readonly baseUrl: string;
  /** For the attribution. */
  readonly publisher: string;
  /** Whether it is one of PORTALS. */
  readonly isNamed: boolean;
  readonly calls: PortalCalls;

  /** @throws LinkyRedError ERR_URL */
  constructor(
    private readonly address: PortalAddress,
    readonly tools: PortalTools,
    private readonly known: Known = {},
  ) {
    this.baseUrl = rootOf(address.baseUrl);
    this.calls = new PortalCalls(this.baseUrl, address, tools);
    this.host = this.calls.host;
    const row = portalAt(this.baseUrl);
    this.isNamed = row !== undefined;
    this.publisher = address.publisher ?? row?.publisher ?? this.host;
  }

  /** The same portal for one job that may end before the node does. */
  until(signal: AbortSignal): OpenPortal {
    const both = AbortSignal.any([signal, this.tools.signal]);
    return new OpenPortal(this.address, { ...this.tools, signal: both }, this.known);
  }

  /** What it has last said of its quota; undefined while it has said nothing. */
  get quota(): PortalQuota | undefined {
    const said = this.calls.quota;
    return said && { ...said, resetAt: said.resetAt === null ? null : isoParis(said.resetAt) };
  }

  /** @throws LinkyRedError ERR_PORTAL, ERR_PORTAL_MOVED and what every call throws */
  kind(): Promise<PortalKind> {
    const told = this.address.kind ?? portalAt(this.baseUrl)?.kind;
    if (told !== undefined) return Promise.resolve(told);
    this.known.kind ??= this.tools
      .once(`opendata-kind ${this.baseUrl}`, () => detectKind(this.calls))
      .catch((error: unknown) => {
        delete this.known.kind;
        throw error;
      });
    return this.known.kind;
  }

  /** Of its catalogue. @throws LinkyRedError as every call: ERR_QUOTA, ERR_PORTAL_*, ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED, ERR_ANSWER */
  async search(text: string, most = 20): Promise<readonly FoundDataset[]> {
    return foundIn(this.calls, await this.kind(), text, most);
  }

  /**
   * @param how `anew`: what somebody else has asked for meanwhile will not do
   * @throws LinkyRedError ERR_DATASET and what every call throws
   */
  async dataset(id: string, how: 'shared' | 'anew' = 'shared'): Promise<Dataset> {
    const kind = await this.kind();
    const task = (): Promise<Dataset> => datasetOf(this.calls, kind, id);
    return how === 'anew' ? task() : this.tools.once(`opendata-dataset ${this.baseUrl} ${id}`, task);
  }

  /** The distinct values of a column, as text, in no order. @throws as every call */
  async values(dataset: Dataset, field: string, most = 1000): Promise<readonly string[]> {
    const known = (this.known.values ??= new Map<string, readonly string[]>());
    const name = JSON.stringify([dataset.id, dataset.version, field, most]);
    const before = dataset.version === null ? undefined : known.get(name);
    if (before !== undefined) return before;
    const values = await distinctValues(this.calls, await this.kind(), { dataset, field, most });
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(name, values);
    return values;
  }

  /**
   * How many rows of the dataset the conditions of a query let through.
   * @throws LinkyRedError ERR_OPENDATA_CANNOT where that is not the portal's to say, because some of them are left for us; and what
   * rows throws
   */
  count(dataset: Dataset, query: OpenDataQuery): Promise<number> {
    return this.anyWay(dataset, query, (backEnd, compiled) => {
      const { where, geo } = compiled.local;
      if (where !== undefined || geo !== undefined || compiled.grouped)
        throw new LinkyRedError('ERR_OPENDATA_CANNOT', { host: this.host, detail: 'count' });
      const asked = { dataset: dataset.id, compiled, limit: undefined };
      return backEnd === 'datafair'
        ? lineCount(this.calls, asked)
        : odsqlCount(this.calls, { ...asked, kind: kindOf(backEnd) });
    });
  }

  /**
   * @throws LinkyRedError ERR_OPENDATA_*, ERR_ODSQL*, ERR_GROUPS_CAPPED, and what every call throws; what is thrown while rows come,
   * `pieces` throw
   */
  rows(dataset: Dataset, query: OpenDataQuery): Promise<PortalRows> {
    return this.anyWay(dataset, query, async (backEnd, compiled) => {
      const rows = await this.rowsBy(backEnd, compiled, { dataset, query });
      if (!hasOtherDoor(backEnd, query)) return rows;
      return { ...rows, pieces: orElse(rows.pieces, () => this.nativeRows(dataset, query)) };
    });
  }

  /**
   * As the portal makes it; where it gives rows only, written here, but for parquet.
   * @throws LinkyRedError ERR_OPENDATA_CANNOT where it is none, or something would be left for us to do; and what rows throws
   */
  file(dataset: Dataset, query: OpenDataQuery, format: FileFormat): Promise<PortalFile> {
    return this.anyWay(dataset, query, (backEnd, compiled) => {
      const [left] = Object.keys(compiled.local).filter((what) => what !== 'limit');
      if (left !== undefined || compiled.grouped)
        throw new LinkyRedError('ERR_OPENDATA_CANNOT', { host: this.host, detail: `${format}: ${left ?? 'group'}` });
      if (backEnd === 'datafair') return { backEnd, bytes: this.nativeFile(dataset, query, format) };
      const [kind, limit] = [kindOf(backEnd), limitThere(compiled, query)];
      const call = callOf({ kind, dataset: dataset.id, compiled }, `exports/${format}`, limitParam(limit));
      const bytes = this.calls.later(kind, call);
      if (!hasOtherDoor(backEnd, query)) return { backEnd, bytes };
      const other = (why: LinkyRedError): AsyncIterable<Buffer> => {
        // That it may fail today is no reason to give up what nobody else makes.
        if (format === 'parquet' && why.code !== 'ERR_PORTAL_GONE') throw why;
        return this.nativeFile(dataset, query, format);
      };
      return { backEnd, bytes: orElse(bytes, other) };
    });
  }

  private async rowsBy(
    backEnd: BackEnd,
    compiled: Compiled,
    { dataset, query }: { readonly dataset: Dataset; readonly query: OpenDataQuery },
  ): Promise<PortalRows> {
    const asked = { dataset: dataset.id, compiled, limit: limitThere(compiled, query) };
    const host =
      backEnd === 'datafair'
        ? await lineRows(this.calls, asked)
        : await odsqlRows(this.calls, { ...asked, kind: kindOf(backEnd) });
    const { where, geo, group, limit } = compiled.local;
    const isKnown = where === undefined && geo === undefined && group === undefined;
    return {
      backEnd,
      total: host.total,
      expected: compiled.one ? 1 : isKnown ? Math.min(host.total, limit ?? Infinity) : null,
      pieces: applyLocal(counted(host, this.host, dataset.id), compiled, dataset),
    };
  }

  private async *nativeRows(dataset: Dataset, query: OpenDataQuery): Pieces {
    const compiled = this.compiled('datafair', query, dataset);
    yield* (await this.rowsBy('datafair', compiled, { dataset, query })).pieces;
  }

  /** @throws LinkyRedError ERR_OPENDATA_CANNOT */
  private nativeFile(dataset: Dataset, query: OpenDataQuery, format: FileFormat): AsyncIterable<Buffer> {
    const file = rowsFile(format, dataset, query, this.host);
    return file.write(this.nativeRows(dataset, file.query));
  }

  /** Data Fair has two doors to the same rows: where the first does not open, or cannot be asked this, the second is tried. */
  private async anyWay<T>(
    dataset: Dataset,
    query: OpenDataQuery,
    go: (backEnd: BackEnd, compiled: Compiled) => T | Promise<T>,
  ): Promise<T> {
    let first: unknown;
    for (const backEnd of await this.ways(query)) {
      try {
        return await go(backEnd, this.compiled(backEnd, query, dataset));
      } catch (error) {
        if (!leavesOtherWays(error)) throw error;
        if (backEnd === 'datafair-compat' && error.code === 'ERR_PORTAL_GONE') this.known.compatOff = true;
        first ??= error;
      }
    }
    throw first;
  }

  private compiled(backEnd: BackEnd, query: OpenDataQuery, dataset: Dataset): Compiled {
    return compileFor(backEnd, query, dataset, this.tools.clock.now());
  }

  private async ways(query: OpenDataQuery): Promise<readonly BackEnd[]> {
    if ((await this.kind()) === 'ods') return ['ods'];
    // ODSQL that was written by hand has no other door.
    if (query.odsql !== undefined) return ['datafair-compat'];
    return this.known.compatOff === true ? ['datafair'] : ['datafair-compat', 'datafair'];
  }
}
