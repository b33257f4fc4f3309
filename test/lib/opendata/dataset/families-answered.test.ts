// Every family leads to a dataset of the stand-ins, and what it says of itself is what its rows are.
import assert from 'node:assert/strict';
import { ask } from '../../../../lib/opendata/answer/ask';
import type { Answer } from '../../../../lib/opendata/answer/answer';
import { FAMILIES } from '../../../../lib/opendata/dataset/families';
import type { Family } from '../../../../lib/opendata/dataset/family';
import type { Row } from '../../../../lib/opendata/read/row';
import { all, portalBench, type PortalBench } from '../../../support/opendata/portal-bench';

/** The stand-ins have none of these. */
const NOT_PLAYED = new Set(['address-consumption']);
/** The stand-in's rows are of all of France here. */
const OTHER_MESH = new Set(['eco2mix-region-consolidated']);

const MINUTES: Readonly<Record<Family['step'], number | null>> = {
  'quarter-hour': 15,
  'half-hour': 30,
  quarter: null,
  year: null,
  none: null,
};

/** A column that rows of this mesh have. */
const COLUMNS: Partial<Readonly<Record<Family['mesh'], RegExp>>> = {
  region: /region/,
  department: /departement/,
  commune: /code_commune/,
  iris: /code_iris/,
  geometry: /^geometry$/,
  profile: /profil/,
};

describe('lib/opendata/dataset/families, asked for', () => {
  let bench: PortalBench;
  before(async () => {
    bench = await portalBench();
  });
  after(() => bench.stop());

  async function answer(family: Family): Promise<{ answer: Answer; rows: readonly Row[] }> {
    const reading = { watts: true, unpivot: true, timeIs: 'start' } as const;
    const given = await ask(bench.open(family.portal), { dataset: family.id, query: { limit: 300 }, reading });
    return { answer: given, rows: await all(given.rows) };
  }

  for (const family of FAMILIES.filter(({ id }) => !NOT_PLAYED.has(id)))
    it(`${family.id}: its mesh and its step are those of its rows, and every cell is what its column says`, async () => {
      const { answer: given, rows } = await answer(family);
      const [row] = rows;
      assert.ok(row !== undefined);
      assert.deepEqual(rows.filter(({ _flags }) => _flags?.unread !== undefined), []); // prettier-ignore
      const column = OTHER_MESH.has(family.id) ? undefined : COLUMNS[family.mesh];
      if (column !== undefined) assert.ok(Object.keys(row).some((key) => column.test(key)), Object.keys(row).join()); // prettier-ignore
      assert.equal(given.stepMinutes, family.notes.includes('repeated-on-15-min') ? 15 : MINUTES[family.step]);
      assert.equal(rows.some(({ _flags }) => _flags?.total !== undefined), family.notes.includes('totals')); // prettier-ignore
      assert.equal(rows.some(({ _flags }) => _flags?.secret !== undefined), family.notes.includes('secrecy')); // prettier-ignore
    });
});
