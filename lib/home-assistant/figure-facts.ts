// Power, headroom and contract: figures that are the same whatever the mode calls them.
import { CANONICAL_ROWS } from './entities/canonical';
import type { Reading } from './reading';
import type { Fact } from './state';

/** Enedis counts a subscribed ampere as 200 VA (ISOUSC = PS / 200, a third of it on each of three phases). */
const VA_PER_SUBSCRIBED_A = 200;

export function figureFacts({ values, headroom, phases, units }: Reading): Fact[] {
  const facts: Fact[] = [];
  const power = [values['SINSTS'], values['PAPP']].find((value) => typeof value === 'number');
  if (power !== undefined) facts.push({ row: CANONICAL_ROWS.apparentPower, value: power });
  const { va, a, phase, cutoffVa } = headroom ?? {};
  const ofPhase = typeof phase === 'number' ? { phase } : {};
  if (typeof va === 'number')
    facts.push({
      row: CANONICAL_ROWS.headroom,
      value: va,
      attributes: { ...ofPhase, ...(typeof cutoffVa === 'number' ? { cutoff_va: cutoffVa } : {}) },
    });
  if (typeof a === 'number') facts.push({ row: CANONICAL_ROWS.headroomCurrent, value: a, attributes: ofPhase });
  const { PREF: pref, ISOUSC: isousc, PS: ps } = values as { PREF?: unknown; ISOUSC?: unknown; PS?: unknown };
  const contract =
    typeof pref === 'number'
      ? pref * 1000
      : typeof ps === 'number' && units['PS'] === 'kVA'
        ? ps * 1000
        : typeof isousc === 'number' && phases !== null
          ? isousc * VA_PER_SUBSCRIBED_A * phases
          : null;
  if (contract !== null) facts.push({ row: CANONICAL_ROWS.contractPower, value: contract });
  return facts;
}
