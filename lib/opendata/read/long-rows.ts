// A wide row → one long row for each of its wide columns' labels.
import type { Field } from '../dataset/dataset';
import { type Unpivot, unpivotOf } from '../dataset/unpivot';
import type { OpenRow } from './daily-mean';
import type { OpenFlags } from './flag-book';
import type { Flags, Row } from './row';

export interface LongRows {
  spread(row: OpenRow, out: Row[]): void;
}

/** @returns undefined: these columns are no wide table */
export function longRows(fields: readonly Field[]): LongRows | undefined {
  const unpivot = unpivotOf(fields);
  return unpivot && new Spreader(fields, unpivot);
}

class Spreader implements LongRows {
  private readonly kept: readonly string[];
  /** By label: its wide columns, by the long column that each comes into. */
  private readonly labels = new Map<string, Map<string, string>>();

  constructor(
    fields: readonly Field[],
    private readonly unpivot: Unpivot,
  ) {
    this.kept = fields.map(({ key }) => key).filter((key) => !unpivot.columns.has(key));
    for (const [column, { label, value }] of unpivot.columns) {
      const wide = this.labels.get(label) ?? new Map<string, string>();
      this.labels.set(label, wide.set(value, column));
    }
  }

  spread(row: OpenRow, out: Row[]): void {
    const flags = row['_flags'] as Flags | undefined;
    for (const [label, wide] of this.labels) {
      const long: OpenRow = {};
      for (const key of this.kept) long[key] = row[key];
      long[this.unpivot.label] = label;
      for (const value of this.unpivot.values) long[value] = row[wide.get(value) ?? ''] ?? null;
      const raised = flags && this.flagsOf(flags, label);
      if (raised !== undefined) long['_flags'] = raised;
      out.push(long);
    }
  }

  /** A flag of a wide column belongs to the long row of its label, under the name of the long column. */
  private flagsOf({ secret = [], total = [], below = {}, unread = {} }: Flags, label: string): OpenFlags | undefined {
    const nameOf = (column: string): readonly string[] => {
      const wide = this.unpivot.columns.get(column);
      return wide === undefined ? [column] : wide.label === label ? [wide.value] : [];
    };
    const named = <T>(raised: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(
        Object.entries(raised).flatMap(([column, what]) => nameOf(column).map((name) => [name, what])),
      );
    const flags = {
      secret: secret.flatMap(nameOf),
      total: total.flatMap(nameOf),
      below: named(below),
      unread: named(unread),
    };
    const raised = Object.entries(flags).filter(([, columns]) => Object.keys(columns).length > 0);
    return raised.length === 0 ? undefined : Object.fromEntries(raised);
  }
}
