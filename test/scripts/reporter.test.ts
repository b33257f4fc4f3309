import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const LOADER = path.join(ROOT, 'scripts/test/typescript.cjs');

describe('the last line of npm test', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-reporter-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  function lastLine(...suites: string[]): { line: string | undefined; output: string; status: number | null } {
    const files = suites.map((suite, n) => {
      const file = path.join(folder, `suite-${String(n)}.cjs`);
      writeFileSync(file, suite);
      return file;
    });
    const sideBySide = files.length > 1 ? ['--parallel', '--jobs', '2'] : [];
    const mocha = require.resolve('mocha/bin/mocha.js');
    const reporter = path.join(ROOT, 'scripts/test/reporter.cjs');
    const { stdout, status } = spawnSync(
      process.execPath,
      [mocha, '--no-config', '--require', LOADER, '--reporter', reporter, ...sideBySide, ...files],
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

  it('says why over files that run side by side, each reason once', () => {
    const requirements = JSON.stringify(path.join(ROOT, 'test/support/machine/requirements.ts'));
    const suite = (tool: string): string =>
      `delete process.env.CI; const { needsTool } = require(${requirements});
       describe('a', () => { before(function () { needsTool(this, '${tool}'); }); it('b', () => {}); it('c', () => {}); });
       it('d', function () { needsTool(this, 'no-such-tool'); });`;
    const run = lastLine(suite('no-other-tool'), suite('no-such-tool'));
    assert.deepEqual([run.line, run.status], ['0 passed, 0 failed, 6 skipped', 0]);
    assert.deepEqual(
      run.output.split('\n').filter((line) => line.startsWith('skipped: ')),
      ['skipped: no-other-tool is not installed', 'skipped: no-such-tool is not installed'],
    );
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
