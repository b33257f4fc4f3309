// Who draws power in the house, one row each. Every load is a pure function of the moment and the seed, so that a day
// can be played at any speed, from any hour, and always be the same day.
import { noiseAt } from '../random';
import type { Colour } from './calendar';

/** A moment as the loads see it. */
export interface Moment {
  /** Seconds since the epoch. */
  readonly second: number;
  /** Minutes on the wall clock since midnight, with their fraction. */
  readonly minute: number;
  readonly day: number;
  readonly offPeak: boolean;
  readonly colour: Colour | null;
  readonly seed: number;
}

export interface Load {
  readonly name: string;
  /** 0 to 2; a single-phase house has all on 0. */
  readonly phase: 0 | 1 | 2;
  readonly powerFactor: number;
  watts(moment: Moment): number;
}

/** Between two times of day, over midnight too. */
function between(minute: number, from: number, to: number): boolean {
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Minutes since midnight. */
const at = (hour: number, minute = 0): number => hour * 60 + minute;

/** A thermostat: on for the share `duty` of each period. */
function cycle(moment: Moment, periodMinutes: number, duty: number): boolean {
  return (moment.second / 60) % periodMinutes < duty * periodMinutes;
}

export const LOADS: readonly Load[] = [
  {
    name: 'standby',
    phase: 0,
    powerFactor: 0.92,
    watts: (m) => 165 + 18 * noiseAt(m.seed, m.second),
  },
  {
    name: 'fridge',
    phase: 1,
    powerFactor: 0.85,
    watts: (m) => (cycle(m, 52, 0.38) ? 95 : 0),
  },
  {
    name: 'lights and screens',
    phase: 1,
    powerFactor: 0.95,
    watts: (m) => (between(m.minute, at(6, 40), at(8, 10)) ? 140 : between(m.minute, at(17, 30), at(23, 10)) ? 310 : 0),
  },
  {
    // The household knows its contract: on a red day it lights the stove and lets the heaters rest.
    name: 'heating',
    phase: 2,
    powerFactor: 1,
    watts: (m) => {
      if (between(m.minute, at(11, 40), at(13, 10))) return 0;
      if (between(m.minute, at(22), at(1))) return 1250;
      const sparing = m.colour === 'red' && !m.offPeak;
      const cold = 0.42 - 0.16 * Math.cos(((m.minute - at(4)) / at(24)) * 2 * Math.PI + Math.PI);
      return cycle(m, 14, sparing ? 0.08 : cold) ? 1500 + 12 * noiseAt(m.seed + 1, m.second) : 0;
    },
  },
  {
    name: 'kettle and toaster',
    phase: 1,
    powerFactor: 1,
    watts: (m) => (between(m.minute, at(7, 5), at(7, 9)) ? 2050 : between(m.minute, at(7, 12), at(7, 15)) ? 900 : 0),
  },
  {
    name: 'oven and hob at noon',
    phase: 2,
    powerFactor: 0.99,
    watts: (m) => (between(m.minute, at(11, 45), at(12, 35)) ? 3350 + 40 * noiseAt(m.seed + 2, m.second) : 0),
  },
  {
    name: 'hob in the evening',
    phase: 2,
    powerFactor: 0.99,
    watts: (m) => (between(m.minute, at(19, 10), at(19, 55)) ? (cycle(m, 3, 0.6) ? 2400 : 700) : 0),
  },
  {
    name: 'washing machine',
    phase: 1,
    powerFactor: 0.9,
    watts: (m) =>
      between(m.minute, at(14, 20), at(14, 45)) ? 1950 : between(m.minute, at(14, 45), at(15, 40)) ? 230 : 0,
  },
  {
    // Its relay is the meter's dry contact: it only heats off-peak, until the tank is hot.
    name: 'water heater',
    phase: 1,
    powerFactor: 1,
    watts: (m) => (m.offPeak && between(m.minute, at(22, 6), at(0, 50)) ? 2380 : 0),
  },
];

/** The wall box: 32 A on one phase. It is the car that takes the house over its subscribed power. */
export const CAR = { phase: 0, powerFactor: 0.99, watts: 7360 } as const;

/** A stop at home over lunch, and the night charge. */
export const CAR_PLUGGED: readonly (readonly [number, number])[] = [
  [at(11, 52), at(12, 26)],
  [at(22, 30), at(0, 45)],
];

export function carIsScheduled(minute: number): boolean {
  return CAR_PLUGGED.some(([from, to]) => between(minute, from, to));
}

/** Solar power of a producer, W: a bell around 13:00, ragged by clouds. */
export function solarWatts(moment: Moment, peakWatts: number): number {
  const hours = (moment.minute - at(13)) / 60;
  const bell = Math.exp(-(hours * hours) / 7) - 0.06;
  if (bell <= 0) return 0;
  const cloud = 0.82 + 0.18 * Math.sin(moment.second / 411 + noiseAt(moment.seed, moment.day) * 3);
  return peakWatts * bell * cloud;
}
