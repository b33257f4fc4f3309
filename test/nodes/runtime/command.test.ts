import assert from 'node:assert/strict';
import { readCommand } from '../../../nodes/runtime/command';

const KNOWN = ['pause', 'resume'] as const;
const unknownCommand = { code: 'ERR_COMMAND' };

describe('commands to a node', () => {
  it('come as an object, whose other fields are kept', () => {
    const payload = { command: 'pause', seconds: 3 };
    assert.deepEqual(readCommand(payload, KNOWN, false), { name: 'pause', fields: payload });
  });

  it('come as a bare word where a node is not fed with text', () => {
    assert.equal(readCommand(' resume ', KNOWN, true)?.name, 'resume');
    assert.throws(() => readCommand('restart', KNOWN, true), unknownCommand);
  });

  it('leave text alone where it is data', () => {
    assert.equal(readCommand('pause', KNOWN, false), undefined);
  });

  it('are refused with a code when unknown, and quoted no longer than a line', () => {
    assert.throws(
      () => readCommand({ command: 'stop'.repeat(50) }, KNOWN, false),
      (error: Error) => {
        assert.equal((error as Error & { code: string }).code, 'ERR_COMMAND');
        return error.message.length < 80;
      },
    );
    assert.throws(() => readCommand({ command: 7 }, KNOWN, false), unknownCommand);
    assert.throws(() => readCommand({ command: 'toString' }, KNOWN, false), unknownCommand);
  });

  it('are not seen in bytes, arrays, numbers or other objects', () => {
    for (const payload of [Buffer.from('pause'), ['pause'], 3, null, undefined, { topic: 'pause' }]) {
      assert.equal(readCommand(payload, KNOWN, true), undefined);
    }
  });
});
