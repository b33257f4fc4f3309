import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { whenStarted } from '../../../nodes/runtime/when-started';

/** Node-RED's emitter warns from the eleventh listener of one event on. */
const MANY = 50;

describe('what waits for the start of the flows', () => {
  const deploy = (events: EventEmitter): void => void events.emit('flows:started', {});

  it('is one listener for any number of nodes, and runs once for each, in their order', () => {
    const events = new EventEmitter();
    const started: number[] = [];
    for (let i = 0; i < MANY; i += 1) whenStarted({ events }, new CloseGuard(), () => void started.push(i));
    assert.equal(events.listenerCount('flows:started'), 1);
    deploy(events);
    assert.deepEqual(
      started,
      Array.from({ length: MANY }, (_, i) => i),
    );
    deploy(events);
    assert.equal(started.length, MANY);
    assert.equal(events.listenerCount('flows:started'), 0);
  });

  it('is forgotten when its node closes before, and does not keep the next ones from starting', async () => {
    const events = new EventEmitter();
    const started: string[] = [];
    const guard = new CloseGuard();
    whenStarted({ events }, guard, () => void started.push('closed'));
    await guard.close();
    whenStarted({ events }, new CloseGuard(), () => void started.push('next'));
    deploy(events);
    assert.deepEqual(started, ['next']);
  });
});
