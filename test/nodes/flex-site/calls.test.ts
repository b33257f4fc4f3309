// What operators call, over HTTP: the requests of the reference, and what makes no sense.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlexRequest } from '../../../lib/flex/request/request';
import {
  BACS_ID,
  KEY,
  listening,
  loadSite,
  OTHER_KEY,
  siteNode,
  type Answered,
  type CallOptions,
  type SiteBench,
} from '../../support/flex/site-bench';
import { Arrivals } from '../../support/machine/arrivals';
import { needsSamples, SAMPLES } from '../../support/machine/requirements';
import { helper } from '../../support/node-red/helper';

const ASSETS = `/flex/bacs/${BACS_ID}/assets`;
const CREATE = `${ASSETS}/WholeBuilding/flexibilities/request`;
const MINUTE = 60_000;

const profile = (kW: number, from = '10:00', to = '10:30'): object[] => [
  {
    power: { unit: 'W', multiplier: 'k', value: kW },
    start: `2025-04-02T${from}:00`,
    end: `2025-04-02T${to}:00`,
  },
];
const creation = (requestID: string, kW = 42, from?: string, to?: string): object => ({
  requestID,
  flexProduct: 'WID',
  power: profile(kW, from, to),
});
const confirmation = (kW = 42, from?: string, to?: string): object => ({
  flexProduct: 'WID',
  power: profile(kW, from, to),
});

/** Asset 1 of the reference's dataset, as far as it can be read (spec/signals.md §4.3). */
const DATASET = [
  {
    asset: 'WholeBuilding',
    assetName: '',
    product: 'WID',
    power: '100',
    delay: 'PT1M',
    duration: 'PT2M',
    perDay: '1',
    periods: '2025-04-02T12:00:00/2025-04-02T14:00:00',
  },
];

const ONE_KEY = [{ slot: '1', holder: 'operator 1' }];

