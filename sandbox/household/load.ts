// What a house draws and what its roof gives in the course of a day: made up, believable, the same each time for the same seed.
import { dayInstant, parisWall } from '../paris-clock';
import { hash, noiseAt } from '../random';

export interface House {
  /** Another seed, another family. */
  readonly seed: string;
  /** Peak power of the roof in W; 0: none. */
  readonly roofW: number;
  /** How much larger than a family's house: a workshop is 20. */
  readonly scale: number;
}

export const SLICE_MS = 5 * 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The day of the year on which it is coldest. */
const COLDEST = 20;
/** From one day of the year to another (month from 0). */
const AWAY = { month: 7, first: 3, last: 16 };

/** Of a civil day, slice after slice of five minutes: what the house draws in W, less what its roof gives. */
export function netOfDay(house: House, day: number): readonly number[] {
  const from = dayInstant(day);
  const draws = drawn(house, day);
  const gives = given(house, day);
  return Array.from({ length: (dayInstant(day + 1) - from) / SLICE_MS }, (_, n) => {
    const at = from + n * SLICE_MS;
    return draws(at) - gives(at);
  });
}

function drawn({ seed, scale }: House, day: number): (at: number) => number {
  const chance = chanceOf(seed);
  const date = new Date(day * DAY);
  const isFree = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const isAway = date.getUTCMonth() === AWAY.month && date.getUTCDate() >= AWAY.first && date.getUTCDate() <= AWAY.last;
  const heating = 1500 * Math.max(0, season(day) + 0.25 * (chance('weather', day) - 0.5));
  const heaterHours = 1.5 + 1.5 * chance('water', day);
  return (at) => {
    // Hours of the wall.
    const clock = (parisWall(at) % DAY) / HOUR;
    const standby = 110 + 60 * chance('fridge', Math.floor(at / (4 * SLICE_MS)));
    if (isAway) return standby * scale;
    const heat = heating * (clock >= 6 && clock < 9 ? 1.4 : clock >= 17 && clock < 23 ? 1.2 : 0.6);
    const isHome = isFree || clock < 8 || clock >= 17;
    const isMeal = (clock >= 12 && clock < 13) || (clock >= 19 && clock < 20.5);
    const living =
      isHome && clock >= 6.5 && clock < 23 ? 250 + 350 * chance('living', Math.floor(at / (3 * SLICE_MS))) : 0;
    const cooking = isHome && isMeal ? 1800 * chance('cooking', Math.floor(at / (2 * SLICE_MS))) : 0;
    const water = (clock + 24 - 22) % 24 < heaterHours ? 2200 : 0;
    return (standby + heat + living + cooking + water) * scale;
  };
}

function given({ seed, roofW }: House, day: number): (at: number) => number {
  const chance = chanceOf(seed);
  const halfDay = 6.1 - 2 * season(day);
  const noonW = roofW * (0.7 - 0.25 * season(day));
  const cloud = 0.8 * chance('cloud', day);
  return (at) => {
    // By the sun, not by the wall: highest a little before 12:00 UTC in the middle of France.
    const fromNoon = (at % DAY) / HOUR - 11.85;
    if (roofW === 0 || Math.abs(fromNoon) >= halfDay) return 0;
    const veil = chance('veil', Math.floor(at / (2 * SLICE_MS)));
    return noonW * Math.cos((fromNoon / halfDay) * (Math.PI / 2)) * (1 - cloud * veil);
  };
}

/** 0 to 1, its own for each family, thing and moment. */
function chanceOf(seed: string): (what: keyof typeof LOTS, moment: number) => number {
  const family = hash(seed);
  return (what, moment) => (noiseAt(family ^ LOTS[what], moment) + 1) / 2;
}

const LOTS = {
  weather: hash('weather'),
  water: hash('water'),
  fridge: hash('fridge'),
  living: hash('living'),
  cooking: hash('cooking'),
  cloud: hash('cloud'),
  veil: hash('veil'),
};

/** 1 in the depth of winter, -1 in high summer. */
function season(day: number): number {
  const newYear = Date.UTC(new Date(day * DAY).getUTCFullYear(), 0, 1) / DAY;
  return Math.cos(((2 * Math.PI) / 365.25) * (day - newYear - COLDEST));
}
