// The subscribed power in force on a business meter: PS of PME-PMI, PSp[x] of SAPHIR, PS<period> of ICE, PSOUSC of CJE.
import type { Value } from '../belief/accepted-group';
import { decodeDecaVoltAmperes } from '../value/jaune';

export interface SubscribedPower {
  readonly value: number;
  /** kVA where apparent power counts (BT > 36 kVA, CJE), kW on HTA. */
  readonly unit: 'kVA' | 'kW';
}

/** Values by label as they are known now, and the unit that came with PS. Null while it cannot be known. */
export function subscribedPower(values: ReadonlyMap<string, Value>, unitOfPs: string | null): SubscribedPower | null {
  const figure = (label: string): number | null => {
    const value = values.get(label);
    return typeof value === 'number' ? value : null;
  };
  const ps = figure('PS');
  if (ps !== null) return { value: ps, unit: unitOfPs === 'kW' ? 'kW' : 'kVA' };

  const distributor = values.get('PTCOURD');
  if (distributor !== undefined) {
    const n = [1, 2, 3, 4, 5, 6, 7, 8].find((x) => values.get(`LIB_p${String(x)}D`) === distributor);
    const power = n === undefined ? null : figure(`PSp${String(n)}`);
    return power === null ? null : { value: power, unit: 'kW' };
  }
  const period = values.get('PTCOUR');
  if (period !== undefined) {
    const power = figure(`PS${String(period)}`);
    return power === null ? null : { value: power, unit: 'kW' };
  }
  // Which of two different ones is in force the meter does not say.
  const powers = new Set(decodeDecaVoltAmperes(String(values.get('PSOUSC') ?? '')));
  const [va] = powers;
  return va === undefined || powers.size > 1 ? null : { value: va / 1000, unit: 'kVA' };
}
