// The look-alike of Data Fair, held against what Data Fair's own parser said to 128 questions: the same status, the same kind of error
// at the same place, and where the measured filter is simple enough to be carried out here, the same rows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startOpenData, type RunningOpenData } from '../../../sandbox/opendata/server';
import { listTable, type Column, type ColumnType, type Row, type Table } from '../../../sandbox/opendata/table';
import { needsSamples, SAMPLES } from '../../support/machine/requirements';

const FILE = path.join(SAMPLES, 'opendata/datafair-compat-odsql-matrix.json');

interface Case {
  readonly q: Readonly<Record<string, string>>;
  readonly ok: boolean;
  readonly http?: number;
  readonly message?: string;
  readonly must?: readonly Clause[];
  readonly filter?: readonly Clause[];
}

interface PortableCase {
  readonly where: string;
  readonly ok: boolean;
  readonly message?: string;
}

interface Matrix {
  readonly schema: readonly { readonly key: string; readonly type: string; readonly format?: string }[];
  readonly cases: readonly Case[];
  readonly portable_subset_cases: readonly PortableCase[];
}

type Clause = Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<string, ColumnType>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
};

/** Rows on both sides of every bound that the cases name. */
const ROWS: readonly Row[] = [
  ['2024-12-31T22:59:59Z', 'Bretagne', '53', 'a', '2024', 1, 2, true],
  ['2024-12-31T23:00:00Z', 'Île-de-France', '11', 'RES1 (+ RES1WE)', '2024', 3, 2, false],
  ['2025-01-01T00:00:00Z', 'Île', '84', 'a"b', '2025', 4, 3, true],
  ['2025-01-03T12:00:00Z', 'Auvergne-Rhône-Alpes', '84', "it's", '2025', 0, 2, null],
  ['2025-01-31T23:59:59Z', null, '84', "l'eau", '2025', -5, 0.5, true],
  ['2025-02-01T00:00:00Z', 'Bretagne', '53', 'b', null, 10, 2, false],
  ['2025-12-31T23:59:59Z', 'Bretagne', '53', null, '2024', null, 9, true],
  ['2026-11-20T12:00:00Z', 'Bretagne', '53', 'RES2', '2024', 11, null, true],
].map(([at, region, code_region, profil, annee, nb, w, flag]) => ({
  horodate: Date.parse(at as string),
  region: region as string,
  code_region: code_region as string,
  profil: profil as string,
  annee: annee as string,
  nb: nb as number,
  w: w as number,
  flag: flag as boolean,
  geo_shape: { lon: 2.5, lat: 48.2 },
}));

describe('the look-alike of Opendatasoft on Data Fair', () => {
  let portal: RunningOpenData | undefined;
  const known = readMatrix();

  before(async function () {
    needsSamples(this);
    portal = await startOpenData({
      tables: { enedis: [tableOf(known)] },
      now: () => Date.parse('2026-11-21T22:14:40Z'),
    });
  });
  after(() => portal?.stop());

  const ask = async (q: Readonly<Record<string, string>>): Promise<{ status: number; text: string; type: string }> => {
    const url = `${portal?.enedis ?? ''}/api/explore/v2.1/catalog/datasets/matrix/records?${new URLSearchParams(q).toString()}`;
    const answer = await fetch(url);
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') ?? '' };
  };

  it('knows a matrix of 111 and 17 cases', () => {
    assert.deepEqual([known.cases.length, known.portable_subset_cases.length], [111, 17]);
  });

  for (const { q, ok, http = 400, message = '', must, filter } of known.cases) {
    // The route refuses this one before the parser, which the matrix asked alone.
    if (q['limit'] === '101') continue;
    it(`${ok ? 'answers' : `refuses with ${http}`}: ${JSON.stringify(q)}`, async () => {
      const { status, text, type } = await ask({ limit: '100', ...q });
      assert.equal(status, ok ? 200 : http, text);
      if (!ok) {
        assert.match(type, /^text\/plain/);
        assert.equal(text === '', http === 500, text);
        if (http !== 500) assert.equal(kindOf(text), kindOf(message));
        return;
      }
      const clauses = [...(must ?? []), ...(filter ?? [])];
      if (clauses.length === 0 || !clauses.every(isPlain)) return;
      const wanted = ROWS.flatMap((row, index) => (clauses.every((clause) => fits(row, clause)) ? [index + 1] : []));
      const { results } = JSON.parse((await ask({ ...q, select: '_i', limit: '100' })).text) as {
        results: { _i: number }[];
      };
      assert.deepEqual(
        results.map(({ _i }) => _i),
        wanted,
      );
    });
  }

  for (const { where, ok } of known.portable_subset_cases) {
    it(`${ok ? 'answers' : 'refuses'}: ${where}`, async () => {
      const { status, text } = await ask({ where: where.replace(' (JSON-style escape)', '') });
      assert.equal(status, ok ? 200 : 400, text);
    });
  }

  it('refuses more than 100 rows on its route, offsets beyond 10,000, and an offset on exports', async () => {
    assert.deepEqual(await textOf({ limit: '101' }), [400, 'limit should be less than 100']);
    assert.deepEqual(await textOf({ limit: '100', offset: '9901' }), [400, 'offset+limit should be less than 10000']);
    assert.equal((await textOf({ limit: '100', offset: '9900' }))[0], 200);
    assert.equal((await textOf({ limit: '20000', group_by: 'profil' }))[0], 200);
    assert.equal((await textOf({ limit: '20001', group_by: 'profil' }))[0], 400);
  });

  const textOf = async (q: Readonly<Record<string, string>>): Promise<[number, string]> => {
    const { status, text } = await ask(q);
    return [status, text];
  };

  it('reads a date without a time in the zone of the call, one with an offset as it is', async () => {
    const rows = async (where: string): Promise<unknown> =>
      (JSON.parse((await ask({ where, timezone: 'Europe/Paris', limit: '100' })).text) as { total_count: number })
        .total_count;
    assert.equal(await rows("horodate < date'2025-01-01'"), 1);
    assert.equal(await rows("horodate < date'2025-01-01T00:00:00+00:00'"), 2);
    // The trap: what a text says of its zone is not looked at.
    assert.equal(await rows('horodate < "2025-01-01T00:00:00Z"'), 1);
  });
});

