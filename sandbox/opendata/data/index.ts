// What each portal has.
import type { SandboxPortal } from '../names';
import type { TableAt } from '../shelf';
import type { Table } from '../table';
import { CONNECTION } from './connection';
import { CONSUMPTION } from './consumption';
import { ECO2MIX_SETTLED, eco2mixNational, eco2mixRegional } from './eco2mix';
import { nationalBalance } from './national-balance';
import { NETWORK } from './network';
import { NATIONAL_PRODUCTION, REGIONAL_PRODUCTION } from './production';
import { coefficientsAhead, profileCoefficients } from './profiles';
import { QUALITY } from './quality';
import { CHARGING_STATIONS, DOWNSTREAM } from './others';
import { weather } from './weather';
import { NATIONAL_REGISTER, YEARLY } from './yearly';

export const TABLES: Readonly<Record<SandboxPortal, readonly (Table | TableAt)[]>> = {
  enedis: [
    nationalBalance,
    ...CONSUMPTION,
    NATIONAL_PRODUCTION,
    REGIONAL_PRODUCTION,
    profileCoefficients,
    coefficientsAhead,
    weather,
    ...YEARLY,
    ...QUALITY,
    ...CONNECTION,
    ...NETWORK,
  ],
  odre: [eco2mixNational, eco2mixRegional, ...ECO2MIX_SETTLED, NATIONAL_REGISTER, CHARGING_STATIONS],
  ore: [DOWNSTREAM.ore],
  ademe: [DOWNSTREAM.ademe],
  old: [],
};
