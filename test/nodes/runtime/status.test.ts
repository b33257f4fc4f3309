import assert from 'node:assert/strict';
import { LinkyRedError } from '../../../lib/errors';
import { NodeStatus } from '../../../nodes/runtime/status/status';

function statusOnAFakeClock() {
  const shown: unknown[] = [];
  const clock = { now: 0 };
  const status = new NodeStatus({ status: (value) => shown.push(value) }, () => clock.now);
  return { shown, clock, status };
}

describe('the status under a node', () => {
  it('is sent on change only', () => {
    const { shown, status } = statusOnAFakeClock();
    status.show('waiting', 'searching');
    status.show('waiting', 'searching');
    status.show('ok', 'searching');
    assert.deepEqual(shown, [
      { fill: 'yellow', shape: 'ring', text: 'status.searching' },
      { fill: 'green', shape: 'dot', text: 'status.searching' },
    ]);
  });

  it('shows figures at most every 10 s', () => {
    const { shown, clock, status } = statusOnAFakeClock();
    for (const [now, text] of [
      [0, '1 VA'],
      [9_999, '2 VA'],
      [10_000, '3 VA'],
      [20_000, '3 VA'],
    ] as const) {
      clock.now = now;
      status.showFigures('ok', text);
    }
    assert.deepEqual(
      shown.map((each) => (each as { text: string }).text),
      ['1 VA', '3 VA'],
    );
  });

  it('asks for figures only when it shows them', () => {
    const { shown, clock, status } = statusOnAFakeClock();
    let asked = 0;
    for (clock.now = 0; clock.now <= 10_000; clock.now += 1000) status.showFigures('ok', () => `${String(++asked)} VA`);
    assert.deepEqual([asked, shown.length], [2, 2]);
  });

  it('shows figures after the clock was turned back', () => {
    const { shown, clock, status } = statusOnAFakeClock();
    clock.now = 3_600_000;
    status.showFigures('ok', '1 VA');
    clock.now = 0;
    status.showFigures('ok', '2 VA');
    assert.equal(shown.length, 2);
  });

  it('shows figures at once after another state', () => {
    const { shown, clock, status } = statusOnAFakeClock();
    status.showFigures('ok', '1 VA');
    clock.now = 100;
    status.showError(new LinkyRedError('ERR_COMMAND', { detail: 'x' }));
    status.showFigures('ok', '2 VA');
    assert.deepEqual(shown, [
      { fill: 'green', shape: 'dot', text: '1 VA' },
      { fill: 'red', shape: 'ring', text: 'status.bad-command' },
      { fill: 'green', shape: 'dot', text: '2 VA' },
    ]);
  });

  it('is cleared once', () => {
    const { shown, status } = statusOnAFakeClock();
    status.clear();
    status.show('ok', 'connected');
    status.clear();
    status.clear();
    assert.deepEqual(shown.slice(1), [{}]);
  });

  it('insists on an error in place of what is well, until it is taken back', () => {
    const { shown, status } = statusOnAFakeClock();
    status.insist(new LinkyRedError('ERR_STORE_IN_USE', { folder: '/data' }));
    status.show('waiting', 'waiting');
    status.showFigures('ok', '1 VA');
    status.show('failed', 'silent');
    status.show('ok', 'heard');
    status.insist(undefined);
    assert.deepEqual(
      shown.map((each) => (each as { text: string }).text),
      ['status.store-in-use', 'status.silent', 'status.store-in-use', 'status.heard'],
    );
  });
});
