// The entity that content-card-linky reads: its list of attributes, written down from the card's own source (47c5f54), and what stands in them.
import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import type { DayFigures, DirectionSummary, EnergySummary } from '../../../lib/enedis/summary/energy-summary';
import { FakeClock } from '../../support/machine/fake-clock';
import { refusals } from '../../support/home-assistant/discovery-rules';
import { HaBench } from '../../support/home-assistant/ha-bench';

/** Every `attributes.…` of the card but those of Home Assistant itself. */
const READ_BY_THE_CARD =
  `current_month current_month_evolution current_month_last_year current_week_evolution current_week
current_year current_year_last_year daily daily_cost dailyweek dailyweek_cost dailyweek_costHC dailyweek_costHP dailyweek_HC
dailyweek_HP dailyweek_MP dailyweek_MP_over dailyweek_MP_time dailyweek_Tempo day_2 errorLastCall last_month last_month_last_year
last_week monthly_evolution peak_offpeak_percent serviceEnedis typeCompteur versionGit versionUpdateAvailable yearly_evolution
yesterday yesterday_evolution yesterday_HC yesterday_HP`
    .split(/\s+/)
    .sort();
/** What compares two figures, and is left out where one of them is missing: the card would take its -1 for a percentage. */
const COMPARES = /_evolution$|_percent$/;

const TODAY = '2026-11-24';
const dayAgo = (days: number): string =>
  DateTime.fromISO(TODAY, { zone: 'Europe/Paris' }).minus({ days }).toFormat('yyyy-MM-dd');
const figures = (ago: number, kWh: number | null): DayFigures => ({
  day: dayAgo(ago),
  kWh,
  maxKVA: kWh === null ? null : kWh / 2,
  maxAt: kWh === null ? null : `${dayAgo(ago)}T19:12:03+01:00`,
});
const period = (name: string, kWh: number, missingDays = 0) => ({
  period: name,
  from: `${name}-01`,
  to: `${name}-24`,
  kWh,
  missingDays,
});

const CONSUMPTION: DirectionSummary = {
  yesterday: { day: dayAgo(1), kWh: 12 },
  lastDay: { day: dayAgo(1), kWh: 12 },
  lastCurve: null,
  days: [12, 10, 8, 8, 8, 8, 8, 5, 5, 5, 5, 5, 5, 10].map((kWh, index) => figures(index + 1, kWh)),
  maxPower: null,
  monthToDate: period('2026-11', 220),
  yearToDate: period('2026', 3300, 2),
  lastYear: { monthToDate: period('2025-11', 200), yearToDate: period('2025', 3000) },
  months: [period('2026-10', 330), period('2026-09', 300), period('2025-10', 300)],
  years: [],
  missingDays: [],
  missingCount: 0,
  quality: 'measured',
};

async function cardOf(
  more: Partial<EnergySummary>,
  entity = 'card',
): Promise<[string | undefined, Record<string, unknown>]> {
  const bench = await HaBench.open({ clock: new FakeClock('2026-11-24T08:29:58Z') });
  const payload: EnergySummary = {
    prm: '01234567890123',
    at: '2026-11-24T09:30:00+01:00',
    consumption: CONSUMPTION,
    production: null,
    dataUntil: dayAgo(1),
    consentUntil: null,
    problem: null,
    backfill: { running: false, daysLeft: 0 },
    ...more,
  };
  bench.controller.receive({ schema: 'linky-red/energy-summary@1', topic: 'energy', payload });
  assert.deepEqual(refusals(bench.sent), []);
  const card = [bench.of(entity, 'enedis'), bench.attributesOf(entity, 'enedis')] as [
    string | undefined,
    Record<string, unknown>,
  ];
  await bench.close();
  return card;
}

describe('the entity for content-card-linky', () => {
  it('has every attribute that the card reads', async () => {
    const [state, attributes] = await cardOf({});
    assert.equal(state, '12');
    const told = [...Object.keys(attributes), 'yearly_evolution', 'peak_offpeak_percent'];
    assert.deepEqual([...new Set(told)].sort(), READ_BY_THE_CARD);
  });

  it('says the days, newest first, and compares days, weeks, months and years', async () => {
    const [, card] = await cardOf({});
    assert.deepEqual(card['daily'], [12, 10, 8, 8, 8, 8, 8]);
    assert.deepEqual(card['dailyweek'], [1, 2, 3, 4, 5, 6, 7].map(dayAgo));
    assert.deepEqual(card['dailyweek_MP'], [6, 5, 4, 4, 4, 4, 4]);
    assert.equal((card['dailyweek_MP_time'] as string[])[1], '2026-11-22T19:12:03+01:00');
    const expected = {
      serviceEnedis: 'myElectricalData',
      typeCompteur: 'consommation',
      yesterday: 12,
      day_2: 10,
      yesterday_evolution: 20,
      current_week: 62,
      last_week: 40,
      current_week_evolution: 55,
      current_month: 220,
      current_month_last_year: 200,
      current_month_evolution: 10,
      last_month: 330,
      last_month_last_year: 300,
      monthly_evolution: 10,
      current_year: 3300,
      current_year_last_year: 3000,
      // Two days of this year are missing.
      yearly_evolution: undefined,
      errorLastCall: '',
    };
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(card[name], value, name);
  });

  it('has the card’s own word for what is missing, costs and tariffs among it, and never a 0', async () => {
    const days = [figures(1, null), figures(2, 10), figures(3, null)];
    const [state, card] = await cardOf({
      consumption: {
        ...CONSUMPTION,
        days,
        monthToDate: null,
        yearToDate: null,
        lastYear: { monthToDate: null, yearToDate: null },
        months: [],
      },
    });
    assert.equal(state, 'None');
    assert.deepEqual(card['daily'], [-1, 10, -1, -1, -1, -1, -1]);
    for (const name of READ_BY_THE_CARD.filter((one) => /cost|_HC|_HP|month|year|week$|_MP_over/.test(one)))
      if (COMPARES.test(name)) assert.ok(!(name in card), name);
      else if (name !== 'dailyweek') assert.deepEqual(new Set([card[name]].flat()), new Set([-1]), name);
    assert.ok(!('yesterday_evolution' in card));
    assert.deepEqual(card['dailyweek_Tempo'], Array(7).fill('-1'));
    // The card compares days with a number.
    assert.ok((card['daily'] as unknown[]).every((day) => typeof day === 'number'));
  });

  it('is one of its own for production, and says what is wrong with the access', async () => {
    const problem = { code: 'ERR_QUOTA', text: 'La limite d’appels est atteinte' } as const;
    const [state, card] = await cardOf({ production: CONSUMPTION, problem }, 'production_card');
    assert.deepEqual([state, card['typeCompteur'], card['errorLastCall']], ['12', 'production', problem.text]);
  });

  it('is not of today any more at midnight', async () => {
    const bench = await HaBench.open({ clock: new FakeClock('2026-11-24T22:57:58Z') });
    const payload = { prm: '01234567890123', at: '2026-11-24T23:58:00+01:00', consumption: CONSUMPTION };
    bench.controller.receive({ schema: 'linky-red/energy-summary@1', topic: 'energy', payload });
    assert.equal(bench.of('card', 'enedis'), '12');
    bench.clock.advance(3 * 60_000);
    assert.equal(bench.of('card', 'enedis'), 'None');
    const attributes = bench.attributesOf('card', 'enedis');
    assert.deepEqual([attributes['yesterday'], attributes['day_2']], [-1, 12]);
    await bench.close();
  });
});
