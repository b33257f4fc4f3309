// Instants and days as a question writes them.
import { LinkyRedError } from '../../errors';
import { PARIS } from '../../grid/paris-time';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * An instant, epoch ms: ISO 8601 with an offset, whole seconds; or a day, which begins at midnight in Paris.
 * @throws LinkyRedError ERR_OPENDATA_QUERY
 */
export function instantOf(text: string): number {
  if (DAY.test(text) && isDay(text)) return PARIS.startOfDay(text);
  const ms = INSTANT.test(text) ? Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : Number.NaN;
  if (Number.isNaN(ms)) throw wrong(text, 'is no instant with an offset, and no day');
  // Data Fair reads no part of a second.
  if (ms % 1000 !== 0) throw wrong(text, 'has a part of a second, which no portal is asked for');
  return ms;
}

/**
 * A day, for a column of days: `YYYY-MM-DD`, or an instant at which one begins in Paris.
 * @throws LinkyRedError ERR_OPENDATA_QUERY
 */
export function dayOf(text: string): string {
  if (DAY.test(text) && isDay(text)) return text;
  const ms = instantOf(text);
  if (PARIS.dayStart(ms) !== ms) throw wrong(text, 'is no day, and the column has days');
  return PARIS.dayKey(ms);
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

function wrong(text: string, why: string): LinkyRedError {
  return new LinkyRedError('ERR_OPENDATA_QUERY', { detail: `“${text}” ${why}` });
}
