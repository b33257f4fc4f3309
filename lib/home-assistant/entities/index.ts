// All tables. A new meter family, signal or schema is a file of rows beside this one and a line here.
import type { DeviceKind, GridKind } from '../../grid/message';
import type { EntityRow, LabelEntityRow } from '../discovery/row';
import { BUDGET_ROWS } from './budget';
import { BUSINESS_ROWS } from './business';
import { CANONICAL_ROWS } from './canonical';
import { ECOWATT_EVENT, ECOWATT_ROWS } from './ecowatt';
import { ENEDIS_ROWS } from './enedis';
import { FLEX_BUTTONS, FLEX_EVENT, FLEX_ROWS } from './flex';
import { HISTORIQUE_ROWS } from './historique';
import { IDENTITY_ROWS } from './identity';
import { JAUNE_ROWS } from './jaune';
import { LINK_ROWS } from './link';
import { STANDARD_ROWS } from './linky-standard';
import { RELAY_ROWS } from './relays';
import { METER_EVENT, SIGNAL_ROWS } from './signals';
import { STATUS_ROWS } from './status-register';
import { SUPPLIER_EVENT, SUPPLIER_ROWS } from './supplier';
import { TARIFF_ROWS } from './tariff';
import { TEMPO_EVENT, TEMPO_ROWS } from './tempo';

/** Rows that labels of a reading fill, in the order in which entities are announced. */
export const LABEL_ROWS: readonly LabelEntityRow[] = [
  ...IDENTITY_ROWS,
  ...HISTORIQUE_ROWS,
  ...STANDARD_ROWS,
  ...BUSINESS_ROWS,
];

/** Every entity that the device of a meter can have (schemas reading@1 and signal@1). */
export const METER_ROWS: readonly EntityRow[] = [
  ...Object.values(CANONICAL_ROWS),
  ...Object.values(BUDGET_ROWS),
  ...Object.values(SIGNAL_ROWS),
  METER_EVENT,
  ...LABEL_ROWS,
  ...Object.values(STATUS_ROWS),
  ...RELAY_ROWS,
  ...Object.values(JAUNE_ROWS),
  ...Object.values(LINK_ROWS),
];

/** Every entity of the devices whose states somebody else tells (schemas ecowatt@1, tempo@1, energy-summary@1, flex-request@1, prices@1, cost@1). */
export const GRID_ROWS: Readonly<Record<GridKind, readonly EntityRow[]>> = {
  ecowatt: [...Object.values(ECOWATT_ROWS), ECOWATT_EVENT],
  tempo: [...Object.values(TEMPO_ROWS), TEMPO_EVENT],
  enedis: Object.values(ENEDIS_ROWS),
  flex: [...Object.values(FLEX_ROWS), ...Object.values(FLEX_BUTTONS), FLEX_EVENT],
  supplier: [...Object.values(SUPPLIER_ROWS), SUPPLIER_EVENT],
  tariff: Object.values(TARIFF_ROWS),
};

/** The tables by kind of device. */
export const TABLES: Readonly<Record<DeviceKind, readonly EntityRow[]>> = { meter: METER_ROWS, ...GRID_ROWS };
