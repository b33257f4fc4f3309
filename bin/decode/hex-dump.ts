// Bytes that were written in hexadecimal: by xxd, hexdump -C and od, by the debugging of a serial port, or bare.

/** An address, bytes in ones or twos, and mostly what they are as text. */
const ADDRESSED = /^[0-9a-f]{6,8}:? {1,2}((?:[0-9a-f]{2}){1,2}(?: {1,2}(?:[0-9a-f]{2}){1,2})*)(?:$| *[|>]| {2})/i;
/** `uart: debug:` of ESPHome. */
const DEBUGGED = /<<< ((?:[0-9a-f]{2}[: ])*[0-9a-f]{2})\s*$/i;
const BARE = /^\s*((?:(?:0x)?[0-9a-f]{2}[ :,]*){8,})\s*$/i;
/** Bytes that an address stands for, at most. */
const A_LINE = 16;

/** The bytes of one line; undefined: it is none of a dump. */
export function bytesInHex(line: string): Buffer | undefined {
  const addressed = ADDRESSED.exec(line)?.[1];
  if (addressed !== undefined) return read(addressed).subarray(0, A_LINE);
  const digits = (DEBUGGED.exec(line) ?? BARE.exec(line))?.[1];
  return digits === undefined ? undefined : read(digits);
}

/** @param text its beginning, at least a line of it */
export function isHexDump(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.slice(0, LOOKED_AT).some((line) => (bytesInHex(line)?.length ?? 0) >= LEAST);
}

const LOOKED_AT = 5;
const LEAST = 8;

function read(digits: string): Buffer {
  return Buffer.from(digits.replace(/0x|[^0-9a-f]/gi, ''), 'hex');
}
