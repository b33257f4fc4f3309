// Whatever comes in, nothing leaves that Home Assistant would refuse, and nothing throws but errors that say whose fault it is.
// Not in the fast lane: thousands of messages.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../lib/errors';
import { LABEL_ROWS } from '../../../lib/home-assistant/entities';
import { SIGNAL_KINDS } from '../../../lib/grid/signal';
import { HaBench, SIGNAL } from '../../support/home-assistant/ha-bench';
import { METER, SUCCESSOR } from '../../support/tic/house-frames';
import { refusals } from '../../support/home-assistant/discovery-rules';

const RUNS = 100;
const BLAMING = ['ERR_INPUT', 'ERR_COMMAND'];

/** Words that are something else in JavaScript, in MQTT or in Home Assistant. */
const TRAPS = ['__proto__', 'constructor', 'toString', 'None', 'null', '', ' ', '+', '#', '\0', 'x'.repeat(70_000)];
const CLOCKS = [
  '2026-01-15T12:00:00+01:00',
  '2026-02-30T12:00:00+01:00',
  '2026-01-15T24:00:00+01:00',
  '2026-01-15T12:00:00 (noon)+01:00',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-01-15',
];
const anything = fc.oneof(
  { weight: 4, arbitrary: fc.double() },
  { weight: 2, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -1, -0, 1e15, 1e21, 1e305, Number.MIN_VALUE) },
  { weight: 3, arbitrary: fc.constantFrom(...TRAPS) },
  { weight: 2, arbitrary: fc.constantFrom(...CLOCKS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  {
    weight: 3,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withTypedArray: true,
    }),
  },
  { weight: 1, arbitrary: fc.constant(null).map(circle) },
  { weight: 1, arbitrary: fc.constant(null).map(() => Array.from({ length: 5000 }, (_, i) => ({ level: 2, i }))) },
);

function circle(): unknown {
  const around: Record<string, unknown> = {};
  around['around'] = around;
  return around;
}

/** Each field as it should be, anything, or not there. */
function fields(good: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const each = Object.entries(good).map(([name, value]) => [
    name,
    fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: anything }),
  ]);
  return fc.record(Object.fromEntries(each) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] });
}

const LABELS = [...new Set(LABEL_ROWS.flatMap(({ labels }) => labels)), 'SIGNE', ...TRAPS.slice(0, 4)];
const values = fc
  .array(fc.tuple(fc.constantFrom(...LABELS), fc.oneof(anything, fc.nat())), { maxLength: 30 })
  // As JSON.parse does it: `__proto__` becomes a key like any other.
  .map((pairs) => Object.fromEntries(pairs));

const detail = fields({
  phases: [1],
  value: 9840,
  unit: 'VA',
  threshold: 9000,
  pm: 1,
  offPeak: true,
  period: 'HP',
}).chain((some) =>
  fields({ ...some, fault: 'silence', day: '2026-01-15', colour: 'red', confirmed: true, simulated: true }),
);
const signal = fc
  .record({
    base: fields({ ...SIGNAL, origin: METER, level: 3, end: '2026-01-16T06:00:00+01:00' }),
    kind: fc.constantFrom(...SIGNAL_KINDS),
    source: fc.constantFrom('tic', 'ecowatt', 'tempo'),
    state: fc.constantFrom('announced', 'active', 'cleared', 'unknown'),
    change: fc.constantFrom('initial', 'announced', 'started', 'worsened', 'eased', 'ended', 'withdrawn', 'lost'),
    detail,
  })
  .map(({ base, kind, ...rest }) => ({ ...SIGNAL, ...base, ...rest, signal: kind }));

const meter = fields({
  id: METER,
  family: 'linky',
  mode: 'standard',
  phases: 1,
  producer: true,
  maker: 'x',
  year: 2021,
  type: '61',
});
const tic = fc
  .record({
    meter: fc.oneof(
      { weight: 8, arbitrary: meter },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          { id: SUCCESSOR, family: 'cje' },
          { family: 'constructor' },
          { id: METER, family: 'pme-pmi' },
          null,
        ),
      },
    ),
    rest: fields({
      stream: 'maison',
      time: '2026-01-15T12:00:00+01:00',
      completedAt: '2026-01-15T11:00:00.000Z',
      horodates: { SMAXSN: '2026-01-15T07:30:12+01:00' },
      units: { PS: 'kVA', PMAX: 'VA' },
      headroom: { va: 5, a: 5, phase: 1, cutoffVa: 5 },
      clockOffset: 1.5,
      carried: {},
      quality: { rejected: 0, held: 0, frames: 1, complete: true },
      test: false,
    }),
    decoded: fields({
      STGE: { breaker: 'constructor', dryContact: 'closed', producer: true, distributorIndex: 1, euridis: '__proto__' },
      RELAIS: [1, 2],
      'PJOURF+1': [],
      JAUNE: { period: 'HPH', apparentPowerVa: 5 },
      ENERG: [1, 2, 3, 4],
      PMAXC: [1],
      PSOUSC: [1],
    }),
    headroom: fields({ va: 5, a: 5, phase: 1, cutoffVa: 5, w: 5 }),
    budget: fields({ unit: 'kVA', mean: 5, left: 5, maxMean: 5, secondsToTop: 300, subscribed: 36 }),
    derived: fields({ apparentPower: { value: 5 }, activePower: { value: 5 } }),
    flexReady: fc.oneof(fc.array(fields({ data: 'EAP', met: false, since: '2026-01-15T12:00:00+01:00' })), anything),
    signals: fc.array(signal, { maxLength: 3 }),
  })
  .map(({ rest, ...more }) => ({ ...rest, ...more }));

