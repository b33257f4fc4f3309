// What Home Assistant shows of the device itself.
import type { DeviceFacts } from '../discovery/config';
import type { Language } from '../discovery/row';
import { METER_FAMILIES } from './meter-families';
import type { Reading } from './message/reading';

const LONGEST = 255;

const PHASES: Readonly<Record<Language, Readonly<Record<1 | 3, string>>>> = {
  fr: { 1: 'monophasé', 3: 'triphasé' },
  en: { 1: 'single-phase', 3: 'three-phase' },
};

/** What this reading says of it; what it does not say is empty. */
export function deviceFacts(reading: Reading, name: string, language: Language, hidePersonal: boolean): DeviceFacts {
  const { family, phases, maker, type, meterId, year, mode, values } = reading;
  const version = values['VTIC'];
  return {
    name,
    manufacturer: (maker ?? '').slice(0, LONGEST),
    model: [METER_FAMILIES[family].name, phases === null ? '' : PHASES[language][phases]].join(' ').trim(),
    modelId: (type ?? '').slice(0, LONGEST),
    serialNumber: hidePersonal ? '' : (meterId ?? '').slice(0, LONGEST),
    hardware: year === null ? '' : String(year),
    software:
      mode === 'historique'
        ? 'TIC historique'
        : typeof version === 'string'
          ? `TIC standard ${version.slice(0, 20)}`
          : '',
  };
}
