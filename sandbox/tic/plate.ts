// What stands on a meter's plate and in its contract. Numbers are invented; makers and types are real codes
// (CC AA TT NNNNNN: maker, year of make, type; list of the Euridis association).

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

/** 04 Landis+Gyr 2022, type 61: single-phase 60 A; 03 Itron 2021, type 71: three-phase. */
export function plate(phases: 1 | 3, producer: boolean): Plate {
  return phases === 1
    ? { address: '042261314159', prm: '19357204681357', subscribedKva: 9, breakerKva: 9, phases, producer }
    : { address: '032171271828', prm: '25183947065821', subscribedKva: 12, breakerKva: 12, phases, producer };
}
