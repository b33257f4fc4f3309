// A set small enough to count by hand: a row of nothing among seven, days on which the clock changes, places.
import { listTable, type Row, type Table } from '../../../sandbox/opendata/table';

const LIST: readonly (readonly [string, string | null, number | null, boolean | null, [number, number] | null])[] = [
  ['2026-03-28T22:30:00Z', 'a', 1, true, [6.1, 45.9]],
  ['2026-03-28T23:00:00Z', 'b', 5, false, [6.2, 45.9]],
  ['2026-03-29T21:59:00Z', 'a', 10, true, [7, 48]],
  ['2026-03-29T22:00:00Z', 'RES1 (+ RES1WE)', -3, null, [2, 48.5]],
  ['2026-10-24T22:00:00Z', 'B', 2.5, true, null],
  ['2026-10-25T22:59:00Z', 'a', null, false, [6.1001, 45.9001]],
  ['2026-10-25T23:00:00Z', null, 7, true, [-1.5, 47.2]],
];

export const SMALL: Table = listTable(
  {
    slug: 'small',
    title: 'Petit jeu',
    columns: [
      { key: 'at', type: 'datetime', title: 'Horodate' },
      { key: 'name', type: 'text', title: 'Nom' },
      { key: 'amount', type: 'number', title: 'Montant (MWh)' },
      { key: 'flag', type: 'boolean', title: 'Drapeau' },
      { key: 'place', type: 'geo-point', title: 'Lieu' },
      { key: 'secret', type: 'text', title: 'Sans index', indexed: false },
    ],
    changedAt: '2026-11-01T10:00:00.000Z',
  },
  LIST.map(([at, name, amount, flag, place]): Row => ({
    at: Date.parse(at),
    name,
    amount,
    flag,
    place: place && { lon: place[0], lat: place[1] },
    secret: 'x',
  })),
);
