// The four contracts that a stand-in can have: which index counts now, and what the meter says about it.
import { dayInstant, parisDay } from '../paris-clock';
import { DayCalendar, type Colour } from './calendar';

export type ContractName = 'base' | 'hc' | 'ejp' | 'tempo';

/** A mobile peak that the meter knows of: PM1 is the white day and PM2 the red one on Tempo, PM1 the peak of EJP. */
export interface MobilePeak {
  readonly number: 1 | 2;
  readonly start: number;
  readonly end: number;
  readonly profile: string;
}

/** All that a contract says at one moment. */
export interface TariffMoment {
  /** 1 to 10, as in EASFnn. */
  readonly supplierIndex: number;
  /** 1 to 4, as in EASDnn: high season HC and HP, low season HC and HP. */
  readonly distributorIndex: number;
  readonly offPeak: boolean;
  /** PTEC of historique. */
  readonly period: string;
  /** LTARF of standard, 16 characters. */
  readonly tariffName: string;
  /** The colour in force, of the tariff day. */
  readonly colour: Colour | null;
  /** The colour of the next tariff day, once it is told. */
  readonly nextColour: Colour | null;
  /** What the status register holds, which may turn over at midnight instead of at six. */
  readonly shownToday: Colour | null;
  readonly shownTomorrow: Colour | null;
  readonly peak: 0 | 1 | 2;
  readonly notice: 0 | 1 | 2;
  readonly mobilePeaks: readonly MobilePeak[];
}

export interface Contract {
  readonly name: ContractName;
  /** NGTF, 16 characters. */
  readonly calendarName: string;
  readonly optarif: string;
  /** Labels of the indexes in historique, in the order of EASF01, EASF02 … */
  readonly historiqueLabels: readonly string[];
  /** PJOURF+1 without its fillers. */
  readonly dayProfile: string;
  at(instant: number): TariffMoment;
}

export interface ContractOptions {
  readonly calendar: DayCalendar;
  /** Hour at which the colours of the status register turn over; not documented, both are seen as possible. */
  readonly colourTurnsAt?: 0 | 6;
}

const MINUTE = 60_000;
const NOTICE = 30 * MINUTE;

export function contract(name: ContractName, options: ContractOptions): Contract {
  const terms = TERMS[name];
  const compute = terms.moment(options);
  let minute = Number.NaN;
  let moment: TariffMoment | undefined;
  return {
    name,
    ...terms.texts,
    at(instant) {
      // Every change of a contract falls on a whole minute.
      const now = Math.floor(instant / MINUTE);
      if (moment === undefined || now !== minute) {
        minute = now;
        moment = compute(now * MINUTE);
      }
      return moment;
    },
  };
}

interface Terms {
  readonly texts: Pick<Contract, 'calendarName' | 'optarif' | 'historiqueLabels' | 'dayProfile'>;
  moment(options: ContractOptions): (at: number) => TariffMoment;
}

const TERMS: Readonly<Record<ContractName, Terms>> = {
  base: {
    texts: {
      calendarName: '      BASE      ',
      optarif: 'BASE',
      historiqueLabels: ['BASE'],
      dayProfile: '00008001',
    },
    moment: () => (at) => ({ ...plain(at), supplierIndex: 1, period: 'TH..', tariffName: '      BASE      ' }),
  },
  hc: {
    texts: {
      calendarName: 'H PLEINE/CREUSE ',
      optarif: 'HC..',
      historiqueLabels: ['HCHC', 'HCHP'],
      dayProfile: '0000C001 06008002 2200C001',
    },
    moment: () => (at) => {
      const base = plain(at);
      return base.offPeak
        ? { ...base, supplierIndex: 1, period: 'HC..', tariffName: ' HEURE  CREUSE  ' }
        : { ...base, supplierIndex: 2, period: 'HP..', tariffName: ' HEURE  PLEINE  ' };
    },
  },
  ejp: {
    texts: {
      calendarName: '      EJP       ',
      optarif: 'EJP.',
      historiqueLabels: ['EJPHN', 'EJPHPM'],
      dayProfile: '00004001',
    },
    moment: ejpMoment,
  },
  tempo: {
    texts: {
      calendarName: '     TEMPO      ',
      optarif: 'BBR(',
      historiqueLabels: ['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR'],
      dayProfile: '00004001 06004002 22004001',
    },
    moment: tempoMoment,
  },
};

