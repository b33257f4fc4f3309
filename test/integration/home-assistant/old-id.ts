// Coming from another integration: our entity is given the id of the old one, and its history goes on.
import assert from 'node:assert/strict';
import { compiled } from './energy';
import { tempoStandard } from './meters';
import type { World } from './world';

/** As teleinfo2mqtt announced it: the same index, in kWh. */
const OLD = 'sensor.teleinfo_east';
const CONFIG = 'homeassistant/sensor/teleinfo/east/config';
const STATE = 'teleinfo/east';
const METER = '041876555001';
const EAST = 77_000_000;

export async function takeOldId({ home, mqtt, red }: World): Promise<void> {
  const tell = async (topic: string, payload: string): Promise<void> => {
    await mqtt.publishAsync(topic, payload, { retain: true, qos: 1 });
  };
  const say = (frame: Buffer): void => {
    red.send('meter', { topic: 'of-before', payload: Buffer.concat([frame, frame]) });
  };
  await tell(
    CONFIG,
    JSON.stringify({
      name: 'EAST',
      unique_id: 'teleinfo_east',
      default_entity_id: OLD,
      state_topic: STATE,
      unit_of_measurement: 'kWh',
      device_class: 'energy',
      state_class: 'total_increasing',
    }),
  );
  await tell(STATE, '76999.5');
  await home.api.until(OLD, '76999.5');
  await tell(STATE, '77000');
  await home.api.until(OLD, '77000');
  await home.passStatistics();
  const before = await compiled(home, OLD, 77_000);
  assert.equal(before.at(-1)?.sum, 0.5);

  // Not before it is there again: what Home Assistant has not heard since its start it does not take away.
  await home.api.until(OLD, '77000');
  await tell(CONFIG, '');
  await home.api.see(`${OLD} is gone`, (states) => !states.has(OLD) || undefined);
  say(tempoStandard({ id: METER, minute: 10, east: EAST }));
  const ours = await home.api.see('our entity', (states) =>
    [...states.values()].find(({ entity_id: id, state }) => id.endsWith('_energy_total') && state === String(EAST)),
  );
  await home.api.ask('config/entity_registry/update', { entity_id: ours.entity_id, new_entity_id: OLD });
  await home.api.until(OLD, String(EAST));
  say(tempoStandard({ id: METER, minute: 11, east: EAST + 33 }));
  await home.api.until(OLD, String(EAST + 33));
  await home.passStatistics();
  // In Wh now, as our entity is; what was counted in kWh is the beginning of it.
  const after = await compiled(home, OLD, EAST + 33);
  const sums = [after[0], after.at(-1)].map((row) => Math.round(row?.sum ?? NaN));
  assert.deepEqual(sums, [500, 533]);
}
