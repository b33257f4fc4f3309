// Ecowatt and Tempo, as far as their devices differ.
import type { GridKind } from '../../grid/message';
import type { EntityRow, EventRow } from '../discovery/row';
import { GRID_ROWS } from '../entities';
import { ECOWATT_EVENT } from '../entities/ecowatt';
import { TEMPO_EVENT } from '../entities/tempo';
import { readEcowatt } from './ecowatt-facts';
import type { GridState } from './message/grid-state';
import { readTempo } from './tempo-facts';

interface GridSubject {
  /** The same in both languages. */
  readonly name: string;
  /** Every entity that the device can have. */
  readonly rows: readonly EntityRow[];
  readonly event: EventRow;
  /** Reads `msg.payload`; undefined: no such state, or one without its instant. */
  readonly read: (payload: unknown) => GridState | undefined;
}

export const GRID_SUBJECTS: Readonly<Record<GridKind, GridSubject>> = {
  ecowatt: { name: 'Écowatt', rows: GRID_ROWS.ecowatt, event: ECOWATT_EVENT, read: readEcowatt },
  tempo: { name: 'Tempo', rows: GRID_ROWS.tempo, event: TEMPO_EVENT, read: readTempo },
};
