// What will be asked, as somebody reads it who never saw ODSQL, in both languages.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Field } from '../../../lib/opendata/dataset/dataset';
import type { OpenDataQuery } from '../../../lib/opendata/query/query';
import { queryInWords } from '../../../nodes/opendata-query/editor-side/words';
import { translateOf, type Language } from '../../support/node-red/catalogues';
import { someQuery } from '../../support/opendata/some-query';

const field = (key: string, type: Field['type'], title: string, unit?: string): Field => ({
  key,
  type,
  title,
  description: '',
  filterable: true,
  ...(unit !== undefined && { unit }),
});
const FIELDS: readonly Field[] = [
  field('horodate', 'datetime', 'Horodate'),
  field('region', 'text', 'Région'),
  field('energie_wh', 'number', 'Énergie (Wh)', 'Wh'),
  field('code', 'text', ''),
];

/** Spaces that do not break are in the French catalogue where its rules want them; here one reads them as spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const inWords = (language: Language, query: OpenDataQuery, count?: number): string[] =>
  queryInWords(translateOf('opendata-query', language), {
    portal: 'Enedis',
    dataset: 'Production',
    query,
    fields: FIELDS,
    count,
  }).map(plain);

interface Case {
  readonly query: OpenDataQuery;
  readonly en: readonly string[];
  readonly fr: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  everything: {
    query: {},
    en: ['Asks Enedis, in the dataset “Production”, for all columns of all rows.', 'As many rows as there are.'],
    fr: [
      'Demande à Enedis, dans le jeu « Production », toutes les colonnes de toutes les lignes.',
      'Autant de lignes qu’il y en a.',
    ],
  },
  'columns, a time, a place, conditions and an order': {
    query: {
      select: ['horodate', 'code'],
      time: { from: '2026-03-01', to: '2026-04-01' },
      geo: { near: { lon: 2.35, lat: 48.85, metres: 1500 } },
      where: {
        and: [
          { field: 'region', is: '=', value: 'Bretagne' },
          { field: 'energie_wh', is: '>', value: 1200.5 },
        ],
      },
      order: [{ by: 'horodate', descending: true }, { by: 'region' }],
      limit: 1000,
    },
    en: [
      'Asks Enedis, in the dataset “Production”, for the columns Horodate and code of the rows ' +
        'from 1 March 2026 on and before 1 April 2026 (Paris time), within 1.5 km of 48.85° N, 2.35° E, ' +
        'where Région is “Bretagne” and Énergie (Wh) is more than 1,200.5 Wh.',
      'Ordered by Horodate, the latest first, then by Région, from A to Z; what has no value comes last.',
      '1,000 rows at most.',
    ],
    fr: [
      'Demande à Enedis, dans le jeu « Production », les colonnes Horodate et code des lignes ' +
        'à partir du 1er mars 2026 et avant le 1er avril 2026 (heure de Paris), à moins de 1,5 km de 48,85° N, 2,35° E, ' +
        'où Région vaut « Bretagne » et Énergie (Wh) est supérieur à 1 200,5 Wh.',
      'Dans l’ordre : Horodate, le plus récent d’abord, puis Région, de A à Z ; ce qui n’a pas de valeur vient à la fin.',
      '1 000 lignes au plus.',
    ],
  },
  'groups and what is computed': {
    query: {
      time: { lastDays: 7, field: 'horodate' },
      group: [{ field: 'region' }, { field: 'horodate', by: 'day', as: 'jour' }],
      aggregate: [
        { sum: 'energie_wh', as: 'total' },
        { count: true, as: 'n' },
      ],
      order: [{ by: 'total', descending: true }],
      limit: 1,
    },
    en: [
      'Asks Enedis, in the dataset “Production”, for the sum of Énergie (Wh) and the number of rows, ' +
        'for each value of Région and for each day in Paris (Horodate), ' +
        'over the rows of the last 7 days, today included (Paris time) by the column Horodate.',
      'Rows that are totals of others (“P0: Total …”) do not count, where they are known.',
      'Ordered by the sum of Énergie (Wh), the highest first; what has no value comes last.',
      'One row.',
    ],
    fr: [
      'Demande à Enedis, dans le jeu « Production », la somme de la colonne Énergie (Wh) et le nombre de lignes, ' +
        'pour chaque valeur de la colonne Région et pour chaque jour à Paris (Horodate), ' +
        'sur l’ensemble des lignes des 7 derniers jours, aujourd’hui compris (heure de Paris) selon la colonne Horodate.',
      'Les lignes qui sont des totaux d’autres lignes (« P0 : Total … ») ne comptent pas, quand elles sont connues.',
      'Dans l’ordre : la somme de la colonne Énergie (Wh), le plus élevé d’abord ; ce qui n’a pas de valeur vient à la fin.',
      'Une seule ligne.',
    ],
  },
  'one row over all, totals too': {
    query: { aggregate: [{ percentile: 'energie_wh', of: 50, as: 'm' }], totals: true, limit: 5 },
    en: [
      'Asks Enedis, in the dataset “Production”, for the median of Énergie (Wh) (approximate), over all rows: one row.',
      'Rows that are totals of others (“P0: Total …”) count too: sums may count twice.',
      '5 rows at most.',
    ],
    fr: [
      'Demande à Enedis, dans le jeu « Production », la médiane de la colonne Énergie (Wh) (approchée), ' +
        'sur l’ensemble de toutes les lignes : une seule ligne.',
      'Les lignes qui sont des totaux d’autres lignes (« P0 : Total … ») comptent aussi : les sommes peuvent compter double.',
      '5 lignes au plus.',
    ],
  },
  'a tree of conditions': {
    query: {
      where: {
        or: [
          { and: [{ field: 'code', startsWith: '75' }, { not: { field: 'code', in: ['75101', '75102'] } }] },
          { field: 'horodate', is: '>=', value: '2026-03-29T00:00:00+01:00' },
          { not: { or: [{ field: 'region', empty: true }, { search: 'éolien' }] } },
        ],
      },
    },
    en: [
      'Asks Enedis, in the dataset “Production”, for all columns of the rows where ' +
        '(code begins with “75” and code is not “75101” or “75102”, or has no value), ' +
        'Horodate is 29 March 2026 at 00:00 or later or ' +
        'not (Région has no value or “éolien” is found anywhere in the row).',
      'As many rows as there are.',
    ],
    fr: [
      'Demande à Enedis, dans le jeu « Production », toutes les colonnes des lignes où ' +
        '(code commence par « 75 » et code ne vaut pas « 75101 » ou « 75102 », ou n’a pas de valeur), ' +
        'Horodate est le 29 mars 2026 à 00:00 ou après ou ' +
        'non (Région n’a pas de valeur ou « éolien » se trouve n’importe où dans la ligne).',
      'Autant de lignes qu’il y en a.',
    ],
  },
  'the words of one who knows ODSQL': {
    query: { odsql: { where: 'region = "Bretagne"', order_by: 'horodate desc' }, limit: 3 },
    en: [
      'Asks Enedis, in the dataset “Production”, word for word: where=region = "Bretagne" & order_by=horodate desc.',
      '3 rows at most.',
    ],
    fr: [
      'Demande à Enedis, dans le jeu « Production », mot pour mot : where=region = "Bretagne" & order_by=horodate desc.',
      '3 lignes au plus.',
    ],
  },
};

describe('a query in words', () => {
  for (const [name, { query, en, fr }] of Object.entries(CASES))
    it(`says ${name}`, () => {
      assert.deepEqual(inWords('en-US', query), en);
      assert.deepEqual(inWords('fr', query), fr);
    });

  it('says how many rows all of them are, where that is known', () => {
    assert.equal(inWords('en-US', {}, 5_679_072)[1], 'As many rows as there are; the whole dataset has 5,679,072.');
    assert.equal(inWords('fr', {}, 5_679_072)[1], 'Autant de lignes qu’il y en a ; le jeu entier en compte 5 679 072.');
  });

  for (const language of ['en-US', 'fr'] as const)
    it(`has a word for whatever a query may hold (${language}), and leaves no value out`, () => {
      fc.assert(
        fc.property(someQuery, (query) => {
          const text = queryInWords(translateOf('opendata-query', language), {
            portal: 'Enedis',
            dataset: 'x',
            query,
          }).join('\n');
          assert.doesNotMatch(text, /opendata-query\.|__|undefined|NaN|\[object/);
          for (const { by } of query.order ?? []) assert.ok(query.odsql !== undefined || text.includes(by));
          for (const key of textsOf(query.where)) assert.ok(query.odsql !== undefined || text.includes(key), key);
        }),
      );
    });
});

/** Columns and texts of the conditions. */
function textsOf(filter: unknown): string[] {
  if (typeof filter !== 'object' || filter === null) return [];
  return Object.entries(filter).flatMap(([name, value]) =>
    name !== 'is' && typeof value === 'string' ? [value] : textsOf(value),
  );
}
