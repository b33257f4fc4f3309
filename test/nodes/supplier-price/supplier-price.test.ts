// supplier-price in Node-RED, against a supplier that the test plays over HTTP, on a clock whose hands the test turns.
import assert from 'node:assert/strict';
import type { SentSignal } from '../../../lib/grid/event/act';
import { FakeClock } from '../../support/machine/fake-clock';
import { FlexBench } from '../../support/flex/flex-bench';
import { signalFrom } from '../../support/flex/prices';
import { ScriptedServer, type ScriptedReply } from '../../support/flex/scripted-server';
import { helper } from '../../support/node-red/helper';

const NOW = '2026-11-29T12:05:00+01:00';
const HOUR_START = '2026-11-29T12:00:00+01:00';
const POINT = '30001234567890';
const PRICES_URL = /^\/api\/v1\/sessions\/s1\/suppliers\/commodity\/prices\?/;

describe('supplier-price', () => {
  let server: ScriptedServer;
  let bench: FlexBench;
  let clock: FakeClock;
  let answer: ScriptedReply;

  const load = async (settings: object = {}): Promise<void> => {
    await bench.load({
      type: 'supplier-price',
      settings: { deliveryPoint: POINT, ...settings },
      account: { annex1: server.url, annex2: `${server.url}/api/v1`, session: 's1' },
    });
  };
  /** The same, and the call that is due goes out. */
  const start = async (settings: object = {}): Promise<void> => {
    await load(settings);
    await turn();
  };
  /** Waits for the call that is due, and lets it go out. */
  const turn = async (): Promise<void> => {
    while ((clock.nextTimer ?? Infinity) > clock.now()) await new Promise(setImmediate);
    clock.advance(0);
  };
  const prices = async () => (await bench.out[0].next(({ schema }) => schema === 'linky-red/prices@1')).payload;
  const signal = async (): Promise<SentSignal> => {
    const { topic, payload } = await bench.out[1].next();
    assert.equal(topic, `signal/supplier/${String(payload['signal'])}`);
    return payload as unknown as SentSignal;
  };
  const told = async (): Promise<string> => {
    const { signal: kind, change, state, level, expected, act } = await signal();
    return `${kind} ${change} ${state} ${String(level)}/${String(expected)} ${act}`;
  };

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    clock = new FakeClock(NOW);
    answer = { body: signalFrom(HOUR_START, [0.1, 0.12, 0.3, 0.4, 0.11, 0.09, 0.08, 0.2]) };
    server = await ScriptedServer.open(() => answer);
    bench = await FlexBench.open(clock);
  });
  afterEach(async () => {
    await bench.close();
    await server.close();
  });

  it('asks for its delivery point from the present hour on, with the token, and says what holds now', async () => {
    await start({ windowHours: '0.5' });
    const payload = await prices();
    const { url = '', headers } = server.heard[0] ?? {};
    assert.match(url, PRICES_URL);
    assert.deepEqual(Object.fromEntries(new URL(url, server.url).searchParams), {
      delivery_point: POINT,
      start_date: HOUR_START,
      end_date: '2026-12-01T00:00:00+01:00',
    });
    assert.equal(headers?.authorization, 'Bearer tok');
    assert.deepEqual(
      { ...payload, rows: (payload['rows'] as unknown[]).length },
      {
        deliveryPoint: POINT,
        at: NOW,
        receivedAt: NOW,
        now: {
          start: HOUR_START,
          end: '2026-11-29T12:15:00+01:00',
          powerW: 10_000,
          costEurPerKWh: 0.1,
          co2GPerKWh: 40,
        },
        rows: 8,
        cheapest: { start: '2026-11-29T13:15:00+01:00', end: '2026-11-29T13:45:00+01:00', active: false },
        cleanest: { start: NOW, end: '2026-11-29T12:35:00+01:00', active: true },
        warnings: [],
      },
    );
    assert.equal(bench.out[0].all[0]?.topic, `prices/${POINT}`);
  });

  it('says the present step at each step, and nothing where nothing changes', async () => {
    await start();
    await prices();
    clock.advanceTo('2026-11-29T12:14:59+01:00');
    clock.advanceTo('2026-11-29T12:15:00+01:00');
    assert.equal(((await prices())['now'] as { costEurPerKWh: number }).costEurPerKWh, 0.12);
    assert.equal(bench.out[0].all.length, 2);
  });

  it('tells of a price over its threshold: announced, in force, over; its power never acts', async () => {
    await start({ priceThreshold: '0.25' });
    assert.equal(await told(), 'price initial cleared null/null restore');
    const announced = await signal();
    assert.deepEqual(
      [announced.change, announced.state, announced.level, announced.expected, announced.act],
      ['initial', 'announced', null, 2, 'keep'],
    );
    assert.deepEqual(
      [announced.origin, announced.start, announced.end],
      [POINT, '2026-11-29T12:30:00+01:00', '2026-11-29T13:00:00+01:00'],
    );
    assert.deepEqual(announced.detail, {
      deliveryPoint: POINT,
      value: 0.1,
      unit: '€/kWh',
      threshold: 0.25,
      highest: 0.4,
      leadMinutes: 25,
      receivedAt: NOW,
    });
    clock.advanceTo('2026-11-29T12:30:00+01:00');
    const started = await signal();
    assert.deepEqual([started.id, started.change, started.level, started.act], [announced.id, 'started', 2, 'reduce']);
    clock.advanceTo('2026-11-29T13:00:00+01:00');
    const ended = await signal();
    assert.deepEqual(
      [ended.id, ended.change, ended.state, ended.level, ended.act],
      [announced.id, 'ended', 'cleared', null, 'restore'],
    );
    // Two prices, two statuses: red while it is dear.
    assert.ok(bench.statuses.all.some(({ fill, shape }) => fill === 'red' && shape === 'dot'));
  });

  it('watches grams by themselves, and nothing without a threshold', async () => {
    answer = {
      body: signalFrom(HOUR_START, [
        { cost: 0.9, co2: 80 },
        { cost: 0.9, co2: 30 },
      ]),
    };
    await start({ co2Threshold: '60' });
    assert.equal(await told(), 'co2 initial active 2/2 reduce');
    clock.advanceTo('2026-11-29T12:15:00+01:00');
    assert.equal(await told(), 'co2 ended cleared null/null restore');
    assert.ok(bench.out[1].all.every(({ payload }) => payload['signal'] === 'co2'));
  });

  it('does not know what holds where the signal says nothing, and restores nothing on it', async () => {
    answer = { body: signalFrom(HOUR_START, [0.3, null, 0.1]) };
    await start({ priceThreshold: '0.25', everyMinutes: '1440' });
    assert.equal(await told(), 'price initial active 2/2 reduce');
    clock.advanceTo('2026-11-29T12:15:00+01:00');
    assert.equal(await told(), 'price ended cleared null/null keep');
    assert.equal(await told(), 'price lost unknown null/null keep');
    clock.advanceTo('2026-11-29T12:30:00+01:00');
    assert.equal(await told(), 'price initial cleared null/null restore');
  });

  it('keeps the id of an event over a restart, without a call, and a later signal may take it back', async () => {
    await start({ priceThreshold: '0.25' });
    await signal();
    const announced = await signal();
    const calls = server.heard.length;
    await bench.stop();
    clock.advanceTo('2026-11-29T12:20:00+01:00');
    await load({ priceThreshold: '0.25' });
    await bench.out[1].next(({ payload }) => payload['state'] === 'cleared');
    assert.equal((await signal()).id, announced.id);
    assert.equal(server.heard.length, calls);
    answer = {
      body: signalFrom(
        HOUR_START,
        Array.from({ length: 8 }, () => 0.1),
      ),
    };
    bench.receive('refresh');
    const withdrawn = await bench.out[1].next(({ payload }) => payload['id'] === announced.id);
    assert.deepEqual([withdrawn.payload['state'], withdrawn.payload['level']], ['cleared', null]);
  });

  it('ends what is in force when its threshold is taken away', async () => {
    answer = { body: signalFrom(HOUR_START, [0.3, 0.3]) };
    await start({ priceThreshold: '0.25' });
    const { id } = await signal();
    await bench.stop();
    await load({ priceThreshold: '' });
    const over = await signal();
    assert.deepEqual([over.id, over.state, over.act], [id, 'cleared', 'restore']);
  });

  it('keeps a window that has begun, whatever comes, also over a restart', async () => {
    await start({ windowHours: '0.5' });
    await prices();
    clock.advanceTo('2026-11-29T13:15:00+01:00');
    const window = { start: '2026-11-29T13:15:00+01:00', end: '2026-11-29T13:45:00+01:00', active: true };
    await bench.out[0].next(({ payload }) => (payload['cheapest'] as { active?: boolean } | null)?.active === true);
    await bench.stop();
    answer = { body: signalFrom('2026-11-29T13:00:00+01:00', [1, 1, 1, 1, 0.01, 0.01, 0.01]) };
    await load({ windowHours: '0.5' });
    bench.receive('refresh');
    const after = await bench.out[0].next(
      ({ payload }) => (payload['now'] as { costEurPerKWh?: number }).costEurPerKWh === 1,
    );
    assert.deepEqual(after.payload['cheapest'], window);
    clock.advanceTo('2026-11-29T13:45:00+01:00');
    const { payload: next } = await bench.out[0].next(({ payload }) => payload['at'] === window.end);
    assert.equal((next['cheapest'] as { start: string }).start, '2026-11-29T14:00:00+01:00');
  });

  it('stops at the limit of calls, and says nothing is wrong', async () => {
    await start();
    await prices();
    for (let n = 0; n < 15; n += 1) {
      bench.receive('refresh');
      await prices();
    }
    assert.equal(server.heard.length, 10);
    assert.equal(bench.caught.all.length, 0);
  });

  it('keeps the signal that is there when the next one is none, and names the place to Catch nodes', async () => {
    await start();
    await prices();
    const bad = signalFrom(HOUR_START, [0.1, 0.2]);
    answer = { body: { ...bad, cost: bad.cost.map((one) => ({ ...one, multiplier: 'x' })) } };
    bench.receive('refresh');
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_ANSWER');
    assert.match(error.message, /cost\.0\.multiplier/);
    assert.equal(((await prices())['now'] as { costEurPerKWh: number }).costEurPerKWh, 0.1);
    await bench.statuses.next(({ text }) => text?.endsWith('status.stale') === true);
  });

  for (const [status, code, text] of [
    [401, 'ERR_FLEX_TOKEN', 'token-refused'],
    [404, 'ERR_FLEX_UNKNOWN', 'unknown-there'],
    [503, 'ERR_FLEX_UNAVAILABLE', 'maintenance'],
  ] as const)
    it(`says that it is refused with ${String(status)}, once`, async () => {
      answer = { status, body: { message: 'no' } };
      await start();
      assert.equal((await bench.caught.next()).error.code, code);
      await bench.statuses.next((shown) => shown.text?.endsWith(text) === true);
      assert.equal(bench.out[0].all.length, 0);
    });

  it('warns of an offset that Paris has not, and counts the instant as it is written', async () => {
    const written = signalFrom(HOUR_START, [0.1, 0.2]);
    answer = { body: { ...written, horodate: ['2026-11-29T13:00:00+02:00', '2026-11-29T13:15:00+02:00'] } };
    await start();
    const payload = await prices();
    assert.deepEqual([payload['warnings'], (payload['now'] as { start: string }).start], [['offset'], HOUR_START]);
    assert.match(bench.logged(), /supplier-price\.warning\.offset/);
  });

  it('plays an event through both outputs, and says what really holds afterwards', async () => {
    await start({ priceThreshold: '0.25', everyMinutes: '1440' });
    await prices();
    await signal();
    await signal();
    bench.receive({ command: 'simulate', signal: 'price', level: 2, seconds: 60 });
    assert.equal((await prices())['simulated'], true);
    const begin = await signal();
    assert.deepEqual(
      [begin.change, begin.level, begin.act, begin.detail],
      ['started', 2, 'reduce', { simulated: true }],
    );
    clock.advance(60_000);
    assert.equal((await signal()).change, 'ended');
    assert.equal((await prices())['simulated'], undefined);
    assert.equal((await signal()).change, 'initial');
    for (const payload of [{ command: 'simulate', signal: 'grid-tension', level: 2, seconds: 5 }, 'dance']) {
      bench.receive(payload);
      assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
    }
  });

  describe('puts a signal in place', () => {
    const FILE = signalFrom(HOUR_START, [0.1, 0.2]);
    const upload = async (fields: object): Promise<Record<string, unknown>> => {
      await prices();
      answer = { status: 201, body: [{ step: 1 }] };
      bench.receive({ command: 'upload', signal: FILE, ...fields });
      return (await bench.out[0].next(({ topic }) => topic === 'flex-answer/upload')).payload;
    };

    it('as the file of a form, for its delivery point', async () => {
      await start();
      assert.deepEqual(await upload({}), { command: 'upload', status: 201, answer: [{ step: 1 }] });
      const { url, headers, body = '' } = server.heard.at(-1) ?? {};
      assert.equal(url, `/api/v1/admin/signals?delivery_point=${POINT}`);
      const [, boundary = ''] = /^multipart\/form-data; boundary=(\S+)$/.exec(headers?.['content-type'] ?? '') ?? [];
      const form = await new Response(body, {
        headers: { 'content-type': headers?.['content-type'] ?? '' },
      }).formData();
      assert.ok(boundary !== '');
      const file = form.get('signal_file');
      assert.ok(file !== null && typeof file !== 'string');
      assert.deepEqual(
        [file.name, file.type, JSON.parse(await file.text())],
        ['signal.json', 'application/json', FILE],
      );
    });

    it('as JSON, for all who have none of their own', async () => {
      await start({ uploadAs: 'json' });
      await upload({ deliveryPoint: null, signal: JSON.stringify(FILE) });
      assert.equal(server.heard.at(-1)?.url, '/api/v1/admin/signals');
      assert.deepEqual(JSON.parse(server.heard.at(-1)?.body ?? ''), { signal_file: FILE });
    });

    it('not where a client would refuse it', async () => {
      await start();
      await prices();
      const calls = server.heard.length;
      bench.receive({ command: 'upload', signal: { ...FILE, step: [1] } });
      const { error } = await bench.caught.next();
      assert.deepEqual([error.code, server.heard.length], ['ERR_INPUT', calls]);
      assert.match(error.message, /step: 1 values for 2 times/);
    });

    it('only as an admin', async () => {
      await start();
      await prices();
      answer = { status: 403, body: { error: 'forbidden' } };
      bench.receive({ command: 'upload', signal: FILE });
      const { error, answer: told403 } = await bench.caught.next();
      assert.deepEqual([error.code, told403?.['status']], ['ERR_FLEX_FORBIDDEN', 403]);
    });
  });

  it('lets the emulator check a supplier’s server', async () => {
    await start();
    await prices();
    answer = { body: { validation_status: 'valid', errors: [] } };
    bench.receive({
      command: 'check',
      end: '2026-11-29T18:00:00+01:00',
      session: 'c2',
      emulatorHeaders: { Authorization: 'Bearer x' },
    });
    const { payload } = await bench.out[0].next(({ topic }) => topic === 'flex-answer/check');
    assert.deepEqual(payload, {
      command: 'check',
      session: 'c2',
      status: 200,
      answer: { validation_status: 'valid', errors: [] },
    });
    const { url, headers, body = '' } = server.heard.at(-1) ?? {};
    assert.equal(url, '/api/v1/sessions/c2/cems/commodity/prices');
    assert.equal(headers?.['emulator_authorization'], 'Bearer x');
    assert.deepEqual(JSON.parse(body), {
      delivery_point: POINT,
      start_date: HOUR_START,
      end_date: '2026-11-29T18:00:00+01:00',
    });
  });
});