describe('calls of operators', () => {
  let bench: SiteBench;
  let steps: Arrivals<FlexRequest>;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => bench.stop());

  const begin = async (settings: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    bench = await loadSite([siteNode(settings)]);
    steps = new Arrivals('step');
    bench.opened.desk.listen((request) => {
      steps.add(request);
    });
    await listening(bench.opened);
    await bench.opened.desk.open();
  };
  const ask = (method: string, where: string, body?: unknown, options: CallOptions = {}): Promise<Answered> =>
    bench.call(method, where, { token: KEY, ...(body !== undefined && { body }), ...options });
  const reaches = (state: string): Promise<FlexRequest> => steps.next((request) => request.state === state);

  it('list the BACS, its assets, and what they can do', async () => {
    await begin();
    const bacs = await ask('GET', '/flex/bacs');
    assert.deepEqual(
      [bacs.status, bacs.json],
      [200, [{ id: BACS_ID, name: 'Town hall', description: 'A town hall with a heat pump' }]],
    );
    const assets = await ask('GET', ASSETS);
    assert.deepEqual(
      (assets.json as { assetId: string; name: string; flexProduct: string }[]).map(
        ({ assetId, name, flexProduct }) => [assetId, name, flexProduct],
      ),
      [
        ['WholeBuilding', 'The whole building', 'WID'],
        ['HeatPump', 'HeatPump', 'WDA'],
      ],
    );
    const { json } = await ask('GET', `${ASSETS}/WholeBuilding/flexibilities`);
    const [potential] = json as Record<string, unknown>[];
    assert.deepEqual(
      { ...potential, timePeriod: undefined },
      {
        assetId: 'WholeBuilding',
        bacsId: BACS_ID,
        flexProduct: 'WID',
        power: { unit: 'W', multiplier: '', value: 100_000 },
        mobilizationDelay: 'PT1M',
        maxDuration: 'PT2H',
        activationPerDay: 2,
        timePeriod: undefined,
      },
    );
    assert.ok(
      (potential?.['timePeriod'] as { start: string; end: string }[]).some(
        ({ start, end }) => start === '2025-04-02T08:00:00+02:00' && end === '2025-04-02T20:00:00+02:00',
      ),
    );
  });

  it('go through the life of a request', async () => {
    await begin();
    const created = await ask('POST', CREATE, creation('r-1'));
    assert.deepEqual(
      [created.status, created.json],
      [
        200,
        {
          requestID: 'r-1',
          status: 'REQUESTED',
          flexProduct: 'WID',
          power: [
            {
              power: { unit: 'W', multiplier: '', value: 42_000 },
              start: '2025-04-02T10:00:00+02:00',
              end: '2025-04-02T10:30:00+02:00',
            },
          ],
        },
      ],
    );
    await bench.opened.desk.accept(`${BACS_ID}/WholeBuilding/r-1`);
    assert.equal((await ask('POST', CREATE, creation('r-1'))).json['status'], 'ACCEPTED', 'a repeat reads the state');
    assert.equal((await ask('GET', `${CREATE}/r-1`)).json['status'], 'ACCEPTED');
    const confirmed = await ask('POST', `${CREATE}/r-1/confirm`, {
      ...confirmation(40),
      ackPrice: { unit: '€/kWh', multiplier: 'm', value: 120 },
    });
    assert.equal(confirmed.status, 200);
    assert.equal(confirmed.json['status'], 'CONFIRMED');
    assert.deepEqual(confirmed.json['ackPrice'], { unit: '€/kWh', multiplier: '', value: 0.12 });
    bench.clock.advance(60 * MINUTE);
    await reaches('active');
    bench.clock.advance(30 * MINUTE);
    await reaches('completed');
    const realised = await ask('GET', `${CREATE}/r-1/consumptions`);
    assert.equal(realised.status, 200);
    assert.equal((realised.json['power'] as unknown[]).length, 30);
    assert.deepEqual((realised.json['power'] as unknown[])[0], {
      power: { unit: 'W', multiplier: '', value: null },
      start: '2025-04-02T10:00:00+02:00',
      end: '2025-04-02T10:01:00+02:00',
    });
    assert.deepEqual(realised.json['baseline'], {
      name: 'mean-of-the-hour-before',
      power: { unit: 'W', multiplier: '', value: null },
    });
    assert.equal((await ask('GET', `${CREATE}/r-1`)).json['status'], 'REPORTED');
  });

  it('say the reason of a person who refuses', async () => {
    await begin();
    await ask('POST', CREATE, creation('r-1'));
    await bench.opened.desk.reject(`${BACS_ID}/WholeBuilding/r-1`, 'Wedding in the hall');
    const { status, json } = await ask('GET', `${CREATE}/r-1`);
    assert.deepEqual([status, json['status'], json['reason']], [200, 'REJECTED', 'Wedding in the hall']);
    assert.equal((await ask('POST', `${CREATE}/r-1/confirm`, confirmation())).status, 409);
  });

  for (const [breach, status] of [
    ['422', 422],
    ['200', 200],
  ] as const)
    it(`answer ${breach} to what breaks a potential, and name its rules`, async () => {
      await begin({ breach });
      const refused = await ask('POST', CREATE, creation('r-1', 120, '07:00', '07:30'));
      const { json } = refused;
      assert.deepEqual(
        [refused.status, json['status'], json['rule'], json['rules']],
        [
          status,
          'REJECTED',
          'power-above-potential',
          ['power-above-potential', 'mobilisation-delay', 'outside-periods', 'window-past'],
        ],
      );
      assert.deepEqual((await ask('POST', CREATE, creation('r-1', 120, '07:00', '07:30'))).json, json, 'a repeat');
      assert.equal((await ask('POST', CREATE, creation('r-1'))).status, 409, 'another body');
    });

  it('are refused where the same id has another content, an id is not known, or a state does not allow it', async () => {
    await begin();
    await ask('POST', CREATE, creation('r-1'));
    assert.equal((await ask('POST', CREATE, creation('r-1', 43))).status, 409);
    assert.equal((await ask('POST', `${CREATE}/r-2/confirm`, confirmation())).status, 404);
    assert.equal((await ask('GET', `${CREATE}/r-2/consumptions`)).status, 404);
    assert.equal((await ask('GET', `/flex/bacs/another/assets`)).json['error'], 'unknown-bacs');
    assert.equal((await ask('GET', `${ASSETS}/Cellar/flexibilities`)).json['error'], 'unknown-asset');
    assert.equal((await ask('POST', `${CREATE}/r-1/confirm`, { ...confirmation(), requestID: 'r-2' })).status, 400);
  });

  it('write the same profile in another way and mean the same', async () => {
    await begin();
    await ask('POST', CREATE, creation('r-1'));
    const same = {
      requestId: 'r-1',
      flexProduct: 'WID',
      power: [
        {
          power: { unit: 'W', multiplier: null, value: 42_000 },
          start: '2025-04-02T08:15:00Z',
          end: '2025-04-02T10:30+02:00',
        },
        { power: { unit: 'W', value: 42_000 }, start: '2025-04-02 10:00', end: '2025-04-02T10:15:00.000' },
      ],
    };
    assert.deepEqual((await ask('POST', CREATE, same)).status, 200);
  });

  const MALFORMED: Readonly<Record<string, readonly [body: unknown, field: string]>> = {
    'a flexibility that is one': [{ flexibility: 'flexibility' }, 'requestID'],
    nothing: ['', ''],
    'no JSON': ['{"requestID":', ''],
    null: [null, ''],
    'a list': [[creation('r-1')], 'requestID'],
    'no id': [{ ...creation('r-1'), requestID: undefined }, 'requestID'],
    'an empty id': [creation(''), 'requestID'],
    'an id that climbs': [creation('../../r-1'), 'requestID'],
    'an id of two dots': [creation('..'), 'requestID'],
    'an id with a line in it': [creation('r\n1'), 'requestID'],
    'an id of a kilometre': [creation('r'.repeat(129)), 'requestID'],
    'another product': [{ ...creation('r-1'), flexProduct: 'XXX' }, 'flexProduct'],
    'no profile': [{ ...creation('r-1'), power: [] }, 'power'],
    'an unknown multiplier': [
      {
        ...creation('r-1'),
        power: [{ ...profile(1)[0], power: { unit: 'W', multiplier: 'kilo', value: 1 } }],
      },
      'power[0].power.multiplier',
    ],
    'a word of all objects for a multiplier': [
      {
        ...creation('r-1'),
        power: [{ ...profile(1)[0], power: { unit: 'W', multiplier: 'constructor', value: 1 } }],
      },
      'power[0].power.multiplier',
    ],
    'another unit': [
      { ...creation('r-1'), power: [{ ...profile(1)[0], power: { unit: 'VA', multiplier: 'k', value: 1 } }] },
      'power[0].power.unit',
    ],
    'a number as a word': [
      { ...creation('r-1'), power: [{ ...profile(1)[0], power: { unit: 'W', multiplier: 'k', value: '80' } }] },
      'power[0].power.value',
    ],
    'more than any number': [
      '{"requestID":"r-1","flexProduct":"WID","power":[{"power":{"unit":"W","multiplier":"k","value":1e999},"start":"2025-04-02T10:00:00","end":"2025-04-02T10:30:00"}]}',
      'power[0].power.value',
    ],
    'a day that is not': [
      { ...creation('r-1'), power: [{ ...profile(1)[0], start: '2025-02-30T10:00:00' }] },
      'power[0].start',
    ],
    'a word for a time': [{ ...creation('r-1'), power: [{ ...profile(1)[0], end: 'tomorrow' }] }, 'power[0].end'],
    'an end before its start': [creation('r-1', 42, '10:30', '10:00'), 'power[0].end'],
    'periods that overlap': [{ ...creation('r-1'), power: [...profile(1), ...profile(2, '10:15', '11:00')] }, 'power'],
    'a month and more': [{ ...creation('r-1'), power: [{ ...profile(1)[0], end: '2025-05-04T10:00:00' }] }, 'power'],
  };
  it('are answered 400 with the field where they make no sense', async () => {
    await begin();
    for (const [what, [body, field]] of Object.entries(MALFORMED)) {
      const { status, json } = await ask('POST', CREATE, body);
      assert.deepEqual([status, json['error'], json['field']], [400, 'malformed', field], what);
    }
    const bad = await ask('POST', `${CREATE}/r-1/confirm`, {
      ...confirmation(),
      ackPrice: { unit: 'W', multiplier: '', value: 1 },
    });
    assert.deepEqual([bad.status, bad.json['field']], [400, 'ackPrice.unit']);
    for (const query of [
      'start=yesterday',
      'start=2025-04-02T10:00:00&end=2025-04-02T09:00:00',
      'start=2025-01-01T00:00:00&end=2025-03-01T00:00:00',
    ])
      assert.equal((await ask('GET', `${ASSETS}/WholeBuilding/consumptions?${query}`)).status, 400, query);
    assert.deepEqual(await bench.opened.desk.open(), [], 'nothing was kept of it');
  });

  it('may send a body with a GET: nobody looks at it', async () => {
    await begin();
    const plain = await ask('GET', ASSETS);
    const { status, text } = await ask('GET', ASSETS, '{"bacs_id":"1234567890",');
    assert.deepEqual([status, text], [plain.status, plain.text]);
  });

  it('are answered 413, 415, 405 and 404 for what is too long, packed, done in another way, or not there', async () => {
    await begin();
    const long = { ...creation('r-1'), comment: 'x'.repeat(1_000_000) };
    assert.equal((await ask('POST', CREATE, long)).status, 413);
    assert.equal((await ask('POST', CREATE, long, { chunked: true })).status, 413);
    assert.equal((await ask('POST', CREATE, creation('r-1'), { headers: { 'Content-Encoding': 'gzip' } })).status, 415);
    const other = await ask('DELETE', `${CREATE}/r-1`);
    assert.deepEqual([other.status, other.headers.allow], [405, 'GET']);
    for (const where of ['/flex', '/flex/', '/flex/bacs/', '/flex/bacs/%ZZ/assets', '/flex/BACS'])
      assert.equal((await ask('GET', where)).status, 404, where);
  });

  it('see nothing of what belongs to others', async () => {
    await begin({ acceptance: 'by-itself' });
    await ask('POST', CREATE, creation('r-1'));
    const other = { token: OTHER_KEY };
    assert.deepEqual(
      ((await ask('GET', ASSETS, undefined, other)).json as { assetId: string }[]).map(({ assetId }) => assetId),
      ['HeatPump'],
    );
    const unknown = await ask('GET', `${ASSETS}/Nowhere/flexibilities`, undefined, other);
    for (const [method, where, body] of [
      ['GET', `${ASSETS}/WholeBuilding/flexibilities`],
      ['GET', `${ASSETS}/WholeBuilding/consumptions`],
      ['POST', CREATE, creation('r-1')],
      ['GET', `${CREATE}/r-1`],
      ['GET', `${CREATE}/r-1/consumptions`],
      ['POST', `${CREATE}/r-1/confirm`, confirmation()],
      ['POST', `${CREATE}/never/confirm`, confirmation()],
    ] as const) {
      const { status, text } = await ask(method, where, body, other);
      assert.deepEqual([status, text], [404, unknown.text], `${method} ${where}`);
    }
  });

  it("see nothing of another creator's request of an asset that both may ask", async () => {
    await begin({
      keys: [
        { slot: '1', holder: 'one' },
        { slot: '2', holder: 'two' },
      ],
      acceptance: 'by-itself',
    });
    await ask('POST', CREATE, creation('r-1'));
    const other = { token: OTHER_KEY };
    const never = await ask('GET', `${CREATE}/never`, undefined, other);
    assert.equal(never.status, 404);
    for (const [method, where, body] of [
      ['GET', `${CREATE}/r-1`],
      ['GET', `${CREATE}/r-1/consumptions`],
      ['POST', `${CREATE}/r-1/confirm`, confirmation()],
    ] as const)
      assert.equal((await ask(method, where, body, other)).text, never.text, `${method} ${where}`);
    const taken = await ask('POST', CREATE, creation('r-1'), other);
    assert.equal(taken.status, 409);
    assert.doesNotMatch(taken.text, /42|one/, 'it learns nothing but that the id is taken');
  });

  it('may climb as they like: nothing is below or beside the site', async () => {
    await begin();
    for (const where of [
      `${ASSETS}/..%2f..%2f..%2fetc%2fpasswd/flexibilities`,
      `${ASSETS}/../../../../etc/passwd`,
      `${CREATE}/..%2fr-1`,
      `${CREATE}/%2e%2e/confirm`,
      `${ASSETS}/__proto__/flexibilities`,
      `${ASSETS}/constructor/flexibilities`,
    ]) {
      assert.equal((await ask('GET', where)).status < 500, true, where);
      assert.ok([404, 405].includes((await ask('GET', where)).status), where);
      assert.equal((await bench.call('GET', where)).status, 401, `${where} without a key`);
    }
  });

  it('are answered 429 beyond what an operator may, and others as before', async () => {
    await begin({
      keys: [
        { slot: '1', holder: 'one' },
        { slot: '2', holder: 'two' },
      ],
      callsPerMinute: '60',
    });
    const flood = await Promise.all(Array.from({ length: 300 }, () => ask('GET', '/flex/bacs')));
    const count = (status: number): number => flood.filter((answer) => answer.status === status).length;
    assert.deepEqual([count(200), count(429)], [10, 290]);
    assert.equal(flood.find(({ status }) => status === 429)?.headers['retry-after'], '1');
    assert.equal((await ask('POST', CREATE, creation('r-1'))).status, 429, 'nothing is taken in');
    assert.equal((await ask('POST', CREATE, creation('r-1'), { token: OTHER_KEY })).status, 200);
    assert.equal((await ask('GET', '/flex/bacs', undefined, { token: 'a guess' })).status, 401);
    bench.clock.advance(2000);
    assert.equal((await ask('GET', '/flex/bacs')).status, 200);
  });

  it('are answered 503 with Retry-After as soon as nobody listens any more', async () => {
    bench = await loadSite();
    const stop = bench.opened.desk.listen(() => undefined);
    await listening(bench.opened);
    await bench.opened.desk.open();
    assert.equal((await ask('GET', '/flex/bacs')).status, 200);
    stop();
    for (const [method, where, body] of [
      ['GET', '/flex/bacs'],
      ['GET', `${ASSETS}/WholeBuilding/consumptions`],
      ['POST', CREATE, creation('r-1')],
      ['GET', `${CREATE}/r-1/consumptions`],
    ] as const) {
      const { status, headers } = await ask(method, where, body);
      assert.deepEqual([status, headers['retry-after']], [503, '30'], where);
    }
  });

  describe('of the reference, at 2025-04-02T09:00 in Paris', () => {
    const sample = (name: string): object =>
      JSON.parse(readFileSync(path.join(SAMPLES, 'signals', name), 'utf8')) as object;
    before(function () {
      needsSamples(this);
    });

    it('break the potential of their own dataset where potentials bind', async () => {
      await begin({ assets: DATASET, keys: ONE_KEY });
      const { status, json } = await ask('POST', CREATE, sample('flexready-create-request.seed.json'));
      assert.deepEqual(
        [status, json['requestID'], json['status'], json['rules']],
        [422, 'req-001', 'REJECTED', ['duration-above-maximum', 'outside-periods']],
      );
      const confirm = await ask('POST', `${CREATE}/req-001/confirm`, sample('flexready-confirm.seed.json'));
      assert.equal(confirm.status, 409);
      assert.equal((await ask('GET', `${CREATE}/req-001/consumptions`)).status, 200);
    });

    for (const body of ['flexready-confirm.seed.json', 'flexready-confirm-ackprice.seed-derived.json'])
      it(`go through where they are named only: ${body}`, async () => {
        await begin({ assets: DATASET, keys: ONE_KEY, strictness: 'lenient', acceptance: 'by-itself' });
        const created = await ask('POST', CREATE, sample('flexready-create-request.seed.json'));
        assert.deepEqual(
          [created.status, created.json['status'], created.json['deviations']],
          [200, 'REQUESTED', ['duration-above-maximum', 'outside-periods']],
          'it waits for a hand',
        );
        await bench.opened.desk.accept(`${BACS_ID}/WholeBuilding/req-001`);
        const confirmed = await ask('POST', `${CREATE}/req-001/confirm`, sample(body));
        assert.deepEqual([confirmed.status, confirmed.json['status']], [200, 'CONFIRMED']);
        assert.deepEqual((confirmed.json['power'] as unknown[])[0], {
          power: { unit: 'W', multiplier: '', value: 80_000 },
          start: '2025-04-02T10:00:00+02:00',
          end: '2025-04-02T12:00:00+02:00',
        });
        bench.clock.advance(60 * MINUTE);
        await reaches('active');
        bench.clock.advance(120 * MINUTE);
        await reaches('completed');
        const realised = await ask('GET', `${CREATE}/req-001/consumptions`);
        assert.equal((realised.json['power'] as unknown[]).length, 120);
      });
  });
});
