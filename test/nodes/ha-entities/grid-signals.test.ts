// Ecowatt and Tempo as devices of their own: what is retained after a message of ecowatt-signal or tempo-signal.
// Not in the fast lane: days of signals.
import assert from 'node:assert/strict';
import { parseEcowatt } from '../../../lib/rte/ecowatt/answer';
import { ecowattState } from '../../../lib/rte/ecowatt/state';
import { tempoState } from '../../../lib/rte/tempo/state';
import type { TempoColour } from '../../../lib/rte/tempo/answers';
import { CALM, ecowattAnswer, hours } from '../../support/rte/ecowatt';
import { FakeClock } from '../../support/machine/fake-clock';
import { HaBench } from '../../support/home-assistant/ha-bench';

/** A Tuesday in November, 08:30 in Paris: a red hour of an orange morning. */
const NOW = '2026-11-24T07:30:00Z';
const PARIS = '+01:00';
const EARLIER_MS = 120_000;

interface Sent {
  readonly schema: string;
  readonly payload: object;
}

/** The morning of the 24th is tense from 7 to 11, red at 8 and 9; J+3 is missing; made at 17:00 the day before. */
function ecowatt(at: string): Sent {
  const publication = parseEcowatt(
    ecowattAnswer({
      '2026-11-24': hours({ 7: 2, 8: 3, 9: 3, 10: 2, 12: 0 }),
      '2026-11-25': hours({ 18: 2 }),
      '2026-11-26': CALM,
    }),
  );
  const received = { publication, receivedAt: Date.parse(NOW), source: 'rte' as const };
  return { schema: 'linky-red/ecowatt@1', payload: ecowattState(received, Date.parse(at)) };
}

/** 84 days of the season are over, all blue but one white; red today, white tomorrow. */
function tempo(at: string): Sent {
  const past = (colour: TempoColour) => ({ colour, source: 'rte' as const });
  const history = new Map<string, ReturnType<typeof past>>();
  for (let day = Date.parse('2026-09-01'); day < Date.parse('2026-11-24'); day += 86_400_000)
    history.set(new Date(day).toISOString().slice(0, 10), past('blue'));
  history.set('2026-11-20', past('white'));
  const told = (colour: TempoColour) => ({ rte: { colour, confirmed: true, at: Date.parse(NOW) } });
  const claims = { '2026-11-24': told('red'), '2026-11-25': told('white') };
  const payload = tempoState({ claims, history, order: ['rte'], totals: { red: 22, white: 43 } }, Date.parse(at));
  return { schema: 'linky-red/tempo@1', payload };
}

async function open(options: Parameters<typeof HaBench.open>[0] = {}): Promise<HaBench> {
  const clock = new FakeClock(new Date(Date.parse(NOW) - 2000).toISOString());
  return await HaBench.open({ clock, ...options });
}

const hear = (bench: HaBench, message: Sent): void => {
  bench.controller.receive(message);
};
const states = (bench: HaBench, key: string): Record<string, string> =>
  Object.fromEntries(
    [...bench.retained].flatMap(([topic, payload]) => {
      const [, of, entity, more] = topic.split('/');
      return topic.startsWith('linkyred/') && of === key && entity !== undefined && more === undefined
        ? [[entity, payload]]
        : [];
    }),
  );

