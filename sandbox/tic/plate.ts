// What stands on a meter's plate and in its contract. Numbers are invented; makers and types are real codes
// (CC AA TT NNNNNN: maker, year of make, type; list of the Euridis association).
import { hash } from '../random';

export interface Plate {
  /** ADCO, ADSC. */
  readonly address: string;
  /** 14 digits, a text. */
  readonly prm: string;
  /** kVA. */
  readonly subscribedKva: number;
  /** kVA at which the breaker opens. */
  readonly breakerKva: number;
  readonly phases: 1 | 3;
  readonly producer: boolean;
}

/** The seed of a meter that nobody has chosen one for: its numbers are those below. */
export const DEFAULT_SEED = 'linky';

/**
 * 04 Landis+Gyr 2022, type 61: single-phase 60 A; 03 Itron 2021, type 71: three-phase.
 * @param serial six digits that no other meter of a fleet has: seeds alone give two of some thousand meters the same number
 */
export function plate(phases: 1 | 3, producer: boolean, seed: string | number, serial?: number): Plate {
  const plate = invented(phases, producer, seed);
  if (serial === undefined) return plate;
  const number = String(serial).padStart(6, '0');
  return { ...plate, address: plate.address.slice(0, 6) + number, prm: plate.prm.slice(0, 8) + number };
}

function invented(phases: 1 | 3, producer: boolean, seed: string | number): Plate {
  return phases === 1
    ? {
        address: addressOf('042261314159', seed),
        prm: '19357204681357',
        subscribedKva: 9,
        breakerKva: 9,
        phases,
        producer,
      }
    : {
        address: addressOf('032171271828', seed),
        prm: '25183947065821',
        subscribedKva: 12,
        breakerKva: 12,
        phases,
        producer,
      };
}

/** The address of the meter with this seed: maker, year and type of `model`, a serial number of its own. */
export function addressOf(model: string, seed: string | number): string {
  const distance = Math.abs(hash(`serial ${String(seed)}`) - hash(`serial ${DEFAULT_SEED}`));
  return model.slice(0, 6) + String((Number(model.slice(6)) + distance) % 1_000_000).padStart(6, '0');
}
