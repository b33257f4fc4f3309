// The stand-ins, one row each. A later outside system is a further row.
import { startRte } from './rte/server';
import { RTE_SETTINGS, rteSettings } from './rte/settings';
import type { StandIn } from './stand-in';
import { startMeterServer } from './tic/meter-server';
import { METER_SETTINGS, meterSettings } from './tic/settings';

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
];

export function standIn(name: string): StandIn | undefined {
  return STAND_INS.find((row) => row.name === name);
}
