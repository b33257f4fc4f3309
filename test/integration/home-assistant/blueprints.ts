// The blueprints that ship, in a running Home Assistant: saved, used by an automation, seen at work. Signals are binary
// sensors of the test here; home-assistant.test.ts plays one episode from the meter's bytes on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { HomeAssistant } from '../../support/home-assistant/process';

const FOLDER = path.resolve(__dirname, '../../../docs/home-assistant/blueprints');

/** Input helpers that the automations act on; for configuration.yaml. */
export const LOADS = `input_boolean:
  water_heater: {name: Water heater}
  car: {name: Car}
  pump: {name: Pump}
  radiator: {name: Radiator}
`;

/** Saves a blueprint as the import dialog does, and makes an automation of it that is on. */
export async function automate(
  home: HomeAssistant,
  blueprint: string,
  id: string,
  input: Record<string, unknown>,
): Promise<string> {
  const yaml = readFileSync(path.join(FOLDER, blueprint), 'utf8');
  const file = `linky-red/${blueprint}`;
  await home.api.ask('blueprint/save', { domain: 'automation', path: file, yaml, allow_override: true });
  const config = JSON.stringify({ alias: id, use_blueprint: { path: file, input } });
  await home.ask(`/api/config/automation/config/${id}`, config);
  await home.api.until(`automation.${id}`, 'on');
  return `automation.${id}`;
}

/** Deletes an automation: the next one on the same signals is alone. */
export async function forget(home: HomeAssistant, automation: string): Promise<void> {
  const id = automation.replace('automation.', '');
  await home.ask(`/api/config/automation/config/${id}`, '', 'DELETE');
  await home.api.see(`${automation} gone`, (states) => !states.has(automation) || undefined);
}

/** How long a load stays off behind the end of what shed it, where the test waits for it. */
const DELAY_S = 5;

/** A binary sensor of the test, with an availability of its own. */
export class Signal {
  private constructor(
    private readonly mqtt: MqttClient,
    private readonly home: HomeAssistant,
    readonly entity: string,
    private readonly topic: string,
  ) {}

  static async announce(mqtt: MqttClient, home: HomeAssistant, name: string): Promise<Signal> {
    const topic = `rig/${name}`;
    const signal = new Signal(mqtt, home, `binary_sensor.rig_${name}`, topic);
    const config = {
      name,
      unique_id: `rig_${name}`,
      default_entity_id: signal.entity,
      state_topic: topic,
      availability: [{ topic: `${topic}/available` }],
    };
    await mqtt.publishAsync(`homeassistant/binary_sensor/rig_${name}/config`, JSON.stringify(config), { retain: true });
    await signal.is('off');
    return signal;
  }

  /** Says it and waits until Home Assistant knows. */
  async is(state: 'on' | 'off' | 'unavailable'): Promise<void> {
    if (state !== 'unavailable') await this.mqtt.publishAsync(this.topic, state.toUpperCase(), { retain: true });
    const word = state === 'unavailable' ? 'offline' : 'online';
    await this.mqtt.publishAsync(`${this.topic}/available`, word, { retain: true });
    await this.home.api.until(this.entity, state);
  }
}

/** Shed and restore: what is cut, what comes back, and when nothing does. */
export async function playShedding(home: HomeAssistant, mqtt: MqttClient, blueprint: string): Promise<void> {
  const { api } = home;
  const [heater, car, pump] = ['input_boolean.water_heater', 'input_boolean.car', 'input_boolean.pump'] as const;
  const notice = await Signal.announce(mqtt, home, 'notice');
  const overrun = await Signal.announce(mqtt, home, 'overrun');
  await api.act('input_boolean.turn_on', { entity_id: [heater, car] });
  await api.act('input_boolean.turn_off', { entity_id: [pump] });
  await api.until(pump, 'off');
  const [began, idle] = [api.course(heater).length, api.course(pump).length];
  const automation = await automate(home, blueprint, 'shed', {
    signals: [notice.entity, overrun.entity],
    loads: [heater, car, pump],
    restore_delay: 0,
    random_delay: 0,
  });

  // A notice sheds what is on; the overrun that follows adds nothing.
  await notice.is('on');
  await api.until(heater, 'off');
  await api.until(car, 'off');
  await overrun.is('on');
  // One signal is over: the other still holds. Not known is not over.
  await notice.is('off');
  await overrun.is('unavailable');
  await notice.is('unavailable');
  await notice.is('off');
  await notice.is('on');
  await notice.is('off');
  const still = api.state(automation);
  assert.deepEqual([api.state(heater)?.state, api.state(car)?.state, still?.attributes['current']], ['off', 'off', 1]);
  // Known to be over: what was cut comes back, and what was off before stays off.
  await overrun.is('off');
  await api.until(heater, 'on');
  await api.until(car, 'on');
  await api.until(automation, ({ attributes }) => attributes['current'] === 0);
  assert.deepEqual(api.course(heater).slice(began - 1), ['on', 'off', 'on']);
  assert.deepEqual(api.course(pump).slice(idle - 1), ['off'], 'the load that was off was switched on');

  // The delay is kept, and a signal that returns within it starts it anew.
  await forget(home, automation);
  const delayed = await automate(home, blueprint, 'shed_delayed', {
    signals: [notice.entity],
    loads: [heater],
    restore_delay: DELAY_S,
    random_delay: 0,
  });
  await notice.is('on');
  await api.until(heater, 'off');
  await notice.is('off');
  // More than half of the delay passes before it returns, and what is left is enough for a machine that is slow.
  await pause(DELAY_S * 600);
  await notice.is('on');
  await notice.is('off');
  const over = Date.parse(api.state(notice.entity)?.last_changed ?? '');
  const back = Date.parse((await api.until(heater, 'on')).last_changed);
  assert.ok(back - over >= DELAY_S * 900, `back ${back - over} ms after the end of the signal`);
  await forget(home, delayed);
  await playCutAgain(home, notice, blueprint);
}

