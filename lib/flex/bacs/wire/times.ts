// Times of the BACS API. The reference writes them without a zone (spec/signals.md §4.3): then they are wall-clock times of the
// building. Offsets, Z, fractions and times without seconds are understood, too.
import type { CivilZone, LocalTime } from '../../../grid/paris-time';

const FORM = /^(2\d{3})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * The instant in epoch ms; undefined where it is none.
 * @param since what comes before it: in the doubled hour of autumn the first time that does not lie before that is meant
 */
export function readTime(text: string, zone: CivilZone, since = -Infinity): number | undefined {
  const found = FORM.exec(text.trim());
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset] = found;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as Six;
  const local: LocalTime = { year: y, month: mo, day: d, hour: h, minute: mi, second: s };
  if (mo < 1 || mo > 12 || d < 1 || d > daysOf(y, mo) || h > 23 || mi > 59 || s > 59) return undefined;
  const ms = Math.trunc(Number(`0.${fraction || '0'}`) * 1000);
  if (offset !== undefined) {
    const behind = offsetMs(offset);
    return behind === undefined ? undefined : Date.UTC(y, mo - 1, d, h, mi, s) - behind + ms;
  }
  const earlier = zone.toInstant(local) + ms;
  return earlier >= since ? earlier : zone.toInstant(local, 'later') + ms;
}

type Six = [number, number, number, number, number, number];

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMs(text: string): number | undefined {
  if (/^z$/i.test(text)) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', ''));
  if (hours > 14 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
