// Labels whose absence is their "no": what a long frame said by them holds in no short one, and in none that was cut.
import assert from 'node:assert/strict';
import { DICTIONARIES } from '../../../../lib/tic/families';
import type { LabelRow } from '../../../../lib/tic/families/label';
import { ice4q, pmePmi, saphirLong, saphirShort } from '../../../support/tic/business-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { listen } from '../../../support/tic/tic-listener';
import { ADDRESS, linkyStandard, linkyTri, short } from '../../../support/tic/tic-meters';

interface Speaker {
  readonly long: FrameBuilder;
  /** Absent: the family has none. */
  readonly short?: FrameBuilder;
  /** Behind it stands the label that is tried, and here a frame is broken off. */
  readonly place: string;
}

const SPEAKERS: Readonly<Record<string, Speaker>> = {
  historique: { long: linkyTri(), short: short(ADDRESS.linkyTri), place: 'ADCO' },
  standard: { long: linkyStandard(), place: 'ADSC' },
  'pme-pmi': { long: pmePmi(), place: 'ADS' },
  'saphir-histo': { long: saphirLong(), short: saphirShort(), place: 'ADS' },
  'saphir-std': { long: saphirLong({ format: 'STD' }), short: saphirShort({ format: 'STD' }), place: 'ADS' },
  ice: { long: ice4q(), place: 'CONTRAT' },
};

function dataOf({ form, size }: LabelRow): string {
  if (typeof form !== 'string') return form[0] ?? '';
  if (form === 'date') return '24/11/26 18:00:00-P';
  return form === 'digits' ? '1'.repeat(size[1]) : 'TD-2'.padEnd(size[0], 'X');
}

describe('what means something by its absence', () => {
  // A label that says that nothing is real is in no frame that shows values.
  const rows = DICTIONARIES.flatMap(({ dialect }) =>
    dialect.rows.filter((row) => row.transient === true && row.test !== true).map((row) => ({ dialect, row })),
  );

  for (const { dialect, row } of rows) {
    const speaker = SPEAKERS[dialect.name];
    const place = row.sentAs === undefined ? speaker?.place : dialect.secondPart?.opensWith;

    it(`is carried from no frame into another: ${row.label} (${dialect.name})`, () => {
      assert.ok(speaker !== undefined && place !== undefined, `no meter speaks ${dialect.name} here`);
      const said = speaker.long.after(place, row.sentAs ?? row.label, dataOf(row)).build();
      const others = [speaker.short?.build(), speaker.long.brokenOffBehind(speaker.place)];
      for (const other of others.filter((bytes) => bytes !== undefined)) {
        const listener = listen().push(said).push(said);
        assert.ok(row.label in listener.last.values, 'the frame that says it shows it');
        listener.push(other);
        const { values, carried } = listener.last;
        assert.ok(Object.keys(carried).length > 0, 'other values are carried');
        assert.deepEqual([row.label in values, row.label in carried], [false, false]);
      }
    });
  }
});
