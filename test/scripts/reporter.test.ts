import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

describe('the last line of npm test', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-reporter-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function lastLine(suite: string): { line: string | undefined; output: string; status: number | null } {
    const file = path.join(folder, 'suite.cjs');
    writeFileSync(file, suite);
    const mocha = require.resolve('mocha/bin/mocha.js');
    const reporter = path.join(ROOT, 'scripts/test/reporter.cjs');
    const { stdout, status } = spawnSync(
      process.execPath,
      [mocha, '--no-config', '--require', 'tsx/cjs', '--reporter', reporter, file],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    return { line: stdout.trimEnd().split('\n').at(-1), output: stdout, status };
  }

  it('counts what passed and what failed', () => {
    const run = lastLine(`it('a', () => {}); it('b', () => {}); it('c', () => { throw new Error('no'); });`);
    assert.deepEqual([run.line, run.status], ['2 passed, 1 failed', 1]);
  });

  it('counts what was skipped, and says why', () => {
    const requirements = JSON.stringify(path.join(ROOT, 'test/support/machine/requirements.ts'));
    const run = lastLine(
      `delete process.env.CI; const { needsTool } = require(${requirements});
       it('a', () => {}); it('b', function () { needsTool(this, 'no-such-tool'); });`,
    );
    assert.deepEqual([run.line, run.status], ['1 passed, 0 failed, 1 skipped', 0]);
    assert.match(run.output, /skipped: no-such-tool is not installed/);
  });

  it('shows a failure instead of a skip on CI', () => {
    const requirements = JSON.stringify(path.join(ROOT, 'test/support/machine/requirements.ts'));
    const run = lastLine(
      `process.env.CI = 'true'; const { needsTool } = require(${requirements});
       it('b', function () { needsTool(this, 'no-such-tool'); });`,
    );
    assert.deepEqual([run.line, run.status], ['0 passed, 1 failed', 1]);
  });
});
