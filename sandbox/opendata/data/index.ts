// What each portal has.
import type { SandboxPortal } from '../names';
import type { Table } from '../table';
import { NATIONAL_CONSUMPTION, REGIONAL_CONSUMPTION } from './consumption';
import { eco2mix } from './eco2mix';
import { NATIONAL_BALANCE } from './national-balance';
import { HTA_LINES, POLES } from './network';

/** @param now when the story begins, epoch ms */
export function tablesOf(portal: SandboxPortal, now: number): readonly Table[] {
  switch (portal) {
    case 'enedis':
      return [NATIONAL_BALANCE, REGIONAL_CONSUMPTION, NATIONAL_CONSUMPTION, HTA_LINES, POLES];
    case 'odre':
      return [eco2mix(now)];
    default:
      return [];
  }
}
