// What may still be drawn before the subscribed power is exceeded (spec/tic.md §2.2 "Derived").
import type { Values } from './decoded-frame';

export interface Headroom {
  /** Of the tightest phase on three-phase meters; negative while it is exceeded; null where no power is sent. */
  va: number | null;
  a: number | null;
  /** The tightest phase, 1..3; null on single-phase meters. */
  phase: 1 | 2 | 3 | null;
  /** Until the breaker's own threshold (PCOUP), all phases together; null where the meter does not say. */
  cutoffVa: number | null;
  /** Where active power is subscribed (HTA): in W. Absent elsewhere. */
  w?: number | null;
}

/** Enedis counts a subscribed ampere as 200 VA (ISOUSC = PS / 200, a third of it on each of three phases). */
const VA_PER_SUBSCRIBED_A = 200;

/** Null where the frame says nothing of the subscribed power. */
export function headroomOf(values: Values, phases: 1 | 3 | null): Headroom | null {
  const read = (label: string): number | null => {
    const value = values[label];
    return typeof value === 'number' ? value : null;
  };
  const count = phases ?? 1;
  const pref = read('PREF');
  const isousc = read('ISOUSC');
  const subscribedVa = pref !== null ? pref * 1000 : isousc !== null ? isousc * VA_PER_SUBSCRIBED_A * count : null;
  if (subscribedVa === null) return null;
  const subscribedA = isousc ?? subscribedVa / VA_PER_SUBSCRIBED_A / count;

  const totalVa = margin(subscribedVa, read('SINSTS') ?? read('PAPP'));
  const cutoff = read('PCOUP');
  const cutoffVa = cutoff === null ? null : margin(cutoff * 1000, read('SINSTS'));
  if (phases !== 3) {
    const a = margin(subscribedA, read('IRMS1') ?? read('IINST'));
    // Blue meters without PAPP send the current alone.
    return { va: totalVa ?? (a === null ? null : a * VA_PER_SUBSCRIBED_A), a, phase: null, cutoffVa };
  }
  const currents = ([1, 2, 3] as const).map((n) =>
    margin(subscribedA, read(`IRMS${String(n)}`) ?? read(`IINST${String(n)}`)),
  );
  const powers = ([1, 2, 3] as const).map((n) => margin(subscribedVa / 3, read(`SINSTS${String(n)}`)));
  const a = tightest(currents);
  const byCurrent = a && { ...a, value: a.value * VA_PER_SUBSCRIBED_A };
  const va = powers.some(isKnown) ? tightest(powers) : byCurrent;
  const tellsPhases = [...powers, ...currents].some(isKnown);
  return {
    va: tellsPhases ? (va?.value ?? null) : totalVa,
    a: a?.value ?? null,
    phase: (va ?? a)?.phase ?? null,
    cutoffVa,
  };
}

function margin(limit: number, drawn: number | null): number | null {
  return drawn === null ? null : Math.round((limit - drawn) * 10) / 10;
}

/** Null while a phase is missing: it may be the tightest. */
function tightest(margins: readonly (number | null)[]): { value: number; phase: 1 | 2 | 3 } | null {
  if (!margins.every(isKnown)) return null;
  const value = Math.min(...margins);
  return { value, phase: (margins.indexOf(value) + 1) as 1 | 2 | 3 };
}

function isKnown(margin: number | null): margin is number {
  return margin !== null;
}
