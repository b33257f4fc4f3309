// Texts that have the form of a time and are none.
import assert from 'node:assert/strict';
import { Instants, parseDay } from '../../../../lib/opendata/read/instant';

describe('lib/opendata/read/instant', () => {
  for (const text of [
    '0001-01-01',
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00+00:00',
    '01/01/0001',
    '2026-01-01T00:00:00+99:99',
    '2026-01-01T00:00:00-14:01',
    '2027-02-29',
  ])
    it(`${text} is no time`, () => {
      assert.equal(new Instants().of(text), undefined);
    });

  it('a date that stands for none is no day', () => {
    assert.deepEqual(['0001-01-01', '01/01/0001'].map(parseDay), [undefined, undefined]);
  });

  it('the widest offsets and the leap day are times', () => {
    assert.deepEqual(
      ['2026-01-01T14:00:00+14:00', '2028-02-29', '1900-01-01T12:00:00Z'].map((text) => new Instants().of(text)?.ms),
      [Date.UTC(2026, 0, 1), Date.UTC(2028, 1, 28, 23), Date.UTC(1900, 0, 1, 12)],
    );
  });
});
