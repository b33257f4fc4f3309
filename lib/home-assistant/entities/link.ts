// The line to the meter.
import type { BinaryRow, NumberRow, TimestampRow } from '../row';
import { diagnostic, hidden, names } from './write-row';

export const LINK_ROWS = {
  up: {
    id: 'link',
    name: names('Liaison avec le compteur', 'Link to the meter'),
    platform: 'binary_sensor',
    kind: 'binary',
    deviceClass: 'connectivity',
    pace: 'at-once',
    // It says that the meter is silent: it must not be unavailable then.
    availability: 'process',
    ...diagnostic,
  },
  errors: {
    id: 'link_errors',
    name: names('Groupes refusés', 'Groups refused'),
    platform: 'sensor',
    kind: 'number',
    stateClass: 'total_increasing',
    pace: 'link',
    icon: 'mdi:alert-circle-outline',
    ...diagnostic,
    ...hidden,
  },
  frameRate: {
    id: 'link_frames',
    name: names('Trames par minute', 'Frames per minute'),
    platform: 'sensor',
    kind: 'number',
    unit: '/min',
    stateClass: 'measurement',
    pace: 'link',
    precision: 1,
    icon: 'mdi:speedometer',
    ...diagnostic,
    ...hidden,
  },
  lastFrame: {
    id: 'link_last_frame',
    name: names('Dernière trame', 'Last frame'),
    platform: 'sensor',
    kind: 'timestamp',
    pace: 'link',
    availability: 'process',
    ...diagnostic,
    ...hidden,
  },
  test: {
    id: 'test_mode',
    name: names('Mode test du compteur', 'Test mode of the meter'),
    platform: 'binary_sensor',
    kind: 'binary',
    deviceClass: 'problem',
    pace: 'at-once',
    ...diagnostic,
  },
} as const satisfies Record<string, BinaryRow | NumberRow | TimestampRow>;
