// The recipes of open data in a real Node-RED, against the portals' stand-ins.
// Not in the fast lane: a whole Node-RED.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startOpenData, type RunningOpenData } from '../../sandbox/opendata/server';
import { AedesBroker } from '../support/mqtt/aedes';
import { untilRetained } from '../support/mqtt/retained';
import type { FlowNode, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const ROOT = path.resolve(__dirname, '../..');
const NOW = Date.parse('2026-11-12T14:20:00+01:00');
const HALF_HOUR = 1_800_000;

describe('recipes: open data', function () {
  let red: NodeRed;
  let portals: RunningOpenData;

  before(async () => {
    portals = await startOpenData({ now: () => NOW });
  });
  withNodeRed(
    (started) => (red = started),
    () => ({ nodesDir: [ROOT, path.join(ROOT, 'node_modules', '@flowfuse', 'node-red-dashboard')] }),
  );
  after(() => portals.stop());

  /** As it is imported; portals are the stand-ins, and taps hear what nodes say. */
  function recipe(name: string, changes: Record<string, object>, taps: Record<string, string> = {}): FlowNode[] {
    const file = path.join(ROOT, 'examples', 'recipes', `${name}.json`);
    const nodes = JSON.parse(readFileSync(file, 'utf8')) as (FlowNode & { portal?: 'enedis' | 'odre'; z?: string })[];
    const z = nodes.find(({ type }) => type === 'tab')?.id;
    const flow = nodes.map((node): FlowNode => {
      const heard = Object.entries(taps).filter(([id]) => id === node.id);
      const wires = (node['wires'] as string[][] | undefined)?.map((wire, n) =>
        n === 0 ? [...wire, ...heard.map(([, tap]) => tap)] : wire,
      );
      return {
        ...node,
        ...(wires !== undefined && { wires }),
        ...(node.portal !== undefined && { portal: 'other', url: portals[node.portal] }),
        ...changes[node.id],
      };
    });
    const ends = Object.values(taps).map((tap) => ({ id: tap, type: 'test-tap', z, name: tap, x: 0, y: 0, wires: [] }));
    return [...flow, ...ends];
  }

  it('how green is the grid: the last row that has a rate, as a sensor with its time', async () => {
    const broker = await AedesBroker.start();
    try {
      const flow = recipe('how-green-is-the-grid', {
        'ex-green-broker': { broker: '127.0.0.1', port: String(broker.port) },
      });
      // Whatever the clock of this machine says, the row is of now.
      const shifted = `const now = ${String(NOW)}; `;
      await red.deploy(
        flow.map((node) =>
          node.id === 'ex-green-sensor'
            ? { ...node, func: shifted + String(node['func']).replace('Date.now()', 'now') }
            : node,
        ),
      );
      const url = { url: `mqtt://127.0.0.1:${String(broker.port)}` };
      const topics = await untilRetained(url, (all) => 'linkyred/eco2mix/state' in all);
      const state = JSON.parse(topics['linkyred/eco2mix/state'] ?? '{}') as { co2: number; measured_at: string };
      // The stand-in's own table, asked by hand.
      const asked = `${portals.odre}/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/records`;
      const query = new URLSearchParams({ where: 'taux_co2 is not null', order_by: 'date_heure desc', limit: '1' });
      const { results } = (await (await fetch(`${asked}?${query.toString()}`)).json()) as {
        results: { date_heure: string; taux_co2: number }[];
      };
      assert.equal(state.co2, results[0]?.taux_co2);
      assert.equal(Date.parse(state.measured_at), Date.parse(results[0]?.date_heure ?? ''));
      assert.ok(NOW - Date.parse(state.measured_at) > 0);
      const config = JSON.parse(topics['homeassistant/sensor/linky_red_eco2mix/co2/config'] ?? '{}') as object;
      assert.deepEqual(
        { ...config },
        {
          ...config,
          ...{ state_topic: 'linkyred/eco2mix/state', unit_of_measurement: 'g/kWh', state_class: 'measurement' },
        },
      );
      assert.ok('homeassistant/sensor/linky_red_eco2mix/measured_at/config' in topics);
    } finally {
      await red.deploy([{ id: 'empty', type: 'tab', label: 'empty' }]);
      await broker.stop();
    }
  });

  for (const [option, kVA, profile] of [
    ['base', 6, 'RES1'],
    ['base', 9, 'RES11'],
    ['hphc', 9, 'RES2'],
  ] as const)
    it(`my curve against the profile: ${option}, ${String(kVA)} kVA is ${profile}, of the same energy`, async () => {
      const flow = recipe(
        'my-curve-against-the-profile',
        { 'ex-profile-account': { baseUrl: 'http://127.0.0.1:9' }, 'ex-profile-mine': { d: true } },
        { 'ex-profile-compare': 'compared' },
      );
      const source = { id: 'curve', type: 'test-source', z: 'ex-profile', name: 'curve', x: 0, y: 0 };
      await red.deploy([...flow, { ...source, wires: [['ex-profile-ask']] }]);
      const start = Date.parse('2026-10-24T00:00:00+02:00');
      // The day before the clocks go back, and that day: 49 hours.
      const payload = Array.from({ length: 98 }, (_, n) => ({
        kind: 'load-curve',
        start: new Date(start + n * HALF_HOUR).toISOString(),
        end: new Date(start + (n + 1) * HALF_HOUR).toISOString(),
        value: 400 + 100 * (n % 7),
      }));
      red.send('curve', {
        ...{ payload, schema: 'linky-red/points@1', parts: { index: 0, count: 1 } },
        contract: { option, kVA },
      });
      const compared = await red.next('compared');
      const points = compared.payload as { x: number; y: number; series: string }[];
      const sum = (series: string): number =>
        points.filter((point) => point.series === series).reduce((total, { y }) => total + y, 0);
      assert.deepEqual([...new Set(points.map(({ series }) => series))], ['Moi / Me', profile]);
      assert.equal(points.length, 2 * 98);
      const mine = payload.reduce((total, { value }) => total + value / 1000, 0);
      assert.ok(Math.abs(sum('Moi / Me') - mine) < 1e-6);
      assert.ok(Math.abs(sum(profile) - mine) < 1e-6);
      assert.equal(compared['energyWh'], (mine * 1000) / 2);
      assert.ok(new Set(points.filter((point) => point.series === profile).map(({ y }) => y)).size > 10);
    });

  it('poles and lines around a place: all that touches the circle, drawn', async () => {
    const flow = recipe('poles-and-lines-around-a-place', {}, { 'ex-map-draw': 'drawn' });
    await red.deploy(flow);
    await red.ask('POST', '/inject/ex-map-go');
    const drawn = await red.next('drawn', ({ payload }) => {
      const { poles, lines } = payload as { poles: unknown[]; lines: { kind: string }[] };
      return poles.length > 0 && lines.length > 0;
    });
    const { poles, lines, attribution } = drawn.payload as {
      poles: { x: number; y: number }[];
      lines: { d: string }[];
      attribution: string;
    };
    for (const { x, y } of poles) assert.ok(Math.hypot(x - 500, y - 500) <= 491, `${String(x)} ${String(y)}`);
    for (const { d } of lines) assert.match(d, /^M[-\d. L]+$/);
    assert.match(attribution, /Licence Ouverte 2\.0$/);
  });
});