const hour = fields({ start: '2026-01-15T12:00:00+01:00', end: '2026-01-15T13:00:00+01:00', level: 2 });
const day = fields({
  day: '2026-01-15',
  colour: 'red',
  level: 2,
  hours: [1, 2, 3],
  confirmed: true,
  start: 'x',
  source: 'rte',
});
const NOW = '2026-01-15T11:00:02.000Z';
const grid = fc
  .record({
    base: fields({
      level: 2,
      publishedAt: '2026-01-14T17:00:00+01:00',
      message: 'x',
      slots: [],
      alert: { start: 'x', end: 'y' },
      nextAlert: { start: '2026-01-15T18:00:00+01:00', end: '2026-01-15T20:00:00+01:00', level: 3 },
      nextChange: { at: '2026-01-15T22:00:00+01:00', colour: 'red', offPeak: true },
      season: { label: '2026-2027', red: { left: 5, used: 17 }, blue: null },
      offPeak: true,
      source: 'rte',
      simulated: false,
    }),
    hours: fc.oneof(fc.array(hour, { maxLength: 4 }), anything),
    days: fc.oneof(fc.array(day, { maxLength: 5 }), anything),
    now: fc.oneof(day, anything),
    next: fc.oneof(day, anything),
    at: fc.oneof({ weight: 5, arbitrary: fc.constant(NOW) }, { weight: 1, arbitrary: anything }),
  })
  .map(({ base, ...rest }) => ({ ...base, ...rest }));

const message = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ payload: fc.oneof({ weight: 6, arbitrary: values }, { weight: 1, arbitrary: anything }), tic })
      .map((rest) => ({ topic: `tic/${METER}`, schema: 'linky-red/reading@1', ...rest })),
  },
  { weight: 3, arbitrary: signal.map((payload) => ({ schema: 'linky-red/signal@1', payload })) },
  { weight: 1, arbitrary: detail.map((payload) => ({ schema: 'linky-red/signal@1', payload })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('ecowatt', 'tempo'), grid)
      .map(([kind, payload]) => ({ schema: `linky-red/${kind}@1`, payload })),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        topic: fc.oneof(fc.constantFrom('homeassistant/status', 'linkyred/linky/energy_total/attributes'), anything),
        schema: fc.oneof(fc.constantFrom('linky-red/reading@1', 'constructor'), anything),
        payload: anything,
        tic: anything,
      },
      { requiredKeys: [] },
    ),
  },
);

describe('whatever comes in', () => {
  it('nothing leaves that Home Assistant would refuse, and only the message itself is to blame', async function () {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), async (messages) => {
        const bench = await HaBench.open({ settings: { throttle: 'none' } });
        for (const msg of messages) {
          try {
            bench.controller.receive(msg);
          } catch (error) {
            if (!(error instanceof LinkyRedError) || !BLAMING.includes(error.code)) throw error;
          }
          bench.clock.advance(1000);
        }
        bench.clock.advance(62_000);
        bench.command('refresh');
        await bench.close();
        assert.deepEqual(refusals(bench.sent), []);
      }),
      { numRuns: RUNS },
    );
  });

  it('what is good still counts afterwards', async function () {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (messages) => {
        const bench = await HaBench.open({ settings: { throttle: 'none' } });
        for (const msg of messages)
          try {
            bench.controller.receive(msg);
          } catch {
            // The test above says which.
          }
        bench.command('refresh');
        // A total may have to be held back for a while; the power of this second not.
        bench.clock.advance(3 * 60_000);
        for (const va of [100, 1240]) {
          bench.reading({ SINSTS: va });
          bench.clock.advance(1000);
        }
        const all = [...bench.retained].filter(([topic]) => topic.endsWith('/apparent_power'));
        await bench.close();
        assert.ok(
          all.some(([, payload]) => payload === '1240'),
          JSON.stringify(all),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('is judged by rules that find a fault where there is one', () => {
    const config = (more: object): string =>
      JSON.stringify({ name: 'x', state_topic: 'linkyred/x', availability: [], device: { name: 'x' }, ...more });
    const judged = (more: object, state: string): string[] =>
      refusals([
        { topic: 'homeassistant/sensor/x/config', payload: config(more), qos: 1, retain: true },
        { topic: 'linkyred/x', payload: state, qos: 1, retain: true },
      ]);
    const energy = { device_class: 'energy', unit_of_measurement: 'Wh', state_class: 'total_increasing' };
    for (const [more, state] of [
      [energy, 'Infinity'],
      [energy, '-5'],
      [{ ...energy, unit_of_measurement: 'VA' }, '5'],
      [{ device_class: 'enum', options: ['a'] }, 'b'],
      [{ device_class: 'timestamp' }, '2026-02-30T12:00:00+01:00'],
      [{ payload_on: 'ON', payload_off: 'OFF' }, 'on'],
      [{}, 'x'.repeat(256)],
      [{ device: { name: 'x', model: null } }, 'x'],
    ] as const)
      assert.equal(judged(more, state).length, 1, `${JSON.stringify(more)} ${state}`);
    assert.deepEqual(judged(energy, '5.5'), []);
  });
});
