// The stand-in of RTE, seen as its clients see it. Shapes are compared with answers that RTE really gave, where they are there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { standIn } from '../../../sandbox';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { FAULTS } from '../../../sandbox/rte/faults';
import { SCENARIOS } from '../../../sandbox/rte/scenarios';
import { startRte, type RunningRte } from '../../../sandbox/rte/server';
import { needsSamples } from '../../support/machine/requirements';

const SAMPLES = path.resolve(__dirname, '../../../../shared/samples/signals');
const { id, secret } = DEFAULT_APPLICATION;
const BASIC = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const TEMPO = '/open_api/tempo_like_supply_contract/v1/tempo_like_calendars';

describe('the stand-in of RTE', () => {
  let rte: RunningRte;
  let now: number;
  const open = async (name: string, at: string): Promise<void> => {
    const scenario = SCENARIOS.find((row) => row.name === name);
    assert.ok(scenario);
    now = Date.parse(at);
    rte = await startRte({ scenario, now: () => now });
  };
  afterEach(() => rte.stop());

  const post = (authorization: string): Promise<Response> =>
    fetch(`${rte.url}/token/oauth/`, { method: 'POST', headers: { authorization } });
  const token = async (): Promise<string> =>
    ((await (await post(BASIC)).json()) as { access_token: string }).access_token;
  const get = async (
    where: string,
    bearer?: string,
  ): Promise<{ status: number; headers: Headers; json: unknown; text: string }> => {
    const answer = await fetch(rte.url + where, {
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    });
    const text = await answer.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: answer.status, headers: answer.headers, json, text };
  };
  const iso = (day: string, offset = '+01:00'): string => encodeURIComponent(`${day}T00:00:00${offset}`);

  it('gives a token of 56 characters for the right secret, invalid_client for a wrong one', async () => {
    await open('calm', '2026-11-24T12:00:00+01:00');
    assert.match(await token(), /^[A-Za-z0-9]{56}$/);
    const wrong = await post('Basic eDp5');
    assert.deepEqual([wrong.status, await wrong.json()], [401, { error: 'invalid_client' }]);
  });

  it('lets each API be called once in 15 minutes, its sandbox as often as one likes', async () => {
    await open('calm', '2026-11-24T12:00:00+01:00');
    const bearer = await token();
    const ecowatt = '/open_api/ecowatt/v5/signals';
    assert.equal((await get(ecowatt, bearer)).status, 200);
    now += 60_000;
    const early = await get(ecowatt, bearer);
    assert.deepEqual([early.status, early.headers.get('retry-after')], [429, '840']);
    assert.equal((await get('/open_api/ecowatt/v5/sandbox/signals', bearer)).status, 200);
    assert.equal((await get('/open_api/ecowatt/v5/sandbox/signals', bearer)).status, 200);
    now += 14 * 60_000;
    assert.equal((await get(ecowatt, bearer)).status, 200);
    assert.equal((await get(ecowatt)).status, 401);
  });

  it('knows neither v4 nor anything else', async () => {
    await open('calm', '2026-11-24T12:00:00+01:00');
    assert.equal((await get('/open_api/ecowatt/v4/signals', await token())).status, 404);
  });

  const refusals: [string, string][] = [
    [`?start_date=${iso('2026-11-24')}`, 'F01'],
    [`?start_date=${iso('2026-11-25')}&end_date=${iso('2026-11-24')}`, 'F02'],
    [`?start_date=${iso('2025-09-01', '+02:00')}&end_date=${iso('2026-11-24')}`, 'F03'],
    [`?start_date=${iso('2026-11-24')}&end_date=${iso('2026-11-28')}`, 'F04'],
    [`?start_date=${iso('2026-11-24')}&end_date=${iso('2026-11-24')}`, 'F05'],
    ['?start_date=2026-11-24&end_date=2026-11-25', 'F06'],
    [`?start_date=${iso('2026-07-01')}&end_date=${iso('2026-11-24')}`, 'F06'],
    ['?fallback_status=yes', 'F07'],
  ];
  for (const [query, code] of refusals) {
    it(`Tempo refuses ${decodeURIComponent(query)} with ${code}`, async () => {
      await open('calm', '2026-11-24T12:00:00+01:00');
      const { status, json } = await get(TEMPO + query, await token());
      const body = json as { error: string; error_details: { transaction_id: string } };
      assert.equal(status, 400);
      assert.ok(body.error.endsWith(code), body.error);
      assert.match(body.error_details.transaction_id, /^Id-/);
    });
  }

  it('Tempo refuses tomorrow with F04 while it is not known, and knows it from 06:30 on', async () => {
    await open('calm', '2026-11-24T06:00:00+01:00');
    const query = `?start_date=${iso('2026-11-25')}&end_date=${iso('2026-11-26')}`;
    assert.equal((await get(TEMPO + query, await token())).status, 400);
    now = Date.parse('2026-11-24T06:30:00+01:00');
    rte.forgetTokens();
    now += 15 * 60_000;
    assert.equal((await get(TEMPO + query, await token())).status, 200);
  });

  it('fails as it is told, so often as it is told', async () => {
    await open('calm', '2026-11-24T12:00:00+01:00');
    rte.fail('services-rte', '503-html');
    assert.deepEqual(
      [(await get('/cms/open_data/v1/tempoLight')).status, (await get('/cms/open_data/v1/tempoLight')).status],
      [503, 200],
    );
    assert.ok(Object.keys(FAULTS).length >= 13);
  });

  it('is one row of the command line, and refuses a scenario that nobody wrote', async () => {
    await open('calm', '2026-11-24T12:00:00+01:00');
    const row = standIn('rte');
    assert.ok(row);
    await assert.rejects(row.start({ settings: { scenario: 'apocalypse' } }), RangeError);
    const running = await row.start({
      settings: { scenario: 'red-morning', at: '2026-11-24T07:00:00+01:00', factor: '3600' },
    });
    await running.stop();
  });

  it('answers in the shapes of answers that were kept by others', async function () {
    needsSamples(this);
    await open('tense-week', '2026-11-24T12:00:00+01:00');
    const bearer = await token();
    const sample = (name: string): unknown => JSON.parse(readFileSync(path.join(SAMPLES, name), 'utf8'));
    const pairs: [string, string][] = [
      ['/open_api/ecowatt/v5/signals', 'ecowatt-v5-sandbox.json'],
      ['/open_api/ecowatt/v5/sandbox/signals', 'ecowatt-v5-sandbox.json'],
      [`${TEMPO}?start_date=${iso('2026-11-24')}&end_date=${iso('2026-11-25')}`, 'tempo-rte-200-one-day.json'],
      ['/cms/open_data/v1/tempoLight', 'tempo-light-synthetic.json'],
      ['/api/jourTempo/today', 'api-couleur-tempo-jour.json'],
      ['/api/now', 'api-couleur-tempo-now.json'],
    ];
    for (const [where, name] of pairs)
      assert.deepEqual(shape((await get(where, bearer)).json), shape(sample(name)), where);
    rte.fail('tempo', 500);
    assert.deepEqual(shape((await get(TEMPO, bearer)).json), shape(sample('rte-error-500-ecowatt.json')));
  });
});

/** Keys and kinds of values; of a list the first element, days as keys as one. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return [shape(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key.replace(/^\d{4}-\d{2}-\d{2}/, 'DAY'), shape(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
