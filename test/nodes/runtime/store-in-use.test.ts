import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Store } from '../../../lib/store/store';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { NodeStatus } from '../../../nodes/runtime/status/status';
import { tellWhenInUse } from '../../../nodes/runtime/store/store-in-use';
import type { Node, NodeAPI } from '../../../nodes/runtime/types';
import { FakeClock } from '../../support/machine/fake-clock';

/** A node of a Node-RED on a folder that another one may have. */
class Second {
  lasts = false;
  readonly clock = new FakeClock();
  readonly guard = new CloseGuard();
  readonly shown: (string | undefined)[] = [];
  readonly errors: string[] = [];
  readonly log: string[] = [];
  readonly status: NodeStatus;

  constructor(userDir: string) {
    const node = {
      status: ({ text }: { text?: string }) => this.shown.push(text),
      error: (text: string) => this.errors.push(text),
    } as unknown as Node;
    this.status = new NodeStatus(node, () => this.clock.now());
    const events = new EventEmitter();
    const RED = {
      settings: { userDir },
      events,
      log: { info: (text: string) => this.log.push(text) },
      _: (key: string) => key,
    } as unknown as NodeAPI;
    const store = { lasts: () => Promise.resolve(this.lasts) } as unknown as Store;
    tellWhenInUse(RED, node, { store, guard: this.guard, clock: this.clock }, this.status);
    events.emit('flows:started');
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await new Promise(setImmediate);
  }
}

describe('a second Node-RED on one user directory', () => {
  it('says so for as long as it is so, and in its log when it is over', async () => {
    const second = new Second('/first');
    await second.advance(0);
    second.status.show('ok', 'heard');
    await second.advance(60_000);
    assert.deepEqual(second.shown, ['status.store-in-use']);
    assert.equal(second.errors.length, 1);
    second.lasts = true;
    await second.advance(60_000);
    assert.deepEqual(second.shown, ['status.store-in-use', 'status.heard']);
    assert.deepEqual(second.log, ['linky-red: info.store-taken-over']);
    assert.equal(second.clock.pending, 0);
  });

  it('asks no more once its node is closed', async () => {
    const second = new Second('/second');
    await second.advance(0);
    assert.equal(second.clock.pending, 1);
    await second.guard.close();
    assert.equal(second.clock.pending, 0);
  });
});
