// The number of a meter (PRM, PDL) where it is shown and not needed: in errors, logs, statuses.

/** First 2 and last 4 of its 14 digits. */
export function maskedPrm(prm: string): string {
  return `${prm.slice(0, 2)}…${prm.slice(-4)}`;
}
