// The whole life of a request through a real flex-site: an operator asks, a person accepts, the operator confirms, loads go off, the
// meter's readings fall, the report says so, and the loads come back.
import assert from 'node:assert/strict';
import { EIGHTY, loadRequests, period, type RequestBench, type SignalMessage } from '../../support/flex/request-bench';
import { readings } from '../../support/flex/requests';
import { BACS_ID, NOW } from '../../support/flex/site-bench';
import { helper } from '../../support/node-red/helper';
import { scripted } from '../../support/tic/scripted-building';

const MINUTE = 60_000;
const START = Date.parse('2025-04-02T10:00:00+02:00');
const NAME = `${BACS_ID}/WholeBuilding/req-001`;

const short = ({ payload: { change, state, level, expected, act } }: SignalMessage): string =>
  `${change} ${state} ${String(level)}/${String(expected)} ${act}`;

describe('a flexibility request', () => {
  let bench: RequestBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => bench.stop());

  const inState = async (state: string) =>
    (await bench.requests.next(({ payload }) => payload.state === state)).payload;
  const idle = async (): Promise<void> => {
    for (const asset of ['WholeBuilding', 'HeatPump']) {
      const signal = await bench.signals.next();
      assert.deepEqual(
        [signal.payload.origin, short(signal)],
        [`${BACS_ID}/${asset}`, 'initial cleared null/null restore'],
      );
    }
  };

  it('is asked, accepted, confirmed, delivered and reported', async () => {
    bench = await loadRequests();
    await idle();
    assert.equal((await bench.create('req-001', EIGHTY)).status, 200);
    const asked = await inState('requested');
    assert.deepEqual(
      [asked.request, asked.direction, asked.powerW, asked.needsDecision, asked.start, asked.expiresAt],
      [NAME, 'reduce', 80_000, true, '2025-04-02T10:00:00+02:00', '2025-04-02T09:59:00+02:00'],
    );
    assert.deepEqual([asked.site.waiting, asked.site.current?.request], [1, NAME]);
    await bench.statuses.next(({ fill, text }) => fill === 'yellow' && text === 'flex-request.status.waiting');

    assert.equal(await bench.receive({ payload: { command: 'accept' } }), undefined);
    await inState('accepted');
    const confirmed = await bench.confirm('req-001', EIGHTY, {
      ackPrice: { unit: '€/kWh', multiplier: '', value: 0.25 },
    });
    assert.equal(confirmed.json['status'], 'CONFIRMED');
    assert.equal((await inState('confirmed')).ackPriceEurPerKWh, 0.25);
    const announced = await bench.signals.next();
    assert.equal(short(announced), 'announced announced null/2 keep');
    assert.deepEqual(
      [announced.topic, announced.payload.origin, announced.payload.start, announced.payload.end],
      ['signal/flex/flexibility', NAME, '2025-04-02T10:00:00+02:00', '2025-04-02T12:00:00+02:00'],
    );
    assert.deepEqual(announced.payload.detail, {
      ...{ requestId: 'req-001', asset: 'WholeBuilding', product: 'WID', direction: 'reduce', powerW: 80_000 },
    });

    const building = new Building(bench);
    await building.until(START);
    bench.clock.advanceTo('2025-04-02T10:00:00+02:00');
    assert.equal((await inState('active')).site.active, 1);
    const started = await bench.signals.next();
    assert.deepEqual([short(started), started.payload.id], ['started active 2/2 reduce', announced.payload.id]);
    assert.ok(
      Math.abs((started.payload.detail.baselineW ?? 0) - 100_000) < 1500,
      JSON.stringify(started.payload.detail),
    );
    await bench.statuses.next(({ fill, shape }) => fill === 'red' && shape === 'dot');

    await building.until(START + 120 * MINUTE);
    bench.clock.advanceTo('2025-04-02T12:00:00+02:00');
    const ended = await bench.signals.next();
    assert.deepEqual([short(ended), ended.payload.id], ['ended cleared null/null restore', announced.payload.id]);
    const completed = await inState('completed');
    // Of the last seconds the meter has not spoken yet.
    assert.deepEqual([completed.report?.deliveredWh, completed.report?.periods[0]?.measuredW], [null, null]);
    await building.until(START + 122 * MINUTE);
    const { report } = (await bench.requests.next(({ payload }) => payload.report?.deliveredWh !== null)).payload;
    assert.equal(report?.baseline.name, 'mean-of-the-hour-before');
    assert.ok(Math.abs((report.deliveredWh ?? 0) - 160_000) < 3000, String(report.deliveredWh));

    const realised = await bench.realise('req-001');
    assert.equal(realised.status, 200);
    const told = await inState('reported');
    assert.ok(Math.abs((told.report?.deliveredWh ?? 0) - 160_000) < 3000);
    await bench.statuses.next(({ fill }) => fill === 'green');
    assert.deepEqual(bench.caught.all, []);
  });

  it('changes its kW under one id, and a gap ends the event', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself' } });
    await idle();
    const profile = [
      period(40, '2025-04-02T09:10:00', '2025-04-02T09:20:00'),
      period(80, '2025-04-02T09:20:00', '2025-04-02T09:30:00'),
      period(20, '2025-04-02T09:30:00', '2025-04-02T09:40:00'),
      period(20, '2025-04-02T09:50:00', '2025-04-02T10:00:00'),
    ];
    await bench.create('req-001', profile);
    await bench.confirm('req-001', profile);
    const announced = [await bench.signals.next(), await bench.signals.next()];
    assert.deepEqual(
      announced.map((signal) => [short(signal), signal.payload.detail.powerW]),
      [
        ['announced announced null/2 keep', 80_000],
        ['announced announced null/2 keep', 20_000],
      ],
    );
    const edges: [string, string, number, number][] = [];
    for (const minute of [10, 20, 30, 40, 50, 60]) {
      bench.clock.advanceTo(new Date(Date.parse(NOW) + minute * MINUTE).toISOString());
      const { payload } = await bench.signals.next();
      edges.push([
        payload.change,
        payload.act,
        payload.detail.powerW,
        announced.findIndex((each) => each.payload.id === payload.id),
      ]);
    }
    assert.deepEqual(edges, [
      ['started', 'reduce', 40_000, 0],
      ['worsened', 'reduce', 80_000, 0],
      ['eased', 'reduce', 20_000, 0],
      ['ended', 'restore', 20_000, 0],
      ['started', 'reduce', 20_000, 1],
      ['ended', 'restore', 20_000, 1],
    ]);
    await inState('completed');
  });

  it('to consume more sheds nothing', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself', sign: 'increase' } });
    await idle();
    const profile = [period(50, '2025-04-02T09:10:00', '2025-04-02T09:20:00')];
    await bench.create('req-001', profile);
    await bench.confirm('req-001', profile);
    const heard = [await bench.signals.next()];
    for (const minute of [10, 20]) {
      bench.clock.advanceTo(new Date(Date.parse(NOW) + minute * MINUTE).toISOString());
      heard.push(await bench.signals.next());
    }
    assert.deepEqual(heard.map(short), [
      'announced announced null/0 keep',
      'started active 0/0 restore',
      'ended cleared null/null keep',
    ]);
    assert.equal(heard[1]?.payload.detail.direction, 'increase');
  });

  it('that is stopped is withdrawn, and its load may come back', async () => {
    bench = await loadRequests({ settings: { acceptance: 'by-itself' } });
    await idle();
    await bench.create('req-001', EIGHTY);
    await bench.confirm('req-001', EIGHTY);
    bench.clock.advanceTo('2025-04-02T10:30:00+02:00');
    await bench.signals.next(({ payload }) => payload.change === 'started');
    assert.equal(await bench.receive({ payload: { command: 'stop', reason: 'too cold' } }), undefined);
    assert.equal((await inState('cancelled')).reason, 'too cold');
    assert.equal(short(await bench.signals.next()), 'withdrawn cleared null/null restore');
  });

  it('that is refused is told, and becomes no signal', async () => {
    bench = await loadRequests();
    await idle();
    await bench.create('req-001', EIGHTY);
    await bench.create('req-002', [period(20, '2025-04-02T14:00:00', '2025-04-02T15:00:00')]);
    assert.equal(await bench.receive({ payload: 'accept' }), 'ERR_COMMAND');
    assert.match((await bench.caught.next()).error.message, /req-001.*req-002/);
    assert.equal(
      await bench.receive({ payload: { command: 'reject', request: 'req-001', reason: 'a visit' } }),
      undefined,
    );
    assert.equal((await inState('rejected')).reason, 'a visit');
    assert.equal(await bench.receive({ payload: { command: 'accept' } }), undefined);
    assert.equal((await inState('accepted')).requestId, 'req-002');
    assert.equal(await bench.receive({ payload: { command: 'accept', request: 'req-003' } }), 'ERR_FLEX_REQUEST');
  });
});

/** 100 kW until the loads go off, then 20 kW until they come back: what its PME-PMI says, every third frame of it. */
class Building {
  private readonly frames = scripted({
    unit: 'kW',
    start: Date.parse(NOW),
    power: (second) => (second < 3600 || second >= 10_800 ? 100 : 20),
    td: () => 10,
    seconds: 4 * 3600,
  });
  private readonly sent: Promise<unknown>[] = [];
  private readonly line;

  constructor(private readonly bench: RequestBench) {
    this.line = readings('cellar', (msg) => this.sent.push(bench.receive(msg)));
  }

  /** Everything is heard that the meter says before. */
  async until(end: number): Promise<void> {
    for (let next = this.frames.next(); next.done !== true; next = this.frames.next()) {
      const { value } = next;
      const at = Date.parse(NOW) + value.second * 1000;
      this.bench.clock.advanceTo(new Date(Math.min(at, end - 1)).toISOString());
      if (value.second % 24 === 3) this.line.push(value.frame.build(), at);
      if (at + 8000 >= end) break;
    }
    await Promise.all(this.sent.splice(0));
  }
}
