// What CONTRIBUTING.md says of places is true.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const text = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const section = text.split('\n## ').find((part) => part.startsWith('Where do I change…')) ?? '';
/** Without the two lines of the head. */
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));
const placesIn = (cells: string): string[] =>
  [...cells.matchAll(/`([^`\s]+\/[^`\s]+)`/g)].map(([, place = '']) => place);

describe('CONTRIBUTING.md', () => {
  for (const what of [
    'a new label of PME-PMI',
    'a second OAuth provider',
    'an Ecowatt alert that was withdrawn',
    'the limit of a quota',
    'the name of an entity in French',
  ])
    it(`says where to change ${what}`, () => {
      assert.ok(rows.some(([, subject]) => subject === what));
    });

  for (const [, what = '', where = '', more = ''] of rows)
    it(`names files that are there: ${what}`, () => {
      const places = placesIn(`${where} ${more}`);
      assert.ok(placesIn(where).length > 0, 'no file at all');
      assert.deepEqual(
        places.filter((place) => !existsSync(path.join(ROOT, place))),
        [],
      );
    });

  it('draws rooms that are there, and all of them', () => {
    const drawn = [...text.matchAll(/^(lib\/[a-z-]+)\//gm)].map(([, room]) => room);
    const there = readdirSync(path.join(ROOT, 'lib')).map((name) => `lib/${name}`);
    assert.deepEqual(drawn.sort(), there.sort());
  });
});
