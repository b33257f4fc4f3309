// Bytes of a meter for tests: groups and frames with right sums (spec/tic.md §1.2, §1.3), and noise without any.

/** `LF label SP data SP sum CR`, as in historique. */
export function historiqueGroup(label: string, data: string): Buffer {
  const summed = `${label} ${data}`;
  return Buffer.from(`\n${summed} ${sum(summed)}\r`, 'latin1');
}

/** `LF label HT [horodate HT] data HT sum CR`, as in standard. */
export function standardGroup(label: string, data: string, horodate?: string): Buffer {
  const summed = [label, ...(horodate === undefined ? [] : [horodate]), data, ''].join('\t');
  return Buffer.from(`\n${summed}${sum(summed)}\r`, 'latin1');
}

/** `STX groups ETX`. */
export function frameOf(...groups: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.of(0x02), ...groups, Buffer.of(0x03)]);
}

/** A short frame of a single-phase Linky in historique. */
export function historiqueFrame(papp = 750): Buffer {
  return frameOf(
    historiqueGroup('ADCO', '026101234567'),
    historiqueGroup('OPTARIF', 'BASE'),
    historiqueGroup('BASE', '001234567'),
    historiqueGroup('PTEC', 'TH..'),
    historiqueGroup('PAPP', String(papp).padStart(5, '0')),
  );
}

/** A short frame of a single-phase Linky in standard. */
export function standardFrame(sinsts = 750): Buffer {
  return frameOf(
    standardGroup('ADSC', '026101234567'),
    standardGroup('VTIC', '02'),
    standardGroup('DATE', '', 'H260115120000'),
    standardGroup('EAST', '001234567'),
    standardGroup('SINSTS', String(sinsts).padStart(5, '0')),
  );
}

/** What a UART makes of a line at the wrong speed: bytes of every kind, the same ones for the same seed. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** The same bytes as an 8N1 bridge hands them on: even parity in bit 7. */
export function withParity(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte) => byte | (oddOnes(byte & 0x7f) ? 0x80 : 0)));
}

function sum(text: string): string {
  let total = 0;
  for (const character of text) total += character.charCodeAt(0);
  return String.fromCharCode((total & 0x3f) + 0x20);
}

function oddOnes(byte: number): boolean {
  let odd = false;
  for (let rest = byte; rest > 0; rest >>= 1) if (rest & 1) odd = !odd;
  return odd;
}
