// What RTE publishes when: a scenario is a story round one day ("day 0"), told as publications that follow one another.
import { dayInstant, parisDay, parisTime } from '../paris-clock';
import { isAllowed, seasonColour } from '../tempo-season';

/** Levels by wall-clock hour; null: the hour is missing from the answer. */
export type Levels = Readonly<Record<number, number | null>>;

export interface Publication {
  /** Days from day 0, and the hour of the wall clock. */
  readonly day: number;
  readonly hour: number;
  /** What it changes: for each day (from day 0) the hours that are not as usual; an empty object takes all back. */
  readonly sets: Readonly<Record<number, Levels>>;
}

export interface Scenario {
  readonly name: string;
  readonly describe: string;
  /** Day 0 as YYYY-MM-DD; without it, the day on which the player starts. */
  readonly day?: string;
  readonly publications: readonly Publication[];
  /** Tempo: colours of single days (from day 0) that differ from the usual calendar. */
  readonly tempo?: Readonly<Record<number, Letter>>;
  /** Days in disorder, J+3 never there. */
  readonly rough?: true;
}

/** b blue, w white, r red. */
export type Letter = 'b' | 'w' | 'r';

/** One day as it is known at an instant. */
export interface PublishedDay {
  /** Number of the civil day, see paris-clock. */
  readonly day: number;
  readonly hours: readonly (number | null)[];
}

/** Night and early afternoon are decarbonised, the rest is normal. */
const USUAL = Array.from({ length: 24 }, (_, hour) => ((hour >= 2 && hour < 6) || hour === 13 || hour === 14 ? 0 : 1));

/** J+3 comes in the course of the night. */
const FOURTH_DAY_FROM_HOUR = 1;

export class ScenarioPlayer {
  private readonly anchor: number;

  constructor(
    readonly scenario: Scenario,
    startedAt: number,
  ) {
    this.anchor = anchorOf(scenario, startedAt);
  }

  /** J to J+3 as published at `now`. */
  ecowatt(now: number): PublishedDay[] {
    const today = parisDay(now);
    const last = this.scenario.rough === true || parisTime(now).hour < FOURTH_DAY_FROM_HOUR ? 2 : 3;
    const days = Array.from({ length: last + 1 }, (_, ahead) => ({
      day: today + ahead,
      hours: this.hours(today + ahead, now),
    }));
    return this.scenario.rough === true ? days.reverse() : days;
  }

  /** When the newest publication was made: that of the story, or of 23:00 the evening before. */
  publishedAt(now: number): number {
    const told = this.told(now).map((publication) => this.instant(publication));
    return Math.max(dayInstant(parisDay(now) - 1, 23), ...told);
  }

  /** The colour of a civil day; tomorrow's is known from 06:30 on, later ones never. */
  tempo(day: number, now: number): Letter | undefined {
    const { hour, minute } = parisTime(now);
    const known = parisDay(now) + (hour * 60 + minute >= PRE_SIGNAL_MINUTE ? 1 : 0);
    return day > known ? undefined : this.colour(day);
  }

  /** What the story tells holds on whatever day it is played; other days keep the rules of the contract. */
  private colour(day: number): Letter {
    return this.scenario.tempo?.[day - this.anchor] ?? LETTERS[seasonColour(day)];
  }

  private hours(day: number, now: number): (number | null)[] {
    let levels: Levels = {};
    for (const publication of this.told(now)) levels = publication.sets[day - this.anchor] ?? levels;
    return USUAL.map((usual, hour) => (hour in levels ? (levels[hour] ?? null) : usual));
  }

  private told(now: number): Publication[] {
    return this.scenario.publications.filter((publication) => this.instant(publication) <= now);
  }

  private instant({ day, hour }: Publication): number {
    return dayInstant(this.anchor + day, hour);
  }
}

/** The story without the colours that Tempo cannot have on the days on which it is played: the season's stand there. */
export function lawful(scenario: Scenario, startedAt: number): Scenario {
  if (scenario.tempo === undefined) return scenario;
  const anchor = anchorOf(scenario, startedAt);
  const told = Object.entries(scenario.tempo).filter(([n, letter]) => isAllowed(COLOURS[letter], anchor + Number(n)));
  return { ...scenario, tempo: Object.fromEntries(told) };
}

/** Number of day 0. */
function anchorOf({ day }: Scenario, startedAt: number): number {
  return day === undefined ? parisDay(startedAt) : Math.floor(Date.parse(day) / DAY);
}

const DAY = 86_400_000;
const COLOURS = { b: 'blue', w: 'white', r: 'red' } as const;
const LETTERS = { blue: 'b', white: 'w', red: 'r' } as const;
const PRE_SIGNAL_MINUTE = 6 * 60 + 30;
