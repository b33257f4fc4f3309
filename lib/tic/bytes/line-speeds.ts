// The speeds that a meter's output may have, and how long each is listened to (spec/tic.md §1.1, §1.6).

/** Speed of Linky in mode historique and of the meters before it. */
export const HISTORIQUE_BAUD = 1200;
/** Speed of Linky in mode standard. */
export const STANDARD_BAUD = 9600;

/** In the order in which they are tried: Linky's two, then those that a PME-PMI may also be set to. */
export const SPEEDS_TO_TRY: readonly number[] = [STANDARD_BAUD, HISTORIQUE_BAUD, 19_200, 4800, 2400];

/** A group takes up to 0.3 s at 1200 Bd, and a meter may pause between frames: slow lines are listened to for longer. */
export function dwellMs(baud: number): number {
  return baud < 4800 ? 4000 : 2500;
}
