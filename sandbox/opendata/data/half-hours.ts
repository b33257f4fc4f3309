// Half-hourly aggregates by region: consumption up to 36 kVA and production, with their totals (P0), their secrecy ("S", "< 1") and the
// daily means that secrecy makes of small groups. A row is made from its number, so that there may be millions.
import { dayInstant, parisDay, parisTime } from '../../paris-clock';
import { noiseAt } from '../../random';
import type { Cell, Column, Row, Table } from '../table';

const HALF_HOUR = 1_800_000;

/** Columns and their values. */
export type Category = Readonly<Record<string, string>>;

interface Family {
  readonly slug: string;
  readonly title: string;
  readonly energy: string;
  readonly energyTitle: string;
  readonly points: string;
  readonly columns: readonly Column[];
  /** Everything that a moment has rows of. */
  readonly categories: readonly Category[];
  /** How small groups are masked, by the number of the category: 'S' masks all, 'mean' has one figure all day. */
  readonly secrecy: (category: number) => 'open' | 'S' | 'mean';
}

export interface Extent {
  readonly from: number;
  readonly moments: number;
}

const INDEXES = ['ndeg1', 'ndeg2', 'ndeg1_ndeg2'] as const;

export function halfHours(family: Family, { from, moments }: Extent): Table {
  const { categories } = family;
  const width = categories.length;
  const columns: readonly Column[] = [
    { key: 'horodate', type: 'datetime', title: 'Horodate' },
    ...family.columns,
    {
      key: family.points,
      type: 'integer',
      title: family.points.startsWith('nb_points_s') ? 'Nb points soutirage' : 'Nb points injection',
    },
    { key: family.energy, type: 'number', title: `${family.energyTitle} (Wh)` },
    ...INDEXES.flatMap((curve): Column[] => [
      { key: `courbe_moyenne_${curve}_wh`, type: 'number', title: `Courbe moyenne ${curve} (Wh)` },
      {
        key: `indice_representativite_courbe_${curve}`,
        type: 'text',
        title: `Indice représentativité courbe ${curve} (%)`,
      },
    ]),
    { key: 'jour_max_du_mois_0_1', type: 'text', title: 'Jour max du mois (0/1)' },
    { key: 'semaine_max_du_mois_0_1', type: 'text', title: 'Semaine max du mois (0/1)' },
  ];
  const row = (index: number): Row => {
    const category = index % width;
    const at = from + Math.floor(index / width) * HALF_HOUR;
    return { horodate: at, ...categories[category], ...figures(family, category, at) };
  };
  // The constant part of a line is written once per category: what is left is a number or two.
  const heads = categories.map((category) => JSON.stringify(category).slice(1, -1));
  const line = (index: number, time: (at: number) => string): string => {
    const category = index % width;
    const at = from + Math.floor(index / width) * HALF_HOUR;
    const rest = JSON.stringify(figures(family, category, at)).slice(1);
    return `{"horodate":"${time(at)}",${heads[category] ?? ''},${rest}`;
  };
  const { slug, title } = family;
  return { slug, title, columns, count: moments * width, row, line, sortedBy: 'horodate' };
}

function figures(family: Family, category: number, at: number): Readonly<Record<string, Cell>> {
  const mask = family.secrecy(category);
  const isHidden = mask === 'S';
  const moment = mask === 'mean' ? dayInstant(parisDay(at)) : at;
  const points = 150 + category * 977;
  const mean = Math.round(220 + 90 * noiseAt(category + 1, Math.floor(moment / HALF_HOUR)));
  const index = isHidden ? 'S' : category % 5 === 4 ? '< 1' : String(60 + (category % 30));
  const curve = isHidden ? null : mean;
  return {
    [family.points]: isHidden ? 0 : points,
    [family.energy]: isHidden ? 0 : points * mean,
    courbe_moyenne_ndeg1_wh: curve,
    indice_representativite_courbe_ndeg1: index,
    courbe_moyenne_ndeg2_wh: curve === null ? null : curve + 3,
    indice_representativite_courbe_ndeg2: index,
    courbe_moyenne_ndeg1_ndeg2_wh: curve === null ? null : curve + 1,
    indice_representativite_courbe_ndeg1_ndeg2: index,
    jour_max_du_mois_0_1: parisTime(at).day === 27 ? '1' : '0',
    semaine_max_du_mois_0_1: '0',
  };
}
