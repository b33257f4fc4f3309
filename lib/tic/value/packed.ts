// Labels whose value has several facts packed in it, and what reads each.
import { decodeDayProfile, type ProfileStep } from './day-profile';
import { decodeDecaVoltAmperes, decodeIndexes, decodeJaune } from './jaune';
import { decodePotential, decodeRelays, decodeTariffOption } from './small-registers';
import { decodeStatusRegister, type StatusRegister } from './status-register';

export type Decoded = StatusRegister | ProfileStep[] | Record<string, unknown> | number[];

const DECODERS: Readonly<Record<string, (text: string) => Decoded | null>> = {
  STGE: decodeStatusRegister,
  RELAIS: decodeRelays,
  PPOT: decodePotential,
  OPTARIF: decodeTariffOption,
  JAUNE: decodeJaune,
  ENERG: decodeIndexes,
  PMAXC: decodeDecaVoltAmperes,
  PMAXP: decodeDecaVoltAmperes,
  PSOUSC: decodeDecaVoltAmperes,
  PSOUSP: decodeDecaVoltAmperes,
  'PJOURF+1': decodeDayProfile,
  PPOINTE: decodeDayProfile,
};

/** What is packed in a value; null: nothing is packed under this label, or the text has not the form of its document. */
export function decodePacked(label: string, text: string): Decoded | null {
  return Object.hasOwn(DECODERS, label) ? (DECODERS[label]?.(text) ?? null) : null;
}
