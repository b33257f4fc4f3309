// A Z beside a time: mostly it is a clock in Paris all the same; what no such clock can have shown is UTC.
import assert from 'node:assert/strict';
import { readExport } from '../../../../lib/enedis/files/read-export';
import { METER } from '../../../support/enedis/export-writer';

const HEAD =
  'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite';
const HALF_HOUR = 1_800_000;

/** Starts of what is read of half hours whose ends are written. @param day the first one, as the file says it */
function starts(day: string, ends: readonly string[]): string[] {
  const facts = `${METER};Courbe de charge;${day};31/12/2026;Energie active;Consommation;Comptage Brut;W`;
  const text = [HEAD, facts, 'Horodate;Valeur', ...ends.map((end, i) => `${end};${String(100 + i)}`)].join('\n');
  return readExport(text, { direction: 'consumption' }).points.map(({ start }) => new Date(start).toISOString());
}

/** So many half hours from an instant on, their ends with a Z. */
const utc = (from: string, count: number): string[] =>
  Array.from(
    { length: count },
    (_, i) => `${new Date(Date.parse(from) + (i + 1) * HALF_HOUR).toISOString().slice(0, 19)}Z`,
  );

describe('times with a Z', () => {
  it('are UTC where they lie before the first day of the file', () => {
    const found = starts('01/06/2026', utc('2026-05-31T22:00:00Z', 48));
    assert.deepEqual(
      [found[0], found.at(-1), found.length],
      ['2026-05-31T22:00:00.000Z', '2026-06-01T21:30:00.000Z', 48],
    );
  });

  it('are UTC where no clock in Paris shows them', () => {
    const found = starts('29/03/2026', utc('2026-03-29T00:00:00Z', 12));
    assert.deepEqual(
      [found[0], found.at(-1), found.length],
      ['2026-03-29T00:00:00.000Z', '2026-03-29T05:30:00.000Z', 12],
    );
  });

  it('are those of a clock in Paris elsewhere', () => {
    assert.deepEqual(starts('01/06/2026', ['2026-06-01T00:30:00Z', '2026-06-01T01:00:00Z']), [
      '2026-05-31T22:00:00.000Z',
      '2026-05-31T22:30:00.000Z',
    ]);
    assert.deepEqual(starts('29/03/2026', ['2026-03-29T01:30:00Z', '2026-03-29T02:00:00Z', '2026-03-29T03:30:00Z']), [
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ]);
  });
});
