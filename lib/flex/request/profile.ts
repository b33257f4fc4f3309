// The profile of a request: periods of power in order of time, which may leave gaps.
import type { FlexRequest, PowerPeriod } from './request';
import { profileOf } from './request';

/** From the first start to the last end; a gap in between does not end it. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** @param profile at least one period, in order */
export function windowOf(profile: readonly PowerPeriod[]): Window {
  return { start: profile[0]?.start ?? NaN, end: profile.at(-1)?.end ?? NaN };
}

/** Of what counts of a request: what was confirmed, before that what was asked. */
export function requestWindow(request: FlexRequest): Window {
  return windowOf(profileOf(request));
}

/** All periods together, in ms. */
export function durationOf(profile: readonly PowerPeriod[]): number {
  return profile.reduce((sum, { start, end }) => sum + end - start, 0);
}

export function overlaps(a: Window, b: Window): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * In order of time, neighbours of one power joined: two ways of writing one profile become the same.
 * @returns undefined where there is no such profile: no period, one that does not end after it begins, two at one time
 */
export function normalised(periods: readonly PowerPeriod[]): readonly PowerPeriod[] | undefined {
  const profile: PowerPeriod[] = [];
  for (const { start, end, powerW } of periods.toSorted((a, b) => a.start - b.start)) {
    const last = profile.at(-1);
    if (!(start < end) || !Number.isFinite(powerW) || (last !== undefined && start < last.end)) return undefined;
    if (last?.end === start && last.powerW === powerW) profile[profile.length - 1] = { ...last, end };
    else profile.push({ start, end, powerW });
  }
  return profile.length === 0 ? undefined : profile;
}

/** Of normalised ones. */
export function sameProfile(a: readonly PowerPeriod[], b: readonly PowerPeriod[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ start, end, powerW }, i) => {
      const other = b[i];
      return other?.start === start && other.end === end && other.powerW === powerW;
    })
  );
}
