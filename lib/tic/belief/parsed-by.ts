// Readings that somebody else has parsed: whose they are, and what is known of his way of passing them on.

export interface ParsedBy {
  /** Its name, as `quality` shows it. */
  readonly by: string;
  /** He has checked the sums of the meter: what he says is believed at once. */
  readonly checked: boolean;
  /** Values of one message may be of different instants: none forbids another. */
  readonly mixed: boolean;
  /** By how many Wh an index may rise beyond what the line can have carried: values that were rounded, or kept back. */
  readonly slackWh: number;
}
