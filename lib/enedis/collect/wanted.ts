// What all listeners of a meter together want, as the series that are asked for; and what each of them gets of it.
import type { Point } from '../../grid/point';
import type { Measure } from '../series';
import type { Want } from './news';
import type { ByItself } from './planner';
import { keyOf, type Wire } from './progress';

export interface Wanted extends Wire {
  /** The first of those who want it each day. */
  readonly byItself: ByItself | undefined;
  readonly backfill: boolean;
}

/** In the order in which they are asked for: the days before their curve, which is many calls. */
const ORDER = ['energy', 'max-power', 'index', 'load-curve'] as const satisfies readonly Measure[];

/** The series that are asked for a measure: production has no maximum of its own. */
export function askedFor({ direction, measure }: Wire): Wire {
  return { direction, measure: isDerived({ direction, measure }) ? 'load-curve' : measure };
}

export function isDerived({ direction, measure }: Wire): boolean {
  return direction === 'production' && measure === 'max-power';
}

/** @param measures what the row has */
export function wantedBy(wants: Iterable<Want>, measures: readonly Measure[]): readonly Wanted[] {
  const all = new Map<string, Wanted>();
  for (const { byItself, backfill, ...want } of wants)
    for (const wire of wiresOf(want)) {
      const asked = askedFor(wire);
      if (!measures.includes(asked.measure)) continue;
      const before = all.get(keyOf(asked));
      all.set(keyOf(asked), {
        ...asked,
        byItself: before?.byItself ?? byItself,
        backfill: backfill || before?.backfill === true,
      });
    }
  return [...all.values()].sort((a, b) => ORDER.indexOf(a.measure) - ORDER.indexOf(b.measure));
}

/** Every measure in every direction, sorted as points are. */
export function wiresOf({ directions, measures }: Pick<Want, 'directions' | 'measures'>): Wire[] {
  return directions.flatMap((direction) => measures.map((measure) => ({ direction, measure })));
}

export function wants({ directions, measures }: Pick<Want, 'directions' | 'measures'>, point: Point): boolean {
  return directions.includes(point.direction) && (measures as readonly string[]).includes(point.kind);
}