/** Loads that come on during an episode: cut and brought back, unless the user does not want that. */
async function playCutAgain(home: HomeAssistant, notice: Signal, blueprint: string): Promise<void> {
  const { api } = home;
  const [heater, pump] = ['input_boolean.water_heater', 'input_boolean.pump'] as const;
  const input = { signals: [notice.entity], loads: [heater, pump], restore_delay: 0, random_delay: 0 };
  const over = (automation: string): Promise<unknown> =>
    api.until(automation, ({ attributes }) => attributes['current'] === 0);
  const comesOn = (load: string): Promise<void> => api.act('input_boolean.turn_on', { entity_id: [load] });

  // Nothing runs when the signal comes; then a load comes on by itself, twice, and another one.
  await api.act('input_boolean.turn_off', { entity_id: [heater, pump] });
  const cutting = await automate(home, blueprint, 'shed_again', input);
  await notice.is('on');
  for (const load of [heater, heater, pump]) {
    await comesOn(load);
    await api.until(load, 'off');
  }
  // While nobody knows whether the signal lasts nothing is cut, and nothing comes back.
  await notice.is('unavailable');
  await comesOn(heater);
  assert.deepEqual([api.state(heater)?.state, api.state(pump)?.state], ['on', 'off']);
  await notice.is('on');
  await api.until(heater, 'off');
  await notice.is('off');
  await api.until(heater, 'on');
  await api.until(pump, 'on');
  await over(cutting);
  await forget(home, cutting);

  // Without the option only what ran at the beginning is cut, and comes back.
  await api.act('input_boolean.turn_off', { entity_id: [pump] });
  const once = await automate(home, blueprint, 'shed_once', { ...input, cut_again: false });
  await notice.is('on');
  await api.until(heater, 'off');
  await comesOn(pump);
  await notice.is('off');
  await api.until(heater, 'on');
  await over(once);
  assert.ok(!api.course(pump).slice(-1).includes('off'), 'what came on was cut');
  await forget(home, once);
}

/** Tempo red peak → preset, and back for those that nobody has touched. */
export async function playRedPeak(home: HomeAssistant, mqtt: MqttClient, blueprint: string): Promise<void> {
  const { api } = home;
  const offPeak = await Signal.announce(mqtt, home, 'off_peak');
  const colour = new Colour(mqtt, home);
  await colour.announce();
  const heaters = ['climate.rig_living', 'climate.rig_bath'] as const;
  for (const heater of heaters) await announceHeater(mqtt, home, heater);
  await api.act('climate.set_preset_mode', { entity_id: [...heaters] }, { preset_mode: 'comfort' });
  const preset = (wanted: string) => (state: { attributes: Record<string, unknown> }) =>
    state.attributes['preset_mode'] === wanted;
  for (const heater of heaters) await api.until(heater, preset('comfort'));

  await offPeak.is('on');
  await colour.is('red');
  const automation = await automate(home, blueprint, 'red_peak', {
    colour: colour.entity,
    off_peak: offPeak.entity,
    heaters: [...heaters],
    preset_red: 'eco',
    preset_after: 'comfort',
  });
  // 06:00 of a red day.
  await offPeak.is('off');
  for (const heater of heaters) await api.until(heater, preset('eco'));
  // Somebody wants the bathroom warm; then the meter falls silent for a while.
  await api.act('climate.set_preset_mode', { entity_id: [heaters[1]] }, { preset_mode: 'boost' });
  await api.until(heaters[1], preset('boost'));
  await offPeak.is('unavailable');
  await colour.is('unknown');
  await colour.is('red');
  await offPeak.is('off');
  assert.equal(api.state(heaters[0])?.attributes['preset_mode'], 'eco');
  assert.equal(api.state(automation)?.attributes['current'], 1);
  // 22:00.
  await offPeak.is('on');
  await api.until(heaters[0], preset('comfort'));
  await api.until(automation, ({ attributes }) => attributes['current'] === 0);
  assert.equal(api.state(heaters[1])?.attributes['preset_mode'], 'boost');
  await forget(home, automation);
}

class Colour {
  readonly entity = 'sensor.rig_colour';

  constructor(
    private readonly mqtt: MqttClient,
    private readonly home: HomeAssistant,
  ) {}

  async announce(): Promise<void> {
    const config = {
      name: 'colour',
      unique_id: 'rig_colour',
      default_entity_id: this.entity,
      state_topic: 'rig/colour',
      device_class: 'enum',
      options: ['blue', 'white', 'red', 'unknown'],
    };
    await this.mqtt.publishAsync('homeassistant/sensor/rig_colour/config', JSON.stringify(config), { retain: true });
    await this.is('blue');
  }

  async is(colour: string): Promise<void> {
    await this.mqtt.publishAsync('rig/colour', colour, { retain: true });
    await this.home.api.until(this.entity, colour);
  }
}

async function announceHeater(mqtt: MqttClient, home: HomeAssistant, entity: string): Promise<void> {
  const id = entity.split('.')[1] ?? '';
  const config = {
    name: id,
    unique_id: id,
    default_entity_id: entity,
    modes: ['off', 'heat'],
    preset_modes: ['eco', 'comfort', 'boost'],
    preset_mode_command_topic: `rig/${id}/preset`,
    optimistic: true,
  };
  await mqtt.publishAsync(`homeassistant/climate/${id}/config`, JSON.stringify(config), { retain: true });
  await home.api.until(entity, () => true);
}
