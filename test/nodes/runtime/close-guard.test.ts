import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { CloseGuard, closeGuard } from '../../../nodes/runtime/close-guard';
import type { Node } from '../../../nodes/runtime/types';

describe('the close guard', () => {
  it('releases everything, the last taken first, and waits for it', async () => {
    const guard = new CloseGuard();
    const released: string[] = [];
    guard.onClose(() => void released.push('port'));
    guard.onClose(async () => {
      await Promise.resolve();
      released.push('timer');
    });
    guard.onClose(() => void released.push('listener'));
    await guard.close();
    assert.deepEqual(released, ['listener', 'port', 'timer']);
  });

  it('is closed, and its signal aborted, before the first release runs', async () => {
    const guard = new CloseGuard();
    assert.equal(guard.closed, false);
    guard.onClose(() => {
      assert.equal(guard.closed && guard.signal.aborted, true);
    });
    await guard.close();
  });

  it('runs nothing that was taken off the list', async () => {
    const guard = new CloseGuard();
    const forget = guard.onClose(() => assert.fail('released twice'));
    forget();
    await guard.close();
  });

  it('tells Node-RED that it is done even when a release fails, after the others ran', async () => {
    const node = new EventEmitter() as EventEmitter & { error: (reason: unknown) => void };
    const errors: unknown[] = [];
    node.error = (reason) => errors.push(reason);
    const guard = closeGuard(node as unknown as Node);
    let released = false;
    guard.onClose(() => void (released = true));
    guard.onClose(() => {
      throw new Error('stuck');
    });
    const done = new EventEmitter();
    const finished = once(done, 'done');
    node.emit('close', false, () => done.emit('done'));
    await finished;
    assert.equal(released, true);
    assert.match(String(errors[0]), /stuck/);
  });
});
