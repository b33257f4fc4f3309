// Counters, points and what flows tell: what is no consumption is none, and what is not known is not made up.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Metering } from '../../../../lib/flex/metering/building-metering';
import { Counter } from '../../../../lib/flex/metering/counter';
import { energyIn, type Span, withSpan } from '../../../../lib/flex/metering/spans';
import { Store } from '../../../../lib/store/store';
import { FakeClock } from '../../../support/machine/fake-clock';
import '../../../support/machine/property-seed';
import { flexRequest } from '../../../support/flex/requests';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-10-24T12:00:00+02:00');
const ALL = { bacs: 'b', asset: 'all' };

const metering = (clock = new FakeClock(START + 48 * HOUR)): Metering =>
  new Metering({ store: new Store(undefined), name: 'flex', clock });

/** A reading of a Linky in standard mode, as linky-decode sends it, with what is looked at. */
function linky(at: number, east: number, over: { id?: string; stream?: string; eait?: number; carried?: object } = {}) {
  const { id = '042161314159', stream = 'ttyUSB0', eait, carried = {} } = over;
  return {
    topic: `tic/${id}`,
    schema: 'linky-red/reading@1',
    payload: { EAST: east, ...(eait !== undefined && { EAIT: eait }) },
    tic: {
      meter: { id, family: 'linky' },
      stream,
      time: new Date(at).toISOString(),
      clockOffset: 0,
      completedAt: new Date(at + 400).toISOString(),
      carried,
    },
  };
}

/** One reading a minute, at the same power. */
async function minutes(
  to: Metering,
  from: number,
  count: number,
  watts: number,
  over: Parameters<typeof linky>[2] & { wh?: number } = {},
) {
  const { wh = 1_000_000, ...rest } = over;
  const taken: string[] = [];
  for (let i = 0; i <= count; i += 1)
    taken.push(await to.reading('all', linky(from + i * MINUTE, wh + Math.round((i * watts) / 60), rest)));
  return taken;
}

/** Of a window that is no step of the hour: a request for it says what was measured. */
const power = async (of: Metering, from: number, to: number): Promise<number | null | undefined> =>
  (await of.report(flexRequest({ state: 'completed', asset: 'all', profile: [[from, to, 1]] }), 'reduction')).periods[0]
    ?.measuredW;

