// What is refused before anything is sent, and in which words.
import assert from 'node:assert/strict';
import { compileFor } from '../../../../lib/opendata/compile/compile';
import type { OpenDataQuery } from '../../../../lib/opendata/query/query';
import { datasetOf, field } from '../../../support/opendata/dataset';

const BALANCE = datasetOf([
  field('horodate', 'datetime'),
  field('region', 'text'),
  field('nb', 'integer'),
  field('w', 'number'),
  field('flag', 'boolean'),
  field('hidden', 'text', { filterable: false }),
]);

describe('lib/opendata/compile: refused', () => {
  const REFUSED: readonly (readonly [string, OpenDataQuery, string, RegExp])[] = [
    [
      'a column of another case',
      { where: { field: 'Region', empty: true } },
      'ERR_OPENDATA_FIELD',
      /“Region”.* region, /,
    ],
    [
      'a text as a number',
      { where: { field: 'nb', is: '=', value: '3' } },
      'ERR_OPENDATA_QUERY',
      /nb is of type integer.*"3"/,
    ],
    ['a number as a text', { where: { field: 'region', in: [3] } }, 'ERR_OPENDATA_QUERY', /region is of type text/],
    ['more than yes', { where: { field: 'flag', is: '>', value: false } }, 'ERR_OPENDATA_QUERY', /yes or no/],
    [
      'an instant without an offset',
      { where: { field: 'horodate', is: '=', value: '2026-03-29T00:00:00' } },
      'ERR_OPENDATA_QUERY',
      /offset/,
    ],
    ['a day that there is not', { time: { from: '2026-02-30' } }, 'ERR_OPENDATA_QUERY', /2026-02-30/],
    ['a part of a second', { time: { from: '2026-03-29T00:00:00.5Z' } }, 'ERR_OPENDATA_QUERY', /part of a second/],
    ['time in a text', { time: { field: 'region', from: '2026-03-29' } }, 'ERR_OPENDATA_FIELD', /horodate/],
    ['a beginning of a number', { where: { field: 'nb', startsWith: '3' } }, 'ERR_OPENDATA_QUERY', /no text/],
    ['a sum of texts', { aggregate: [{ sum: 'region', as: 's' }] }, 'ERR_OPENDATA_FIELD', /nb, w|w, nb/],
    ['a group without an index', { group: [{ field: 'hidden' }] }, 'ERR_OPENDATA_FIELD', /region/],
    ['hours of a text', { group: [{ field: 'region', by: 'hour' }] }, 'ERR_OPENDATA_FIELD', /horodate/],
    [
      'two columns of one name',
      { group: [{ field: 'region', as: 'x' }], aggregate: [{ count: true, as: 'x' }] },
      'ERR_OPENDATA_QUERY',
      /called x/,
    ],
    [
      'twice the same group',
      { group: [{ field: 'region' }, { field: 'region', as: 'again' }] },
      'ERR_OPENDATA_QUERY',
      /twice/,
    ],
    [
      'an order by what is not there',
      { group: [{ field: 'region' }], order: [{ by: 'nb' }] },
      'ERR_OPENDATA_QUERY',
      /no column nb/,
    ],
    ['an order without an index', { order: [{ by: 'hidden' }] }, 'ERR_OPENDATA_QUERY', /order by/],
    ['a place where there is none', { geo: { box: [1, 47, 3, 49] } }, 'ERR_OPENDATA_QUERY', /no place/],
    [
      'odsql beside a filter',
      { odsql: { where: 'nb = 3' }, select: ['nb'] },
      'ERR_OPENDATA_QUERY',
      /instead of select/,
    ],
    ['odsql that nobody takes', { odsql: { where: 'nb != 3' } }, 'ERR_ODSQL', /NOT \(nb = 3\)/],
  ];
  for (const [what, query, code, words] of REFUSED) {
    it(`refused before anything is sent: ${what}`, () => {
      assert.throws(
        () => compileFor('datafair-compat', query, BALANCE),
        (error: Error & { code?: string }) => error.code === code && words.test(error.message),
      );
    });
  }
});
