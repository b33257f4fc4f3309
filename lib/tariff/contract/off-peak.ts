// Off-peak hours as bills, meters and people write them: `HC (1H30-8H00;12H30-14H00)`, `22h-6h`, `3h00-8h00 et 13h30-16h30`.
import { LinkyRedError } from '../../errors';

/** Minutes of the day, `to` exclusive: from 0 to 1439, to 1 to 1440. `to` before `from`: across midnight. */
export interface OffPeakRange {
  readonly from: number;
  readonly to: number;
}

const DAY = 24 * 60;

const CLOCK = String.raw`(\d{1,2})(?: ?[h:.](?: ?(\d{2})(?: ?mi?n)?(?!\d))?)?`;
const RANGE = new RegExp(`(?<![\\d:.])${CLOCK} ?(?:[-–—−‑→]|à|a|to) ?${CLOCK}(?![\\dh:])`, 'g');
/** What may stand around the ranges and says nothing of them. */
const AROUND = /heures? creuses?|off-peak(?: hours)?|\b(?:hc|et|and|de|from)\b|[\s()[\];,:/|&+.]/g;

/**
 * In the order in which they are written.
 * @throws LinkyRedError ERR_TARIFF with what cannot be read; a text without a range is unreadable too
 */
export function parseOffPeak(text: string): OffPeakRange[] {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\bminuit\b/g, '0h')
    .replace(/\bmidi\b/g, '12h');
  const ranges: OffPeakRange[] = [];
  const rest = plain
    .replace(RANGE, (range, ...clocks: (string | undefined)[]) => {
      ranges.push(rangeOf(minutesOf(clocks[0], clocks[1]), minutesOf(clocks[2], clocks[3]), range));
      return ' ';
    })
    .replace(AROUND, '');
  if (rest !== '' || ranges.length === 0) throw unreadable(text.trim());
  return ranges;
}

/**
 * Midnight as an end is the end of the day. A whole day is 0h-24h: from midnight to midnight is what forms hold where there is no
 * second range.
 */
function rangeOf(start: number, end: number, text: string): OffPeakRange {
  const isEmpty = start % DAY === end % DAY && end - start !== DAY;
  if (Number.isNaN(start + end) || isEmpty) throw unreadable(text);
  return { from: start % DAY, to: end === 0 ? DAY : end };
}

/** @returns NaN: no time of a day */
function minutesOf(hours = '', minutes = '0'): number {
  const all = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && all <= DAY ? all : NaN;
}

function unreadable(text: string): LinkyRedError {
  return new LinkyRedError('ERR_TARIFF', { detail: `off-peak hours “${text}”` });
}
