// One cell: a closure per column, chosen once by the column's type, run for millions of rows.
import { isFigure, isTotal } from '../dataset/facts';
import type { Field } from '../dataset/dataset';
import type { FlagBook } from './flag-book';
import { type Instants, parseDay } from './instant';
import type { Value } from './row';

/** @returns the value as it leaves the node; what it has to say beside it goes into the book of flags */
export type CellReader = (value: unknown) => Value;

/** A figure as French portals write it: `12,5`, `1 234,5` (also with U+00A0 or U+202F), `12.5`, `1e-5`. */
const FIGURE = /^[+-]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;
const BELOW = /^<\s*(\d+(?:[.,]\d+)?)$/;
/** Statistical secrecy. */
const SECRET = 'S';

const TRUE = new Set(['true', 'vrai', 'oui', '1']);
const FALSE = new Set(['false', 'faux', 'non', '0']);

/** What a program writes: no blanks, no comma, nothing that JavaScript alone would take for a number. */
const PLAIN_FIGURE = /^-?\d+(?:\.\d+)?$/;

const DIGITS = /^-?\d+$/;

/** @returns undefined: this is no figure */
export function figureOf(text: string): number | undefined {
  if (PLAIN_FIGURE.test(text)) return Number(text);
  const trimmed = text.trim();
  return FIGURE.test(trimmed) ? Number(trimmed.replace(/[ \u00a0\u202f]/g, '').replace(',', '.')) : undefined;
}

export function cellReader(field: Field, flags: FlagBook, instants: Instants): CellReader {
  const { key } = field;
  switch (field.type) {
    case 'integer':
    case 'number':
      return figures(key, flags);
    case 'text':
      return isFigure(field) ? figures(key, flags) : texts(key, flags);
    case 'boolean':
      return known(key, flags, booleanOf);
    case 'datetime':
      return known(key, flags, (value) => instants.of(value)?.iso);
    case 'date':
      return known(key, flags, (value) => (typeof value === 'string' ? parseDay(value) : undefined));
    case 'geo-point':
      return known(key, flags, pointOf);
    case 'geo-shape':
      return known(key, flags, shapeOf);
    case 'file':
    case 'json':
      return (value) => (value ?? null) as Value;
  }
}

function figures(key: string, flags: FlagBook): CellReader {
  return (value) => {
    if (typeof value === 'number') return value;
    if (value === null || value === undefined || value === '') return null;
    if (typeof value !== 'string') return unread(key, value, flags);
    const figure = figureOf(value);
    // Digits that a number would lose stay digits.
    if (figure !== undefined) return Math.abs(figure) > Number.MAX_SAFE_INTEGER && DIGITS.test(value) ? value : figure;
    if (value.trim() === SECRET) {
      flags.secret(key);
      return null;
    }
    const below = BELOW.exec(value.trim())?.[1];
    if (below === undefined) return unread(key, value, flags);
    flags.below(key, Number(below.replace(',', '.')));
    return null;
  };
}

function texts(key: string, flags: FlagBook): CellReader {
  return (value) => {
    if (typeof value === 'string') {
      if (isTotal(value)) flags.total(key);
      return value;
    }
    // A list where the column has many values; a code that somebody has made a number of.
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return (value ?? null) as Value;
  };
}

/** Of a type whose reading has a word for "this is none". */
export function known(key: string, flags: FlagBook, read: (value: unknown) => Value | undefined): CellReader {
  return (value) => {
    if (value === null || value === undefined || value === '') return null;
    const found = read(value);
    return found === undefined ? unread(key, value, flags) : found;
  };
}

function unread(key: string, value: unknown, flags: FlagBook): null {
  flags.unread(key, typeof value === 'string' ? value : JSON.stringify(value));
  return null;
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).toLowerCase();
  return TRUE.has(text) ? true : FALSE.has(text) ? false : undefined;
}

/** `"lat,lon"` of Data Fair, `{ lat, lon }` of Opendatasoft, a point of GeoJSON (longitude first). */
export function pointOf(value: unknown): { lat: number; lon: number } | undefined {
  if (typeof value === 'string') {
    if (value.startsWith('{')) return pointOf(jsonOf(value));
    const [lat, lon, ...more] = value.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    return more.length === 0 ? place(lat, lon) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if ('lat' in value && 'lon' in value) return place(value.lat, value.lon);
  if ('geometry' in value) return pointOf(value.geometry);
  if (!('type' in value && value.type === 'Point' && 'coordinates' in value)) return undefined;
  return Array.isArray(value.coordinates) ? place(value.coordinates[1], value.coordinates[0]) : undefined;
}

function place(lat: unknown, lon: unknown): { lat: number; lon: number } | undefined {
  const good = typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return good ? { lat, lon } : undefined;
}

/** GeoJSON, as text or as an object; a Feature is its geometry. */
export function shapeOf(value: unknown): Value | undefined {
  const shape = typeof value === 'string' ? jsonOf(value) : value;
  if (typeof shape !== 'object' || shape === null || !('type' in shape)) return undefined;
  if (shape.type === 'Feature') return 'geometry' in shape ? ((shape.geometry ?? null) as Value) : undefined;
  return shape;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
