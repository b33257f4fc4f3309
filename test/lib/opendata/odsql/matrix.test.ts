// Every request that Data Fair's own parser was asked, against our check: what it refuses is refused before the call, what it takes and
// means otherwise too, and every hint is a spelling that is taken.
import assert from 'node:assert/strict';
import { odsqlFindings } from '../../../../lib/opendata/odsql/check';
import type { Finding } from '../../../../lib/opendata/odsql/finding';
import type { Odsql } from '../../../../lib/opendata/query/query';
import { needsSamples } from '../../../support/machine/requirements';
import { MATRIX_DATASET } from '../../../support/opendata/dataset';
import { odsqlMatrix, type MatrixCase } from '../../../support/opendata/samples';

/** Taken by Data Fair, and not what it says: refused all the same. Beside it, the hint. */
const MISREAD: ReadonlyMap<string, string | undefined> = new Map([
  ["horodate >= date'2025-01-01T00:00:00Z'", "date'2025-01-01T00:00:00+00:00'"],
  ["horodate >= '2025-01-01T00:00:00.000Z'", "date'2025-01-01T00:00:00+00:00'"],
  ['profil like "RES%"', 'startswith(profil, "RES")'],
  ['profil like "RES*"', 'startswith(profil, "RES")'],
  ['in_bbox(geo_shape, 48, 2, 49, 3)', "intersects(geo_shape, geom'POLYGON((2 48, 3 48, 3 49, 2 49, 2 48))')"],
  ['random(1)', undefined],
  // Taken, and left out of the answer.
  ['percentile(w,95)', undefined],
]);

/** Refused, with the spelling that says the same; undefined: there is no other word. What is not here names no column that exists. */
const REFUSED: ReadonlyMap<string, string | undefined> = new Map([
  ["horodate >= date'2025-01-01T00:00:00.000Z'", "date'2025-01-01T00:00:00+00:00'"],
  ['nb != 3', 'NOT (nb = 3)'],
  ['not(nb=3)', 'not ('],
  [
    'startswith("RES")',
    '(startswith(region, "RES") OR startswith(code_region, "RES") OR startswith(profil, "RES") OR startswith(annee, "RES"))',
  ],
  ['search("x")', 'search(*, "x")'],
  ['flag is true', 'flag:true'],
  ['flag', 'flag:true'],
  ["within_distance(geo_shape, geom'POINT(2 48)', 10mi)", "within_distance(geo_shape, geom'POINT(2 48)', 16093.44m)"],
  ["distance(geo_shape, geom'POINT(2 48)', 10km)", "within_distance(geo_shape, geom'POINT(2 48)', 10km)"],
  ["geometry(geo_shape, geom'POINT(2 48)', INTERSECTS)", "intersects(geo_shape, geom'POINT(2 48)')"],
  ["polygon(geo_shape, geom'POINT(2 48)')", "within(geo_shape, geom'POINT(2 48)')"],
  ['month(horodate) = 1', undefined],
  ['horodate > NOW()', 'now()'],
  ['horodate > now(weekday=0)', undefined],
  ["date_format(horodate,'dd')='08'", undefined],
  ['nb > w', undefined],
  ['nb + 1 > 3', undefined],
  ['length(profil) > 3', undefined],
  ["lower(profil)='x'", undefined],
  ['nb = .5', '0.5'],
  ['nb = 1e3', '1000'],
  ['profil = "x"\nand nb=3', 'profil = "x" and nb=3'],
  ['region:Île-de-France', 'region:"Île-de-France"'],
  ['w*2 as y', undefined],
  ['include(w*)', 'w'],
  ['exclude(w)', 'horodate, region, code_region, profil, annee, nb, geo_shape, flag'],
  ['envelope(geo_shape)', undefined],
  ['range(horodate, 1d)', 'range(horodate, 1 day)'],
  ['range(horodate, 2 day)', undefined],
  ['month(horodate)', undefined],
  ['geo_cluster(geo_shape, 5)', undefined],
  ['lower(profil)', undefined],
  ["distance(geo_shape, geom'POINT(2 48)')", undefined],
]);

/** Columns that the dataset does not have: said with those that it has. */
const NO_FIELD = new Set(['`and`=1', 'PROFIL IS NULL', 'inconnu = 3']);

describe('lib/opendata/odsql: the matrix of Data Fair', () => {
  it('refuses what the host refuses, and what it means otherwise, with the hint of the table', function () {
    needsSamples(this);
    const { cases, portable_subset_cases: portable } = odsqlMatrix();
    // What `limit` may be is the route's affair, and ours: no ODSQL says it.
    const asked = [
      ...cases,
      ...portable.map(({ where, ok }): MatrixCase => ({ q: { where: bare(where) }, ok })),
    ].filter(({ q }) => q.limit === undefined);
    assert.equal(asked.length, 123);
    for (const { q, ok } of asked) {
      const text = textOf(q);
      const [finding] = findings(odsqlOf(q));
      if (NO_FIELD.has(text)) assert.equal(finding?.kind, 'field', text);
      else if (MISREAD.has(text)) {
        assert.ok(ok, text);
        assert.equal(finding?.kind, 'misread', text);
        assert.equal(finding.instead, MISREAD.get(text), text);
      } else if (ok) assert.equal(finding, undefined, text);
      else if (REFUSED.has(text)) {
        assert.equal(finding?.kind, 'refused', text);
        assert.equal(finding.instead, REFUSED.get(text), text);
      } else assert.ok(finding?.kind === 'refused' && finding.instead !== undefined, text);
    }
  });

  it('every hint, put where it belongs, is taken', function () {
    needsSamples(this);
    const { cases, portable_subset_cases: portable } = odsqlMatrix();
    let hints = 0;
    for (const q of [...cases.map((one) => one.q), ...portable.map(({ where }) => ({ where: bare(where) }))]) {
      let odsql = odsqlOf(q);
      for (let [finding] = findings(odsql); finding?.instead !== undefined; [finding] = findings(odsql)) {
        odsql = repaired(odsql, finding);
        hints++;
        assert.ok(hints < 100, textOf(q));
      }
    }
    assert.ok(hints >= 20, String(hints));
  });
});

function findings(odsql: Odsql): readonly Finding[] {
  return odsqlFindings('datafair-compat', odsql, MATRIX_DATASET);
}

function repaired(odsql: Odsql, { clause, from, to, instead }: Finding): Odsql {
  if (clause === 'refine') return { ...odsql, refine: [instead ?? ''] };
  const source = odsql[clause] ?? '';
  return { ...odsql, [clause]: source.slice(0, from) + (instead ?? '') + source.slice(to) };
}

function odsqlOf({ refine, ...clauses }: MatrixCase['q']): Odsql {
  return { ...clauses, ...(refine === undefined ? {} : { refine: [refine] }) };
}

function textOf(q: MatrixCase['q']): string {
  return q.where ?? q.refine ?? q.group_by ?? q.order_by ?? q.select ?? '';
}

/** One case has a remark behind it. */
function bare(where: string): string {
  return where.replace(/ \(JSON-style escape\)$/, '');
}