/** What holds on any contract: off-peak from 22:00 to 06:00, high season from November to March. */
function plain(at: number): TariffMoment {
  const today = parisDay(at);
  const offPeak = at < dayInstant(today, 6) || at >= dayInstant(today, 22);
  const month = new Date(today * 86_400_000).getUTCMonth() + 1;
  const highSeason = month <= 3 || month >= 11;
  return {
    supplierIndex: 1,
    distributorIndex: (highSeason ? 1 : 3) + (offPeak ? 0 : 1),
    offPeak,
    period: 'TH..',
    tariffName: '',
    colour: null,
    nextColour: null,
    shownToday: null,
    shownTomorrow: null,
    peak: 0,
    notice: 0,
    mobilePeaks: [],
  };
}

const COLOUR_CODES: Readonly<Record<Colour, { rank: 0 | 1 | 2; letter: string; french: string }>> = {
  blue: { rank: 0, letter: 'B', french: ' BLEU ' },
  white: { rank: 1, letter: 'W', french: ' BLANC' },
  red: { rank: 2, letter: 'R', french: ' ROUGE' },
};

function tempoMoment({ calendar, colourTurnsAt = 6 }: ContractOptions): (at: number) => TariffMoment {
  return (at) => {
    const base = plain(at);
    const day = DayCalendar.tariffDay(at);
    const colour = calendar.colourOf(day);
    const code = COLOUR_CODES[colour];
    const next = at >= DayCalendar.announcedAt(day + 1) ? calendar.colourOf(day + 1) : null;
    const turned = colourTurnsAt === 0 && parisDay(at) > day;
    const peaks = [tempoPeak(colour, day), next === null ? null : tempoPeak(next, day + 1)].filter(isPeak);
    return {
      ...base,
      supplierIndex: 1 + 2 * code.rank + (base.offPeak ? 0 : 1),
      period: `${base.offPeak ? 'HC' : 'HP'}J${code.letter}`,
      tariffName: `    ${base.offPeak ? 'HC' : 'HP'} ${code.french}    `.slice(0, 16),
      colour,
      nextColour: next,
      shownToday: turned ? calendar.colourOf(day + 1) : colour,
      shownTomorrow: turned ? null : next,
      ...peakState(peaks, at),
    };
  };
}

function tempoPeak(colour: Colour, day: number): MobilePeak | null {
  const { rank } = COLOUR_CODES[colour];
  if (rank === 0) return null;
  const [night, daytime] = [1 + 2 * rank, 2 + 2 * rank];
  const profile = `0000400${night} 0600400${daytime} 2200400${night}`;
  return { number: rank, start: dayInstant(day, 6), end: dayInstant(day + 1, 6), profile };
}

/** A day of EJP: mobile peak from 07:00 to 01:00. */
function ejpMoment({ calendar }: ContractOptions): (at: number) => TariffMoment {
  return (at) => {
    const base = plain(at);
    const today = parisDay(at);
    const peaks = [today - 1, today, today + 1]
      .filter((day) => calendar.colourOf(day) === 'red' && at >= DayCalendar.announcedAt(day))
      .map((day) => ejpPeak(day))
      .filter((peak) => at < peak.end);
    const state = peakState(peaks, at);
    return state.peak === 0
      ? { ...base, ...state, supplierIndex: 1, period: 'HN..', tariffName: ' HEURE  NORMALE ' }
      : { ...base, ...state, supplierIndex: 2, period: 'PM..', tariffName: ' POINTE  MOBILE ' };
  };
}

function ejpPeak(day: number): MobilePeak {
  return { number: 1, start: dayInstant(day, 7), end: dayInstant(day + 1, 1), profile: '00004001 07004002' };
}

function peakState(peaks: readonly MobilePeak[], at: number): Pick<TariffMoment, 'peak' | 'notice' | 'mobilePeaks'> {
  const running = peaks.find((peak) => at >= peak.start && at < peak.end);
  const coming = peaks.find((peak) => at < peak.start && peak.start - at <= NOTICE);
  // One pair DPMn/FPMn per number: the next peak takes the place of the one that runs.
  const byNumber = new Map(peaks.map((peak) => [peak.number, peak]));
  return {
    peak: running?.number ?? 0,
    notice: coming?.number ?? 0,
    mobilePeaks: [...byNumber.values()].sort((a, b) => a.number - b.number),
  };
}

function isPeak(peak: MobilePeak | null): peak is MobilePeak {
  return peak !== null;
}
