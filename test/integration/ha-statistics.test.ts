// A year of half hours and its cost through energy-cost and ha-statistics into a real Home Assistant: by the month they come to the
// truth, to the Wh and the cent. The same once more, an old day corrected while nobody listens. And the stand-in of Home Assistant
// answers what the real one does.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Point } from '../../lib/grid/point';
import type { StatisticsReport } from '../../lib/home-assistant/statistics/report';
import { pointMessages } from '../../nodes/runtime/point-messages';
import { startHomeAssistant as startStandIn } from '../../sandbox/home-assistant/server';
import { PRM } from '../support/home-assistant/curve';
import { needsHomeAssistant } from '../support/home-assistant/install';
import { startHomeAssistant, type HomeAssistant } from '../support/home-assistant/process';
import { RawLink } from '../support/home-assistant/raw-link';
import { probeStatistics } from '../support/home-assistant/statistics-probes';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { startNodeRed, type FlowNode, type NodeRed } from '../support/node-red/process';
import { CONTRACT, YEAR, YearOfAHouse } from './home-assistant/year-of-a-house';

const CONSO = `linkyred:conso_${PRM}`;
const COST = `linkyred:cost_${PRM}`;
const OLDEST = '2025.10.4';

const flowInto = (home: HomeAssistant): FlowNode[] => {
  const node = (id: string, type: string, rest: Record<string, unknown> = {}): FlowNode => ({
    ...{ id, type, z: 'flow', name: id, x: 100, y: 100, wires: [] },
    ...rest,
  });
  return [
    { id: 'flow', type: 'tab', label: 'test' },
    node('points', 'test-source', { wires: [['cost']] }),
    node('cost', 'energy-cost', { contract: [CONTRACT], wires: [['statistics'], []] }),
    node('statistics', 'ha-statistics', {
      ...{ access: 'token', url: home.url, credentials: { token: home.accessToken } },
      wires: [['reports']],
    }),
    node('reports', 'test-tap'),
    node('complete', 'complete', { scope: ['statistics'], wires: [['done']] }),
    node('done', 'test-tap'),
    node('catch', 'catch', { scope: null, wires: [['caught']] }),
    node('caught', 'test-tap'),
  ];
};

for (const wanted of [undefined, OLDEST])
  describe(`statistics of Home Assistant ${wanted ?? 'as it is now'}`, () => {
    const house = new YearOfAHouse(20_250_101);
    let broker: Mosquitto | undefined;
    let home: HomeAssistant | undefined;
    let red: NodeRed | undefined;
    let userDir: string;

    before(async function () {
      this.timeout(600_000);
      userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-year-'));
      const installed = await needsHomeAssistant(this, wanted);
      broker = await Mosquitto.start();
      home = await startHomeAssistant({ installed, mqttPort: broker.port });
      red = await startNodeRed({ userDir });
      await red.deploy(flowInto(home));
    });
    after(async () => {
      await red?.stop();
      await home?.stop();
      await broker?.stop();
      rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    });

    const running = (): { home: HomeAssistant; red: NodeRed } => {
      assert.ok(home !== undefined && red !== undefined);
      return { home, red };
    };
    const send = (points: readonly Point[]): void => {
      for (const message of pointMessages(PRM, points)) running().red.send('points', { ...message });
    };
    /** Waits until both statistics come to the truth; what was said until then. */
    const whole = async (): Promise<StatisticsReport[]> => {
      const reports: StatisticsReport[] = [];
      const { wh, eur } = total();
      const has = (id: string, sum: number): boolean =>
        reports.some((report) => report.statistic === id && Math.abs((report.sum ?? 0) - sum) < 1e-4);
      while (!has(CONSO, wh) || !has(COST, eur))
        reports.push((await running().red.next('reports')).payload as StatisticsReport);
      return reports;
    };
    const total = () => {
      const months = [...house.months().values()];
      return {
        wh: months.reduce((sum, { wh }) => sum + wh, 0),
        eur: months.reduce((sum, { eur }) => sum + eur, 0),
      };
    };
    const read = async (period: string, types: readonly string[]) =>
      await running().home.api.ask<Record<string, Record<string, number>[]>>('recorder/statistics_during_period', {
        ...{ start_time: `${YEAR}-01-01T00:00:00+01:00`, statistic_ids: [CONSO, COST], period, types },
      });
    const meetsTheTruth = async (): Promise<void> => {
      const months = await read('month', ['change']);
      const truth = house.months();
      assert.deepEqual(
        [months[CONSO]?.length, months[COST]?.length, truth.size],
        [12, 12, 12],
        'a month has both, and no hour lies outside',
      );
      for (const { start = 0, change = NaN } of months[CONSO] ?? [])
        assert.ok(Math.abs(change - (truth.get(start)?.wh ?? NaN)) < 0.01, `Wh of ${new Date(start).toISOString()}`);
      for (const { start = 0, change = NaN } of months[COST] ?? [])
        assert.ok(Math.abs(change - (truth.get(start)?.eur ?? NaN)) < 0.001, `EUR of ${new Date(start).toISOString()}`);
    };

    it('has the year by the month, to the Wh and the cent, and not a word in its log', async () => {
      send(house.points());
      await whole();
      await meetsTheTruth();
      assert.deepEqual(running().home.complaints(), []);
      assert.deepEqual(running().red.messages('caught'), []);
      await running().red.status('statistics', ({ fill }) => fill === 'green');
    });

    it('stays as it is when the same comes once more', async () => {
      const before = await read('hour', ['state', 'sum']);
      assert.equal(before[CONSO]?.length, 8760 - 3, 'an hour of which nothing is known has no row');
      send(house.points());
      const seen = new Map<string, number>();
      while (seen.size < 2) {
        const { statistic, rows } = (await running().red.next('reports')).payload as StatisticsReport;
        seen.set(statistic, rows);
      }
      assert.deepEqual([...seen.values()], [0, 0]);
      assert.deepEqual(await read('hour', ['state', 'sum']), before);
    });

    it('has an old day that was corrected while it was down, and Node-RED killed behind it', async function () {
      this.timeout(600_000);
      const already = running().red.messages('done').length;
      await running().home.down();
      house.correct(3, 30);
      const points = house.pointsOfDay(3, 30);
      assert.equal(points.length, 46, 'the day of 23 hours');
      send(points);
      // The curve, its cost, its subscription.
      while (running().red.messages('done').length < already + 3) await running().red.next('done');
      await running().red.kill();
      await running().home.up();
      await running().home.api.running();
      red = await startNodeRed({ userDir });
      await whole();
      await meetsTheTruth();
    });

    it('answers what its stand-in answers', async () => {
      const { url, accessToken, version } = running().home;
      const standIn = await startStandIn({ version });
      const [real, played] = [await RawLink.open(url, accessToken), await RawLink.open(standIn.url, standIn.token)];
      try {
        assert.deepEqual(played.greeting, real.greeting);
        const hasMeanType = version !== OLDEST;
        const truth = await probeStatistics(real, hasMeanType);
        assert.deepEqual(await probeStatistics(played, hasMeanType), truth);
      } finally {
        real.close();
        played.close();
        await standIn.stop();
      }
    });
  });
