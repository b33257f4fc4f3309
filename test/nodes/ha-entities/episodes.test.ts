// What an episode costs Home Assistant's database, and whose attributes an entity carries.
// Not in the fast lane: hours of frames.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../../lib/grid/signal';
import { HaBench, SIGNAL } from '../../support/home-assistant/ha-bench';
import { standardHouse } from '../../support/tic/house-frames';

const HOUR_S = 3600;
const FRAME_S = 5;

async function house(settings = {}): Promise<HaBench> {
  const bench = await HaBench.open({ settings });
  bench.bytes(standardHouse());
  return bench;
}

/** What Home Assistant would write a row of its database for: each message that changes state or attributes. */
function rows(bench: HaBench, entity: string, from: number): string[] {
  const topics = [`linkyred/linky/${entity}/attributes`];
  return bench.sent.slice(from).flatMap(({ topic, payload }) => (topics.includes(topic) ? [payload] : []));
}

describe('an hour of overrun', () => {
  it('whose power moves with every frame costs Home Assistant 60 rows at the most, begins and ends at once', async () => {
    const bench = await house();
    const from = bench.sent.length;
    for (let second = 0; second < HOUR_S; second += FRAME_S) {
      bench.bytes(standardHouse({ overrun: true, va: 9500 + (second % 700) }));
      if (second === 0) assert.equal(bench.of('overrun'), 'ON');
      bench.clock.advance(FRAME_S * 1000);
    }
    bench.bytes(standardHouse());
    assert.equal(bench.of('overrun'), 'OFF');
    const told = rows(bench, 'overrun', from);
    assert.ok(told.length <= 60, `${told.length} rows`);
    assert.ok(told.length > 20, 'its figures are told now and then');
    assert.deepEqual(
      bench.sent
        .slice(from)
        .filter(({ topic }) => topic === 'linkyred/linky/overrun')
        .map(({ payload }) => payload),
      ['ON', 'OFF'],
    );
    await bench.close();
  });

  it('tells every change where the user wants every change', async () => {
    const bench = await house({ throttle: 'none' });
    const from = bench.sent.length;
    for (const value of [9500, 9600, 9700]) bench.signal({ detail: { ...SIGNAL.detail, value } });
    assert.equal(rows(bench, 'overrun', from).length, 3);
    await bench.close();
  });

  it('tells at once what is no figure', async () => {
    const bench = await house();
    bench.signal({ id: 'peak', signal: 'peak', level: 2, detail: { pm: 1 } });
    bench.signal({ id: 'peak', signal: 'peak', level: 3, change: 'worsened', detail: { pm: 1 } });
    assert.equal(bench.attributesOf('peak')['level'], 3);
    await bench.close();
  });
});

const OVER: Partial<GridSignal> = { state: 'cleared', change: 'ended', level: 0, expected: 0 };
const UNKNOWN: Partial<GridSignal> = { state: 'unknown', change: 'lost', level: null, expected: null };
const ANNOUNCED: Partial<GridSignal> = { state: 'announced', change: 'announced', level: 2, expected: 3 };
const ACTIVE: Partial<GridSignal> = { state: 'active', change: 'started', level: 3, expected: 3 };

const PAIRS = [
  {
    signal: 'power-overrun',
    notice: 'preavis',
    inForce: 'overrun',
    detail: { phases: [2], value: 9840, threshold: 9 },
  },
  { signal: 'peak', notice: 'peak_notice', inForce: 'peak', detail: { pm: 2 } },
] as const;

const SITUATIONS = [
  { name: 'announced', steps: [ANNOUNCED], states: ['ON', 'OFF'], carries: 'notice' },
  { name: 'in force', steps: [ACTIVE], states: ['OFF', 'ON'], carries: 'inForce' },
  { name: 'announced, then in force', steps: [ANNOUNCED, ACTIVE], states: ['OFF', 'ON'], carries: 'inForce' },
  { name: 'over', steps: [ANNOUNCED, ACTIVE, OVER], states: ['OFF', 'OFF'], carries: 'none' },
  { name: 'unknown', steps: [ACTIVE, UNKNOWN], states: [null, 'None'], carries: 'none' },
] as const;

describe('attributes of a notice and of what it announces', () => {
  for (const { signal, notice, inForce, detail } of PAIRS)
    for (const { name, steps, states, carries } of SITUATIONS)
      for (const simulated of [false, true])
        it(`${signal} ${name}${simulated ? ', simulated' : ''}: each carries those of its own event alone`, async () => {
          // A meter that gives notices has the entity from the start.
          const bench = await house();
          bench.signal({ id: 'before', signal, ...ANNOUNCED, detail: {} });
          bench.signal({ id: 'before', signal, ...OVER, detail: {} });
          for (const step of steps)
            bench.signal({ id: 'now', signal, ...step, detail: { ...detail, ...(simulated ? { simulated } : {}) } });
          // A simulation that is over, or lost, leaves what the meter says.
          const isLost = name === 'unknown' && simulated;
          const [ofNotice, ofForce] = isLost ? ['OFF', 'OFF'] : states;
          if (ofNotice !== null) assert.equal(bench.of(notice), ofNotice);
          assert.equal(bench.of(inForce), ofForce);
          for (const [role, entity] of [
            ['notice', notice],
            ['inForce', inForce],
          ] as const) {
            const attributes = bench.attributesOf(entity);
            if (role !== carries) {
              assert.deepEqual(attributes, { simulated: false }, entity);
              continue;
            }
            assert.equal(attributes['since'], SIGNAL.start);
            assert.equal(attributes['simulated'], simulated);
            assert.equal(attributes['level'], role === 'notice' ? 2 : 3);
            for (const [field, value] of Object.entries(detail))
              if (!(entity === 'preavis' && field === 'phases')) assert.deepEqual(attributes[field], value);
          }
          await bench.close();
        });
});

describe('an entity with attributes that tells a state', () => {
  it('is one message to Home Assistant, and a plain state for everybody else', async () => {
    const bench = await house();
    const config = bench.configOf('overrun', 'binary_sensor');
    assert.equal(config['state_topic'], 'linkyred/linky/overrun/attributes');
    assert.equal(config['json_attributes_topic'], config['state_topic']);
    const from = bench.sent.length;
    bench.bytes(standardHouse({ overrun: true, va: 9840 }));
    bench.bytes(standardHouse());
    const told = rows(bench, 'overrun', from).map((payload) => JSON.parse(payload) as Record<string, unknown>);
    assert.deepEqual(
      told.map(({ state, phases }) => [state, phases]),
      [
        ['ON', [1]],
        ['OFF', undefined],
      ],
    );
    assert.equal(bench.of('overrun'), 'OFF');
    await bench.close();
  });

  it('is a figure in two messages, at its own pace', async () => {
    const bench = await house();
    const config = bench.configOf('headroom');
    assert.deepEqual([config['state_topic'], config['value_template']], ['linkyred/linky/headroom', undefined]);
    await bench.close();
  });
});
