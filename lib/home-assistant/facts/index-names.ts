// "Bleu HC" instead of "Index fournisseur 1": LTARF names the index whose number NTARF says. What was learnt outlives a
// restart, for most indexes are in force a few days a year.
import type { EntityRow, Language, Names } from '../discovery/row';
import type { Reading } from './message/reading';

/** At the change of a period the two may come a frame apart, and a name stays for months: so long they have to agree. */
const AGREE_MS = 30_000;
const AGREE_READINGS = 3;

const WORDS: ReadonlyMap<string, Names> = new Map(
  Object.entries({
    'HC BLEU': { fr: 'Bleu HC', en: 'Blue off-peak' },
    'HP BLEU': { fr: 'Bleu HP', en: 'Blue peak' },
    'HC BLANC': { fr: 'Blanc HC', en: 'White off-peak' },
    'HP BLANC': { fr: 'Blanc HP', en: 'White peak' },
    'HC ROUGE': { fr: 'Rouge HC', en: 'Red off-peak' },
    'HP ROUGE': { fr: 'Rouge HP', en: 'Red peak' },
    // Without "index" they would be called as the binary sensor is.
    'HEURE CREUSE': { fr: 'Index heures creuses', en: 'Index off-peak hours' },
    'HEURE PLEINE': { fr: 'Index heures pleines', en: 'Index peak hours' },
    BASE: { fr: 'Index base', en: 'Index base' },
  }),
);

/** What has to outlive a restart; changed in place. */
export interface NamesMemory {
  /** What the meter calls its supplier's indexes, by entity. */
  indexNames?: Record<string, string>;
}

export class IndexNames {
  private pair = '';
  private since = 0;
  private readings = 0;

  constructor(private readonly memory: NamesMemory) {}

  /** @returns whether an index has another name now */
  reading({ values, decoded }: Reading, now: number): boolean {
    const { NTARF: number, LTARF: text } = values as { NTARF?: unknown; LTARF?: unknown };
    if (typeof number !== 'string' || typeof text !== 'string' || text.trim() === '') return false;
    const id = `easf${number.padStart(2, '0')}`;
    const register = decoded['STGE'] as { supplierIndex?: unknown } | undefined;
    if (typeof register?.supplierIndex === 'number' && register.supplierIndex !== Number(number)) return false;
    const pair = `${id} ${text}`;
    if (pair !== this.pair || now < this.since) [this.pair, this.since, this.readings] = [pair, now, 0];
    this.readings += 1;
    if (this.readings < AGREE_READINGS || now - this.since < AGREE_MS) return false;
    const name = text.trim().replace(/\s+/g, ' ');
    const names = (this.memory.indexNames ??= {});
    if (names[id] === name) return false;
    names[id] = name;
    return true;
  }

  /** Another meter, mode or tariff: its indexes count something else. */
  forget(): void {
    delete this.memory.indexNames;
    this.pair = '';
  }

  /** Undefined: the row's own name. What no list has stays as the meter says it. */
  nameOf({ id }: EntityRow, language: Language): string | undefined {
    const name = this.memory.indexNames?.[id];
    return name === undefined ? undefined : (wordsOf(name)?.[language] ?? `Index ${name}`);
  }
}

/** Suppliers put the colour on either side: `HC BLEU`, `BLEU HC`. */
function wordsOf(name: string): Names | undefined {
  const words = name.toUpperCase().split(' ');
  return WORDS.get(words.join(' ')) ?? WORDS.get(words.reverse().join(' '));
}
