// Forms beside those of the matrix, each with its hint; and every hint is taken by the stand-in of its host, whose parser is another.
import assert from 'node:assert/strict';
import { checkOdsql, odsqlFindings } from '../../../../lib/opendata/odsql/check';
import type { Finding } from '../../../../lib/opendata/odsql/finding';
import type { Odsql } from '../../../../lib/opendata/query/query';
import { startOpenData, type RunningOpenData } from '../../../../sandbox/opendata/server';
import { listTable } from '../../../../sandbox/opendata/table';
import { needsSamples } from '../../../support/machine/requirements';
import { MATRIX_DATASET } from '../../../support/opendata/dataset';
import { odsqlMatrix } from '../../../support/opendata/samples';

type Host = 'ods' | 'datafair-compat';
type Case = readonly [odsql: Odsql, kind: 'refused' | 'misread', instead: string | undefined];

/** At Data Fair. */
const COMPAT: readonly Case[] = [
  [{ where: 'nb <> 3' }, 'refused', 'NOT (nb = 3)'],
  [{ where: '(nb > 3)AND(w > 2)' }, 'refused', ') AND ('],
  [{ where: 'nb in (1, 2)or w = 3' }, 'refused', ') or w'],
  [{ where: 'profil in ( "a" )' }, 'refused', 'profil IN ("a")'],
  [{ where: '3 < nb' }, 'refused', 'nb > 3'],
  [{ where: 'nb = 007' }, 'refused', '7'],
  [{ where: 'code_region = 01' }, 'refused', '"01"'],
  [{ where: 'nb > 2 + 1' }, 'refused', '3'],
  [{ where: 'profil != null' }, 'refused', 'profil is not null'],
  [{ where: 'profil is  null' }, 'refused', 'profil is null'],
  [{ where: 'flag is not false' }, 'refused', 'NOT (flag:false)'],
  [{ where: 'nb = 3 /* three */' }, 'refused', 'nb = 3'],
  [{ where: "horodate > date'2025-01-01T00:00:00.500Z'" }, 'refused', undefined],
  [{ where: 'horodate > "2025-06-30T22:00:00Z"' }, 'misread', "date'2025-06-30T22:00:00+00:00'"],
  [
    { where: "horodate in [date'2025-01-01T00:00:00Z' TO date'2025-02-01']" },
    'misread',
    "date'2025-01-01T00:00:00+00:00'",
  ],
  [{ where: 'horodate > now(weeks=-1)' }, 'refused', 'now(days=-7)'],
  [{ where: 'horodate < now(mondays=1)' }, 'refused', undefined],
  [{ where: 'profil like "%S1"' }, 'misread', undefined],
  [{ where: 'suggest("x")' }, 'refused', 'suggest(*, "x")'],
  [
    { where: "within_distance(_geopoint, geom'POINT(2 48)', 500ft)" },
    'refused',
    "within_distance(_geopoint, geom'POINT(2 48)', 152.4m)",
  ],
  [
    { where: "within_distance(_geopoint, geom'POINT(2 48)', 1 km)" },
    'refused',
    "within_distance(_geopoint, geom'POINT(2 48)', 1000m)",
  ],
  [
    { where: "geometry(geo_shape, geom'POLYGON((2 48, 3 48, 3 49, 2 48))', WITHIN)" },
    'refused',
    "within(geo_shape, geom'POLYGON((2 48, 3 48, 3 49, 2 48))')",
  ],
  [
    { where: 'in_bbox(geo_shape, -1.5, -2, 49, 3)' },
    'misread',
    "intersects(geo_shape, geom'POLYGON((-2 -1.5, 3 -1.5, 3 49, -2 49, -2 -1.5))')",
  ],
  [{ where: 'nb > ' }, 'refused', undefined],
  [{ where: '("a' }, 'refused', undefined],
  [{ select: '*, w' }, 'refused', 'horodate, region, code_region, profil, annee, nb, w, geo_shape, flag'],
  [{ select: 'lower(profil) as p' }, 'refused', undefined],
  [{ select: 'sum(profil)' }, 'refused', undefined],
  [{ select: 'count( * )' }, 'refused', 'count(*)'],
  [{ select: 'sum (w)' }, 'refused', 'sum(w)'],
  [{ select: 'count(*)', group_by: 'range(horodate, 1 month)' }, 'refused', "date_format(horodate, 'yyyy-MM')"],
  [{ select: 'count(*)', group_by: "date_format(horodate, 'MM')" }, 'misread', undefined],
  [{ select: 'count(*)', group_by: 'range(nb, 1e1)' }, 'refused', 'range(nb, 10)'],
  [{ select: 'count(*)', group_by: 'profil, range(nb, *, 1, 2, *)' }, 'refused', undefined],
  [{ select: 'count(*)', group_by: 'range(nb, -5, 0, 5)' }, 'misread', undefined],
  [{ select: 'count(*)', group_by: 'geo_shape' }, 'refused', undefined],
  [{ order_by: 'w desc, random(3)' }, 'misread', undefined],
  [{ refine: ['profil:RES1 (+ RES1WE)'] }, 'refused', 'profil:"RES1 (+ RES1WE)"'],
  [{ refine: ['code_region:01'] }, 'refused', 'code_region:"01"'],
];

