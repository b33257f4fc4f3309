// The stories that the stand-in knows, one row each. No orange or red has been issued for years: this is where one can be seen.
import type { Levels, Scenario } from './scenario';

const MORNING: Levels = { 7: 2, 8: 2, 9: 2, 10: 2 };
const RED_MORNING: Levels = { 7: 2, 8: 3, 9: 3, 10: 2 };
const EVENING: Levels = { 18: 2, 19: 2 };

const TENSE_WEEK: Scenario['publications'] = [
  { day: -1, hour: 17, sets: { 0: { ...RED_MORNING, ...EVENING }, 1: MORNING, 2: EVENING, 3: { 8: 2 } } },
];

export const SCENARIOS: readonly Scenario[] = [
  { name: 'calm', describe: 'nothing but normal and decarbonised hours', publications: [] },
  {
    name: 'red-morning',
    describe:
      'an orange morning of day 0, announced two days before, red from the eve on; the day is red for Tempo too',
    publications: [
      { day: -2, hour: 17, sets: { 0: MORNING } },
      { day: -1, hour: 17, sets: { 0: { ...RED_MORNING, ...EVENING } } },
    ],
    tempo: { [-1]: 'w', 0: 'r', 1: 'r', 2: 'b' },
  },
  {
    name: 'withdrawn',
    describe: 'a red morning of day 0 that is taken back on the eve at 20:00',
    publications: [
      { day: -2, hour: 17, sets: { 0: MORNING } },
      { day: -1, hour: 17, sets: { 0: RED_MORNING } },
      { day: -1, hour: 20, sets: { 0: {} } },
    ],
    tempo: { [-1]: 'b', 0: 'w' },
  },
  {
    name: 'tense-week',
    describe: 'an alert on each of four days from day 0: good to look at at once',
    publications: TENSE_WEEK,
    tempo: { [-1]: 'w', 0: 'r', 1: 'w', 2: 'b' },
  },
  {
    name: 'winter-week',
    describe: 'the alerts of tense-week, under the colours that the season has: those of the sandbox meter',
    publications: TENSE_WEEK,
  },
  {
    name: 'all-day',
    describe: 'red at every hour of day 0 and of the day after: whatever the time is, there is an alert',
    publications: [{ day: -1, hour: 17, sets: { 0: every(3), 1: every(3) } }],
    tempo: { [-1]: 'r', 0: 'r', 1: 'r' },
  },
  {
    name: 'autumn',
    describe: 'the day of 25 hours, tense round the doubled hour',
    day: '2026-10-25',
    publications: [{ day: -1, hour: 17, sets: { 0: { 1: 2, 2: 3, 3: 2, 18: 2 } } }],
  },
  {
    name: 'spring',
    describe: 'the day of 23 hours, tense round the hour that does not exist',
    day: '2027-03-28',
    publications: [{ day: -1, hour: 17, sets: { 0: { 1: 2, 2: 3, 3: 2, 18: 2 } } }],
  },
  {
    name: 'rough',
    describe: 'days in disorder, J+3 missing, hours missing round an alert of day 0',
    publications: [
      { day: -1, hour: 17, sets: { 0: { 7: 2, 8: null, 9: 3, 10: 2 }, 1: { 0: null, 1: null, 2: null } } },
    ],
    rough: true,
  },
];

function every(level: number): Levels {
  return Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [hour, level]));
}
