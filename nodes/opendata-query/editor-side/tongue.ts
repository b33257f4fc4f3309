// How one language writes what a query holds: columns, numbers, days. Whatever is no number and no day (an environment variable)
// stands there as it was written.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import type { Scalar } from '../../../lib/opendata/query/query';

/** Looks a key of the node's catalogue up. */
export type Say = (key: string, facts?: Readonly<Record<string, string | number>>) => string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/;

export class Tongue {
  private readonly fields: ReadonlyMap<string, Field>;
  private readonly locale: string;

  constructor(
    private readonly look: Say,
    fields: readonly Field[],
  ) {
    this.fields = new Map(fields.map((field) => [field.key, field]));
    this.locale = this.say('locale');
  }

  say(key: string, facts: Readonly<Record<string, string | number>> = {}): string {
    return this.look(`opendata-query.words.${key}`, facts);
  }

  /** Its title where there is one: names of columns are made for machines. */
  column(key: string): string {
    const title = this.fields.get(key)?.title ?? '';
    return title === '' ? key : title;
  }

  kindOf(key: string): 'number' | 'time' | 'text' {
    const type = this.fields.get(key)?.type;
    if (type === 'integer' || type === 'number') return 'number';
    return type === 'date' || type === 'datetime' ? 'time' : 'text';
  }

  and(parts: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(parts);
  }

  or(parts: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'disjunction' }).format(parts);
  }

  number(value: number): string {
    return typeof value === 'number' ? value.toLocaleString(this.locale, { maximumFractionDigits: 20 }) : String(value);
  }

  /** Of a place: five digits are a metre. */
  degrees(value: number): string {
    return typeof value === 'number' ? value.toLocaleString(this.locale, { maximumFractionDigits: 5 }) : String(value);
  }

  /** With the unit of its column. */
  quantity(value: number, key: string): string {
    const unit = this.fields.get(key)?.unit;
    return unit === undefined ? this.number(value) : `${this.number(value)}\u00a0${unit}`;
  }

  /** Of a column of times a moment, of numbers one with its unit, of all else the text in quotes. */
  value(value: Scalar, key: string): string {
    if (typeof value === 'number') return this.quantity(value, key);
    if (typeof value === 'boolean') return this.say(value ? 'yes' : 'no');
    return this.kindOf(key) === 'time' ? this.moment(value) : this.say('quoted', { text: value });
  }

  /** A day, or an instant on the clocks of Paris. */
  moment(text: string): string {
    // Of the days of a month French counts the first one only: 1er.
    return this.formatted(text).replace(/^1 /, `${this.say('first')} `);
  }

  private formatted(text: string): string {
    if (DAY.test(text) && !Number.isNaN(Date.parse(text)))
      return new Date(text).toLocaleDateString(this.locale, { dateStyle: 'long', timeZone: 'UTC' });
    if (!ZONED.test(text) || Number.isNaN(Date.parse(text))) return text;
    return new Date(text).toLocaleString(this.locale, {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'Europe/Paris',
    });
  }
}
