// The flags of the row that is being read: most rows raise none, and cost nothing.
import type { Flags } from './row';

/** Flags while they are written. */
export type OpenFlags = {
  -readonly [Name in keyof Flags]: Flags[Name] extends readonly string[] | undefined
    ? string[]
    : Flags[Name] extends Readonly<Record<string, infer Inner>> | undefined
      ? Record<string, Inner>
      : never;
};

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
