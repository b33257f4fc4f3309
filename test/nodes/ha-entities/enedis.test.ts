// A meter at Enedis as a device of its own: what is retained after a message of dataconnect-query.
import assert from 'node:assert/strict';
import type { DirectionSummary, EnergySummary } from '../../../lib/enedis/summary/energy-summary';
import { FakeClock } from '../../support/machine/fake-clock';
import { HaBench } from '../../support/home-assistant/ha-bench';

/** Half past nine in Paris. */
const NOW = '2026-11-24T08:30:00Z';
const MINUTE = 60_000;
const [HERE, THERE] = ['01234567890123', '98765432109876'] as const;

const CONSUMPTION: DirectionSummary = {
  yesterday: { day: '2026-11-23', kWh: 33.495 },
  lastDay: { day: '2026-11-23', kWh: 33.495 },
  lastCurve: { start: '2026-11-23T23:30:00+01:00', end: '2026-11-24T00:00:00+01:00', kW: 0.76 },
  maxPower: { day: '2026-11-23', at: '2026-11-23T13:03:35+01:00', kVA: 4.68, derived: false },
  monthToDate: { period: '2026-11', from: '2026-11-01', to: '2026-11-24', kWh: 512.25, missingDays: 1 },
  yearToDate: { period: '2026', from: '2026-01-01', to: '2026-11-24', kWh: 6021.5, missingDays: 3 },
  months: [],
  years: [],
  missingDays: ['2026-11-02'],
  missingCount: 3,
  quality: 'measured',
};

function summary(prm: string, more: Partial<EnergySummary> = {}): object {
  const payload: EnergySummary = {
    prm,
    at: '2026-11-24T09:30:00+01:00',
    consumption: CONSUMPTION,
    production: null,
    dataUntil: '2026-11-23',
    consentUntil: '2029-11-20T00:00:00+01:00',
    problem: null,
    backfill: { running: false, daysLeft: 0 },
    ...more,
  };
  return { schema: 'linky-red/energy-summary@1', topic: `energy/${prm}`, payload };
}

function statesOf(bench: HaBench, key: string): Record<string, string> {
  const topics = [...bench.retained].map(([topic, payload]) => [topic.split('/'), payload] as const);
  const ours = topics.filter(([[base, of], payload]) => base === 'linkyred' && of === key && payload !== '');
  return Object.fromEntries(ours.flatMap(([[, , id, more], text]) => (id && !more ? [[id, text]] : [])));
}

async function open(options: Parameters<typeof HaBench.open>[0] = {}): Promise<HaBench> {
  const clock = new FakeClock(new Date(Date.parse(NOW) - 2000).toISOString());
  return await HaBench.open({ clock, ...options });
}

