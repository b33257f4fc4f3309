// Every row of our tables, told to a Home Assistant with a state that fits: what it makes of them, and what it says.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { configMessage, isOneMessage } from '../../../lib/home-assistant/discovery/config';
import { TABLES } from '../../../lib/home-assistant/entities';
import type { EntityRow } from '../../../lib/home-assistant/discovery/row';
import {
  attributesTopic,
  deviceStatusTopic,
  type Place,
  stateTopic,
} from '../../../lib/home-assistant/discovery/topics';
import type { HomeAssistant } from '../../support/home-assistant/process';
import { PATIENCE_MS } from '../../support/machine/patience';
import type { World } from './world';

const PROCESS = { topic: 'linkyred/table/process', online: 'online', offline: 'offline' };
const ORIGIN = { name: 'linky-red', version: '0.0.0', url: 'https://github.com/linky-red/linky-red' };
const DEVICE = {
  name: 'Table',
  manufacturer: '',
  model: '',
  modelId: '',
  serialNumber: '',
  hardware: '',
  software: '',
};

/** Announces all rows under keys `table_<kind>`, states and attributes included, and checks each entity. */
export async function checkTable({ home, mqtt }: Pick<World, 'home' | 'mqtt'>): Promise<void> {
  const told: { place: Place; row: EntityRow }[] = [];
  await mqtt.publishAsync(PROCESS.topic, 'online', { retain: true });
  for (const [kind, rows] of Object.entries(TABLES)) {
    const place = { prefix: 'homeassistant', base: 'linkyred', key: `table_${kind}` };
    await mqtt.publishAsync(deviceStatusTopic(place), 'online', { retain: true });
    for (const row of rows) {
      const about = { place, language: 'fr', process: PROCESS, origin: ORIGIN, device: DEVICE } as const;
      const { topic, payload } = configMessage(row, about);
      await mqtt.publishAsync(topic, payload, { retain: true, qos: 1 });
      for (const [at, text] of statesOf(row, place)) await mqtt.publishAsync(at, text, { retain: true, qos: 1 });
      told.push({ place, row });
    }
  }
  const idOf = ({ place, row }: { place: Place; row: EntityRow }) => `${row.platform}.${place.key}_${row.id}`;
  const shown = told.filter(({ row }) => row.enabled !== false && row.kind !== 'event' && row.kind !== 'button');
  await home.api.see(
    'a state for every entity of the table that is switched on',
    (states) => shown.every((one) => states.get(idOf(one))?.state === sampleState(one.row)) || undefined,
    60_000,
  );
  const ours = await registered(home, told.length);
  const got = ours.map((entry) => [entry.entity_id, entry.unique_id, entry.disabled_by]).sort();
  const expected = told.map((one) => [
    idOf(one),
    `linkyred_${one.place.key}_${one.row.id}`,
    one.row.enabled === false ? 'integration' : null,
  ]);
  assert.deepEqual(got, expected.sort());
  for (const one of shown) {
    const { attributes } = home.api.state(idOf(one)) ?? assert.fail(`${idOf(one)} is gone`);
    const { row } = one;
    const unit = row.kind === 'number' ? row.unit : undefined;
    const deviceClass = row.kind === 'number' || row.kind === 'binary' ? row.deviceClass : CLASSES[row.kind];
    assert.deepEqual([attributes['unit_of_measurement'], attributes['device_class']], [unit, deviceClass], idOf(one));
    assert.equal(attributes['state'], undefined, `${idOf(one)}: the state among its attributes`);
    for (const name of row.attributes ?? []) assert.equal(attributes[name], 'x', `${idOf(one)}: attribute ${name}`);
  }
  assert.deepEqual(home.complaints(), []);
}

/** An entity that was switched on when a user got it, and is not any more by default: it stays as the user has it. */
export async function keepsWhatIsOn({ home, mqtt }: Pick<World, 'home' | 'mqtt'>): Promise<void> {
  const place = { prefix: 'homeassistant', base: 'linkyred', key: 'table_before' };
  const row = TABLES.meter.find(({ id }) => id === 'papp') ?? assert.fail('no PAPP');
  assert.equal(row.enabled, false);
  const about = { place, language: 'fr', process: PROCESS, origin: ORIGIN, device: DEVICE } as const;
  const { topic, payload } = configMessage(row, about);
  const before = { ...(JSON.parse(payload) as Record<string, unknown>), enabled_by_default: true };
  const entity = 'sensor.table_before_papp';
  const tell = (state: string): Promise<unknown> =>
    mqtt.publishAsync(stateTopic(place, row.id), state, { retain: true, qos: 1 });
  await mqtt.publishAsync(PROCESS.topic, 'online', { retain: true });
  await mqtt.publishAsync(deviceStatusTopic(place), 'online', { retain: true });
  await mqtt.publishAsync(topic, JSON.stringify(before), { retain: true, qos: 1 });
  await tell('850');
  await home.api.until(entity, '850');
  await mqtt.publishAsync(topic, payload, { retain: true, qos: 1 });
  await home.restart();
  await tell('900');
  await home.api.until(entity, '900');
}

interface Entry {
  entity_id: string;
  unique_id: string;
  disabled_by: string | null;
}

/** Entries of the registry; those that are switched off have no state whose change could be waited for. */
async function registered(home: HomeAssistant, count: number): Promise<Entry[]> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const registry = await home.api.ask<Entry[]>('config/entity_registry/list');
    const ours = registry.filter(({ unique_id: id }) => id.startsWith('linkyred_table_'));
    if (ours.length >= count || Date.now() > end) return ours;
    await pause(100);
  }
}

const CLASSES: Partial<Record<EntityRow['kind'], string>> = { enum: 'enum', timestamp: 'timestamp', date: 'date' };
const DAY = '2026-01-15';
const NOON = '2026-01-15T12:00:00+01:00';

function statesOf(row: EntityRow, place: Place): [topic: string, payload: string][] {
  if (row.kind === 'event' || row.kind === 'button') return [];
  const sample = { number: '1', enum: sampleState(row), timestamp: NOON, date: DAY, binary: 'ON', text: 'x' }[row.kind];
  const names = Object.fromEntries((row.attributes ?? []).map((name) => [name, 'x']));
  const attributes = isOneMessage(row) ? { state: sample, ...names } : names;
  return [
    [stateTopic(place, row.id), sample],
    ...(row.attributes === undefined
      ? []
      : [[attributesTopic(place, row.id), JSON.stringify(attributes)] as [string, string]]),
  ];
}

/** As Home Assistant shows the state above. */
function sampleState(row: EntityRow): string {
  switch (row.kind) {
    case 'number':
      return '1';
    case 'enum':
      return row.options.at(-1)?.code ?? '';
    case 'timestamp':
      return '2026-01-15T11:00:00+00:00';
    case 'date':
      return DAY;
    case 'binary':
      return 'on';
    default:
      return 'x';
  }
}
