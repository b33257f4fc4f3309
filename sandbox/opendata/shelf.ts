// The datasets of one portal, and when each was last changed.
import { hash } from '../random';
import type { Table } from './table';

export interface Held {
  readonly table: Table;
  /** ISO 8601. */
  readonly changedAt: string;
}

/** A dataset as it is at a moment, epoch ms. */
export type TableAt = (now: number) => Table;

const LAST_CHANGE = '2026-11-05T04:12:33.000Z';

export class Shelf {
  private readonly held = new Map<string, { readonly at: TableAt; readonly changedAt: string | undefined }>();

  constructor(
    tables: readonly (Table | TableAt)[],
    private readonly now: () => number,
  ) {
    for (const table of tables) this.put(table);
  }

  /** In the place of the dataset of its name. */
  put(table: Table | TableAt, changedAt?: string): void {
    const at = typeof table === 'function' ? table : (): Table => table;
    this.held.set(at(this.now()).slug, { at, changedAt });
  }

  /** The same rows, another version. */
  touch(slug: string, changedAt: string): void {
    const found = this.held.get(slug);
    if (found) this.held.set(slug, { ...found, changedAt });
  }

  remove(slug: string): void {
    this.held.delete(slug);
  }

  /** By either of its names. */
  find(id: string): Held | undefined {
    const named = this.held.get(id);
    if (named) return this.asItIs(named);
    return this.all().find(({ table }) => internalIdOf(table) === id);
  }

  all(): readonly Held[] {
    return [...this.held.values()].map((one) => this.asItIs(one));
  }

  private asItIs({ at, changedAt }: { readonly at: TableAt; readonly changedAt: string | undefined }): Held {
    const table = at(this.now());
    return { table, changedAt: changedAt ?? table.changedAt ?? LAST_CHANGE };
  }
}

export function internalIdOf({ slug, internalId }: Table): string {
  return internalId ?? `id${(hash(slug) >>> 0).toString(36)}`;
}