describe('an index of a meter', () => {
  it('that falls is no consumption: what follows is counted anew', async () => {
    const meter = metering();
    await minutes(meter, START, 60, 3000);
    await minutes(meter, START + 61 * MINUTE, 60, 3000, { wh: 12 });
    assert.equal(await power(meter, START, START + HOUR), 3000);
    assert.equal(await power(meter, START + 61 * MINUTE, START + 2 * HOUR), 3000);
    assert.equal(await power(meter, START + HOUR - 2 * MINUTE, START + HOUR + 2 * MINUTE), null);
  });

  it('that leaps is none either', async () => {
    const meter = metering();
    await minutes(meter, START, 30, 3000);
    await minutes(meter, START + 31 * MINUTE, 29, 3000, { wh: 8_000_000 });
    assert.equal(await power(meter, START, START + HOUR), null);
    assert.equal(await power(meter, START, START + 30 * MINUTE), 3000);
  });

  it('of a meter that took the place of another on the same line goes on from its own', async () => {
    const meter = metering();
    await minutes(meter, START, 60, 3000);
    const taken = await minutes(meter, START + 61 * MINUTE, 60, 2000, { id: '042361271828', wh: 40 });
    assert.deepEqual([...new Set(taken)], ['taken']);
    assert.equal(await power(meter, START, START + HOUR), 3000);
    assert.equal(await power(meter, START + 61 * MINUTE, START + 121 * MINUTE), 2000);
  });

  it('of a second meter on another line is refused, until the first has been silent', async () => {
    const meter = metering();
    await minutes(meter, START, 30, 3000);
    const other = { id: '042361271828', stream: 'ttyUSB1' };
    assert.equal(await meter.reading('all', linky(START + 31 * MINUTE, 40, other)), 'other-meter');
    assert.equal(await meter.reading('all', linky(START + 46 * MINUTE, 50, other)), 'taken');
  });

  it('that was carried from an earlier frame counts nothing', async () => {
    const meter = metering();
    await minutes(meter, START, 1, 3000);
    await meter.reading('all', linky(START + 2 * MINUTE, 1_000_050, { carried: { EAST: 60 } }));
    await meter.reading('all', linky(START + 3 * MINUTE, 1_000_150));
    assert.equal(await power(meter, START, START + 3 * MINUTE), 3000);
  });

  it('is less what was injected', async () => {
    const meter = metering();
    for (let i = 0; i <= 60; i += 1)
      await meter.reading('all', linky(START + i * MINUTE, 1000 + 10 * i, { eait: 500 + 60 * i }));
    assert.equal(await power(meter, START, START + HOUR), -3000);
  });

  it('that stood over a silence is known as a whole', async () => {
    const meter = metering();
    await minutes(meter, START, 10, 3000);
    await minutes(meter, START + 50 * MINUTE, 10, 3000, { wh: 1_001_500 });
    assert.equal(await power(meter, START, START + HOUR), 1500 - 0 + 500);
    assert.equal(await power(meter, START + 15 * MINUTE, START + 20 * MINUTE), null);
  });

  it('is no other energy on the day of 25 hours', async () => {
    const meter = metering();
    const change = Date.parse('2026-10-25T03:00:00+02:00');
    await minutes(meter, change - HOUR, 180, 3000);
    const hours = await meter.of(ALL, change - HOUR, change + 2 * HOUR, HOUR);
    assert.deepEqual(
      hours.map(({ powerW }) => powerW),
      [3000, 3000, 3000],
    );
  });

  it('says nothing in a test, in a message without a meter, or without an energy', async () => {
    const meter = metering();
    const test = linky(START, 5);
    assert.equal(await meter.reading('all', { ...test, tic: { ...test.tic, test: true } }), 'nothing');
    assert.equal(await meter.reading('all', { payload: { EAST: 5 } }), 'nothing');
    assert.equal(await meter.reading('all', { ...test, payload: { SINSTS: 500, PAPP: 700 } }), 'nothing');
  });
});

describe('points', () => {
  const point = (from: number, minutes: number, value: number, over: object = {}) => ({
    ...{ prm: '00000000000014', direction: 'consumption', kind: 'load-curve', quantity: 'active', unit: 'W' },
    ...{
      start: new Date(from).toISOString(),
      end: new Date(from + minutes * MINUTE).toISOString(),
      value,
      step: 'PT30M',
    },
    ...{ quality: 'measured', source: 'enedis', ...over },
  });

  it('are consumption in whatever order they come, and corrected by later ones', async () => {
    const meter = metering();
    await meter.points('all', [point(START + 30 * MINUTE, 30, 2000), point(START, 30, 1000)]);
    assert.equal(await power(meter, START, START + HOUR), 1500);
    await meter.points('all', [point(START, 30, 3000)]);
    assert.equal(await power(meter, START, START + HOUR), 2500);
    assert.equal(await power(meter, START, START + 2 * HOUR), null);
  });

  it('of a day say nothing of its hours', async () => {
    const meter = metering();
    await meter.points('all', [point(START, 24 * 60, 24_000, { kind: 'energy', unit: 'Wh' })]);
    assert.equal(await power(meter, START, START + HOUR), null);
    assert.equal(
      (await meter.of(ALL, START, START + 24 * HOUR, 24 * HOUR)).every(({ powerW }) => powerW === null),
      true,
    );
  });

  it('of maxima, voltages and indexes are none', async () => {
    const meter = metering();
    for (const over of [
      { kind: 'max-power', unit: 'VA' },
      { quantity: 'voltage', unit: 'V' },
      { kind: 'index', unit: 'Wh' },
      { value: 'much' },
    ])
      assert.equal(await meter.points('all', [point(START, 30, 500, over)]), 'nothing');
  });

  it('stand back behind a meter that measures the same', async () => {
    const meter = metering();
    await minutes(meter, START, 60, 3000);
    await meter.points('all', [
      point(START, 30, 9000),
      point(START + 30 * MINUTE, 30, 9000),
      point(START + HOUR, 30, 9000),
    ]);
    assert.equal(await power(meter, START, START + HOUR), 3000);
    assert.equal(await power(meter, START + HOUR, START + 1.5 * HOUR), 9000);
  });
});

