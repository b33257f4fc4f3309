// Summaries of a household on 30 November 2026, as dataconnect-query sends them: round numbers that a test knows by heart.
import type { DayFigures, DirectionSummary, EnergySummary } from '../../../lib/enedis/summary/energy-summary';

/** The morning on which the screen is looked at. */
export const NOW = new Date('2026-11-30T09:00:00+01:00');
export const YESTERDAY = '2026-11-29';

/** The last days, newest first, yesterday at the head: day n before yesterday has (10 + n) kWh and 3 + n / 10 kVA at 19:00. */
const DAYS: readonly DayFigures[] = Array.from({ length: 31 }, (_, n) => {
  const day = new Date(Date.UTC(2026, 10, 29 - n)).toISOString().slice(0, 10);
  // The clocks went back on 25 October.
  return { day, kWh: 10 + n, maxKVA: Math.round(30 + n) / 10, maxAt: `${day}T19:00:00+01:00` };
});

/** Of yesterday: half hour n has n / 20 kW. */
const CURVE = Array.from({ length: 48 }, (_, n) => {
  const [hour, minute] = [Math.floor(n / 2), (n % 2) * 30].map((part) => String(part).padStart(2, '0'));
  return { start: `${YESTERDAY}T${hour ?? ''}:${minute ?? ''}:00+01:00`, kW: n / 20 };
});

/** The load curve is switched off. */
export const WITHOUT_CURVE: DirectionSummary = {
  yesterday: { day: YESTERDAY, kWh: 10 },
  lastDay: { day: YESTERDAY, kWh: 10 },
  lastCurve: null,
  days: DAYS,
  maxPower: { day: YESTERDAY, at: `${YESTERDAY}T19:00:00+01:00`, kVA: 3, derived: false },
  monthToDate: { period: '2026-11', from: '2026-11-01', to: '2026-11-30', kWh: 696.4, missingDays: 0 },
  yearToDate: { period: '2026', from: '2026-01-01', to: '2026-11-30', kWh: 12_345.6, missingDays: 0 },
  months: [
    { period: '2026-10', from: '2026-10-01', to: '2026-11-01', kWh: 801.5, missingDays: 0 },
    { period: '2026-09', from: '2026-09-01', to: '2026-10-01', kWh: 640, missingDays: 1 },
  ],
  years: [
    { period: '2025', from: '2025-01-01', to: '2026-01-01', kWh: 9876.5, missingDays: 0 },
    { period: '2024', from: '2024-01-01', to: '2025-01-01', kWh: 9000, missingDays: 2 },
  ],
  missingDays: [],
  missingCount: 0,
  quality: 'measured',
};

export const CONSUMPTION: DirectionSummary = {
  ...WITHOUT_CURVE,
  lastCurve: { start: `${YESTERDAY}T23:30:00+01:00`, end: '2026-11-30T00:00:00+01:00', kW: 2.35 },
  curve: CURVE,
};

export const PRODUCTION: DirectionSummary = {
  ...CONSUMPTION,
  yesterday: { day: YESTERDAY, kWh: 4.25 },
  lastDay: { day: YESTERDAY, kWh: 4.25 },
  lastCurve: { start: `${YESTERDAY}T23:30:00+01:00`, end: '2026-11-30T00:00:00+01:00', kW: 0 },
  maxPower: { day: YESTERDAY, at: `${YESTERDAY}T13:00:00+01:00`, kVA: 1.5, derived: true },
  monthToDate: { period: '2026-11', from: '2026-11-01', to: '2026-11-30', kWh: 88.25, missingDays: 0 },
  yearToDate: { period: '2026', from: '2026-01-01', to: '2026-11-30', kWh: 2210, missingDays: 0 },
};

export const SUMMARY: EnergySummary = {
  prm: '99990000000011',
  at: '2026-11-30T08:12:00+01:00',
  measures: ['load-curve', 'energy', 'max-power'],
  consumption: CONSUMPTION,
  production: null,
  dataUntil: YESTERDAY,
  consentUntil: '2028-03-12T08:00:00+01:00',
  problem: null,
  backfill: { running: false, daysLeft: 0 },
};

export const BOTH: EnergySummary = { ...SUMMARY, production: PRODUCTION };
