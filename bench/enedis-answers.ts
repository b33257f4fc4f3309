// Three years of half-hours, as 157 answers of a week lie in files, and the energy of each hour of UTC that they were made of.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';

export const PRM = '25000000000017';
/** No leap day in it: 1,095 days. */
export const FIRST_DAY = '2025-01-01';
const HALF_HOUR = 1_800_000;

/** Of each hour of UTC, from the first one on. */
export interface TruthOfHours {
  readonly start: number;
  readonly wh: readonly number[];
  readonly points: number;
}

/** @returns how many answers */
export function writeAnswers(folder: string, days: number): { answers: number; points: number } {
  mkdirSync(folder, { recursive: true });
  const first = DateTime.fromISO(FIRST_DAY, { zone: 'Europe/Paris' });
  const wh: number[] = [];
  let answers = 0;
  let points = 0;
  for (let day = 0; day < days; day += 7, answers++) {
    const from = first.plus({ days: day });
    const to = first.plus({ days: Math.min(day + 7, days) });
    const rows: unknown[] = [];
    for (let end = from.toMillis() + HALF_HOUR; end <= to.toMillis(); end += HALF_HOUR, points++) {
      const watts = wattsAt(points);
      const hour = Math.floor((end - HALF_HOUR - first.toMillis()) / 3_600_000);
      wh[hour] = (wh[hour] ?? 0) + watts / 2;
      const label = DateTime.fromMillis(end, { zone: 'Europe/Paris' }).toFormat('yyyy-MM-dd HH:mm:ss');
      rows.push({ v: String(watts), d: label, p: 'PT30M', n: 'B', iv: '0', ec: '0' });
    }
    const name = path.join(folder, `${from.toISODate() ?? ''}_${to.toISODate() ?? ''}.json`);
    writeFileSync(name, JSON.stringify(bodyOf(rows, from, to), undefined, 1));
  }
  const truth: TruthOfHours = { start: first.toMillis(), wh, points };
  writeFileSync(path.join(folder, '..', 'truth.json'), JSON.stringify(truth));
  return { answers, points };
}

function bodyOf(points: readonly unknown[], from: DateTime, to: DateTime): unknown {
  return {
    idPrm: PRM,
    etapeMetier: 'BRUT',
    periode: { dateDebut: from.toISODate(), dateFin: to.toISODate() },
    modeCalcul: 'MESURE',
    grandeur: [{ grandeurMetier: 'CONS', grandeurPhysique: 'PA', unite: 'W', points, calendrier: [] }],
    contexte: [],
  };
}

/** Even, so that half an hour has whole Wh; no two neighbours are alike. */
function wattsAt(index: number): number {
  return 200 + 2 * ((index * 7919) % 4001);
}
