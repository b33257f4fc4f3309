// What a house draws and what its roof gives, in watts at a moment: made up, believable, the same each time for the same seed.
import { hash, noiseAt } from '../random';
import { parisTime } from '../paris-clock';

export interface House {
  /** Another seed, another family. */
  readonly seed: string;
  /** Peak power of the roof in W; 0: none. */
  readonly roofW: number;
  /** How much larger than a family's house: a workshop is 20. */
  readonly scale: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** The day of the year on which it is coldest. */
const COLDEST = 20;
const AWAY = { month: 8, firstDay: 3, lastDay: 16 };

/** What the loads of the house take at `at` (epoch ms); the roof has no part in it. */
export function drawn({ seed, scale }: House, at: number): number {
  const { month, day, hour, minute, weekday } = parisTime(at);
  const chance = (what: string, moment: number): number => (noiseAt(lotOf(seed, what), moment) + 1) / 2;
  const today = Math.floor(at / DAY);
  const clock = hour + minute / 60;
  const standby = 110 + 60 * chance('fridge', Math.floor(at / (20 * MINUTE)));
  if (month === AWAY.month && day >= AWAY.firstDay && day <= AWAY.lastDay) return standby * scale;
  const cold = Math.max(0, seasonAt(at) + 0.25 * (chance('weather', today) - 0.5));
  const heating = 1500 * cold * (clock >= 6 && clock < 9 ? 1.4 : clock >= 17 && clock < 23 ? 1.2 : 0.6);
  const home = weekday === 0 || weekday === 6 || clock < 8 || clock >= 17;
  const living = home && clock >= 6.5 && clock < 23 ? 250 + 350 * chance('living', Math.floor(at / (15 * MINUTE))) : 0;
  const meal = (clock >= 12 && clock < 13) || (clock >= 19 && clock < 20.5);
  const cooking = home && meal ? 1800 * chance('cooking', Math.floor(at / (10 * MINUTE))) : 0;
  const heaterHours = 1.5 + 1.5 * chance('water', today);
  const sinceHeater = (clock + 24 - 22) % 24;
  const water = sinceHeater < heaterHours ? 2200 : 0;
  return (standby + heating + living + cooking + water) * scale;
}

/** What the roof gives at `at`. */
export function given({ seed, roofW }: House, at: number): number {
  if (roofW === 0) return 0;
  const sun = new Date(at);
  // By the sun, not by the wall: highest a little before 12:00 UTC in the middle of France.
  const fromNoon = sun.getUTCHours() + sun.getUTCMinutes() / 60 - 11.85;
  const halfDay = 6.1 - 2 * seasonAt(at);
  if (Math.abs(fromNoon) >= halfDay) return 0;
  const cloud = (noiseAt(lotOf(seed, 'cloud'), Math.floor(at / DAY)) + 1) / 2;
  const veil = (noiseAt(lotOf(seed, 'veil'), Math.floor(at / (10 * MINUTE))) + 1) / 2;
  return (
    roofW * (0.7 - 0.25 * seasonAt(at)) * Math.cos((fromNoon / halfDay) * (Math.PI / 2)) * (1 - 0.8 * cloud * veil)
  );
}

const lots = new Map<string, number>();

function lotOf(seed: string, what: string): number {
  const name = `${seed} ${what}`;
  let lot = lots.get(name);
  if (lot === undefined) lots.set(name, (lot = hash(name)));
  return lot;
}

/** 1 in the depth of winter, -1 in high summer. */
function seasonAt(at: number): number {
  const newYear = Date.UTC(new Date(at).getUTCFullYear(), 0, 1);
  return Math.cos(((2 * Math.PI) / 365.25) * ((at - newYear) / DAY - COLDEST));
}
