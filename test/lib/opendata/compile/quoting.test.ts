// Whatever stands in a value, a name or a word: it stays inside of its literal, or the question is refused.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileFor } from '../../../../lib/opendata/compile/compile';
import type { BackEnd } from '../../../../lib/opendata/kind/kind';
import type { Filter, OpenDataQuery } from '../../../../lib/opendata/query/query';
import { LinkyRedError } from '../../../../lib/errors';
import { startOpenData } from '../../../../sandbox/opendata/server';
import { listTable } from '../../../../sandbox/opendata/table';
import { datasetOf, field } from '../../../support/opendata/dataset';
import { describedBy, rowsAt } from '../../../support/opendata/three-hosts';

const DATASET = datasetOf([field('profil', 'text'), field('region', 'text'), field('nb', 'integer')]);

/** Any text, and those that quoting has to do with oftener than chance would have them. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      "'",
      '\\',
      '`',
      '(',
      ')',
      ' OR ',
      ' AND ',
      '1=1',
      ',',
      '*',
      '%',
      ':',
      'x',
      '/*',
      '--',
      '\n',
      '\u2028',
      'é',
    ),
  }),
);

/** Every place that a text of the user's can have in a condition. */
const POSITIONS: Readonly<Record<string, (text: string) => Filter>> = {
  '=': (text) => ({ field: 'profil', is: '=', value: text }),
  '!=': (text) => ({ field: 'profil', is: '!=', value: text }),
  '>=': (text) => ({ field: 'profil', is: '>=', value: text }),
  in: (text) => ({ field: 'profil', in: [text, 'other'] }),
  startsWith: (text) => ({ field: 'profil', startsWith: text }),
  search: (text) => ({ search: text }),
  or: (text) => ({
    or: [
      { field: 'profil', is: '=', value: text },
      { field: 'region', startsWith: text },
      { field: 'nb', is: '=', value: 3 },
    ],
  }),
  'not in': (text) => ({ not: { field: 'profil', in: [text, 'other'] } }),
};

describe('lib/opendata/compile: no way out of a literal', () => {
  for (const [position, filterOf] of Object.entries(POSITIONS)) {
    for (const backEnd of ['ods', 'datafair-compat'] as const) {
      it(`ODSQL for ${backEnd}: ${position}`, () => {
        let seen = 0;
        fc.assert(
          fc.property(anyText, (text) => {
            const where = whereOf(backEnd, filterOf(text));
            if (where === undefined) return;
            const { outside, inside } = literalsOf(where);
            // Some forms are said otherwise (a beginning of nothing, a text longer than any), none has text of the user's outside.
            assert.match(outside, /^[A-Za-z0-9_.,:=<>()* §]*$/);
            assert.doesNotMatch(outside, /1=1/);
            for (const literal of inside) assert.ok(literal === text || literal === 'other', where);
            seen += inside.length;
          }),
          { numRuns: 400 },
        );
        // Opendatasoft compares no texts by `>=`.
        assert.ok(seen >= 100 || (backEnd === 'ods' && position === '>='), String(seen));
      });
    }

    it(`Data Fair's own API: ${position}`, () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const params = paramsOf('datafair', filterOf(text));
          for (const [name, value] of Object.entries(params ?? {})) {
            assert.match(name, /^(?:select|q|qs|(?:profil|region|nb)_(?:in|nin|gte|starts|exists|nexists))$/);
            if (/_n?in$/.test(name)) {
              const list = JSON.parse(`[${value}]`) as unknown[];
              for (const one of list) assert.ok(one === text || one === 'other');
            } else if (/_(?:gte|starts)$/.test(name) || name === 'q') assert.equal(value, text);
            else if (name === 'qs') {
              const { outside, inside } = literalsOf(value);
              assert.match(outside, /^[A-Za-z0-9_:*() §]*$/);
              for (const literal of inside) assert.ok([text, 'other', '3'].includes(literal));
            }
          }
        }),
        { numRuns: 400 },
      );
    });
  }

  it('each host finds by a text the rows that have it, and no others', async () => {
    const texts = [
      ...new Set(fc.sample(anyText, 120).filter((text) => text !== '' && !/[\p{Cc}\u2028\u2029\p{Cs}]/u.test(text))),
    ];
    assert.ok(texts.length >= 40, String(texts.length));
    const table = listTable(
      { slug: 'texts', title: 'texts', columns: [{ key: 'profil', type: 'text', title: 'profil' }] },
      texts.map((profil) => ({ profil })),
    );
    const portals = await startOpenData({ tables: { enedis: [table], odre: [table] }, callsPerDay: Infinity });
    try {
      for (const host of ['ods', 'datafair-compat', 'datafair'] as const) {
        const url = host === 'ods' ? portals.odre : portals.enedis;
        for (const text of texts) {
          const query: OpenDataQuery = {
            where: {
              or: [
                { field: 'profil', is: '=', value: text },
                { field: 'profil', is: '=', value: 'no such' },
              ],
            },
          };
          assert.deepEqual(await rowsAt(host, url, query, describedBy(host, table), 0).then(profiles), [text], host);
        }
      }
    } finally {
      await portals.stop();
    }
  });

  it('names of groups and figures go nowhere; names of columns are names, or refused', () => {
    fc.assert(
      fc.property(fc.constantFrom<BackEnd>('ods', 'datafair-compat', 'datafair'), anyText, (backEnd, name) => {
        const query: OpenDataQuery = {
          where: { field: name, is: '=', value: 'x' },
          group: [{ field: name, as: `group ${name}` }],
          aggregate: [{ count: true, as: `figure ${name}` }],
          order: [{ by: `figure ${name}` }],
        };
        const params = refused(() => compileFor(backEnd, query, datasetOf([field(name, 'text')])).params);
        const text = Object.entries(params ?? {}).filter(
          ([key]) => key === 'where' || key === 'group_by' || key === 'order_by',
        );
        for (const [, value] of text) {
          assert.match(literalsOf(value).outside, /^[A-Za-z0-9_.,=()`§ ]*$/);
          assert.doesNotMatch(value, /figure |group /);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function profiles(rows: readonly Readonly<Record<string, unknown>>[]): readonly unknown[] {
  return rows.map(({ profil }) => profil);
}

function whereOf(backEnd: BackEnd, where: Filter): string | undefined {
  return paramsOf(backEnd, where)?.['where'];
}

function paramsOf(backEnd: BackEnd, where: Filter): Readonly<Record<string, string>> | undefined {
  return refused(() => compileFor(backEnd, { where }, DATASET).params);
}

/** Undefined: refused, by a code of its own. */
function refused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    assert.ok(error instanceof LinkyRedError && error.code.startsWith('ERR_OPENDATA_'), String(error));
    return undefined;
  }
}

/** A text of ODSQL as its guide has it: what stands in double quotes, without them, and all else. */
function literalsOf(source: string): { readonly outside: string; readonly inside: readonly string[] } {
  let outside = '';
  const inside: string[] = [];
  for (let at = 0; at < source.length; at++) {
    if (source[at] !== '"') {
      outside += source[at] ?? '';
      continue;
    }
    let literal = '';
    for (at++; source[at] !== '"'; at++) {
      if (at >= source.length) throw new Error(`a literal without an end: ${source}`);
      if (source[at] === '\\') at++;
      literal += source[at] ?? '';
    }
    inside.push(literal);
    outside += '§';
  }
  return { outside, inside };
}