const ODS: readonly Case[] = [
  [{ where: 'nb != 3' }, 'refused', 'NOT (nb = 3)'],
  [{ where: 'nb = .5 or w = 1e3' }, 'refused', '0.5'],
  [
    { where: "polygon(geo_shape, geom'POLYGON((2 48, 3 48, 3 49, 2 48))')" },
    'refused',
    "within(geo_shape, geom'POLYGON((2 48, 3 48, 3 49, 2 48))')",
  ],
  [{ where: 'soundex(profil) = "x"' }, 'refused', undefined],
  [{ select: 'geo_cluster(geo_shape, 5)' }, 'refused', undefined],
  [{ select: 'count(*)', group_by: 'geo_shape' }, 'refused', undefined],
  [{ select: 'count(*)', group_by: 'range(horodate, 2 months)' }, 'refused', undefined],
];

/** What Data Fair refuses and Opendatasoft takes: nothing is said of it there. */
const ODS_TAKES: readonly Odsql[] = [
  { where: "horodate >= date'2025-01-01T00:00:00.000Z'" },
  { where: 'month(horodate) = 1 and length(profil) > 3' },
  { where: 'nb > w and nb + 1 > 3' },
  { where: 'flag is true\n and search("x")' },
  { where: 'in_bbox(geo_shape, 48, 2, 49, 3) and horodate > now(weekday=0)' },
  { select: 'w*2 as y, include(w*), exclude(nb)' },
  {
    select: 'count(*)',
    group_by: "month(horodate) as m, range(horodate, 2 day), date_format(horodate, 'MM')",
    order_by: 'm',
  },
  { order_by: 'random(7)' },
];

describe('lib/opendata/odsql: hints', () => {
  let portals: RunningOpenData;

  before(async () => {
    const columns = MATRIX_DATASET.fields
      .filter(({ key }) => !key.startsWith('_'))
      .map(({ key, type }) => ({
        key,
        type: type === 'file' || type === 'json' ? ('text' as const) : type,
        title: key,
      }));
    const table = listTable({ slug: MATRIX_DATASET.id, title: 'matrix', columns }, [{ nb: 1 }]);
    portals = await startOpenData({ tables: { enedis: [table], odre: [table] }, callsPerDay: Infinity });
  });
  after(() => portals.stop());

  for (const [host, cases] of [['datafair-compat', COMPAT] as const, ['ods', ODS] as const]) {
    for (const [odsql, kind, instead] of cases) {
      it(`${host}: ${JSON.stringify(odsql)}`, async () => {
        const [finding] = odsqlFindings(host, odsql, MATRIX_DATASET);
        assert.deepEqual({ kind: finding?.kind, instead: finding?.instead }, { kind, instead });
        const code = instead === undefined ? 'ERR_ODSQL_NONE' : kind === 'misread' ? 'ERR_ODSQL_MISREAD' : 'ERR_ODSQL';
        assert.throws(
          () => {
            checkOdsql(host, odsql, MATRIX_DATASET);
          },
          { code },
        );
        await assertTaken(host, odsql);
      });
    }
  }

  it('Opendatasoft takes what only Data Fair refuses', async () => {
    for (const odsql of ODS_TAKES) {
      assert.deepEqual(odsqlFindings('ods', odsql, MATRIX_DATASET), [], JSON.stringify(odsql));
      if (odsql.select?.includes('include') !== true)
        assert.equal(await statusOf('ods', odsql), 200, JSON.stringify(odsql));
    }
  });

  it('each hint of the matrix is taken', async function () {
    needsSamples(this);
    let taken = 0;
    for (const { q } of odsqlMatrix().cases) {
      const { refine, limit, ...clauses } = q;
      if (limit !== undefined) continue;
      if (await assertTaken('datafair-compat', { ...clauses, ...(refine === undefined ? {} : { refine: [refine] }) }))
        taken++;
    }
    assert.ok(taken >= 15, String(taken));
  });

  /** Whether it has come to a form that the host takes. */
  async function assertTaken(host: Host, odsql: Odsql): Promise<boolean> {
    let better = odsql;
    let steps = 0;
    for (
      let findings = odsqlFindings(host, better, MATRIX_DATASET);
      findings.length > 0;
      findings = odsqlFindings(host, better, MATRIX_DATASET)
    ) {
      const [finding] = findings;
      if (finding?.instead === undefined) return false;
      better = repaired(better, finding);
      steps++;
      assert.ok(steps < 10, JSON.stringify(better));
    }
    assert.equal(await statusOf(host, better), 200, JSON.stringify(better));
    return steps > 0;
  }

  async function statusOf(host: Host, { refine = [], ...clauses }: Odsql): Promise<number> {
    const params = new URLSearchParams({ timezone: 'Europe/Paris', limit: '10', ...clauses });
    for (const one of refine) params.append('refine', one);
    const url = host === 'ods' ? portals.odre : portals.enedis;
    const response = await fetch(
      `${url}/api/explore/v2.1/catalog/datasets/${MATRIX_DATASET.id}/records?${params.toString()}`,
    );
    await response.arrayBuffer();
    return response.status;
  }
});

function repaired(odsql: Odsql, { clause, from, to, instead }: Finding): Odsql {
  if (clause === 'refine') return { ...odsql, refine: [instead ?? ''] };
  const source = odsql[clause] ?? '';
  return { ...odsql, [clause]: source.slice(0, from) + (instead ?? '') + source.slice(to) };
}
