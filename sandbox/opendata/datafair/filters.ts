// Filters of Data Fair's own API: a parameter per column and comparison, words, Lucene, places. What it does not know it passes over,
// and names it in its hints.
import { readInstant } from '../engine/calendar';
import { allOf, compareTest, emptyTest, inTest, notOf, startsTest, valueFor, type Operator } from '../engine/compare';
import { boxPolygon, geometryOf, intersects, metresBetween, middleOf, type Box } from '../engine/geometry';
import type { Key, Test } from '../engine/plan';
import { wordsTest } from '../engine/words';
import { plainRefusal } from '../refusal';
import type { Column, Place } from '../table';
import { shapeOf } from './compat-geo';
import { luceneTest } from './lucene';

export type Columns = ReadonlyMap<string, Column>;

const SUFFIX = /^(.+)_(eq|neq|in|nin|gt|gte|lt|lte|starts|contains|search|exists|nexists)$/;
const OPERATORS: Readonly<Record<string, Operator>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** What the API knows and is no filter. */
const OTHERS = new Set(
  `size page after select sort q q_mode q_fields qs bbox geo_distance xyz date_match collapse count hint format finalizedAt html
  truncate thumbnail arrays apiKey field interval metric metric_field agg_size missing metrics fields percents`.split(
    /\s+/,
  ),
);

export interface Filters {
  readonly test: Test | undefined;
  readonly hints: readonly string[];
  readonly from: Place | undefined;
}

/** @throws Refusal 400 for what is repeated, has no index, or is no value of its column */
export function readFilters(params: URLSearchParams, columns: Columns): Filters {
  const hints: string[] = [];
  const tests: Test[] = [];
  for (const name of new Set(params.keys())) {
    if (params.getAll(name).length > 1) throw plainRefusal(400, `query parameter "${name}" is defined multiple times`);
    const value = params.get(name) ?? '';
    const test = special(name, value, params, columns) ?? columnFilter(name, value, columns);
    if (test) tests.push(test);
    else if (!OTHERS.has(name)) hints.push(`Le paramètre "${name}" n'est pas reconnu et a été ignoré.`);
  }
  return { test: allOf(tests), hints, from: placeOf(params.get('geo_distance'))?.place };
}

function special(name: string, value: string, params: URLSearchParams, columns: Columns): Test | undefined {
  switch (name) {
    case 'q': {
      const isStart = params.get('q_mode') === 'complete';
      return wordsTest(
        textKeys(params.get('q_fields'), columns),
        value,
        isStart ? 'start' : 'word',
        params.get('q_mode') !== 'and',
      );
    }
    case 'qs':
      return value === '' ? undefined : luceneTest(value, columns);
    case 'bbox':
      return boxTest(value, columns);
    case 'geo_distance':
      return distanceTest(value, columns);
    default:
      return undefined;
  }
}

function textKeys(fields: string | null, columns: Columns): string[] {
  if (fields !== null && fields !== '') return fields.split(',');
  return [...columns.values()].filter(({ type, key }) => type === 'text' && !key.startsWith('_')).map(({ key }) => key);
}

function columnFilter(name: string, value: string, columns: Columns): Test | undefined {
  const [, key = '', verb = ''] = SUFFIX.exec(name) ?? [];
  const column = columns.get(key);
  if (!column) return undefined;
  if (column.indexed === false) {
    throw plainRefusal(
      400,
      `Impossible d'appliquer un filtre sur le champ ${key}. La fonctionnalité "Triable et groupable" n'est pas activée dans la configuration technique du champ.`,
    );
  }
  const operator = OPERATORS[verb];
  if (operator !== undefined) return compareTest(column, operator, termOf(column, value));
  switch (verb) {
    case 'neq':
      return notOf(compareTest(column, '=', termOf(column, value)));
    case 'in':
      return inTest(
        column,
        listOf(value).map((one) => termOf(column, one)),
      );
    case 'nin':
      return notOf(
        inTest(
          column,
          listOf(value).map((one) => termOf(column, one)),
        ),
      );
    case 'starts':
      return startsTest(column, value);
    case 'contains':
      return (row) => typeof row[key] === 'string' && row[key].toLowerCase().includes(value.toLowerCase());
    case 'search':
      return wordsTest([key], value, 'word', true);
    case 'exists':
      return notOf(emptyTest(column));
    default:
      return emptyTest(column);
  }
}

/** A day without an hour is a day in Paris, whatever the caller lives by. */
export function termOf(column: Column, said: string): Key & {} {
  const readText = (text: string): number | undefined =>
    readInstant(text, column.type === 'date' ? 'UTC' : 'Europe/Paris');
  const term = valueFor(column, { is: 'text', value: said }, readText);
  if (term === undefined) throw plainRefusal(400, `valeur invalide pour le champ ${column.key} : ${said}`);
  return term;
}

/** By commas; a list whose first character is a double quote is one of JSON strings. */
function listOf(said: string): string[] {
  if (!said.startsWith('"')) return said.split(',');
  try {
    return (JSON.parse(`[${said}]`) as unknown[]).map(String);
  } catch {
    throw plainRefusal(400, `liste de valeurs invalide : ${said}`);
  }
}

function boxTest(said: string, columns: Columns): Test {
  const numbers = said.split(',').map(Number);
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) throw plainRefusal(400, `bbox invalide : ${said}`);
  const [area, shape] = [boxPolygon(numbers as unknown as Box), shapeOf({ columns })];
  return (row) => {
    const own = geometryOf(shape(row));
    return own !== undefined && intersects(own, area);
  };
}

function placeOf(said: string | null): { place: Place; metres: number } | undefined {
  const found = /^(-?[\d.]+)[,:](-?[\d.]+)[,:]([\d.]+)(km|m)?$/.exec(said ?? '');
  if (!found) return undefined;
  const [, lon, lat, length, unit] = found;
  return { place: { lon: Number(lon), lat: Number(lat) }, metres: Number(length) * (unit === 'km' ? 1000 : 1) };
}

/** From the middle of a shape. */
function distanceTest(said: string, columns: Columns): Test {
  const [asked, shape] = [placeOf(said), shapeOf({ columns })];
  if (asked === undefined) throw plainRefusal(400, `geo_distance invalide : ${said}`);
  return (row) => {
    const middle = middleOf(shape(row));
    return middle !== undefined && (asked.metres === 0 || metresBetween(asked.place, middle) <= asked.metres);
  };
}
