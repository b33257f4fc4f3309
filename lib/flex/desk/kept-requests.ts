// The requests of a site: all on the disk, in memory those that are not over and what rules need of the others.
import type { Store } from '../../store/store';
import type { DurableTable } from '../../store/durable-table';
import { type FlexRequest, requestName, type RequestKey } from '../request/request';
import { isOver } from '../request/states';
import { Bookings } from './bookings';
import { KEPT_REQUEST } from './kept-format';

/** What is over goes beyond so many, the oldest first; what is not never goes. */
export const MOST_REQUESTS = 200_000;
/** So many more may be there before some go: that is done seldom. */
const SPARE_REQUESTS = 5000;
/** What ended so lately is still shown. */
const RECENT_MS = 24 * 3_600_000;
const MOST_RECENT = 1000;

export class KeptRequests {
  readonly bookings = new Bookings();
  private readonly table: DurableTable<FlexRequest>;
  private readonly inMemory = new Map<string, FlexRequest>();
  /** Those of memory that the disk did not take. */
  private readonly unwritten = new Set<string>();
  private recent: { readonly name: string; readonly at: number }[] = [];
  private loading: Promise<boolean> | undefined;
  private loaded = false;
  private lost = false;

  constructor(store: Store, name: string) {
    this.table = store.durable(`flex-${name}`, KEPT_REQUEST);
  }

  /** What lies on the disk is known. */
  get isLoaded(): boolean {
    return this.loaded;
  }

  /** The disk did not take the last write. */
  get isFailing(): boolean {
    return this.lost;
  }

  /** There is no room for one more: so many are not over. */
  get isFull(): boolean {
    return this.inMemory.size >= MOST_REQUESTS;
  }

  /** It is one of those in memory: not over, as a rule. */
  holds(name: string): boolean {
    return this.inMemory.has(name);
  }

  /** What is known of it is not on the disk: nobody outside may hear it. */
  owes(key: RequestKey): boolean {
    return this.unwritten.has(requestName(key));
  }

  /** Those that are not over. */
  *open(): Generator<FlexRequest> {
    for (const request of this.inMemory.values()) if (!isOver(request)) yield request;
  }

  /** @returns whether what lies on the disk is known, and ours to go on with; asked again, it is tried again */
  load(): Promise<boolean> {
    if (this.loaded) return Promise.resolve(true);
    return (this.loading ??= this.read().finally(() => (this.loading = undefined)));
  }

  async find(name: string): Promise<FlexRequest | undefined> {
    return this.inMemory.get(name) ?? (this.table.has(name) ? await this.table.read(name) : undefined);
  }

  /** @returns whether the disk has it; if not, nothing has changed */
  async put(request: FlexRequest): Promise<boolean> {
    const undo = this.bookings.take(request);
    const written = await this.write(request);
    if (written) this.remember(request);
    else undo();
    return written;
  }

  /** What has to happen whatever the disk says: the end of an activation. What is not written is tried again. */
  async putAnyhow(request: FlexRequest): Promise<void> {
    this.bookings.take(request);
    const written = await this.write(request);
    this.remember(request);
    if (written) return;
    const name = requestName(request);
    this.inMemory.set(name, request);
    this.unwritten.add(name);
  }

  /** Tries whether the disk takes something again, beginning with what it owes. */
  async retry(): Promise<boolean> {
    for (const name of [...this.unwritten]) {
      const request = this.inMemory.get(name);
      if (request === undefined) continue;
      if (!(await this.write(request))) return false;
      if (this.inMemory.get(name) === request) this.remember(request);
    }
    const written = await this.table.try();
    this.lost = !written;
    return written;
  }

  /** Those that are not over, and those that ended since a day, oldest first. */
  async current(now: number): Promise<readonly FlexRequest[]> {
    const ended = this.recent.filter(({ at }) => at > now - RECENT_MS && at <= now);
    const found = await Promise.all(ended.map(({ name }) => this.find(name)));
    const lately = found.filter((request) => request !== undefined && isOver(request)) as FlexRequest[];
    const all = new Map([...lately, ...this.open()].map((request) => [requestName(request), request]));
    return [...all.values()].sort((a, b) => madeAt(a) - madeAt(b));
  }

  /** Every request that is kept, oldest first. */
  async *all(): AsyncGenerator<FlexRequest> {
    for await (const [name, request] of this.table.values()) yield this.inMemory.get(name) ?? request;
  }

  async idle(): Promise<void> {
    await this.table.idle();
  }

  private async read(): Promise<boolean> {
    if (!(await this.table.load())) return false;
    for await (const [, request] of this.table.values()) {
      this.bookings.take(request);
      this.remember(request);
    }
    this.recent.sort((a, b) => a.at - b.at);
    this.makeRoom();
    this.loaded = true;
    return true;
  }

  private async write(request: FlexRequest): Promise<boolean> {
    const written = await this.table.write(requestName(request), request, madeAt(request));
    this.lost = !written;
    if (written) {
      this.unwritten.delete(requestName(request));
      this.makeRoom();
    }
    return written;
  }

  private remember(request: FlexRequest): void {
    const name = requestName(request);
    if (isOver(request)) {
      this.inMemory.delete(name);
      this.recent.push({ name, at: request.history.at(-1)?.at ?? 0 });
      if (this.recent.length > 2 * MOST_RECENT) this.recent = this.recent.slice(-MOST_RECENT);
    } else this.inMemory.set(name, request);
  }

  private makeRoom(): void {
    if (this.table.size <= MOST_REQUESTS + SPARE_REQUESTS) return;
    for (const name of this.table.forget(MOST_REQUESTS, (key) => this.inMemory.has(key))) this.bookings.forget(name);
  }
}

function madeAt({ history }: FlexRequest): number {
  return history[0]?.at ?? 0;
}
