// The command `measure`: what a flow knows of an asset that no meter output measures.
import type { Told } from '../../lib/flex/metering/told-power';
import { LinkyRedError } from '../../lib/errors';
import { instantOf } from '../runtime/command';

/**
 * `{ powerW | energyWh, at? }`: a power now and then, a counter that only grows; `{ energyWh | powerW, start, end }`: of a time.
 * @throws LinkyRedError ERR_COMMAND with what is wrong
 */
export function toldBy(fields: Readonly<Record<string, unknown>>, now: number): Told {
  const powerW = numberOf(fields, 'powerW');
  const energyWh = numberOf(fields, 'energyWh');
  if ((powerW === undefined) === (energyWh === undefined)) refuse('powerW | energyWh');
  if (fields['start'] !== undefined || fields['end'] !== undefined) {
    const [start, end] = [instant(fields, 'start', undefined), instant(fields, 'end', undefined)];
    if (end <= start || end > now) refuse('start < end <= now');
    return { kind: 'span', start, end, energyWh: energyWh ?? ((powerW ?? 0) * (end - start)) / 3_600_000 };
  }
  const at = instant(fields, 'at', now);
  if (powerW !== undefined) return { kind: 'power', at, powerW };
  if (energyWh === undefined || energyWh < 0) refuse('energyWh >= 0');
  return { kind: 'count', at, energyWh };
}

function numberOf(fields: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(`${name}: a number`);
}

function instant(fields: Readonly<Record<string, unknown>>, name: string, missing: number | undefined): number {
  const value = fields[name] ?? missing;
  return instantOf(value) ?? refuse(`${name}: ISO 8601`);
}

function refuse(what: string): never {
  throw new LinkyRedError('ERR_COMMAND', { detail: `measure, ${what}` });
}
