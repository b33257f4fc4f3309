// Power, headroom and contract: figures that are the same whatever the mode calls them.
import { CANONICAL_ROWS } from '../entities/canonical';
import type { Reading } from './message/reading';
import type { NumberRow } from '../discovery/row';
import type { Fact } from '../discovery/state';

/** Enedis counts a subscribed ampere as 200 VA (ISOUSC = PS / 200, a third of it on each of three phases). */
const VA_PER_SUBSCRIBED_A = 200;

/** Apparent power (VA), headroom (VA, A) and the subscribed power (VA) of one reading; what it cannot tell is unknown or left as it was. */
export function figureFacts(reading: Reading): Fact[] {
  const { values, headroom, phases, units, quality } = reading;
  const facts: Fact[] = [];
  const label = ['SINSTS', 'PAPP'].find((candidate) => typeof values[candidate] === 'number');
  if (label !== undefined)
    facts.push(figure(CANONICAL_ROWS.apparentPower, quality.doubtful.includes(label) ? null : values[label]));
  // What a damaged frame did not bring stays as it was published; what a whole one cannot tell is unknown.
  const isWhole = quality.complete && quality.rejected === 0;
  if (headroom !== null) {
    const { va, a, phase, cutoffVa } = headroom;
    if (va !== null || isWhole) facts.push(figure(CANONICAL_ROWS.headroom, va, { phase, cutoff_va: cutoffVa }));
    if (a !== null || isWhole) facts.push(figure(CANONICAL_ROWS.headroomCurrent, a, { phase }));
  }
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

/** Unknown is published for an entity that is there, and announces none. */
function figure(row: NumberRow, value: unknown, attributes?: Fact['attributes']): Fact {
  const known = typeof value === 'number' ? { value } : { value: null, onlyIfAnnounced: true };
  return { row, ...known, ...(attributes === undefined ? {} : { attributes }) };
}