describe('a meter at Enedis in Home Assistant', () => {
  it('is a device of its own: days, month, year, maximum, until when', async () => {
    const bench = await open();
    bench.controller.receive(summary(HERE));
    assert.deepEqual(statesOf(bench, 'enedis'), {
      status: 'online',
      yesterday: '33.495',
      month: '512.25',
      year: '6021.5',
      load_curve: '0.76',
      max_power: '4.68',
      data_until: '2026-11-23',
      consent_until: '2029-11-20T00:00:00+01:00',
      problem: 'OFF',
      // Of a sender that does not tell its days.
      card: 'None',
    });
    assert.deepEqual(bench.attributesOf('month', 'enedis'), { since: '2026-11-01', until: '2026-11-24', missing: 1 });
    assert.deepEqual(bench.attributesOf('load_curve', 'enedis'), {
      since: '2026-11-23T23:30:00+01:00',
      until: '2026-11-24T00:00:00+01:00',
    });
    assert.deepEqual(bench.attributesOf('max_power', 'enedis'), {
      date: '2026-11-23',
      at: '2026-11-23T13:03:35+01:00',
    });
    const config = JSON.parse(bench.retained.get('homeassistant/sensor/linkyred_enedis_month/config') ?? '{}') as {
      device: Record<string, unknown>;
      state_class?: string;
      unit_of_measurement: string;
    };
    assert.equal(config.device['name'], 'Enedis');
    assert.equal(config.device['manufacturer'], 'Enedis');
    assert.equal(config.device['serial_number'], HERE);
    // A month to date that begins anew, or a day that is corrected, is no meter that was set to zero.
    assert.equal(config.state_class, undefined);
    assert.equal(config.unit_of_measurement, 'kWh');
    await bench.close();
  });

  it('has no load curve where that is switched off', async () => {
    const bench = await open();
    bench.controller.receive(
      summary(HERE, { measures: ['energy', 'max-power'], consumption: { ...CONSUMPTION, lastCurve: null } }),
    );
    assert.equal(statesOf(bench, 'enedis')['load_curve'], undefined);
    assert.equal(statesOf(bench, 'enedis')['max_power'], '4.68');
    await bench.close();
  });

  it('hides the PRM where personal data are hidden', async () => {
    const bench = await open({ settings: { hidePersonal: true } });
    bench.controller.receive(summary(HERE));
    const texts = [...bench.retained.values()].filter((payload) => payload.includes(HERE));
    assert.deepEqual(texts, []);
    await bench.close();
  });

  it('says what is wrong with the access', async () => {
    const bench = await open();
    const problem = { code: 'ERR_QUOTA', text: 'La limite d’appels est atteinte' } as const;
    bench.controller.receive(summary(HERE, { problem }));
    assert.equal(statesOf(bench, 'enedis')['problem'], 'ON');
    assert.deepEqual(bench.attributesOf('problem', 'enedis'), { fault: problem.code, label: problem.text });
    await bench.close();
  });

  it('has no yesterday once that is the day before, and no month of before', async () => {
    const clock = new FakeClock(new Date(Date.parse('2026-12-01T22:58:00Z') - 2000).toISOString());
    const bench = await HaBench.open({ clock });
    const at = '2026-12-01T23:58:00+01:00';
    bench.controller.receive(
      summary(HERE, {
        at,
        consumption: {
          ...CONSUMPTION,
          yesterday: { day: '2026-11-30', kWh: 20 },
          monthToDate: { period: '2026-11', from: '2026-11-01', to: '2026-12-01', kWh: 700, missingDays: 0 },
        },
      }),
    );
    assert.equal(statesOf(bench, 'enedis')['yesterday'], '20');
    assert.equal(statesOf(bench, 'enedis')['month'], '700');
    bench.clock.advance(3 * MINUTE);
    assert.equal(statesOf(bench, 'enedis')['yesterday'], 'None');
    assert.equal(statesOf(bench, 'enedis')['month'], 'None');
    assert.equal(statesOf(bench, 'enedis')['year'], '6021.5');
    await bench.close();
  });

  it('has production where somebody asks for it', async () => {
    const bench = await open();
    bench.controller.receive(
      summary(HERE, {
        production: {
          ...CONSUMPTION,
          yesterday: { day: '2026-11-23', kWh: 8.25 },
          monthToDate: null,
          yearToDate: null,
        },
      }),
    );
    const states = statesOf(bench, 'enedis');
    assert.equal(states['production_yesterday'], '8.25');
    assert.equal(states['production_month'], 'None');
    await bench.close();
  });

  it('is one device for each meter, and a meter that is given up goes alone', async () => {
    const bench = await open();
    bench.controller.receive(summary(HERE));
    bench.controller.receive(
      summary(THERE, { consumption: { ...CONSUMPTION, yesterday: { day: '2026-11-23', kWh: 7 } } }),
    );
    assert.equal(statesOf(bench, 'enedis')['yesterday'], '33.495');
    assert.equal(statesOf(bench, 'enedis_2')['yesterday'], '7');
    bench.controller.receive({ schema: 'linky-red/consent@1', payload: { prm: HERE, state: 'forgotten' } });
    assert.deepEqual(statesOf(bench, 'enedis'), {});
    assert.equal(bench.retained.get('homeassistant/sensor/linkyred_enedis_yesterday/config') ?? '', '');
    assert.equal(statesOf(bench, 'enedis_2')['yesterday'], '7');
    // It comes back under its key.
    bench.controller.receive(summary(HERE));
    assert.equal(statesOf(bench, 'enedis')['yesterday'], '33.495');
    await bench.close();
  });

  it('passes over points and other words of a consent', async () => {
    const bench = await open();
    bench.controller.receive({ schema: 'linky-red/points@1', payload: [] });
    bench.controller.receive({ schema: 'linky-red/consent@1', payload: { prm: HERE, state: 'linked' } });
    assert.deepEqual(statesOf(bench, 'enedis'), {});
    assert.throws(
      () => {
        bench.controller.receive({ schema: 'linky-red/energy-summary@1', payload: { prm: HERE } });
      },
      { code: 'ERR_INPUT' },
    );
    await bench.close();
  });
});
