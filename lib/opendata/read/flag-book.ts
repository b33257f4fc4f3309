// The flags of the row that is being read: most rows raise none, and cost nothing.

/** Flags (see row.ts) while they are written. */
export interface OpenFlags {
  secret?: string[];
  below?: Record<string, number>;
  total?: string[];
  dailyMean?: string[];
  unread?: Record<string, string>;
}

export class FlagBook {
  private open: OpenFlags | undefined;

  secret(column: string): void {
    (this.page().secret ??= []).push(column);
  }

  below(column: string, figure: number): void {
    (this.page().below ??= {})[column] = figure;
  }

  total(column: string): void {
    (this.page().total ??= []).push(column);
  }

  unread(column: string, text: string): void {
    (this.page().unread ??= {})[column] = text;
  }

  /** The flags of this row; the next begins with none. */
  take(): OpenFlags | undefined {
    const flags = this.open;
    this.open = undefined;
    return flags;
  }

  private page(): OpenFlags {
    return (this.open ??= {});
  }
}
