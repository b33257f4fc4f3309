// What a building above 36 kVA adds: figures of its power budget, derived powers, the Flex Ready view.
import { BUDGET_ROWS as ROWS } from '../entities/budget';
import type { Reading } from './message/reading';
import type { EntityRow } from '../discovery/row';
import type { Fact } from '../discovery/state';

/** A figure that is missing from a frame or two is none that is unknown, nor is the mean of a Td period in its first minute. */
const UNKNOWN_AFTER_MS = 90_000;
const SECOND = 1000;
const KILO = 1000;

type Figure = readonly [row: EntityRow, value: number | string | undefined];

export class BudgetFacts {
  private readonly knownAt = new Map<string, number>();

  facts(reading: Reading, now: number): Fact[] {
    return [
      ...[...budget(reading), ...powers(reading)].flatMap((figure) => this.fact(figure, now)),
      ...flexReady(reading.flexReady),
    ];
  }

  private fact([row, value]: Figure, now: number): Fact[] {
    if (value !== undefined) {
      this.knownAt.set(row.id, now);
      return [{ row, value }];
    }
    const known = this.knownAt.get(row.id);
    return known === undefined || now - known < UNKNOWN_AFTER_MS ? [] : [{ row, value: null }];
  }
}

function budget({ budget, time }: Reading): Figure[] {
  const { mean, left, maxMean, secondsToTop, subscribed } = budget;
  const inUnit = (unit: string, amount: number | null): number | undefined =>
    budget.unit === unit ? thousand(amount) : undefined;
  return [
    [ROWS.meanVa, inUnit('kVA', mean)],
    [ROWS.meanW, inUnit('kW', mean)],
    [ROWS.allowedVa, inUnit('kVA', maxMean)],
    [ROWS.allowedW, inUnit('kW', maxMean)],
    [ROWS.leftVah, inUnit('kVA', left)],
    [ROWS.leftWh, inUnit('kW', left)],
    [ROWS.contractW, inUnit('kW', subscribed)],
    [ROWS.nextTop, secondsToTop !== null && time !== null ? later(time, secondsToTop) : undefined],
  ];
}

/** Undefined where that is no instant. */
function later(time: string, seconds: number): string | undefined {
  const at = new Date(Date.parse(time) + seconds * SECOND);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

function powers({ derived, headroom }: Reading): Figure[] {
  return [
    [ROWS.derivedVa, thousand(derived.apparentPower.value)],
    [ROWS.derivedW, thousand(derived.activePower.value)],
    [ROWS.headroomW, headroom?.w ?? undefined],
  ];
}

/** From kW to W, without the dust of binary fractions. */
function thousand(value: number | null): number | undefined {
  return value === null ? undefined : Math.round(value * KILO);
}

function flexReady(items: Reading['flexReady']): Fact[] {
  if (items.length === 0) return [];
  const missing = items.filter(({ met }) => !met);
  // Complete since the last of them came, incomplete since the first of them went.
  const moments = (missing.length > 0 ? missing : items).flatMap(({ since }) => since ?? []);
  moments.sort((a, b) => Date.parse(a) - Date.parse(b));
  const since = missing.length > 0 ? moments[0] : moments.at(-1);
  const attributes = { missing: missing.map(({ data }) => data), ...(since === undefined ? {} : { since }) };
  return [{ row: ROWS.flexReady, value: missing.length > 0, attributes }];
}
