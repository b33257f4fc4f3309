// Whatever somebody writes as ODSQL: it is read or refused at a place in it, and nothing else happens.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../../lib/errors';
import { checkOdsql, odsqlFindings } from '../../../../lib/opendata/odsql/check';
import { readQuery, type Odsql } from '../../../../lib/opendata/query/query';
import { MATRIX_DATASET } from '../../../support/opendata/dataset';

const word = fc.constantFrom(
  ..."nb w profil flag horodate and or not in like is null true between now() as by desc count(*) range( year( date'2025' geom' \" ' ` \\ ( ) [ ] , .. = != < >= + - * / : 1 .5 1e3 10km -- /* */ \n é ⚡".split(
    ' ',
  ),
);
const anyOdsql = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(word, { maxLength: 25 }).map((words) => words.join(' ')),
  fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
);

describe('lib/opendata/odsql: any text', () => {
  it('is read or refused, at a place in it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<keyof Odsql>('select', 'where', 'group_by', 'order_by', 'refine'),
        anyOdsql,
        (clause, text) => {
          const odsql: Odsql = clause === 'refine' ? { refine: [text] } : { [clause]: text };
          for (const host of ['ods', 'datafair-compat'] as const) {
            for (const { from, to } of odsqlFindings(host, odsql, MATRIX_DATASET))
              assert.ok(0 <= from && from <= to && to <= text.length);
            try {
              checkOdsql(host, odsql, MATRIX_DATASET);
            } catch (error) {
              assert.ok(
                error instanceof LinkyRedError && /^ERR_(?:ODSQL|OPENDATA_FIELD)/.test(error.code),
                String(error),
              );
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('without an end to its brackets, its sums or its calls', () => {
    const deep = [
      `${'('.repeat(50_000)}nb`,
      `nb = ${'('.repeat(50_000)}1`,
      `nb = 1${' + 1'.repeat(50_000)}`,
      `${'lower('.repeat(50_000)}nb`,
      `${'not '.repeat(50_000)}nb = 1`,
    ];
    for (const where of deep) assert.equal(odsqlFindings('ods', { where }, MATRIX_DATASET).length, 1);
  });

  it('an exclude, which Data Fair passes over in silence, is no part of a query', () => {
    assert.throws(() => readQuery({ odsql: { exclude: ['profil:a'] } }), { code: 'ERR_OPENDATA_QUERY' });
  });
});
