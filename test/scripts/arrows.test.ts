// Not in the fast lane: it lints, as npm run check does.
import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint } from 'eslint';

const root = path.resolve(__dirname, '../..');

/** Lints one line as if it stood in `file`, with the arrows alone (the typed rules want files that exist). */
async function lint(file: string, code: string): Promise<string[]> {
  const rooms = ((await import('../../scripts/lint/arrows.mjs')) as { default: ESLint.Plugin }).default;
  const { parser } = (await import('typescript-eslint')).default;
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser },
      plugins: { rooms },
      rules: { 'rooms/arrows': 'error' },
    },
  });
  const results = await eslint.lintText(code, { filePath: path.join(root, file) });
  return results.flatMap((result) => result.messages.map((message) => message.message));
}

describe('the arrows between the rooms', () => {
  const refused: [why: string, file: string, code: string][] = [
    ['lib knows no node', 'lib/tic/decoder.ts', `import { x } from '../../nodes/runtime/status/status';`],
    ['lib knows no node, not even its types', 'lib/tic/decoder.ts', `import type { X } from '../../nodes/tic-in/x';`],
    ['lib knows no Node-RED', 'lib/tic/decoder.ts', `import type { Node } from 'node-red';`],
    ['lib knows no stand-in', 'lib/tic/decoder.ts', `import { x } from '../../sandbox/tic/frame';`],
    ['subjects of lib stand side by side', 'lib/rte/ecowatt.ts', `import { x } from '../tic/group';`],
    ['a deep file of a subject, too', 'lib/tic/meters/linky.ts', `import { x } from '../../home-assistant/entities';`],
    ['a re-export is an import', 'lib/tic/index.ts', `export { x } from '../rte/ecowatt';`],
    ['so is export *', 'lib/tic/index.ts', `export * from '../rte/ecowatt';`],
    ['so is a lazy one', 'lib/tic/index.ts', `void import('../rte/ecowatt');`],
    ['so is require', 'lib/tic/index.ts', `import x = require('../rte/ecowatt');`],
    ['one value among types counts', 'lib/tic/index.ts', `import { type A, b } from '../rte/ecowatt';`],
    ['rooms of a subject have an order', 'lib/tic/value/horodate.ts', `import { x } from '../frame/frame';`],
    ['for types, too', 'lib/tic/belief/x.ts', `import type { X } from '../frame/frame';`],
    ['a room does not know what puts rooms together', 'lib/tic/frame/x.ts', `import { x } from '../decoder';`],
    ['what lies below knows no subject', 'lib/grid/signal.ts', `import { x } from '../tic/group';`],
    ['a stand-in repeats its truths', 'sandbox/tic/frame.ts', `import { sum } from '../../lib/tic/checksum';`],
    ['a stand-in knows no node', 'sandbox/tic/frame.ts', `import type { X } from '../../nodes/runtime/types';`],
    ['a stand-in needs nothing installed', 'sandbox/tic/frame.ts', `import { DateTime } from 'luxon';`],
    ['nodes do not know stand-ins', 'nodes/tic-in/tic-in.ts', `import { x } from '../../sandbox/index';`],
    ['a node does not reach into another', 'nodes/tic-in/tic-in.ts', `import { x } from '../linky-decode/x';`],
    ['the command line knows no node', 'bin/linky-red.ts', `import { x } from '../nodes/runtime/status';`],
  ];
  for (const [why, file, code] of refused)
    it(`refuses: ${why}`, async () => {
      const messages = await lint(file, code);
      assert.equal(messages.length, 1, `${file}: ${code} → ${messages.join('; ')}`);
    });

  const admitted: [why: string, file: string, code: string][] = [
    ['nodes use lib', 'nodes/tic-in/tic-in.ts', `import { x } from '../../lib/tic/bytes/line';`],
    ['nodes share nodes/runtime', 'nodes/tic-in/tic-in.ts', `import { x } from '../runtime/status';`],
    ['a node uses its own files', 'nodes/tic-in/tic-in.ts', `import { x } from './tic-in.config';`],
    ['a node knows Node-RED', 'nodes/tic-in/tic-in.ts', `import type { Node } from 'node-red';`],
    ['subjects share what lies below', 'lib/tic/meters/linky.ts', `import { x } from '../../grid/signal';`],
    ['a later room knows the earlier', 'lib/tic/frame/frame.ts', `import { x } from '../value/horodate';`],
    ['a room knows itself', 'lib/tic/frame/frame.ts', `import { x } from './carried';`],
    ['what puts rooms together knows all', 'lib/tic/decoder.ts', `import { x } from './signals';`],
    ['an order is one of a subject alone', 'lib/tic/bytes/line.ts', `import { x } from '../../grid/signal';`],
    ['types are free inside lib', 'lib/rte/tempo.ts', `import type { X } from '../tic/group';`],
    ['inline types are types', 'lib/rte/tempo.ts', `import { type X } from '../tic/group';`],
    ['a stand-in may take types', 'sandbox/index.ts', `import type { GridSignal } from '../lib/grid/signal';`],
    ['a stand-in uses node:', 'sandbox/index.ts', `import net from 'node:net';`],
    ['the command line starts stand-ins', 'bin/linky-red.ts', `import { x } from '../sandbox/index';`],
    ['tests see everything', 'test/lib/x.test.ts', `import { x } from '../../sandbox/index';`],
  ];
  for (const [why, file, code] of admitted)
    it(`admits: ${why}`, async () => {
      assert.deepEqual(await lint(file, code), [], `${file}: ${code}`);
    });

  it('is switched on for every TypeScript file of the project', async () => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile(path.join(root, 'lib/grid/signal.ts'))) as {
      rules: Record<string, unknown[]>;
    };
    assert.equal(config.rules['rooms/arrows']?.[0], 2);
  });
});
