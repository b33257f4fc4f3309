// The colours of days, as somebody has said them: a table that the user sent, the meter, tempo-signal. Kept over a restart.
import * as v from 'valibot';
import type { DayKey } from '../../grid/paris-time';
import { checkedBy, type Format } from '../../store/store';
import type { ColourOf, Contract, DayColour } from '../contract/contract';
import { OFFERS } from '../contract/offers';

/** The first is believed most: what one of them has said, those after it do not change. */
const WITNESSES = ['table', 'meter', 'tempo'] as const;
export type Witness = (typeof WITNESSES)[number];

/** Words of Tempo, and those of EJP: one day may have one of each, at two offers. */
const TEMPO_WORDS = ['blue', 'white', 'red'] as const;
const EJP_WORDS = ['peak', 'normal'] as const;
const DAY_WORDS: readonly DayColour[] = [...TEMPO_WORDS, ...EJP_WORDS];

type Language = 'tempo' | 'ejp';

export interface ColourOfDay {
  readonly day: DayKey;
  readonly colour: DayColour;
}

const Said = v.object({ day: v.string(), colour: v.picklist(DAY_WORDS), from: v.picklist(WITNESSES) });
const Kept = v.array(Said);
export type KeptColours = v.InferOutput<typeof Kept>;
export const COLOURS: Format<KeptColours> = { version: 1, check: checkedBy(Kept) };

/** @returns undefined: no colour, or none that is known here (`unknown`) */
export function dayColour(word: unknown): DayColour | undefined {
  return DAY_WORDS.find((known) => known === word);
}

export class KnownColours {
  private readonly said: Readonly<Record<Language, Map<DayKey, KeptColours[number]>>> = {
    tempo: new Map(),
    ejp: new Map(),
  };

  constructor(private readonly contract: Contract) {}

  readonly colourOf: ColourOf = (day) => this.said[this.languageOn(day)].get(day)?.colour;

  /** @returns whether one of them is new, or another than before */
  learn(colours: readonly ColourOfDay[], from: Witness): boolean {
    let isNews = false;
    for (const { day, colour } of colours) {
      const days = this.said[languageOf(colour)];
      const before = days.get(day);
      if (before !== undefined && WITNESSES.indexOf(before.from) < WITNESSES.indexOf(from)) continue;
      // A meter that is some seconds ahead of the clock says normal in the last ones of a peak day.
      if (from === 'meter' && before?.from === 'meter' && before.colour === 'peak' && colour === 'normal') continue;
      days.set(day, { day, colour, from });
      isNews ||= before?.colour !== colour || before.from !== from;
    }
    return isNews;
  }

  restore(kept: KeptColours): void {
    for (const one of kept) this.said[languageOf(one.colour)].set(one.day, one);
  }

  kept(): KeptColours {
    return [...this.said.tempo.values(), ...this.said.ejp.values()];
  }

  /** Of the offer that holds this day, or that begins in its last hours. */
  private languageOn(day: DayKey): Language {
    const period = this.contract.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to));
    const days = period && OFFERS[period.offer].days;
    const isEjp = days?.by === 'colour' && period?.offer === 'ejp';
    return isEjp ? 'ejp' : 'tempo';
  }
}

function languageOf(colour: DayColour): Language {
  return EJP_WORDS.some((word) => word === colour) ? 'ejp' : 'tempo';
}
