// The devices whose states somebody else tells than a meter, as far as they differ.
import type { GridKind } from '../../grid/message';
import type { ButtonRow, EntityRow, EventRow } from '../discovery/row';
import { GRID_ROWS } from '../entities';
import { ECOWATT_EVENT } from '../entities/ecowatt';
import { FLEX_BUTTONS, FLEX_EVENT } from '../entities/flex';
import { SUPPLIER_EVENT } from '../entities/supplier';
import { TEMPO_EVENT } from '../entities/tempo';
import { readEcowatt } from './ecowatt-facts';
import { readEnergySummary } from './enedis-facts';
import { readFlex } from './flex-facts';
import type { GridState } from './message/grid-state';
import { readPrices } from './supplier-facts';
import { readCost } from './tariff-facts';
import { readTempo } from './tempo-facts';

interface GridSubject {
  /** The same in both languages. */
  readonly name: string;
  readonly manufacturer: string;
  /** Every entity that the device can have. */
  readonly rows: readonly EntityRow[];
  readonly event?: EventRow;
  /** What a person can press. */
  readonly buttons?: readonly ButtonRow[];
  /** Of a kind of which there may be several: what tells them apart is a name that somebody gave, no number of a meter. */
  readonly isNamed?: true;
  /** Of a kind of which there may be several: whose a signal is, by its origin. */
  readonly ofOrigin?: (origin: string) => string;
  /** Reads `msg.payload`; undefined: no such state, or one without its instant. */
  readonly read: (payload: unknown) => GridState | undefined;
}

export const GRID_SUBJECTS: Readonly<Record<GridKind, GridSubject>> = {
  ecowatt: { name: 'Écowatt', manufacturer: 'RTE', rows: GRID_ROWS.ecowatt, event: ECOWATT_EVENT, read: readEcowatt },
  tempo: { name: 'Tempo', manufacturer: 'RTE', rows: GRID_ROWS.tempo, event: TEMPO_EVENT, read: readTempo },
  enedis: { name: 'Enedis', manufacturer: 'Enedis', rows: GRID_ROWS.enedis, read: readEnergySummary },
  flex: {
    name: 'Flex Ready',
    manufacturer: 'linky-red',
    rows: GRID_ROWS.flex,
    event: FLEX_EVENT,
    buttons: Object.values(FLEX_BUTTONS),
    // `bacs/asset/requestID`
    ofOrigin: (origin) => origin.split('/', 1)[0] ?? origin,
    read: readFlex,
  },
  supplier: {
    name: 'Flex Ready €',
    manufacturer: 'linky-red',
    rows: GRID_ROWS.supplier,
    event: SUPPLIER_EVENT,
    ofOrigin: (origin) => origin,
    read: readPrices,
  },
  tariff: {
    name: 'Tarif €',
    manufacturer: 'linky-red',
    rows: GRID_ROWS.tariff,
    isNamed: true,
    read: readCost,
  },
};
