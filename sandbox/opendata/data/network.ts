// Lines and poles, around Annecy: places of our own.
import { noiseAt } from '../../random';
import { listTable, type Column, type Position, type Row, type Table } from '../table';
import { text } from './columns';

const PLACES = [
  text('nom_commune', 'Commune'),
  text('code_commune', 'Code commune'),
  text('code_departement', 'Code département'),
];

const COMMUNES = [
  ['Annecy', '74010', 6.129, 45.899],
  ['Sevrier', '74267', 6.141, 45.864],
  ['Talloires-Montmin', '74275', 6.213, 45.84],
  ['Ambérieu-en-Bugey', '01004', 5.353, 45.957],
] as const;

function place(n: number): { readonly row: Row; readonly at: Position } {
  const [name, code, lon, lat] = COMMUNES[n % COMMUNES.length] ?? COMMUNES[0];
  const at: Position = [rounded(lon + noiseAt(3, n) / 50), rounded(lat + noiseAt(5, n) / 60)];
  return { row: { nom_commune: name, code_commune: code, code_departement: code.slice(0, 2) }, at };
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** Of three points each; the last is as long as its middle is far from both its ends. */
function line(n: number): Row {
  const { row, at } = place(n);
  const reach = n % 10 === 9 ? 0.05 : 0.003;
  const [lon, lat] = at;
  const middle: Position = [rounded(lon + reach / 2), rounded(lat + reach / 3)];
  const end: Position = [rounded(lon + reach), rounded(lat + (noiseAt(7, n) * reach) / 2)];
  return { ...row, geometry: { type: 'LineString', coordinates: [at, middle, end] } };
}

function lines(slug: string, title: string, count: number, first: number): Table {
  const columns: readonly Column[] = [...PLACES, { key: 'geometry', type: 'geo-shape', title: 'Geometry' }];
  return listTable(
    { slug, title, columns },
    Array.from({ length: count }, (_, n) => line(first + n)),
  );
}

const POLES = listTable(
  {
    slug: 'position-geographique-des-poteaux-hta-et-bt',
    internalId: 'poteaux-9s2m4k',
    title: 'Position géographique des poteaux HTA et BT',
    columns: [
      ...PLACES,
      text('prec', 'PREC'),
      text('hta_bt', 'HTA/BT'),
      { key: 'x', type: 'number', title: 'x' },
      { key: 'y', type: 'number', title: 'y' },
      { key: 'geometry', type: 'geo-point', title: 'Geometry' },
    ],
  },
  Array.from({ length: 600 }, (_, n): Row => {
    const { row, at } = place(n);
    const [lon, lat] = at;
    const prec = n % 3 === 0 ? 'A : 0 - 50cm' : 'B : 50cm - 150cm';
    return { ...row, prec, hta_bt: n % 4 === 0 ? 'HTA' : 'BT', x: lon, y: lat, geometry: { lon, lat } };
  }),
);

export const NETWORK: readonly Table[] = [
  lines('reseau-hta', 'Réseau HTA', 240, 0),
  lines('reseau-bt', 'Réseau BT', 180, 1000),
  lines('reseau-souterrain-hta', 'Réseau souterrain HTA', 90, 2000),
  lines('reseau-souterrain-bt', 'Réseau souterrain BT', 90, 3000),
  POLES,
];
