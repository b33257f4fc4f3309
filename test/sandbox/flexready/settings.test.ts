// The emulator as the command line starts it: its settings, its faults, its page.
import assert from 'node:assert/strict';
import { standIn } from '../../../sandbox';
import { flexReadySettings } from '../../../sandbox/flexready/settings';
import { ask } from '../../support/enedis/answers';

describe('the settings of the emulator', () => {
  it('move the clock, the checks, the tokens', () => {
    const started = Date.parse('2026-11-29T12:00:00Z');
    const { now, checks, tokenSeconds, decideSeconds, potentials } = flexReadySettings(
      { at: '2025-04-02T09:00:00+02:00', checks: 'strict', 'flex-token': '60', decide: '5', potentials: 'today' },
      started,
    );
    assert.ok(
      now !== undefined && Math.abs(now() - (Date.parse('2025-04-02T07:00:00Z') + Date.now() - started)) < 60_000,
    );
    assert.deepEqual([checks, tokenSeconds, decideSeconds, potentials], ['strict', 60, 5, 'today']);
  });

  for (const [name, value] of Object.entries({
    at: 'noon',
    factor: '0',
    checks: 'soft',
    decide: '-1',
    building: 'here',
    'flex-fault': 'flood',
  }))
    it(`do not understand ${name}=${value}`, () => {
      assert.throws(() => flexReadySettings({ [name]: value }, 0), new RegExp(`^RangeError: ${name}=${value}`));
    });

  it('start it, with a fault for every call', async () => {
    const running = await standIn('flexready')?.start({ settings: { 'flex-fault': 'unavailable' } });
    assert.ok(running);
    try {
      const at = `http://${running.host}:${String(running.port)}`;
      assert.equal((await ask(`${at}/auth/login`)).status, 503);
      assert.equal((await ask(`${at}/api/v1/x/operator/bacs`)).status, 503);
      assert.equal((await ask(`${at}/`)).status, 200);
    } finally {
      await running.stop();
    }
  });
});
