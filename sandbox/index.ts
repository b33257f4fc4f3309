// The stand-ins, one row each. A later outside system is a further row.
import { MEASURE_NAMES, startEnedis } from './enedis/server';
import { ENEDIS_SETTINGS, enedisSettings } from './enedis/settings';
import { API_CALLS } from './flexready/names';
import { startFlexReady } from './flexready/server';
import { FLEXREADY_SETTINGS, flexReadySettings } from './flexready/settings';
import { GATEWAYS, startGateways } from './gateways/server';
import { GATEWAYS_SETTINGS, gatewaysSettings } from './gateways/settings';
import { startHomeAssistant } from './home-assistant/server';
import { HOME_ASSISTANT_SETTINGS, homeAssistantSettings } from './home-assistant/settings';
import { largeConsumption } from './opendata/data/consumption';
import { startOpenData } from './opendata/server';
import { OPENDATA_SETTINGS, openDataSettings } from './opendata/settings';
import { startRte } from './rte/server';
import { RTE_SETTINGS, rteSettings } from './rte/settings';
import type { StandIn } from './stand-in';
import { startMeterServer } from './tic/meter-server';
import { METER_SETTINGS, meterSettings } from './tic/settings';

export { type Figures, figuresLine } from './fleet/figures';
export { startFleet } from './fleet/fleet';
export { FLEET_SETTINGS, type FleetOptions, fleetSettings } from './fleet/settings';
export type { Running, StandIn, StandInOptions } from './stand-in';

export const STAND_INS: readonly StandIn[] = [
  {
    name: 'meter',
    describe: 'a Linky in a lived-in house, a PME-PMI or a SAPHIR: raw TIC over TCP at the pace of the wire',
    settings: METER_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { meter, factor } = meterSettings(settings, Date.now());
      return await startMeterServer({ host, port, meter, factor, ...(log === undefined ? {} : { log }) });
    },
  },
  {
    name: 'rte',
    describe: 'RTE: token, Ecowatt, Tempo, and the two services that need no account; plays a scenario',
    settings: RTE_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { scenario, now, fault, tokenSeconds } = rteSettings(settings, Date.now());
      const running = await startRte({
        host,
        port,
        scenario,
        now,
        tokenSeconds,
        ...(log === undefined ? {} : { log }),
      });
      for (const api of ['ecowatt', 'tempo'] as const) if (fault !== undefined) running.fail(api, fault, Infinity);
      return running;
    },
  },
  {
    name: 'enedis',
    describe:
      'Enedis: the page of the consent, token, Data Connect of 2026, the account of a company; a household over years',
    settings: ENEDIS_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { fault, ...options } = enedisSettings(settings, Date.now());
      const running = await startEnedis({ host, port, ...options, ...(log === undefined ? {} : { log }) });
      if (fault !== undefined) for (const name of MEASURE_NAMES) running.fail(name, fault, Infinity);
      return running;
    },
  },
  {
    name: 'gateways',
    describe:
      'the gateways of households: conso-api, which bans whoever asks too often, and MyElectricalData v1 and v2',
    settings: GATEWAYS_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { fault, ...options } = gatewaysSettings(settings, Date.now());
      const running = await startGateways({ host, port, ...options, ...(log === undefined ? {} : { log }) });
      if (fault !== undefined) for (const name of GATEWAYS) running.fail(name, fault, Infinity);
      return running;
    },
  },
  {
    name: 'flexready',
    describe:
      'the Flex Ready emulator: a building, an operator that calls yours, a supplier; with a page for the operator',
    settings: FLEXREADY_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { fault, ...options } = flexReadySettings(settings, Date.now());
      const running = await startFlexReady({ host, port, ...options, ...(log === undefined ? {} : { log }) });
      if (fault !== undefined) for (const name of API_CALLS) running.fail(name, fault, Infinity);
      return running;
    },
  },
  {
    name: 'opendata',
    describe:
      'open data: Enedis, Agence ORE and ADEME on Data Fair, ODRÉ on Opendatasoft, the address that Enedis left; a port each, in this order: enedis, odre, ore, ademe, old',
    settings: OPENDATA_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { fault, rows, ...options } = openDataSettings(settings, Date.now());
      const tables = rows === 0 ? {} : { tables: { enedis: [largeConsumption(rows, 'conso-inf36-large')] } };
      const running = await startOpenData({ host, port, ...tables, ...options, ...(log === undefined ? {} : { log }) });
      if (fault !== undefined) running.failAll(fault);
      return running;
    },
  },
  {
    name: 'home-assistant',
    describe: 'Home Assistant’s WebSocket as far as long-term statistics go; forgets them when it ends',
    settings: HOME_ASSISTANT_SETTINGS,
    start: async ({ host = '127.0.0.1', port = 0, settings = {}, log } = {}) => {
      const { fault, ...options } = homeAssistantSettings(settings);
      const running = await startHomeAssistant({ host, port, ...options, ...(log === undefined ? {} : { log }) });
      if (fault !== undefined) running.fail('recorder/import_statistics', fault, Infinity);
      return running;
    },
  },
];

export function standIn(name: string): StandIn | undefined {
  return STAND_INS.find((row) => row.name === name);
}
