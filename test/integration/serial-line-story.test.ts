// The main job on a serial line: a sandbox meter behind a pseudo-terminal, at the pace of the wire, in both modes.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Running } from '../../sandbox/stand-in';
import { METER, type Reading, meterFlow, nextReading, startMeter } from '../support/node-red/meter-flow';
import type { NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';
import { needsTool } from '../support/machine/requirements';

describe('a house on a serial line', function () {
  let red: NodeRed;
  let meter: Running | undefined;
  let socat: ChildProcess | undefined;
  let folder: string | undefined;

  before(function () {
    needsTool(this, 'socat');
    folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-line-'));
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

  /** A pseudo-terminal with the meter behind it. @returns its path */
  async function plug(settings: Record<string, string>): Promise<string> {
    meter = await startMeter(settings);
    const device = path.join(folder ?? '', `tty${settings['mode'] ?? ''}`);
    const args = ['-d', '-d', `pty,raw,echo=0,link=${device}`, `tcp:${meter.host}:${meter.port}`];
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

  for (const [mode, baudRate, text] of [
    ['standard', 9600, /^\d+\.\d\d kVA of \d+ · Linky std$/],
    ['historique', 1200, /^\d+\.\d\d kVA of \d+ · Linky hist$/],
  ] as const)
    it(`is read whole at the pace of the wire: ${mode}`, async () => {
      const port = await plug({ mode });
      await red.deploy(meterFlow(mode, { source: 'serial', port, mode }));
      // What the line held back until it was opened comes first, all at once.
      await nextReading(red, mode, (reading) => reading.tic.quality.complete && hasPace(reading));
      for (let n = 0; n < 2; n++) {
        const reading = await nextReading(red, mode);
        const { tic, topic } = reading;
        assert.equal(topic, `tic/${METER}`);
        assert.deepEqual([tic.quality.rejected, tic.quality.complete, tic.baudRate], [0, true, baudRate]);
        assert.ok(hasPace(reading), `${tic.receivedAt} … ${tic.completedAt}`);
      }
      await red.status('decode', (status) => text.test(status.text ?? ''));
      assert.deepEqual(red.messages(`${mode} errors`), []);
    });
});

/** At 10 bits a character a frame of either mode lasts from one to two seconds. */
function hasPace({ tic }: Reading): boolean {
  const ms = Date.parse(tic.completedAt) - Date.parse(tic.receivedAt);
  return ms > 700 && ms < 3000;
}
