// A row as it leaves the node.

export type Value = string | number | boolean | null | Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * Columns by their names in the dataset. Instants are ISO 8601 with the Paris offset, codes stay text, what is missing or secret is null.
 * Beside them: `<column>_w` (mean power in W of a column in Wh, by the step that was measured) and `_flags`, where there is one to raise.
 */
export type Row = Readonly<Record<string, Value | Flags | undefined>> & { readonly _flags?: Flags };

export interface Flags {
  /** Columns whose value statistical secrecy hides ("S"). */
  readonly secret?: readonly string[];
  /** Columns known only to be below a figure ("< 1"), and the figure. */
  readonly below?: Readonly<Record<string, number>>;
  /** Columns of categories by which this row is a total of others ("P0: Total <= 36 kVA"). */
  readonly total?: readonly string[];
  /** Columns in which one mean stands in all slots of the Paris day, as secrecy has it. */
  readonly dailyMean?: readonly string[];
  /** Columns whose value is none of the column's type ("n.d." among numbers): it is null there, and this is what was written. */
  readonly unread?: Readonly<Record<string, string>>;
}
