import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { wordsForMocha } from '../../scripts/test/files.mjs';

const FILES: Readonly<Record<string, string>> = {
  'test/lib/tic/group.test.ts': 'it();',
  'test/lib/tic/power/budget-day.test.ts':
    '// A day of each meter.\n// Not in the fast lane: it takes a minute.\nit();',
  'test/lib/tic/power/headroom.test.ts': 'it();',
  'test/lib/tic/power/note.md': '',
  'test/integration/whole-story.test.ts': 'it();',
  'test/package.test.ts': 'it();',
};

describe('npm test', () => {
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'linky-red-files-'));
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  it('takes every test file there is', () => {
    assert.deepEqual(
      wordsForMocha([], root),
      Object.keys(FILES)
        .filter((file) => file.endsWith('.ts'))
        .sort(),
    );
  });

  it('takes all below a folder, and a file or a pattern as it is', () => {
    assert.deepEqual(wordsForMocha(['test/lib/tic'], root), [
      'test/lib/tic/group.test.ts',
      'test/lib/tic/power/budget-day.test.ts',
      'test/lib/tic/power/headroom.test.ts',
    ]);
    assert.deepEqual(wordsForMocha(['test/package.test.ts', 'test/lib/**/*.test.ts', '--bail'], root), [
      '--bail',
      'test/package.test.ts',
      'test/lib/**/*.test.ts',
    ]);
  });

  it('leaves out of the fast lane what starts other programs or says that it is slow, and runs two files at a time', () => {
    const files = ['test/lib/tic/group.test.ts', 'test/lib/tic/power/headroom.test.ts'];
    assert.deepEqual(wordsForMocha(['--quick'], root), ['--parallel', '--jobs', '2', ...files, 'test/package.test.ts']);
    assert.deepEqual(wordsForMocha(['--quick', 'test/lib', '--bail'], root), ['--bail', ...files]);
  });
});