describe('what a flow tells', () => {
  it('is a power between two powers, missing over a longer gap', async () => {
    const meter = metering();
    for (const [minute, powerW] of [
      [0, 1000],
      [4, 3000],
      [8, 3000],
      [20, 3000],
      [24, 3000],
    ] as const)
      await meter.tell('all', { kind: 'power', at: START + minute * MINUTE, powerW });
    assert.equal(await power(meter, START, START + 8 * MINUTE), 2500);
    assert.equal(await power(meter, START, START + 24 * MINUTE), null);
    assert.equal(await power(meter, START + 20 * MINUTE, START + 24 * MINUTE), 3000);
  });

  it('is a counter, or the energy of a time', async () => {
    const meter = metering();
    for (let i = 0; i <= 30; i += 1)
      await meter.tell('all', { kind: 'count', at: START + i * MINUTE, energyWh: 500 + 50 * i });
    await meter.tell('all', { kind: 'span', start: START + 30 * MINUTE, end: START + HOUR, energyWh: 500 });
    assert.equal(await power(meter, START, START + HOUR), 2000);
  });
});

describe('an increase', () => {
  it('is delivered by more than the baseline', async () => {
    const meter = metering();
    await meter.tell('all', { kind: 'span', start: START, end: START + HOUR, energyWh: 10_000 });
    await meter.tell('all', { kind: 'span', start: START + HOUR, end: START + 1.5 * HOUR, energyWh: 10_000 });
    const request = flexRequest({
      state: 'completed',
      asset: 'all',
      profile: [[START + HOUR, START + 1.5 * HOUR, -9000]],
    });
    const { periods, deliveredWh } = await meter.report(request, 'reduction');
    assert.deepEqual([periods[0]?.deliveredW, deliveredWh], [10_000, 5000]);
  });
});

describe('stretches of energy', () => {
  it('add up to what the counter has counted, whenever it was read', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 280_000 }), fc.integer({ min: 0, max: 500 })), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (readings) => {
        const counter = new Counter({ stepMs: MINUTE, mostW: Infinity, stepWh: 1 });
        let spans: Span[] = [];
        let [at, wh] = [START, 1000];
        counter.hear({ at, wh });
        for (const [ms, rise] of readings) {
          [at, wh] = [at + ms, wh + rise];
          for (const span of counter.hear({ at, wh })) spans = withSpan(spans, span);
        }
        for (const span of counter.breakOff()) spans = withSpan(spans, span);
        const whole = energyIn(spans, START, at);
        assert.ok(whole !== null && Math.abs(whole - (wh - 1000)) < 1e-6);
        const parts = [
          START,
          ...Array.from({ length: 400 }, (_, i) => START + (i + 1) * 7 * MINUTE).filter((edge) => edge < at),
          at,
        ];
        const sum = parts.slice(1).reduce((all, end, i) => all + (energyIn(spans, parts[i] ?? 0, end) ?? NaN), 0);
        assert.ok(Math.abs(sum - whole) < 1e-6);
        assert.equal(energyIn(spans, START - 10, at), null);
        assert.equal(energyIn(spans, START, at + 10), null);
      }),
    );
  });

  it('never overlap, and the last word holds', () => {
    const span = fc.tuple(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 9 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (words) => {
        let spans: Span[] = [];
        for (const [start, length, wh, whole] of words)
          spans = withSpan(spans, { start, end: start + length, wh, ...(whole && { whole: true as const }) });
        for (const [i, each] of spans.entries())
          assert.ok(each.start < each.end && each.end <= (spans[i + 1]?.start ?? Infinity));
        const last = words.at(-1);
        if (last !== undefined) assert.equal(energyIn(spans, last[0], last[0] + last[1]), last[2]);
      }),
    );
  });
});
