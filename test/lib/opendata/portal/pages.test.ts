// Data Fair's pages: where the next one is the portal says, and not everything that it could say is done.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Dataset } from '../../../../lib/opendata/dataset/dataset';
import { OpenPortal } from '../../../../lib/opendata/portal/open-portal';
import { all, portalBench, type PortalBench } from '../../../support/opendata/portal-bench';
import { json, scriptedPortal, text, type ScriptedPortal } from '../../../support/opendata/scripted-portal';

const DATASET: Dataset = {
  id: 'd',
  title: 'd',
  description: '',
  fields: [{ key: 'n', type: 'integer', title: 'n', description: '', filterable: true }],
  count: 4,
  version: null,
  updatedAt: null,
  licence: null,
  page: null,
};
const LINES = '/data-fair/api/v1/datasets/d/lines';

describe('lib/opendata/portal, the next page', () => {
  let bench: PortalBench;
  let server: ScriptedPortal;
  let lines: (query: URLSearchParams, response: ServerResponse, origin: string) => void;
  before(async () => {
    bench = await portalBench();
  });
  after(() => bench.stop());
  beforeEach(async () => {
    server = await scriptedPortal(({ path, query, origin }, response) => {
      if (path.endsWith('/lines')) lines(query, response, origin);
      else text(response, 'unknown API', 404);
    });
  });
  afterEach(() => server.close());

  const read = async (key?: string): Promise<unknown[]> => {
    const address = { baseUrl: server.url, kind: 'datafair', ...(key && { apiKey: key }) } as const;
    const { pieces } = await new OpenPortal(address, bench.tools).rows(DATASET, {});
    return (await all(pieces)).map((row) => row['n']);
  };
  /** Two rows a page, and the next one at `next`. */
  const paged = (next: (after: number, origin: string) => string | undefined) => {
    lines = (query, response, origin) => {
      const after = Number(query.get('after') ?? 0);
      const url = after < 2 ? next(after + 2, origin) : undefined;
      json(response, {
        ...(after === 0 && { total: 4 }),
        ...(url !== undefined && { next: url }),
        results: [{ n: after }, { n: after + 1 }],
      });
    };
  };

  it('is followed with all that the portal wrote into it, until there is none', async () => {
    paged((after, origin) => `${origin}/data-fair/api/v1/datasets/internal-id/lines?size=2&after=${String(after)}%2C9`);
    lines = ((before) => (query: URLSearchParams, response: ServerResponse, origin: string) => {
      if (query.get('after') === '2,9') query.set('after', '2');
      before(query, response, origin);
    })(lines);
    assert.deepEqual(await read(), [0, 1, 2, 3]);
    const [, , next] = server.requests;
    assert.equal(next?.path, '/data-fair/api/v1/datasets/internal-id/lines');
    assert.deepEqual(
      [...next.query],
      [
        ['size', '2'],
        ['after', '2'],
      ],
    );
  });

  for (const [what, next] of [
    ['another host', () => `http://elsewhere.example${LINES}?after=2`],
    ['another path', (origin: string) => `${origin}/data-fair/api/v1/admin?after=2`],
    ['a path that leads out again', (origin: string) => `${origin}/data-fair/api/v1/datasets/../../../secret?after=2`],
    ['no address', () => 'http://'],
  ] as const) {
    it(`at ${what} is not gone to, and the key stays here`, async () => {
      paged((_, origin) => next(origin));
      await assert.rejects(read('k3y'), { code: 'ERR_ANSWER', message: /elsewhere/ });
      assert.deepEqual(
        server.requests.map(({ headers }) => headers['x-apikey']),
        server.requests.map(() => 'k3y'),
      );
      assert.equal(server.requests.filter(({ path }) => path === LINES).length, 1);
    });
  }

  it('that was there before is no page without an end', async () => {
    lines = (query, response, origin) => {
      json(response, {
        ...(!query.has('after') && { total: 99 }),
        next: `${origin}${LINES}?after=1`,
        results: [{ n: 0 }],
      });
    };
    await assert.rejects(read(), { code: 'ERR_ANSWER', message: /same page/ });
  });

  it('that is missing is rows that are missing', async () => {
    paged(() => undefined);
    await assert.rejects(read(), {
      code: 'ERR_ROWS_MISSING',
      facts: { host: new URL(server.url).host, got: 2, expected: 4, missing: 2 },
    });
  });

  it('that has more than there were: the dataset was changed meanwhile', async () => {
    lines = (_, response) => {
      json(response, { total: 1, results: [{ n: 0 }, { n: 1 }] });
    };
    await assert.rejects(read(), { code: 'ERR_DATASET_CHANGED' });
  });

  it('is asked for again where it is cut in the middle', async () => {
    let cuts = 2;
    paged((after, origin) => `${origin}${LINES}?after=${String(after)}`);
    const whole = lines;
    lines = (query, response, origin) => {
      if (query.has('after') && cuts-- > 0) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"results"', () => response.destroy());
      } else whole(query, response, origin);
    };
    assert.deepEqual(await read(), [0, 1, 2, 3]);
  });

  it('that is cut each time is an answer that was cut off', async () => {
    paged((after, origin) => `${origin}${LINES}?after=${String(after)}`);
    const whole = lines;
    lines = (query, response, origin) => {
      if (query.has('after')) response.destroy();
      else whole(query, response, origin);
    };
    await assert.rejects(read(), { code: 'ERR_PORTAL_CUT', facts: { host: new URL(server.url).host, got: 2 } });
  });

  it('is waited for where the portal has had too much', async () => {
    let much = true;
    paged((after, origin) => `${origin}${LINES}?after=${String(after)}`);
    const whole = lines;
    lines = (query, response, origin) => {
      if (query.has('after') && much) {
        much = false;
        text(response, 'Trop de traffic dans un interval restreint sur cette API.', 429);
      } else whole(query, response, origin);
    };
    const before = bench.clock.now();
    assert.deepEqual(await read(), [0, 1, 2, 3]);
    assert.ok(bench.clock.now() - before >= 60_000);
  });

  it('is not asked for where the look-alike has said that the question is wrong', async () => {
    await server.close();
    server = await scriptedPortal((_, response) => {
      text(response, 'le paramètre "where" est invalide', 400);
    });
    await assert.rejects(read(), { code: 'ERR_PORTAL_REFUSED', message: /le paramètre "where"/ });
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/data-fair/api/v1/datasets/d/compat-ods/records'],
    );
  });
});
