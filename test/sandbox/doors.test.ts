// The doors of lib and their stand-ins, written twice: what one asks the other answers, and what comes out is the household's truth.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { DoorId } from '../../lib/enedis/door';
import { normalise } from '../../lib/enedis/bodies';
import { openDoor, type DoorOptions } from '../../lib/enedis/doors/open-door';
import { DOORS } from '../../lib/enedis/doors/rows';
import type { DayWindow, Measure, Series } from '../../lib/enedis/series';
import type { Direction, Point } from '../../lib/grid/point';
import { clientCredentials, tokenCredentials } from '../../lib/provider/credentials';
import { shareLedger, type SharedLedger } from '../../lib/provider/quota/shared-ledger';
import { APPLICATION, COMPANY } from '../../sandbox/enedis/applications';
import { startEnedis, type EnedisOptions, type RunningEnedis } from '../../sandbox/enedis/server';
import { MED_V1_TOKEN } from '../../sandbox/gateways/myelectricaldata-v1';
import { MED_V2_ACCOUNT } from '../../sandbox/gateways/myelectricaldata-v2';
import { startGateways, type RunningGateways } from '../../sandbox/gateways/server';
import type { Household } from '../../sandbox/household/household';
import { PRM } from '../../sandbox/household/households';
import { FakeClock } from '../support/machine/fake-clock';
import { publishedDay } from '../../sandbox/household/publication';
import { dayInstant } from '../../sandbox/paris-clock';

const NOW = '2026-11-24T15:00:00+01:00';
const DAY = 86_400_000;
/** The doubled hour, a day without a curve, lines without a value; four steps on one day; estimated lines. */
const WINDOWS: readonly DayWindow[] = [
  { from: '2026-10-24', to: '2026-10-29' },
  { from: '2026-03-28', to: '2026-03-31' },
  { from: '2026-05-21', to: '2026-05-27' },
  { from: '2026-07-12', to: '2026-07-17' },
];

interface Case {
  readonly door: DoorId;
  readonly prm: string;
  readonly enedis?: EnedisOptions;
  readonly company?: DoorOptions['company'];
}

const CASES: readonly Case[] = [
  { door: 'conso-api', prm: PRM.roof },
  { door: 'conso-api', prm: PRM.roof, enedis: { doubledHour: 'by-label' } },
  { door: 'myelectricaldata-v1', prm: PRM.roof },
  { door: 'myelectricaldata-v2', prm: PRM.roof },
  { door: 'enedis-direct', prm: PRM.roof },
  { door: 'enedis-company', prm: PRM.workshop },
  { door: 'enedis-company', prm: PRM.office, enedis: { prefix: 'k' } },
  { door: 'enedis-company', prm: PRM.workshop, enedis: { dates: 'utc', prefix: 'M' }, company: { dates: 'utc' } },
  { door: 'enedis-company', prm: PRM.family, company: { meters: 'authorised' } },
];

describe('the doors, and whoever stands in behind them', () => {
  let clock: FakeClock;
  let dir: string;
  let enedis: RunningEnedis;
  let gateways: RunningGateways;
  let shared: SharedLedger;
  const abort = new AbortController();

  const open = async (options: EnedisOptions = {}): Promise<void> => {
    clock = new FakeClock(NOW);
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-doors-'));
    const now = (): number => clock.now();
    enedis = await startEnedis({ now, ...options });
    gateways = await startGateways({ now, ...options });
    shared = shareLedger(dir, clock, () => undefined);
  };
  afterEach(async () => {
    await Promise.all([enedis.stop(), gateways.stop(), shared.release()]);
    await rm(dir, { recursive: true, maxRetries: 5 });
  });

  const opened = ({ door, prm, company }: Case): ReturnType<typeof openDoor> => {
    const behind = {
      'conso-api': () => [tokenCredentials(gateways.consoToken(prm)), gateways.url] as const,
      'myelectricaldata-v1': () => [tokenCredentials(MED_V1_TOKEN), gateways.url] as const,
      'myelectricaldata-v2': () =>
        [clientCredentials(MED_V2_ACCOUNT.id, MED_V2_ACCOUNT.secret), `${gateways.url}/api`] as const,
      'enedis-direct': () => {
        enedis.consentTo(prm);
        return [clientCredentials(APPLICATION.id, APPLICATION.secret), enedis.url] as const;
      },
      'enedis-company': () => {
        if (company?.meters === 'authorised') enedis.consentTo(prm, COMPANY);
        return [clientCredentials(COMPANY.id, COMPANY.secret), enedis.url] as const;
      },
    };
    const [credentials, baseUrl] = behind[door]();
    const { signal } = abort;
    return openDoor(DOORS[door], { ...shared, credentials, baseUrl, clock, signal, ...(company && { company }) });
  };

  for (const one of CASES) {
    const { door, prm } = one;
    const told = JSON.stringify({ ...one.enedis, ...one.company });
    it(`${door} ${told} brings the points of the household`, async () => {
      await open(one.enedis);
      const household = enedis.household(prm);
      const asked = opened(one);
      for (const direction of household.produces() ? DIRECTIONS : DIRECTIONS.slice(0, 1))
        for (const measure of MEASURES)
          for (const window of WINDOWS) {
            if (direction === 'production' && measure === 'max-power') continue;
            // Nobody is hurried here.
            clock.advance(6 * 60_000);
            const series: Series = { prm, direction, measure };
            const { json } = await asked.ask(series, window, 'daily');
            const form = (await asked.stampsOf?.(prm)) ?? { stamps: 'end', dates: 'local' };
            const { points } = normalise(json, { series, source: door, window, ...form });
            const seen = points.map(({ start, end, value, unit }) => [start, end, value, unit]);
            assert.deepEqual(
              seen,
              truth(household, series, window, clock.now()),
              `${direction} ${measure} ${window.from}`,
            );
          }
    });
  }
});

const DIRECTIONS: readonly Direction[] = ['consumption', 'production'];
const MEASURES: readonly Measure[] = ['load-curve', 'energy', 'max-power'];

type Row = [start: number, end: number, value: number, unit: Point['unit']];

function truth(household: Household, { direction, measure }: Series, { from, to }: DayWindow, now: number): Row[] {
  const [first, after] = [Date.parse(from) / DAY, Date.parse(to) / DAY];
  const days = Array.from({ length: after - first }, (_, n) => publishedDay(household, direction, first + n, now));
  return days.flatMap(({ day, wh, peak, curve }): Row[] => {
    if (measure === 'energy') return wh === undefined ? [] : [[dayInstant(day), dayInstant(day + 1), wh, 'Wh']];
    if (measure === 'max-power') return peak === undefined ? [] : [[peak.at, peak.at, peak.va, 'VA']];
    return (curve ?? []).flatMap(({ start, end, watts }): Row[] => (watts === null ? [] : [[start, end, watts, 'W']]));
  });
}
