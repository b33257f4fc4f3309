// Short codes with several facts in them: RELAIS, PPOT, OPTARIF (spec/tic.md §2.1, §2.2).

/** Numbers of the relays that are closed: 1 is the real one, 2 to 8 are virtual. Null where the text is no number of eight bits. */
export function decodeRelays(text: string): number[] | null {
  if (!/^\d{1,3}$/.test(text)) return null;
  const mask = Number(text);
  if (mask > 0xff) return null;
  return [1, 2, 3, 4, 5, 6, 7, 8].filter((relay) => ((mask >> (relay - 1)) & 1) === 1);
}

/** Phases whose potential is missing: bits 1 to 3 of the hex code. */
export function decodePotential(text: string): { missing: number[] } | null {
  if (!/^[0-9A-Fa-f]{1,2}$/.test(text)) return null;
  const bits = Number.parseInt(text, 16);
  return { missing: [1, 2, 3].filter((phase) => ((bits >> phase) & 1) === 1) };
}

export interface TariffOption extends Record<string, unknown> {
  option: 'base' | 'off-peak' | 'ejp' | 'tempo';
  /** Tempo: programme of circuit 1, `A` `B` `C`; null where the bits name none. */
  circuit1?: string | null;
  /** Tempo: programme of circuit 2, `P0` to `P7`. */
  circuit2?: string;
}

const OPTIONS: ReadonlyMap<string, TariffOption['option']> = new Map([
  ['BASE', 'base'],
  ['HC..', 'off-peak'],
  ['EJP.', 'ejp'],
]);

/** OPTARIF; of `BBRx` the character x holds two programmes: bits 4-3 and bits 2-0. */
export function decodeTariffOption(text: string): TariffOption | null {
  const option = OPTIONS.get(text);
  if (option !== undefined) return { option };
  if (!/^BBR.$/.test(text)) return null;
  const bits = text.charCodeAt(3);
  return {
    option: 'tempo',
    circuit1: [null, 'A', 'B', 'C'][(bits >> 3) & 3] ?? null,
    circuit2: `P${String(bits & 7)}`,
  };
}
