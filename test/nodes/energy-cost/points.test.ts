// energy-cost in Node-RED: points go on, with what they cost; what waits for a colour has its cost when that comes.
import assert from 'node:assert/strict';
import { FakeClock } from '../../support/machine/fake-clock';
import { helper } from '../../support/node-red/helper';
import { CostBench, TWO_PRICES, type SentPoints } from '../../support/tariff/cost-bench';
import { curve, daily, pointsMessage, PRM, reading, TEMPO } from '../../support/tariff/household';

/** Sums of binary fractions. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const sum = ({ payload }: Pick<SentPoints, 'payload'>): number =>
  rounded(payload.reduce((all, { value }) => all + value, 0));

describe('energy-cost, points', () => {
  let bench: CostBench;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await CostBench.open(new FakeClock('2026-01-12T12:00:00+01:00'));
  });
  afterEach(async () => {
    await bench.close();
  });

  const costs = () => bench.points.next(({ topic }) => topic.endsWith('/cost'));
  const shown = () => bench.statuses.all.at(-1)?.text ?? '';

  describe('points', () => {
    it('go on as they came, then their costs by class, then the subscription of their days', async () => {
      await bench.load({ contract: [{ ...TWO_PRICES, subscription: '31' }] });
      const message = { ...pointsMessage(curve('2026-01-11T00:00:00+01:00', 48, 1000)), mark: 'asked' };
      bench.receive(message);
      const first = await bench.points.next();
      assert.deepEqual({ ...first, _msgid: undefined }, { ...message, _msgid: undefined });
      const second = await bench.points.next();
      assert.deepEqual(
        [second.topic, second.schema, second.parts?.count, second.payload.length],
        [`points/${PRM}/consumption/cost`, 'linky-red/points@1', 1, 48],
      );
      const cost = { ...message.payload[0], kind: 'cost', unit: 'EUR', value: 0.05, tariffClass: 'hc' };
      assert.deepEqual(second.payload[0], cost);
      // 16 hours of 1 kW at 0.20, 8 at 0.10.
      assert.equal(sum(second), 4);
      const third = await bench.points.next();
      assert.equal(third.topic, `points/${PRM}/consumption/billing`);
      assert.deepEqual(third.payload, [
        {
          prm: PRM,
          direction: 'consumption',
          kind: 'billing',
          quantity: 'active',
          start: '2026-01-10T23:00:00Z',
          end: '2026-01-11T23:00:00Z',
          value: 1,
          unit: 'EUR',
          step: 'P1D',
          tariffClass: 'subscription',
          quality: 'derived',
          source: 'test',
        },
      ]);
    });

    it('come in parts of 1,000 where a class cuts many of them', async () => {
      // Off-peak for one minute in each half hour.
      const ranges = Array.from({ length: 48 }, (_, i) => {
        const [hour, minute] = [Math.floor(i / 2), (i % 2) * 30 + 10];
        return `${hour}h${minute}-${hour}h${minute + 1}`;
      });
      await bench.load({ contract: [{ ...TWO_PRICES, offPeak: ranges.join(';') }] });
      bench.receive(pointsMessage(curve('2026-01-01T00:00:00+01:00', 480, 600)));
      const parts = [await costs(), await costs()];
      assert.deepEqual(
        parts.map((part) => [part.parts?.index, part.parts?.count]),
        [
          [0, 2],
          [1, 2],
        ],
      );
      assert.equal(parts[0]?.payload.length, 1000);
      assert.ok(parts.every(({ payload }) => payload.every(({ quality }) => quality === 'estimated')));
      const total = parts.reduce((all, part) => all + sum(part), 0);
      assert.ok(Math.abs(total - (144 * (29 / 30) * 0.2 + 144 * (1 / 30) * 0.1)) < 1e-5, String(total));
    });

    it('of a production are paid, and bring no subscription', async () => {
      await bench.load({ contract: [{ offer: 'base', base: '0.2', feedIn: '0,04', subscription: '10' }] });
      await bench.take(pointsMessage(curve('2026-01-11T10:00:00+01:00', 4, 500, { direction: 'production' })));
      const paid = await costs();
      assert.deepEqual([paid.topic, sum(paid)], [`points/${PRM}/production/cost`, 0.04]);
      assert.equal(bench.points.all.length, 2);
    });

    it('of a whole day cost something where no curve of it was seen, also after a restart', async () => {
      const contract = [{ offer: 'base', base: '0.2' }];
      const [first, second] = [
        daily('2026-01-10T00:00:00+01:00', '2026-01-11T00:00:00+01:00', 5000),
        daily('2026-01-11T00:00:00+01:00', '2026-01-12T00:00:00+01:00', 5000),
      ];
      await bench.load({ contract });
      await bench.take(pointsMessage(curve('2026-01-11T10:00:00+01:00', 4, 500)));
      assert.equal(sum(await costs()), 0.2);
      await bench.stop();
      await bench.load({ contract });
      bench.receive(pointsMessage([first, second]));
      const { payload } = await costs();
      assert.deepEqual(
        payload.map(({ start, value, quality }) => [start, value, quality]),
        [['2026-01-09T23:00:00Z', 1, 'daily-only']],
      );
    });

    it('without a price are told once, and go on', async () => {
      await bench.load({ contract: [{ offer: 'hp-hc', offPeak: '22h-6h', hc: '0.1', from: '2026-01-05' }] });
      await bench.take(pointsMessage(curve('2026-01-04T00:00:00+01:00', 96, 100)));
      const codes = [(await bench.caught.next()).error.code, (await bench.caught.next()).error.code];
      assert.deepEqual(codes, ['ERR_TARIFF_PERIOD', 'ERR_TARIFF_PRICE']);
      assert.match(bench.caught.all[1]?.error.message ?? '', /hp.*2026-01-05/);
      await bench.take(pointsMessage(curve('2026-01-03T00:00:00+01:00', 48, 100)));
      assert.equal(bench.caught.all.length, 2);
    });

    it('that are none are refused with their place', async () => {
      await bench.load({ contract: [TWO_PRICES] });
      bench.receive({ schema: 'linky-red/points@1', payload: [{ prm: 'x' }] });
      assert.equal((await bench.caught.next()).error.code, 'ERR_INPUT');
      assert.equal(bench.points.all.length, 0);
    });
  });

  describe('colours', () => {
    const day = () => pointsMessage(curve('2026-01-11T06:00:00+01:00', 48, 1000));
    const came = async (): Promise<readonly unknown[]> => {
      const message = await costs();
      return [sum(message), [...new Set(message.payload.map(({ tariffClass }) => tariffClass))].sort()];
    };

    beforeEach(async () => {
      await bench.load({ contract: [TEMPO] });
    });

    it('are waited for, and the cost comes with them: from a table', async () => {
      await bench.take(day());
      assert.equal(bench.points.all.length, 1);
      assert.match(shown(), /awaits-one|1 day waits/);
      await bench.take({ payload: { command: 'colours', days: { '2026-01-11': 'red' } } });
      assert.deepEqual(await came(), [rounded(16 * 0.6 + 8 * 0.5), ['hc-red', 'hp-red']]);
      assert.doesNotMatch(shown(), /awaits|waits/);
    });

    it('from tempo-signal, the confirmed ones alone', async () => {
      await bench.take(day());
      const named = (confirmed: boolean) => ({ day: '2026-01-11', colour: 'white', confirmed, source: 'rte' });
      const state = (payload: object) => ({ schema: 'linky-red/tempo@1', topic: 'tempo', payload });
      await bench.take(state({ today: named(false) }));
      await bench.take(state({ today: named(true), simulated: true }));
      assert.equal(bench.points.all.length, 1);
      bench.receive(state({ now: named(true) }));
      assert.deepEqual(await came(), [rounded(16 * 0.4 + 8 * 0.3), ['hc-white', 'hp-white']]);
    });

    it('from the history of tempo-signal, and not from rows of open data', async () => {
      await bench.take(day());
      const payload = [{ day: '2026-01-11', colour: 'blue', source: 'rte' }];
      await bench.take({ schema: 'linky-red/rows@1', topic: 'rows/tempo', payload });
      assert.equal(bench.points.all.length, 1);
      bench.receive({ schema: 'linky-red/rows@1', topic: 'tempo/history', payload });
      assert.deepEqual(await came(), [rounded(16 * 0.2 + 8 * 0.1), ['hc-blue', 'hp-blue']]);
    });

    it('from the readings of a meter, the confirmed ones alone', async () => {
      await bench.take(day());
      const detail = (confirmed: boolean) => ({ day: '2026-01-11', colour: 'red', confirmed });
      const signal = { source: 'tic', signal: 'day-colour', state: 'active' };
      await bench.take(reading({}, { signals: [{ ...signal, detail: detail(false) }] }));
      await bench.take(reading({}, { test: true, signals: [{ ...signal, detail: detail(true) }] }));
      assert.equal(bench.points.all.length, 1);
      bench.receive(reading({}, { signals: [{ ...signal, detail: detail(true) }] }));
      assert.deepEqual((await came())[1], ['hc-red', 'hp-red']);
    });

    it('are kept over a restart; what a table has said nobody changes', async () => {
      await bench.take({ payload: { command: 'colours', days: { '2026-01-11': 'red' } } });
      await bench.stop();
      await bench.load({ contract: [TEMPO] });
      const payload = [{ day: '2026-01-11', colour: 'blue', source: 'rte' }];
      await bench.take({ schema: 'linky-red/rows@1', topic: 'tempo/history', payload });
      bench.receive(day());
      assert.deepEqual((await came())[1], ['hc-red', 'hp-red']);
    });

    it('of a table that makes no sense are refused', async () => {
      for (const days of [undefined, { '2026-02-30': 'red' }, { '2026-01-11': 'green' }]) {
        bench.receive({ payload: { command: 'colours', days } });
        assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
      }
    });
  });
});