function readMatrix(): Matrix {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Matrix;
  } catch {
    return { schema: [], cases: [], portable_subset_cases: [] };
  }
}

function tableOf({ schema }: Matrix): Table {
  const columns = schema
    .filter(({ key }) => !key.startsWith('_'))
    .map(({ key, type, format }): Column => {
      const own = key === 'geo_shape' ? 'geo-point' : format === 'date-time' ? 'datetime' : TYPES[type];
      return { key, type: own ?? 'text', title: key };
    });
  return listTable({ slug: 'matrix', title: 'matrix', columns }, ROWS);
}

/** The parameter, and where a parser stopped, what it stopped at; the whole text where no parser speaks. */
function kindOf(message: string): string {
  const parameter = /^le paramètre "\w+"/.exec(message)?.[0] ?? '';
  return message.includes('Expected') ? `${parameter} … ${/but .* found\.$/.exec(message)?.[0] ?? ''}` : message;
}

const PLAIN = new Set(['term', 'terms', 'range', 'exists', 'prefix', 'bool']);

function isPlain(clause: Clause): boolean {
  return Object.entries(clause).every(([verb, inner]) => {
    if (verb !== 'bool') return PLAIN.has(verb) && !JSON.stringify(inner).includes('||/y');
    return Object.values(inner as Record<string, Clause[]>)
      .flat()
      .every(isPlain);
  });
}

/** The measured filters, carried out as Elasticsearch carries them out. */
function fits(row: Row, clause: Clause): boolean {
  const [[verb, inner] = ['', {}]] = Object.entries(clause);
  if (verb === 'bool') {
    const given = inner as Readonly<Record<string, Clause[]>>;
    const { must = [], must_not = [] } = given;
    // Its own one: an assertion library, which other test files load, gives every object a property of this name.
    const should = Object.hasOwn(given, 'should') ? given['should'] : undefined;
    const isAny = should === undefined || should.some((one) => fits(row, one));
    return isAny && must.every((one) => fits(row, one)) && !must_not.some((one) => fits(row, one));
  }
  if (verb === 'exists') return (row[(inner as { field: string }).field] ?? null) !== null;
  const [[key, wanted] = ['', {}]] = Object.entries(inner as Clause);
  const cell = row[key] ?? null;
  if (cell === null) return false;
  if (verb === 'term')
    return JSON.stringify(cell) === JSON.stringify(wanted) || (typeof cell === 'string' && cell === String(wanted));
  if (verb === 'terms') return (wanted as unknown[]).includes(cell);
  if (verb === 'prefix') return typeof cell === 'string' && cell.startsWith(wanted as string);
  return Object.entries(wanted as Readonly<Record<string, string | number>>).every(([bound, value]) => {
    const [a, b] = [cell as number, typeof value === 'string' ? Date.parse(value) : value];
    return { gt: a > b, gte: a >= b, lt: a < b, lte: a <= b }[bound];
  });
}