describe('Ecowatt in Home Assistant', () => {
  it('is a device of its own: state by state', async () => {
    const bench = await open();
    hear(bench, ecowatt(NOW));
    assert.deepEqual(states(bench, 'ecowatt'), {
      status: 'online',
      now: 'red',
      this_hour: 'red',
      next_hour: 'red',
      coming: 'red',
      day_0: 'red',
      day_1: 'orange',
      day_2: 'green',
      day_3: 'unknown',
      alert: 'ON',
      red: 'ON',
      next_alert_start: `2026-11-25T18:00:00${PARIS}`,
      next_alert_end: `2026-11-25T19:00:00${PARIS}`,
      message: 'Système électrique très tendu.',
      published_at: `2026-11-23T17:00:00${PARIS}`,
      age: '930',
    });
    const config = JSON.parse(bench.retained.get('homeassistant/sensor/linkyred_ecowatt_now/config') ?? '{}') as {
      unique_id: string;
      device: Record<string, unknown>;
      availability: { topic: string }[];
    };
    assert.equal(config.unique_id, 'linkyred_ecowatt_now');
    assert.deepEqual(config.device['identifiers'], ['linkyred_ecowatt']);
    assert.equal(config.device['name'], 'Écowatt');
    assert.deepEqual(
      config.availability.map(({ topic }) => topic),
      ['linkyred/status', 'linkyred/ecowatt/status'],
    );
    assert.equal(bench.state?.devices, 1);
    await bench.close();
  });

  it('gives label, level and slots, and the attributes that the card of MyElectricalData reads', async () => {
    const bench = await open();
    hear(bench, ecowatt(NOW));
    assert.deepEqual(bench.attributesOf('now', 'ecowatt'), {
      label: 'Rouge',
      level: 3,
      source: 'rte',
      simulated: false,
    });
    assert.deepEqual(bench.attributesOf('this_hour', 'ecowatt'), {
      label: 'Rouge',
      level: 3,
      since: `2026-11-24T08:00:00${PARIS}`,
      until: `2026-11-24T09:00:00${PARIS}`,
    });
    const { slots } = bench.attributesOf('coming', 'ecowatt');
    assert.deepEqual((slots as unknown[]).slice(0, 2), [
      { start: `2026-11-24T08:00:00${PARIS}`, end: `2026-11-24T10:00:00${PARIS}`, level: 3 },
      { start: `2026-11-24T10:00:00${PARIS}`, end: `2026-11-24T11:00:00${PARIS}`, level: 2 },
    ]);
    const { date, forecast } = bench.attributesOf('day_0', 'ecowatt') as {
      date: string;
      forecast: Record<string, number>;
    };
    assert.equal(date, '2026-11-24');
    assert.deepEqual(
      ['00 h', '07 h', '08 h', '12 h', '23 h'].map((hour) => forecast[hour]),
      [1, 2, 3, 1, 1],
    );
    assert.deepEqual(bench.attributesOf('day_3', 'ecowatt')['forecast'], {});
    await bench.close();
  });

  it('tells unknown as unknown and is then unavailable, and so when its sender goes silent', async () => {
    const bench = await open();
    hear(bench, { schema: 'linky-red/ecowatt@1', payload: ecowattState(undefined, Date.parse(NOW)) });
    const none = states(bench, 'ecowatt');
    assert.deepEqual([none['status'], none['now'], none['alert'], none['red']], ['offline', 'unknown', 'None', 'None']);
    hear(bench, ecowatt(NOW));
    assert.equal(bench.of('status', 'ecowatt'), 'online');
    bench.clock.advance(34 * 60_000);
    assert.equal(bench.of('status', 'ecowatt'), 'online');
    bench.clock.advance(EARLIER_MS);
    assert.equal(bench.of('status', 'ecowatt'), 'offline');
    await bench.close();
  });

  it('does not take a look at another hour for now, nor the level of an earlier hour after a restart', async () => {
    const bench = await open();
    hear(bench, ecowatt(NOW));
    hear(bench, ecowatt('2026-11-24T13:00:00Z'));
    assert.equal(bench.of('now', 'ecowatt'), 'red');
    await bench.close();
    const again = await open({ store: bench.store, clock: bench.clock });
    again.clock.advance(61_000);
    assert.equal(again.of('status', 'ecowatt'), 'offline');
    await again.close();
  });

  it('has an event entity for the edges of an alert, simulated or not', async () => {
    const bench = await open();
    hear(bench, ecowatt(NOW));
    const edge = { source: 'ecowatt', origin: 'x', signal: 'grid-tension', id: 'a' } as const;
    bench.signal({ ...edge, change: 'initial', detail: {} });
    bench.signal({ ...edge, change: 'worsened', detail: { simulated: true } });
    bench.signal({ ...edge, state: 'cleared', change: 'ended', level: 1, detail: {} });
    bench.signal({ ...edge, state: 'cleared', change: 'eased', level: 0, detail: {} });
    const told = bench.told('event', 'ecowatt').map((text) => JSON.parse(text) as Record<string, unknown>);
    assert.deepEqual(
      told.map((event) => [event['event_type'], event['simulated']]),
      [
        ['alert_level', true],
        ['alert_end', false],
      ],
    );
    assert.ok(!bench.retained.has('linkyred/ecowatt/event'));
    await bench.close();
  });

  it('hangs on a key that can be edited, and takes the old entities back', async () => {
    const bench = await open();
    hear(bench, ecowatt(NOW));
    bench.bytes(Buffer.alloc(0));
    await bench.close();
    const renamed = await open({ store: bench.store, clock: bench.clock, settings: { ecowattKey: 'reseau' } });
    const taken = renamed.sent.filter(({ payload }) => payload === '').map(({ topic }) => topic);
    assert.ok(taken.includes('homeassistant/sensor/linkyred_ecowatt_now/config'), taken.join());
    hear(renamed, ecowatt(NOW));
    assert.equal(renamed.of('now', 'reseau'), 'red');
    assert.deepEqual(states(renamed, 'ecowatt'), {});
    await renamed.close();
  });
});

