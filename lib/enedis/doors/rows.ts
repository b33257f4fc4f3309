// Whoever can be asked for the measures of a meter: one row each.
import type { DoorId } from '../door';
import { ENEDIS_COMPANY, ENEDIS_DIRECT } from './enedis';
import { CONSO_API, MYELECTRICALDATA_V1, MYELECTRICALDATA_V2 } from './gateways';
import type { DoorDetails } from './row';

export const DOORS: Readonly<Record<DoorId, DoorDetails>> = {
  'conso-api': CONSO_API,
  'myelectricaldata-v1': MYELECTRICALDATA_V1,
  'myelectricaldata-v2': MYELECTRICALDATA_V2,
  'enedis-direct': ENEDIS_DIRECT,
  'enedis-company': ENEDIS_COMPANY,
};
