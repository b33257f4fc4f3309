import assert from 'node:assert/strict';
import { LinkyRedError } from '../../../lib/errors';
import { watchChanges } from '../../../nodes/opendata-query/change-watch';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { FakeClock } from '../../support/machine/fake-clock';

const [MINUTE, HOUR] = [60_000, 3_600_000];

describe('opendata-query, looking for changes', () => {
  let clock: FakeClock;
  let guard: CloseGuard;
  let looks: number;
  let failure: Error | undefined;
  const failed: unknown[] = [];

  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
  };
  const start = async (everyMs: number): Promise<void> => {
    const look = (): Promise<void> => {
      looks += 1;
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    };
    watchChanges(everyMs, { clock, guard }, look, (error) => failed.push(error));
    await settle();
  };
  /** How long after the last look the next one is, ms. */
  const pause = (): number => (clock.nextTimer ?? Infinity) - clock.now();

  beforeEach(() => {
    clock = new FakeClock();
    guard = new CloseGuard();
    looks = 0;
    failure = undefined;
    failed.length = 0;
  });
  afterEach(() => guard.close());

  it('looks at once, and then never sooner than told, nor much later', async () => {
    await start(6 * HOUR);
    assert.equal(looks, 1);
    const pauses = new Set<number>();
    for (let look = 2; look < 12; look++) {
      pauses.add(pause());
      assert.ok(pause() >= 6 * HOUR && pause() <= 6.6 * HOUR, String(pause()));
      clock.advance(Math.ceil(pause()));
      await settle();
      assert.equal(looks, look);
    }
    assert.ok(pauses.size > 1, 'nodes of one interval drift apart');
  });

  it('looks again soon after what passes by itself, and only as told after the rest', async () => {
    failure = new LinkyRedError('ERR_NETWORK', { host: 'h', detail: '' });
    await start(6 * HOUR);
    assert.deepEqual(failed, [failure]);
    assert.ok(pause() >= 15 * MINUTE && pause() <= 16.5 * MINUTE, String(pause()));
    failure = new LinkyRedError('ERR_DATASET', { host: 'h', dataset: 'd' });
    clock.advance(Math.ceil(pause()));
    await settle();
    assert.equal(failed.length, 2);
    assert.ok(pause() >= 6 * HOUR);
  });

  it('ends with the node, and says nothing of what that has broken', async () => {
    failure = new LinkyRedError('ERR_CLOSED');
    const watched = start(HOUR);
    await guard.close();
    await watched;
    assert.deepEqual([failed.length, clock.pending], [0, 0]);
  });
});
