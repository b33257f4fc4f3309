// A building on a serial line: a sandbox PME-PMI and a SAPHIR behind a pseudo-terminal at the pace of the wire, through a
// real Node-RED to the warning's begin and end.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parisInstant } from '../../sandbox/paris-clock';
import type { GridSignal } from '../../lib/grid/signal';
import type { Running } from '../../sandbox/stand-in';
import { meterFlow, nextReading, startMeter } from '../support/node-red/meter-flow';
import type { Message, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';
import { needsTool } from '../support/machine/requirements';

/** The charger is off but for what the test plugs in. */
const NOON = new Date(parisInstant(2027, 1, 12, 12, 30)).toISOString();
/** A frame at 1200 Bd lasts 8 s, and a meter warns of whole minutes. */

describe('a building on a serial line', function () {
  let red: NodeRed;
  let meter: Running | undefined;
  let socat: ChildProcess | undefined;
  let folder: string | undefined;

  before(function () {
    needsTool(this, 'socat');
    folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-building-'));
  });
  withNodeRed((started) => (red = started));
  afterEach(async () => {
    await red.deploy([]);
    const line = socat;
    socat = undefined;
    if (line?.exitCode === null) {
      const gone = once(line, 'exit');
      line.kill();
      await gone;
    }
    await meter?.stop();
    meter = undefined;
  });
  after(() => {
    // Not there when socat is missing.
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function plug(name: string, settings: Record<string, string>): Promise<string> {
    meter = await startMeter(settings);
    const device = path.join(folder ?? '', `tty-${name}`);
    const args = ['-d', '-d', `pty,raw,echo=0,link=${device}`, `tcp:${meter.host}:${String(meter.port)}`];
    const line = spawn('socat', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    socat = line;
    let said = '';
    for await (const text of line.stderr as AsyncIterable<Buffer>) {
      said += text.toString();
      if (said.includes('starting data transfer loop')) break;
    }
    line.stderr.resume();
    return device;
  }

  const order = (text: string): void => {
    assert.ok(meter !== undefined);
    connect(meter.port, meter.host).end(`${text}\n`);
  };

  async function overrun(name: string, fits: (signal: GridSignal) => boolean): Promise<GridSignal> {
    const fitting = ({ payload }: Message): boolean =>
      (payload as GridSignal).signal === 'power-overrun' && fits(payload as GridSignal);
    return (await red.next(`${name} signals`, fitting)).payload as GridSignal;
  }

  it('a PME-PMI at 1200 Bd: PREAVIS is announced and ends, and its readings have budget and Flex Ready', async () => {
    const port = await plug('pme', { family: 'pme-pmi', speed: '1200', start: NOON, factor: '8' });
    await red.deploy(meterFlow('pme', { source: 'serial', port, mode: 'auto' }));
    await overrun('pme', ({ change, state }) => change === 'initial' && state === 'cleared');
    order('car 2');
    const warned = await overrun('pme', ({ state }) => state === 'announced');
    assert.deepEqual([warned.level, warned.expected, warned.origin], [2, 3, '042136314159']);
    assert.deepEqual([warned.detail['threshold'], warned.detail['unit']], [97.2, 'kVA']);
    const { tic } = await nextReading(red, 'pme', (reading) => reading.tic.quality.complete);
    const { budget, flexReady } = tic as unknown as { budget: { subscribed: number }; flexReady: { met: boolean }[] };
    assert.equal(budget.subscribed, 108);
    assert.equal(flexReady.length, 8);
    assert.ok(flexReady.every(({ met }) => met));
    const ended = await overrun('pme', ({ state }) => state === 'cleared');
    assert.deepEqual([ended.id, ended.change], [warned.id, 'ended']);
    assert.deepEqual(red.messages('pme errors'), []);
  });

  it('a SAPHIR in STD: what its long frame said is in its short ones, and its warning has a threshold', async () => {
    const port = await plug('saphir', { family: 'saphir', start: NOON, factor: '8' });
    await red.deploy(meterFlow('saphir', { source: 'serial', port, mode: 'auto' }));
    // The first one has begun before the port was open.
    await nextReading(red, 'saphir', ({ payload, tic }) => payload['LG_TRM'] === 'TRM_LONGUE' && tic.quality.complete);
    await nextReading(red, 'saphir', ({ payload }) => payload['LG_TRM'] === 'TRM_COURTE' && payload['KDC'] === 90);
    order('car 2');
    const warned = await overrun('saphir', ({ state }) => state === 'announced');
    assert.deepEqual([warned.detail['threshold'], warned.detail['unit']], [225, 'kW']);
    await overrun('saphir', ({ state }) => state === 'cleared');
  });
});
