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
    rmSync(root, { recursive: true, maxRetries: 5 });
  });

  /** What mocha is told without the words for files side by side, and how many those are. */
  function told(words: string[]): { files: string[]; atATime: number } {
    const all = wordsForMocha(words, root);
    if (all[0] !== '--parallel') return { files: all, atATime: 1 };
    assert.equal(all[1], '--jobs');
    return { files: all.slice(3), atATime: Number(all[2]) };
  }

  it('takes every test file there is, some at a time, the long ones first', () => {
    const { files, atATime } = told([]);
    assert.deepEqual(files, [
      'test/integration/whole-story.test.ts',
      'test/lib/tic/power/budget-day.test.ts',
      'test/lib/tic/group.test.ts',
      'test/lib/tic/power/headroom.test.ts',
      'test/package.test.ts',
    ]);
    assert.ok(atATime >= 2 && atATime <= 4, String(atATime));
  });

  it('takes all below a folder, and a file or a pattern as it is', () => {
    assert.deepEqual(told(['test/lib/tic']).files, [
      'test/lib/tic/power/budget-day.test.ts',
      'test/lib/tic/group.test.ts',
      'test/lib/tic/power/headroom.test.ts',
    ]);
    assert.deepEqual(told(['test/package.test.ts', 'test/lib/**/*.test.ts', '--bail']), {
      files: ['--bail', 'test/package.test.ts', 'test/lib/**/*.test.ts'],
      atATime: 1,
    });
    assert.deepEqual(told(['test/package.test.ts']), { files: ['test/package.test.ts'], atATime: 1 });
  });

  it('leaves out of the fast lane what starts other programs or says that it is slow', () => {
    const files = ['test/lib/tic/group.test.ts', 'test/lib/tic/power/headroom.test.ts'];
    assert.deepEqual(told(['--quick']).files, [...files, 'test/package.test.ts']);
    assert.deepEqual(told(['--quick', 'test/lib', '--bail']).files, ['--bail', ...files]);
  });
});
