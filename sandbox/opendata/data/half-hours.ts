// Half-hourly aggregates by region: consumption up to 36 kVA and production, with their totals (P0), their secrecy ("S", "< 1") and the
// daily means that secrecy makes of small groups. A row is made from its number, so that there may be millions.
import { parisDay } from '../../paris-clock';
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
  const spots = spotReader(family, from);
  const row = (index: number): Row => {
    const { category, moment, week } = spots(index);
    return { horodate: moment, ...categories[category], ...week.figures };
  };
  const line = lineWriter(spots);
  const { slug, title } = family;
  return { slug, title, columns, count: moments * width, row, line, sortedBy: 'horodate' };
}

type Spots = (index: number) => Spot;

function spotReader(family: Family, from: number): Spots {
  const width = family.categories.length;
  const known = new Map<number, Week>();
  let [moment, day] = [Number.NaN, 0];
  return (index) => {
    const category = index % width;
    const at = from + Math.floor(index / width) * HALF_HOUR;
    if (at !== moment) [moment, day] = [at, parisDay(at)];
    const isMean = family.secrecy(category) === 'mean';
    const slot = isMean ? day % 7 : Math.floor(at / HALF_HOUR) % WEEK;
    const peak = day % 28 === 5 ? 2 : day % 28 < 7 ? 1 : 0;
    const key = (category * WEEK + slot) * 3 + peak;
    let week = known.get(key);
    if (!week) known.set(key, (week = weekOf(family, category, slot, peak)));
    return { category, moment, week };
  };
}

/** Bytes that are laid beside one another: the moment, and what stands behind it. */
function lineWriter(spots: Spots): NonNullable<Table['line']> {
  let [last, written, head] = [Number.NaN, '', Buffer.alloc(0)];
  return (index, time) => {
    const { moment, week } = spots(index);
    if (moment !== last || time(moment) !== written) {
      [last, written] = [moment, time(moment)];
      head = Buffer.from(`{"horodate":"${written}",`);
    }
    return [head, week.rest];
  };
}

/** Half-hours of a week: figures come back after it, so that millions of rows are written of a few thousand texts. */
const WEEK = 336;

interface Week {
  readonly figures: Readonly<Record<string, Cell>>;
  /** Category and figures as they stand in a line of JSON, its end with them. */
  readonly rest: Buffer;
}

interface Spot {
  readonly category: number;
  readonly moment: number;
  readonly week: Week;
}

/**
 * @param slot half-hour of the week; where one mean stands in all slots of a day, the day of the week
 * @param peak 2 on the month's highest day, 1 in its highest week
 */
function weekOf(family: Family, category: number, slot: number, peak: 0 | 1 | 2): Week {
  const isHidden = family.secrecy(category) === 'S';
  const points = 150 + category * 977;
  const mean = Math.round(220 + 90 * noiseAt(category + 1, slot));
  const index = isHidden ? 'S' : category % 5 === 4 ? '< 1' : String(60 + (category % 30));
  const curve = isHidden ? null : mean;
  const figures = {
    [family.points]: isHidden ? 0 : points,
    [family.energy]: isHidden ? 0 : points * mean,
    courbe_moyenne_ndeg1_wh: curve,
    indice_representativite_courbe_ndeg1: index,
    courbe_moyenne_ndeg2_wh: curve === null ? null : curve + 3,
    indice_representativite_courbe_ndeg2: index,
    courbe_moyenne_ndeg1_ndeg2_wh: curve === null ? null : curve + 1,
    indice_representativite_courbe_ndeg1_ndeg2: index,
    jour_max_du_mois_0_1: peak === 2 ? '1' : '0',
    semaine_max_du_mois_0_1: peak === 0 ? '0' : '1',
  };
  const rest = Buffer.from(`${JSON.stringify({ ...family.categories[category], ...figures }).slice(1)}\n`);
  return { figures, rest };
}
