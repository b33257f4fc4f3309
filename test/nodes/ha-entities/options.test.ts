// An upgrade that changes the options of an enum, or the kind of an entity: Home Assistant logs an error for every state that
// does not fit the new configuration, so `None` goes to the state topic first (seen in a real one).
import assert from 'node:assert/strict';
import { MEMORY, MEMORY_NAME } from '../../../lib/home-assistant/devices/device-memory';
import { Store } from '../../../lib/store/store';
import { HaBench, SIGNAL } from '../../support/home-assistant/ha-bench';

const CONFIG = 'homeassistant/sensor/linkyred_linky_tempo_now/config';
const STATE = 'linkyred/linky/tempo_now';

/** A red day in force. */
const RED = {
  ...SIGNAL,
  id: '042161314159/tic/day-colour/2026-01-15',
  signal: 'day-colour',
  start: '2026-01-15T06:00:00+01:00',
  end: '2026-01-16T06:00:00+01:00',
  detail: { day: '2026-01-15', colour: 'red', confirmed: true },
} as const;

/** What is sent about the colour after a restart with a package whose table says something else than `before`. */
async function upgrade(before: string | null): Promise<string[]> {
  const store = new Store(undefined);
  const first = await HaBench.open({ store });
  first.reading({ SINSTS: 100 });
  first.signal(RED);
  assert.equal(first.of('tempo_now'), 'red');
  await first.close();
  if (before !== null) {
    const document = store.document(MEMORY_NAME, MEMORY);
    const { value } = await document.read();
    const announced = value?.nodes['node']?.[0]?.announced[CONFIG];
    assert.ok(value !== undefined && announced !== undefined);
    Object.assign(announced, { shape: before });
    await document.write(value);
  }
  const second = await HaBench.open({ store, clock: first.clock });
  second.reading({ SINSTS: 100 });
  second.signal(RED);
  second.command('refresh');
  await second.close();
  return second.sent.flatMap(({ topic, payload }) => {
    if (topic === CONFIG) return [`config ${(JSON.parse(payload) as { options: string[] }).options.join(' ')}`];
    return topic === STATE ? [`state ${payload}`] : [];
  });
}

const AS_EVER = ['config blue white red unknown', 'state red'];

describe('a configuration whose options change all the same', () => {
  it('comes after None, and the state after it; once', async () => {
    assert.deepEqual(await upgrade('bleu|blanc|rouge'), ['state None', ...AS_EVER, ...AS_EVER]);
  });

  it('does so, too, where a text becomes an enum', async () => {
    assert.deepEqual(await upgrade('text'), ['state None', ...AS_EVER, ...AS_EVER]);
  });

  it('takes nobody’s state away where nothing has changed', async () => {
    assert.deepEqual(await upgrade(null), [...AS_EVER, ...AS_EVER]);
  });
});
