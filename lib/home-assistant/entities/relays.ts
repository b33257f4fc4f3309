// RELAIS: the real relay of the meter and seven virtual ones, ON while closed.
import type { BinaryRow } from '../discovery/row';
import { hidden, names } from './write-row';

/** What the virtual relays are usually there for (spec/ha.md §3.3). */
const ICONS: Readonly<Record<number, `mdi:${string}`>> = {
  1: 'mdi:water-boiler',
  2: 'mdi:radiator',
  3: 'mdi:radiator',
  4: 'mdi:heat-pump',
  5: 'mdi:ev-station',
  6: 'mdi:battery-charging',
};

/** Relay n is row n - 1. */
export const RELAY_ROWS: readonly BinaryRow[] = [1, 2, 3, 4, 5, 6, 7, 8].map((relay) => ({
  id: `relay_${String(relay)}`,
  name: names(`Relais ${String(relay)}`, `Relay ${String(relay)}`),
  platform: 'binary_sensor',
  kind: 'binary',
  pace: 'at-once',
  icon: ICONS[relay] ?? 'mdi:electric-switch',
  ...(relay === 1 ? {} : hidden),
}));
