// The buildings that the emulator plays: the dataset of the reference (annex 1). What is cut from its text is invented here, and says
// so in `invented`, on the wire as `x-invented`.
import type { FlexProduct } from '../../../lib/flex/site/site';
import { instantOf } from '../wire';

export interface SeededPotential {
  readonly watts: number;
  readonly mobilizationDelay: string;
  readonly mobilizationMs: number;
  readonly maxDuration: string;
  readonly maxDurationMs: number;
  readonly activationPerDay: number;
  /** Epoch ms. */
  readonly periods: readonly { readonly start: number; readonly end: number }[];
}

export interface SeededAsset {
  readonly id: string;
  readonly product: FlexProduct;
  readonly potential: SeededPotential;
  /** Which of its fields the reference does not have. */
  readonly invented: readonly string[];
  /** The load that it has, in watts, where nothing is asked of it; invented. */
  readonly baseWatts: number;
}

export interface SeededBacs {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly assets: readonly SeededAsset[];
}

const MINUTE = 60_000;

/** The day of the reference, on which the potentials lie. */
export const SEED_DAY = '2025-04-02';

/** @param day on which the potentials lie, YYYY-MM-DD in Paris */
export function dataset(day: string): readonly SeededBacs[] {
  const between = (from: string, to: string): SeededPotential['periods'] => [
    { start: instantOf(`${day}T${from}`, 'start'), end: instantOf(`${day}T${to}`, 'end') },
  ];
  return [
    {
      id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      name: 'BACS Whole Building Only',
      description: 'A BACS configured for a whole building that has a single associated asset.',
      assets: [
        {
          id: 'WholeBuilding',
          product: 'WID',
          potential: {
            watts: 100_000,
            mobilizationDelay: 'PT1M',
            mobilizationMs: MINUTE,
            maxDuration: 'PT2M',
            maxDurationMs: 2 * MINUTE,
            activationPerDay: 1,
            periods: between('12:00:00', '14:00:00'),
          },
          invented: [],
          baseWatts: 180_000,
        },
      ],
    },
    {
      id: 'a987fbc9-4bed-4078-9f07-9141ba07c9f3',
      name: 'BACS Whole Building with Heating System',
      description: 'A BACS configured for a whole building that has multiple associated assets.',
      assets: [
        {
          id: 'WholeBuilding',
          product: 'WDA',
          potential: {
            watts: 150_000,
            mobilizationDelay: 'PT15M',
            mobilizationMs: 15 * MINUTE,
            maxDuration: 'PT2H',
            maxDurationMs: 120 * MINUTE,
            activationPerDay: 2,
            periods: between('08:00:00', '20:00:00'),
          },
          invented: ['flexProduct', 'potential'],
          baseWatts: 260_000,
        },
        {
          id: 'HeatingSystem',
          product: 'WID',
          potential: {
            watts: 40_000,
            mobilizationDelay: 'PT5M',
            mobilizationMs: 5 * MINUTE,
            maxDuration: 'PT1H',
            maxDurationMs: 60 * MINUTE,
            activationPerDay: 3,
            periods: between('06:00:00', '22:00:00'),
          },
          invented: ['assetId', 'flexProduct', 'potential'],
          baseWatts: 60_000,
        },
      ],
    },
  ];
}
