// Whether the name of a tariff period means off-peak or peak hours: the meter's own words, which are those of the supplier.

/** `HC`, `HCJB`, `HCB`, `HCHI`: hours, then the day or the season. */
const OFF_PEAK = /CREUS|^HC[A-Z]{0,3}$/;
const PEAK = /PLEIN|^HP[A-Z]{0,3}$/;

/**
 * `HC..`, `HEURE  CREUSE`, `BLEU HC`: suppliers put the colour on either side. Null where the name has neither word, or both
 * (`H PLEINE/CREUSE` is a calendar).
 */
export function hoursNamed(name: string): 'off-peak' | 'peak' | null {
  const words = name.toUpperCase().split(/[^A-ZÀ-Þ\d]+/);
  const isOffPeak = words.some((word) => OFF_PEAK.test(word));
  const isPeak = words.some((word) => PEAK.test(word));
  if (isOffPeak === isPeak) return null;
  return isOffPeak ? 'off-peak' : 'peak';
}