describe('Tempo in Home Assistant', () => {
  it('is a device of its own, as users of rtetempo know it: state by state', async () => {
    const bench = await open();
    hear(bench, tempo(NOW));
    assert.deepEqual(states(bench, 'tempo'), {
      status: 'online',
      now: 'red',
      next: 'white',
      today: 'red',
      tomorrow: 'white',
      next_change: `2026-11-24T22:00:00${PARIS}`,
      next_start: `2026-11-25T06:00:00${PARIS}`,
      next_season: '2027-09-01',
      off_peak: 'OFF',
      // 365 days, 22 red and 43 white: 300 blue ones. 83 blue, one white and the red one of today have begun.
      blue_left: '217',
      blue_used: '83',
      white_left: '42',
      white_used: '1',
      red_left: '21',
      red_used: '1',
      season: '2026-2027',
    });
    assert.deepEqual(bench.attributesOf('now', 'tempo'), {
      label: 'Rouge',
      day: '2026-11-24',
      date: '2026-11-24',
      confirmed: true,
      since: `2026-11-24T06:00:00${PARIS}`,
      until: `2026-11-25T06:00:00${PARIS}`,
      source: 'rte',
      level: 3,
      simulated: false,
    });
    assert.deepEqual(bench.attributesOf('season', 'tempo'), { days_blue: 217, days_white: 42, days_red: 21 });
    await bench.close();
  });

  it('stands beside the meter and Ecowatt, in the language of the names', async () => {
    const bench = await open({ settings: { language: 'en' } });
    bench.reading({ SINSTS: 100 });
    hear(bench, ecowatt(NOW));
    hear(bench, tempo(NOW));
    assert.equal(bench.state?.devices, 3);
    assert.equal(bench.attributesOf('off_peak', 'tempo')['label'], 'Peak');
    assert.equal(bench.attributesOf('next', 'tempo')['label'], 'White');
    assert.equal(bench.of('apparent_power'), '100');
    bench.command('remove');
    assert.deepEqual([...bench.retained.keys()], ['linkyred/status'], 'only that Node-RED is there');
    await bench.close();
  });

  it('is unavailable when no source knows a colour, and after a change that nobody told', async function () {
    // Thirteen hours, second by second.
    const bench = await open();
    const unknown = tempoState(
      { claims: {}, history: new Map(), order: ['rte'], totals: { red: 22, white: 43 } },
      Date.parse(NOW),
    );
    hear(bench, { schema: 'linky-red/tempo@1', payload: unknown });
    assert.deepEqual([bench.of('status', 'tempo'), bench.of('now', 'tempo')], ['offline', 'unknown']);
    assert.equal(bench.of('red_left', 'tempo'), 'None');
    hear(bench, tempo(NOW));
    assert.equal(bench.of('status', 'tempo'), 'online');
    bench.clock.advance(13 * 3_600_000 + 36 * 60_000);
    assert.equal(bench.of('status', 'tempo'), 'offline');
    await bench.close();
  });

  it('a message that is no state is an error of its sender', async () => {
    const bench = await open();
    for (const payload of [null, 3, {}, { at: 'soon' }])
      assert.throws(
        () => {
          hear(bench, { schema: 'linky-red/tempo@1', payload: payload as object });
        },
        { code: 'ERR_INPUT' },
      );
    await bench.close();
  });
});
