// The bodies of Data Connect 2026: French keys, numbers as texts, one `grandeur` in a list.
import type { PublishedDay, PublishedSlot } from '../household/publication';
import { dayInstant } from '../paris-clock';
import { dayText, type Found } from './measures';
import { stamp } from './stamps';

export interface CurveOrder {
  /** The lines of the doubled hour: as they ran (02:00 02:30 02:00 02:30), or by their labels (02:00 02:00 02:30 02:30). Nobody knows. */
  readonly doubledHour: 'as-it-ran' | 'by-label';
}

export function body2026(found: Found, order: CurveOrder): object {
  const { household, direction, measure, from, to, days } = found;
  const head = {
    idPrm: household.prm,
    etapeMetier: days.some(({ isCorrected }) => isCorrected) ? 'BEST' : 'BRUT',
    periode: { dateDebut: from, dateFin: to },
  };
  const metier = direction === 'consumption' ? 'CONS' : 'PROD';
  const measured = (physique: string, unite: string, points: readonly object[]): object => ({
    grandeur: [{ grandeurMetier: metier, grandeurPhysique: physique, unite, points, calendrier: [] }],
    contexte: [],
  });
  switch (measure) {
    case 'load-curve':
      return { ...head, modeCalcul: 'MESURE', ...measured('PA', 'W', curveSlots(days, order).map(curvePoint)) };
    case 'energy': {
      const points = days.map(({ day, wh }) => ({ v: String(wh), d: dayText(day) }));
      return { ...head, typeValeur: 'GLOBALE', modeCalcul: 'DIFF.INDEX', pas: 'P1D', ...measured('EA', 'Wh', points) };
    }
    case 'max-power': {
      const points = days.map(({ peak }) => ({ v: String(peak?.va), d: stamp(peak?.at ?? 0) }));
      return { ...head, typeValeur: 'GLOBALE', modeCalcul: 'MESURE', pas: 'P1D', ...measured('PMA', 'VA', points) };
    }
    case 'index':
      return { idPrm: head.idPrm, periode: head.periode, grandeur: [], contexte: [indexContext(found, metier)] };
  }
}

/** All intervals of some days, in the order in which they are written. */
export function curveSlots(days: readonly PublishedDay[], { doubledHour }: CurveOrder): readonly PublishedSlot[] {
  const slots = days.flatMap(({ curve }) => curve ?? []);
  if (doubledHour === 'as-it-ran') return slots;
  return [...slots].sort((a, b) =>
    stamp(a.end) < stamp(b.end) ? -1 : stamp(a.end) > stamp(b.end) ? 1 : a.end - b.end,
  );
}

export function stepName({ start, end }: PublishedSlot): string {
  return `PT${String((end - start) / 60_000)}M`;
}

function curvePoint(slot: PublishedSlot): object {
  const v = slot.watts === null ? '' : String(slot.watts);
  return { v, d: stamp(slot.end), p: stepName(slot), n: 'B', iv: slot.isEstimated ? '1' : '0', ec: '0' };
}

const CLASSES = [
  { key: 'hc', id: 'HC', label: 'Heures Creuses', quadrant: 'EASF01' },
  { key: 'hp', id: 'HP', label: 'Heures Pleines', quadrant: 'EASF02' },
] as const;

function indexContext({ household, direction, days }: Found, metier: string): object {
  const values = (of: (index: { hp: number; hc: number }) => number): object[] =>
    days.map(({ day }) => ({ d: stamp(dayInstant(day)), v: of(household.index(day, direction)), iv: 0 }));
  return {
    etapeMetier: 'BRUT',
    contexteReleve: 'COL',
    typeReleve: 'AQ',
    grandeur: [
      {
        grandeurMetier: metier,
        grandeurPhysique: 'EA',
        unite: 'Wh',
        points: [],
        calendrier: [
          {
            idCalendrier: 'FC000001',
            libelleCalendrier: 'Heures Pleines / Heures Creuses',
            classeTemporelle: CLASSES.map(({ key, id, label, quadrant }) => ({
              idClasseTemporelle: id,
              libelleClasseTemporelle: label,
              codeCadran: quadrant,
              valeur: values((index) => index[key]),
            })),
          },
        ],
        cadranTotalisateur: { codeCadran: 'EAST', valeur: values(({ hp, hc }) => hp + hc) },
      },
    ],
  };
}
