// The pace of the wire: ten bits a character (start, seven data bits, parity, stop), a short gap between frames.

/** Between two frames, milliseconds: 16.7 to 33.4 (54E §5.3.5). */
export const FRAME_GAP_MS = 25;

const BITS_PER_CHARACTER = 10;

export function lineMs(characters: number, baudRate: number): number {
  return (characters * BITS_PER_CHARACTER * 1000) / baudRate;
}

/** How many characters are through after so many milliseconds. */
export function charactersIn(ms: number, baudRate: number): number {
  return Math.floor((ms * baudRate) / (BITS_PER_CHARACTER * 1000));
}
