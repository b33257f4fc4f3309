// What a user has to see of the two faces of the story's meter: entity, state, unit, class. Written by hand from the frames
// of meters.ts, not taken from what came out.
import assert from 'node:assert/strict';
import type { HomeAssistant } from '../../support/home-assistant/process';

export type Expected = Readonly<
  Record<
    string,
    readonly [state: string, unit?: string | undefined, deviceClass?: string | undefined, stateClass?: string]
  >
>;

/** HC/HP in historique: 45 A subscribed (9 kVA), 850 VA drawn, peak hours. */
export const HISTORIQUE: Expected = {
  'sensor.linky_energy_total': ['35802477', 'Wh', 'energy', 'total_increasing'],
  'sensor.linky_hchc': ['12345678', 'Wh', 'energy', 'total_increasing'],
  'sensor.linky_hchp': ['23456799', 'Wh', 'energy', 'total_increasing'],
  'sensor.linky_apparent_power': ['850', 'VA', 'apparent_power', 'measurement'],
  'sensor.linky_headroom': ['8150', 'VA', 'apparent_power', 'measurement'],
  'sensor.linky_headroom_current': ['41', 'A', 'current', 'measurement'],
  'sensor.linky_contract_power': ['9000', 'VA', 'apparent_power'],
  'sensor.linky_iinst': ['4', 'A', 'current', 'measurement'],
  'sensor.linky_isousc': ['45', 'A', 'current'],
  'sensor.linky_meter_number': ['041876097768'],
  'sensor.linky_optarif': ['HC..'],
  'sensor.linky_ptec': ['hp', undefined, 'enum'],
  'binary_sensor.linky_off_peak': ['off'],
  'binary_sensor.linky_overrun': ['off', undefined, 'problem'],
  'binary_sensor.linky_link': ['on', undefined, 'connectivity'],
  'event.linky_event': ['unknown'],
};

/** Tempo in standard: red peak hours, 9 kVA, blue from the next 06:00; `east` and the total are the story's. */
export function standard(east: number, total: number): Expected {
  return {
    'sensor.linky_energy_total': [String(total), 'Wh', 'energy', 'total_increasing'],
    'sensor.linky_easf06': [String(east), 'Wh', 'energy', 'total_increasing'],
    'sensor.linky_apparent_power': ['850', 'VA', 'apparent_power', 'measurement'],
    'sensor.linky_smaxsn': ['4210', 'VA', 'apparent_power'],
    'sensor.linky_pcoup': ['9000', 'VA', 'apparent_power'],
    'sensor.linky_headroom': ['8150', 'VA', 'apparent_power', 'measurement'],
    'sensor.linky_contract_power': ['9000', 'VA', 'apparent_power'],
    'sensor.linky_irms1': ['4', 'A', 'current', 'measurement'],
    'sensor.linky_urms1': ['231', 'V', 'voltage', 'measurement'],
    'sensor.linky_ccasn': ['612', 'W', 'power', 'measurement'],
    'sensor.linky_meter_number': ['041876097768'],
    'sensor.linky_ltarf': ['HP  ROUGE'],
    'sensor.linky_ngtf': ['TEMPO'],
    'sensor.linky_ntarf': ['06'],
    'sensor.linky_vtic': ['02'],
    'sensor.linky_tempo_now': ['red', undefined, 'enum'],
    'sensor.linky_tempo_next': ['blue', undefined, 'enum'],
    'sensor.linky_breaker': ['closed', undefined, 'enum'],
    'binary_sensor.linky_off_peak': ['off'],
    'binary_sensor.linky_overrun': ['off', undefined, 'problem'],
    'binary_sensor.linky_overvoltage': ['off', undefined, 'problem'],
    'binary_sensor.linky_breaker_open': ['off', undefined, 'problem'],
    'binary_sensor.linky_cover': ['off', undefined, 'tamper'],
    'binary_sensor.linky_dry_contact': ['off'],
    'binary_sensor.linky_relay_1': ['off'],
    'binary_sensor.linky_link': ['on', undefined, 'connectivity'],
  };
}

/** Waits until all of them have their state, then compares units and classes. */
export async function sees(home: HomeAssistant, expected: Expected): Promise<void> {
  const rows = Object.entries(expected);
  const states = (): Record<string, unknown> =>
    Object.fromEntries(rows.map(([entity]) => [entity, home.api.state(entity)?.state]));
  await home.api
    .see('all states', (now) => rows.every(([entity, [state]]) => now.get(entity)?.state === state) || undefined)
    .catch(() => {
      assert.deepEqual(states(), Object.fromEntries(rows.map(([entity, [state]]) => [entity, state])));
    });
  for (const [entity, [, unit, deviceClass, stateClass]] of rows) {
    const attributes = home.api.state(entity)?.attributes ?? {};
    const got = ['unit_of_measurement', 'device_class', 'state_class'].map((name) => attributes[name]);
    assert.deepEqual(got, [unit, deviceClass, stateClass], entity);
  }
}
