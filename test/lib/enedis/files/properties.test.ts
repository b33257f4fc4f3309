// Not in the fast lane: thousands of files.
// Any curve in any form, with holes and rows said twice: nothing is lost, nothing is doubled, nothing is invented. And any text at all.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readExport } from '../../../../lib/enedis/files/read-export';
import { LinkyRedError } from '../../../../lib/errors';
import { sumOf, type Point } from '../../../../lib/grid/point';
import { METER, truths, WRITERS } from '../../../support/enedis/export-writer';

const about = { direction: 'consumption', prm: METER } as const;
const FORMS = Object.keys(WRITERS) as (keyof typeof WRITERS)[];
const DAY = 86_400_000;
const dayKey = (n: number): string => new Date(Date.UTC(2024, 0, 1) + n * DAY).toISOString().slice(0, 10);

function isSound(points: readonly Point[]): void {
  const ends = new Map<string, number>();
  for (const { kind, direction, register = '', start, end, value } of points) {
    const key = [kind, direction, register].join(' ');
    assert.ok(Number.isFinite(value) && value >= 0 && Number.isSafeInteger(start) && start <= end);
    assert.ok(start >= (ends.get(key) ?? -Infinity), 'one over another');
    ends.set(key, end);
  }
}

describe('exports, whatever is in them', () => {
  it('any days in any form have the energy that they have', () => {
    const days = fc.integer({ min: 0, max: 1094 });
    const watts = fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS),
        days,
        fc.constantFrom(10, 15, 30, 60),
        watts,
        (form, day, minutes, some) => {
          const list = truths(dayKey(day), dayKey(day + 2), minutes, (n) => some[n % some.length] ?? 0);
          const { points, skipped } = readExport(WRITERS[form](list).join('\n'), about);
          const wh = list.reduce((sum, { start, end, watts: value }) => sum + value * (end - start), 0) / 3_600_000;
          assert.deepEqual(
            [points.map(({ start, end }) => [start, end]), skipped],
            [list.map(({ start, end }) => [start, end]), {}],
          );
          assert.ok(Math.abs(sumOf(points) - wh) < 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a row that is missing makes no other one longer, rows that are said twice lie over nothing', () => {
    const gone = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(7));
    const twice = fc.uniqueArray(fc.nat(143), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS),
        fc.integer({ min: 0, max: 1094 }),
        gone,
        twice,
        (form, day, [apart, first], again) => {
          const all = truths(dayKey(day), dayKey(day + 3), 30, (n) => n + 1);
          const list = all.filter((_, i) => i % (apart + 8) !== first);
          const { points } = readExport(WRITERS[form](list).join('\n'), about);
          const truth = new Map(list.map(({ start, end, watts }) => [start, [end, watts]]));
          for (const { start, end, value } of points) assert.deepEqual([end, value], truth.get(start));
          assert.equal(points.length, list.length);
          const doubled = WRITERS[form](list.flatMap((one, i) => (again.includes(i) ? [one, one] : [one])));
          isSound(readExport(doubled.join('\n'), about).points);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('any text is read or refused, and never breaks', () => {
    const cell = fc.oneof(
      fc.constantFrom(...['', 'NA', '0,5', '1e9', '-4', '01/05/2026', '25/10/2026 02:30', '2026-05-01T00:30:00+02:00']),
      fc.constantFrom(
        'Horodate',
        'Valeur',
        'Début',
        'Fin',
        'Valeur (en kW)',
        'Date',
        'Valeur (en kWh)',
        'Identifiant PRM',
      ),
      fc.constantFrom(
        'Type de releve',
        'EAS F1',
        'EAS T',
        'Periode',
        'Identifiant calendrier fournisseur',
        'Unite',
        'W',
      ),
      fc.constantFrom(
        'Du 2026-05-01T00:00:00+02:00 au',
        '46812',
        '46812.5',
        '00:00:00',
        '24:00',
        '99:99',
        '"',
        '9999999999999',
      ),
      fc.string({ maxLength: 12 }),
    );
    const line = fc
      .tuple(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.constantFrom(';', ',', '\t'))
      .map(([cells, separator]) => cells.join(separator));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        orRefused(() => {
          isSound(readExport(lines.join(end), about).points);
        });
      }),
      { numRuns: 3000 },
    );
  });

  it('any bytes, and any export that is torn or scratched', () => {
    const whole = Buffer.from(WRITERS.account(truths('2026-10-24', '2026-10-27', 30, (n) => n)).join('\r\n'));
    const scratches = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 });
    fc.assert(
      fc.property(fc.nat(whole.length), scratches, fc.uint8Array({ maxLength: 300 }), (length, marks, bytes) => {
        const torn = Buffer.from(whole.subarray(0, length));
        for (const [at, byte] of marks) if (at < torn.length) torn[at] = byte;
        for (const content of [torn, bytes])
          orRefused(() => {
            isSound(readExport(content, about).points);
          });
      }),
      { numRuns: 500 },
    );
  });
});

function orRefused(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof LinkyRedError) || error.code !== 'ERR_ENEDIS_FILE') throw error;
  }
}
