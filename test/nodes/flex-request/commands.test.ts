// What people and flows say to flex-request, and what it answers.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EIGHTY, loadRequests, period, type RequestBench, type SignalMessage } from '../../support/flex/request-bench';
import { BACS_ID, NOW } from '../../support/flex/site-bench';
import { FakeClock } from '../../support/machine/fake-clock';
import { helper } from '../../support/node-red/helper';

const MINUTE = 60_000;
const START = Date.parse('2025-04-02T10:00:00+02:00');

const short = ({ payload: { change, state, level, expected, act } }: SignalMessage): string =>
  `${change} ${state} ${String(level)}/${String(expected)} ${act}`;

describe('flex-request', () => {
  let bench: RequestBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => bench.stop());

  const command = (payload: unknown, over: object = {}) => bench.receive({ payload, ...over });
  /** A reading of a Linky in standard mode. */
  const reading = (at: number, east: number, id = '042161314159', over: object = {}) => ({
    topic: `tic/${id}`,
    schema: 'linky-red/reading@1',
    payload: { EAST: east },
    tic: { meter: { id, family: 'linky' }, stream: id, time: new Date(at).toISOString(), clockOffset: 0, ...over },
  });

  it('says how the building stands where there is no request, at the start and when somebody asks', async () => {
    bench = await loadRequests();
    const { topic, payload } = await bench.idle.next();
    assert.match(String(topic), /^flex\/[0-9a-f-]{36}$/);
    assert.equal(payload.state, null);
    assert.deepEqual(
      { ...payload.site, bacs: '', name: '' },
      { bacs: '', name: '', waiting: 0, active: 0, current: null },
    );
    assert.equal(await command('refresh'), undefined);
    assert.equal((await bench.idle.next()).payload.state, null);
    await bench.create('req-001', EIGHTY);
    assert.equal(await command('refresh'), undefined);
    assert.equal(bench.idle.all.length, 2);
  });

  it('plays a request through both outputs, and tells what holds afterwards', async () => {
    bench = await loadRequests();
    await bench.signals.next();
    await bench.signals.next();
    const simulate = { command: 'simulate', signal: 'flexibility', level: 2, seconds: 60, detail: { powerW: 12_000 } };
    assert.equal(await command(simulate), undefined);
    const { payload } = await bench.requests.next();
    assert.deepEqual(
      [payload.state, payload.simulated, payload.powerW, payload.direction, payload.site.current?.simulated],
      ['active', true, 12_000, 'reduce', true],
    );
    const started = await bench.signals.next();
    assert.equal(short(started), 'started active 2/2 reduce');
    assert.deepEqual([started.payload.origin, started.payload.detail.powerW], [`${BACS_ID}/WholeBuilding`, 12_000]);
    bench.clock.advance(MINUTE);
    assert.equal((await bench.requests.next()).payload.state, 'completed');
    assert.equal(short(await bench.signals.next()), 'ended cleared null/null restore');
    assert.equal((await bench.signals.next()).payload.change, 'initial');
  });

  it('tells everything again on refresh', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself' } });
    await bench.create('req-001', EIGHTY);
    await bench.confirm('req-001', EIGHTY);
    const { payload } = await bench.signals.next(({ payload: { change } }) => change === 'announced');
    await bench.requests.next(({ payload: { state } }) => state === 'confirmed');
    assert.equal(await command('refresh'), undefined);
    assert.equal((await bench.requests.next()).payload.state, 'confirmed');
    const again = await bench.signals.next(({ payload: { origin } }) => origin.endsWith('req-001'));
    assert.deepEqual([short(again), again.payload.id], ['initial announced null/2 keep', payload.id]);
  });

  it('goes on after a restart under the same id, and ends what ended meanwhile', async () => {
    const userDir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-'));
    try {
      const settings = { acceptance: 'by-itself' };
      bench = await loadRequests({ userDir, settings });
      await bench.create('req-001', EIGHTY);
      await bench.confirm('req-001', EIGHTY);
      bench.clock.advanceTo('2025-04-02T10:00:00+02:00');
      const { payload } = await bench.signals.next(({ payload: { change } }) => change === 'started');
      await bench.stop();

      bench = await loadRequests({ userDir, settings, clock: new FakeClock('2025-04-02T11:00:00+02:00') });
      const goesOn = await bench.signals.next(({ payload: { origin } }) => origin.endsWith('req-001'));
      assert.deepEqual([short(goesOn), goesOn.payload.id], ['initial active 2/2 reduce', payload.id]);
      assert.equal((await bench.requests.next()).payload.state, 'active');
      await bench.stop();

      bench = await loadRequests({ userDir, settings, clock: new FakeClock('2025-04-02T13:00:00+02:00') });
      const ended = await bench.signals.next(({ payload: { origin } }) => origin.endsWith('req-001'));
      assert.deepEqual([short(ended), ended.payload.id], ['initial cleared null/null restore', payload.id]);
      assert.equal(
        (await bench.requests.next(({ payload: { state } }) => state !== 'active')).payload.state,
        'completed',
      );
    } finally {
      await rm(userDir, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  it('begins a request at once whose start was missed, and says how late', async () => {
    const userDir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-'));
    try {
      const settings = { acceptance: 'by-itself' };
      bench = await loadRequests({ userDir, settings });
      await bench.create('req-001', EIGHTY);
      await bench.confirm('req-001', EIGHTY);
      const { payload } = await bench.signals.next(({ payload: { change } }) => change === 'announced');
      await bench.stop();
      bench = await loadRequests({ userDir, settings, clock: new FakeClock('2025-04-02T10:05:00+02:00') });
      const begun = await bench.signals.next(
        ({ payload: { origin, level } }) => origin.endsWith('req-001') && level === 2,
      );
      assert.deepEqual([begun.payload.id, begun.payload.act], [payload.id, 'reduce']);
      const request = await bench.requests.next(({ payload: { state } }) => state === 'active');
      assert.equal(request.payload.lateSeconds, 300);
    } finally {
      await rm(userDir, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  it('takes points and what flows measure, and reports by them', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself' } });
    await bench.create('req-001', EIGHTY);
    await bench.confirm('req-001', EIGHTY);
    const curve = (from: number, value: number) => ({
      ...{ prm: '00000000000014', direction: 'consumption', kind: 'load-curve', quantity: 'active', unit: 'W', value },
      ...{ start: new Date(from).toISOString(), end: new Date(from + 30 * MINUTE).toISOString(), step: 'PT30M' },
    });
    const points = [curve(START - 60 * MINUTE, 90_000), curve(START - 30 * MINUTE, 110_000)];
    assert.equal(await command(points, { schema: 'linky-red/points@1', topic: 'points/x' }), undefined);
    bench.clock.advanceTo('2025-04-02T12:00:00+02:00');
    await bench.requests.next(({ payload: { state } }) => state === 'completed');
    const measure = { command: 'measure', start: '2025-04-02T10:00:00+02:00', end: '2025-04-02T11:00:00+02:00' };
    assert.equal(await command({ ...measure, powerW: 30_000 }), undefined);
    assert.equal(
      await command({ ...measure, start: measure.end, end: '2025-04-02T12:00:00+02:00', energyWh: 10_000 }),
      undefined,
    );
    const { report } = (await bench.requests.next(({ payload: { report } }) => report?.deliveredWh !== null)).payload;
    assert.deepEqual(report, {
      baseline: { name: 'mean-of-the-hour-before', powerW: 100_000 },
      periods: [{ start: START, end: START + 120 * MINUTE, powerW: 80_000, measuredW: 20_000, deliveredW: 80_000 }],
      deliveredWh: 160_000,
    });
  });

  it('warns once of a meter whose clock is off by more than a minute, and begins by its own', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself' } });
    const now = Date.parse(NOW);
    for (const at of [now, now + 2000])
      assert.equal(await bench.receive(reading(at, 1000, '042161314159', { clockOffset: 125 })), undefined);
    const warnings = helper.log().args.filter(([{ msg }]) => msg === 'flex-request.warning.clock');
    assert.equal(warnings.length, 1);
    await bench.create('req-001', EIGHTY);
    await bench.confirm('req-001', EIGHTY);
    bench.clock.advanceTo('2025-04-02T10:00:00+02:00');
    const { payload } = await bench.requests.next(({ payload: { state } }) => state === 'active');
    assert.deepEqual([payload.since, payload.lateSeconds], ['2025-04-02T10:00:00+02:00', null]);
  });

  it('lets one meter measure an asset, and says so of another', async () => {
    bench = await loadRequests();
    const now = Date.parse(NOW);
    assert.equal(await bench.receive(reading(now, 1000)), undefined);
    assert.equal(await bench.receive(reading(now, 77, '042161271828')), 'ERR_FLEX_METER');
    assert.match((await bench.caught.next()).error.message, /04…1828/);
    assert.equal(await bench.receive(reading(now + 1000, 78, '042161271828')), undefined);
    assert.equal(await bench.receive({ ...reading(now, 77, '042161271828'), asset: 'HeatPump' }), undefined);
    assert.equal(await bench.receive({ ...reading(now, 77), asset: 'Cellar' }), 'ERR_FLEX_ASSET');
    assert.match(
      (await bench.caught.next(({ error }) => error.code === 'ERR_FLEX_ASSET')).error.message,
      /WholeBuilding, HeatPump/,
    );
  });

  it('changes what an asset can do, keeps a journal, and shows what the reference asks', async () => {
    bench = await loadRequests();
    const words = { product: 'WID', power: 20, delay: 1, duration: 'PT2H', perDay: 3, periods: '08:00-20:00' };
    assert.equal(await command({ command: 'potentials', asset: 'WholeBuilding', potentials: [words] }), undefined);
    assert.equal((await bench.create('req-001', EIGHTY)).status, 422);
    const [asked, rejected] = [(await bench.requests.next()).payload, (await bench.requests.next()).payload];
    assert.deepEqual([asked.state, asked.needsDecision], ['requested', false]);
    assert.deepEqual([rejected.state, rejected.rule], ['rejected', 'power-above-potential']);
    assert.equal(
      (await bench.create('req-002', [period(15, '2025-04-02T10:00:00', '2025-04-02T11:00:00')])).status,
      200,
    );
    await bench.requests.next(({ payload }) => payload.requestId === 'req-002');
    assert.equal(await command({ command: 'potentials', potentials: 'many' }), 'ERR_COMMAND');

    assert.equal(await command({ command: 'journal' }), undefined);
    const journal = await bench.requests.next(({ schema }) => schema === 'linky-red/flex-journal@1');
    assert.deepEqual(
      (journal.payload as unknown as { requestID: string; state: string }[]).map(({ requestID, state }) => [
        requestID,
        state,
      ]),
      [
        ['req-001', 'rejected'],
        ['req-002', 'requested'],
      ],
    );
    assert.equal(await command({ command: 'journal', format: 'csv', from: '2030-01-01T00:00:00Z' }), undefined);
    const csv = await bench.requests.next(({ schema }) => schema === 'linky-red/flex-journal@1');
    assert.match(csv.payload as unknown as string, /^at,bacs,asset,requestID[^\n]*\r\n$/);
    assert.equal(await command({ command: 'journal', format: 'xml' }), 'ERR_COMMAND');

    assert.equal(await command('flex-ready'), undefined);
    const ready = await bench.requests.next(({ schema }) => schema === 'linky-red/flex-ready@1');
    assert.deepEqual(ready.payload, {
      met: false,
      at: '2025-04-02T09:00:00+02:00',
      items: [
        { data: 'ecowatt', met: false, at: null },
        { data: 'operator-api', met: true, at: '2025-04-02T09:00:00+02:00' },
        { data: 'supplier-api', met: false, at: null },
      ],
    });
  });

  it('refuses what is no command', async () => {
    bench = await loadRequests();
    for (const payload of [
      'agree',
      { command: 'accept' },
      { command: 'accept', request: 7 },
      { command: 'measure' },
      { command: 'measure', powerW: 'much' },
      { command: 'measure', powerW: 1, energyWh: 1 },
      { command: 'measure', energyWh: -1 },
      { command: 'measure', powerW: 1, start: '2025-04-02T08:00:00+02:00', end: '2025-04-02T23:00:00+02:00' },
      { command: 'simulate', signal: 'peak', level: 3, seconds: 5 },
    ])
      assert.equal(await command(payload), 'ERR_COMMAND', JSON.stringify(payload));
    assert.equal(await command(7), 'ERR_INPUT');
    assert.equal(await command({}, { schema: 'linky-red/ecowatt@1' }), 'ERR_INPUT');
    // Nothing to stop is no fault.
    assert.equal(await command('stop'), undefined);
    assert.deepEqual(bench.requests.all, []);
  });

  it('leaves nothing behind when it closes', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself' } });
    await bench.create('req-001', EIGHTY);
    await bench.confirm('req-001', EIGHTY);
    await bench.signals.next(({ payload: { change } }) => change === 'announced');
    await helper.unload();
    assert.equal(bench.clock.pending, 0);
  });
});
