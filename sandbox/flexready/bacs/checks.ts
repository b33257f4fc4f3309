// What a request can break at the emulator's building: one row for each field of a potential (spec of the reference, annex 1).
import type { CheckRule } from '../../../lib/flex/request/request';
import { parisDay } from '../../paris-clock';
import type { Period } from '../wire';
import type { SeededAsset } from './dataset';

export interface Asked {
  readonly product: string;
  /** In order. */
  readonly profile: readonly Period[];
  readonly now: number;
  /** The confirmed profiles of this asset, of other requests. */
  readonly others: readonly (readonly Period[])[];
}

const RULES: Readonly<Record<CheckRule, (asset: SeededAsset, asked: Asked) => boolean>> = {
  'product-not-offered': ({ product }, asked) => asked.product !== product,
  'no-power': (_, { profile }) => profile.some(({ watts }) => watts === 0),
  'power-above-potential': ({ potential }, { profile }) =>
    profile.some(({ watts }) => Math.abs(watts) > potential.watts),
  'mobilisation-delay': ({ potential }, asked) => startOf(asked.profile) - asked.now < potential.mobilizationMs,
  'duration-above-maximum': ({ potential }, { profile }) =>
    profile.reduce((sum, { start, end }) => sum + end - start, 0) > potential.maxDurationMs,
  'outside-periods': ({ potential }, { profile }) =>
    !profile.every(({ start, end }) => potential.periods.some((open) => open.start <= start && end <= open.end)),
  'activations-per-day': ({ potential }, { profile, others }) => {
    const day = parisDay(startOf(profile));
    return others.filter((other) => parisDay(startOf(other)) === day).length >= potential.activationPerDay;
  },
  overlap: (_, { profile, others }) =>
    others.flat().some((other) => profile.some(({ start, end }) => start < other.end && other.start < end)),
  'window-past': (_, { profile, now }) => endOf(profile) <= now,
};

/** @returns the names of the rules that are broken, in order */
export function broken(asset: SeededAsset, asked: Asked): CheckRule[] {
  return (Object.keys(RULES) as CheckRule[]).filter((rule) => RULES[rule](asset, asked));
}

export function startOf(profile: readonly Period[]): number {
  return Math.min(...profile.map(({ start }) => start));
}

export function endOf(profile: readonly Period[]): number {
  return Math.max(...profile.map(({ end }) => end));
}
