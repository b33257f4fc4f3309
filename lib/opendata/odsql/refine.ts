// `refine` at Data Fair's look-alike: `column:value`, where a value of anything but letters, figures and `_` stands in quotes.
import type { Examined } from './finding';
import { odsqlName } from './literal';

const BARE = [
  /^[\p{L}\p{Nl}_$][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}_$]*$/u,
  /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/,
  /^\d{4}[/-]\d{2}(?:[/-]\d{2})?$/,
  /^"(?:[^"\\\n\r]|\\.)*"$/,
  /^'(?:[^'\\\n\r]|\\.)*'$/,
];

export function checkCompatRefine(examined: Examined): void {
  const { source, dataset } = examined;
  const colon = source.indexOf(':');
  const whole = { from: 0, to: source.length };
  const key = source
    .slice(0, colon)
    .trim()
    .replace(/^`(.*)`$/, '$1');
  const value = source.slice(colon + 1).trim();
  if (colon < 0 || value === '' || /[\p{Cc}\u2028\u2029]/u.test(value)) {
    examined.refuse(whole);
    return;
  }
  const field = dataset.fields.find((candidate) => candidate.key === key);
  if (field === undefined) {
    examined.findings.push({ clause: 'refine', kind: 'field', from: 0, to: colon, found: key });
    return;
  }
  if (BARE.some((form) => form.test(value))) return;
  examined.refuse(whole, `${odsqlName(key)}:"${value.replace(/[\\"]/g, '\\$&')}"`);
}
