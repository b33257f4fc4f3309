// The datasets of one portal, and when each was last changed.
import { hash } from '../random';
import type { Table } from './table';

export interface Held {
  readonly table: Table;
  /** ISO 8601. */
  readonly changedAt: string;
}

const LAST_CHANGE = '2026-11-05T04:12:33.000Z';

export class Shelf {
  private readonly held = new Map<string, Held>();

  constructor(tables: readonly Table[]) {
    for (const table of tables) this.put(table);
  }

  /** In the place of the dataset of its name. */
  put(table: Table, changedAt = table.changedAt ?? LAST_CHANGE): void {
    this.held.set(table.slug, { table, changedAt });
  }

  /** The same rows, another version. */
  touch(slug: string, changedAt: string): void {
    const found = this.find(slug);
    if (found) this.put(found.table, changedAt);
  }

  remove(slug: string): void {
    this.held.delete(slug);
  }

  /** By either of its names. */
  find(id: string): Held | undefined {
    return this.held.get(id) ?? this.all().find(({ table }) => internalIdOf(table) === id);
  }

  all(): readonly Held[] {
    return [...this.held.values()];
  }
}

export function internalIdOf({ slug, internalId }: Table): string {
  return internalId ?? `id${(hash(slug) >>> 0).toString(36)}`;
}
