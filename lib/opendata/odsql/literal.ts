// Values in the texts of hosts. Nothing that a user writes goes into a query but through here: there is no way out of a literal.
import { LinkyRedError } from '../../errors';

/** What ODSQL knows as words; as a name it has to stand in back-quotes (spec of Explore 2.1). */
const RESERVED = new Set(
  (
    'and as asc avg by count date_format day dayofweek desc distinct equi false group hour ifnull in is like limit lower max millisecond ' +
    'min minute month not now null or quarter range search second select sum to top true upper where year'
  ).split(' '),
);

/** Control characters, line ends, the two separators, halves of pairs: in no query, in no address. */
const UNFIT = /[\p{Cc}\u2028\u2029\p{Cs}]/u;

/** Whether ODSQL can name this column at all. */
export function hasOdsqlName(key: string): boolean {
  return /^[A-Za-z0-9_]+$/.test(key) && !/^0\d+$/.test(key) && (!/^\d/.test(key) || /^\d+$/.test(key));
}

/**
 * A column in ODSQL.
 * @throws LinkyRedError ERR_OPENDATA_QUERY for a name that ODSQL cannot write
 */
export function odsqlName(key: string): string {
  if (!hasOdsqlName(key)) throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: `“${key}” is no name in ODSQL` });
  return /^\d+$/.test(key) || RESERVED.has(key.toLowerCase()) ? `\`${key}\`` : key;
}

/**
 * A text in ODSQL: `"…"`, with `\` before `\` and `"` and nothing else, which both hosts read alike.
 * @throws LinkyRedError ERR_OPENDATA_QUERY
 */
export function odsqlText(text: string): string {
  return `"${fitText(text).replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * Text without what no query can carry.
 * @throws LinkyRedError ERR_OPENDATA_QUERY
 */
export function fitText(text: string): string {
  if (UNFIT.test(text)) {
    throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: `${JSON.stringify(text)} has control characters in it` });
  }
  return text;
}

/** A number in plain decimals, as Data Fair wants it: no exponent, no bare point, no minus before nothing. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: `${value} is no number` });
  const text = String(value === 0 ? 0 : value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

/** An instant (epoch ms, a whole second) in the one form that every host reads right, whatever `timezone` says. */
export function odsqlInstant(ms: number): string {
  return `date'${utcSeconds(ms)}'`;
}

/** `YYYY-MM-DDTHH:mm:ss+00:00`. */
export function utcSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** Well-known text, longitude before latitude; the ring is closed here. */
export function polygonText(ring: readonly (readonly [lon: number, lat: number])[]): string {
  const [first] = ring;
  const last = ring.at(-1);
  const closed = first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1]);
  const points = closed ? [...ring, first] : ring;
  return `geom'POLYGON((${points.map(([lon, lat]) => `${plainNumber(lon)} ${plainNumber(lat)}`).join(', ')}))'`;
}
