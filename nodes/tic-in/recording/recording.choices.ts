// How long and how much is recorded; shared by the editor and the runtime.

export const USUAL_MINUTES = 10;
/** A week. */
export const LONGEST_MINUTES = 10_080;
/** A day and more of a line of 9600 Bd (see docs/captures.md). */
export const USUAL_MEGABYTES = 200;
export const MOST_MEGABYTES = 10_000;
