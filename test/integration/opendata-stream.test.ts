// Half a million rows of a portal through a flow of a real Node-RED into a file: none lost, none doubled, the memory small, the portal
// held back by whoever is slow, and gone at once with the node.
// Not in the fast lane: a whole Node-RED.
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { startOpenData, type RunningOpenData } from '../../sandbox/opendata/server';
import type { Table } from '../../sandbox/opendata/table';
import { DEFAULTS } from '../../nodes/opendata-query/opendata-query.choices';
import type { FlowNode, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const ROWS = 500_000;
const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const MOST_MEMORY_MB = 250;

describe('half a million rows', function () {
  let red: NodeRed;
  let portals: RunningOpenData;
  let folder: string;
  let file: string;
  /** The last line that the portal had to write. */
  let made = 0;

  const table: Table = {
    slug: 'half-a-million',
    title: 'Half a million',
    columns: [
      { key: 'n', type: 'integer', title: 'Number' },
      { key: 'horodate', type: 'datetime', title: 'Horodate' },
      { key: 'region', type: 'text', title: 'Région' },
      { key: 'wh', type: 'number', title: 'Énergie (Wh)' },
    ],
    count: ROWS,
    row: (n) => ({ n, horodate: START + n * MINUTE, region: 'Bretagne', wh: n % 1000 }),
    line: (n, time) => {
      made = n;
      const json = `{"n":${String(n)},"horodate":"${time(START + n * MINUTE)}","region":"Bretagne","wh":${String(n % 1000)}}`;
      return [Buffer.from(`${json}\n`)];
    },
    sortedBy: 'n',
  };

  withNodeRed((started) => (red = started), {}, 'one for each');
  before(async () => {
    portals = await startOpenData();
    for (const portal of ['enedis', 'odre'] as const) portals.publish(portal, table);
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'linky-red-rows-'));
    file = path.join(folder, 'rows.ndjson');
    made = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  after(() => portals.stop());

  const query = (url: string, changes: object): FlowNode => ({
    ...{ id: 'query', type: 'opendata-query', z: 'tab', ...DEFAULTS, portal: 'other', url, dataset: table.slug },
    ...{ query: '{}', send: 'batches', everyHours: '0', wires: [['lines']], ...changes },
  });
  const flow = (url: string, isWiredBack: boolean, changes: object = {}): FlowNode[] =>
    nodes(url, isWiredBack, changes).map((node) => (node.type === 'tab' ? node : { ...node, x: 0, y: 0 }));
  const nodes = (url: string, isWiredBack: boolean, changes: object): FlowNode[] => [
    { id: 'tab', type: 'tab', label: 'rows' },
    { id: 'ask', type: 'test-source', z: 'tab', name: 'ask', wires: [['query']] },
    query(url, changes),
    {
      ...{ id: 'lines', type: 'function', z: 'tab', outputs: 2, libs: [], wires: [['file'], ['first']] },
      func: `const { payload, parts, stepMinutes } = msg;
        const told = parts.index < 2 ? { payload: payload[0], parts, stepMinutes } : null;
        msg.payload = payload.map((row) => row.n + '\\n').join('');
        return [msg, told];`,
    },
    {
      ...{ id: 'file', type: 'file', z: 'tab', filename: file, filenameType: 'str', overwriteFile: 'false' },
      ...{
        createDir: false,
        appendNewline: false,
        encoding: 'none',
        wires: [[...(isWiredBack ? ['query'] : []), 'end']],
      },
    },
    // Only what is at the end is told: the tap would hold the rest.
    {
      ...{ id: 'end', type: 'function', z: 'tab', outputs: 1, libs: [], wires: [['done']] },
      func: `return msg.complete ? { payload: msg.parts } : null;`,
    },
    { id: 'done', type: 'test-tap', z: 'tab', name: 'done', wires: [] },
    { id: 'first', type: 'test-tap', z: 'tab', name: 'first', wires: [] },
  ];

  for (const portal of ['odre', 'enedis'] as const)
    it(`all reach the file, in order, once: ${portal}`, async function () {
      // On a machine that has no time for it V8 sweeps late: what is held would be too much each time.
      this.retries(2);
      await red.deploy(flow(portals[portal], true));
      red.send('ask', { payload: 'refresh' });
      const { payload } = await red.next('done');
      assert.deepEqual((payload as { count: number; index: number }).count, ROWS / 1000);
      let next = 0;
      for await (const line of createInterface(createReadStream(file))) {
        if (line !== String(next)) assert.fail(`line ${String(next)} is ${line}`);
        next += 1;
      }
      assert.equal(next, ROWS);
      const memory = await red.peakMemoryMb();
      assert.ok(memory < MOST_MEMORY_MB, `${memory.toFixed(0)} MB`);
    });

  it('have power by their step, and Paris time', async () => {
    await red.deploy(flow(portals.odre, true, { query: '{"limit":2500}' }));
    red.send('ask', { payload: 'refresh' });
    const { payload, stepMinutes } = await red.next('first');
    assert.equal(stepMinutes, 1);
    assert.deepEqual(payload, { n: 0, horodate: '2024-01-01T01:00:00+01:00', region: 'Bretagne', wh: 0, wh_w: 0 });
    await red.next('done');
  });

  it('wait at the portal for a flow that is slow', async () => {
    await red.deploy(flow(portals.odre, false));
    red.send('ask', { payload: 'refresh' });
    const { parts } = await red.next('first');
    // What lies in sockets on the way is filled, then nobody asks for more.
    let before = -1;
    while (made !== before) {
      before = made;
      await delay(1000);
    }
    assert.ok(made < ROWS / 2, `${String(made)} rows were made for nobody`);
    assert.ok(made >= 1000);
    const { id } = parts as { id: string };
    // Of another answer, and of rows: neither is a question nor a credit.
    red.send('ask', { payload: [], schema: 'linky-red/rows@1', parts: { id: 'another', index: 0 } });
    red.send('ask', { payload: [], schema: 'linky-red/rows@1', parts: { id, index: 0 } });
    const { payload } = await red.next('first', (msg) => (msg['parts'] as { index: number }).index === 1);
    assert.equal((payload as { n: number }).n, 1000);
  });

  it('stop at once when the node goes', async () => {
    await red.deploy(flow(portals.odre, false, { release: 'free', pauseMs: '5' }));
    red.send('ask', { payload: 'refresh' });
    await red.next('first');
    const logged = red.log.length;
    await red.deploy([{ id: 'tab', type: 'tab', label: 'rows' }]);
    const at = made;
    await delay(2000);
    // What the portal was about to write; a node that goes on would take a batch of a thousand every few milliseconds.
    assert.ok(made - at <= 5000, `${String(made - at)} rows after the node had gone`);
    assert.ok(made < ROWS - 1);
    assert.doesNotMatch(red.log.slice(logged), /error/i);
  });
});
