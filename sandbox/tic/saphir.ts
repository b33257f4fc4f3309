// A SAPHIR on HTA (NOI-CPT_02E §2.10, table 12): a long frame at first and then every two minutes, short ones between;
// HISTO with SP or STD with HT; PREAVIS above KDC % of the subscribed power, until it is below KDCD %.
import { Building } from './building';
import { civilDate, monthStart } from './business-date';
import type { BusinessContent, BusinessSource } from './business-meter';
import { type Group, HT, type Separator, SP } from './frame';
import { addressOf } from './plate';

export type SaphirFormat = 'HISTO' | 'STD';

/** Maker 06, 2022; its type is not in the list that we could read. */
const MODEL = '062266314159';
const LONG_EVERY_MS = 120_000;
const KDC = 90;
const KDCD = 85;
const NAMES = ['P  ', 'HPH', 'HCH', 'HPE', 'HCE', 'XXX', 'XXX', 'XXX'];
const NAMES_F = ['P  ', 'HP ', 'HC ', 'XXX', 'XXX', 'XXX', 'XXX', 'XXX'];
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];

interface Form {
  readonly format: SaphirFormat;
  readonly producer: boolean;
  readonly td: 5 | 10;
  readonly seed: string | number;
}

type Row = readonly [label: string, data: string, when?: boolean];

export class Saphir implements BusinessSource {
  readonly separator: Separator;
  private readonly address: string;
  private preavis = false;
  private longAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly building: Building,
    private readonly form: Form,
  ) {
    this.address = addressOf(MODEL, form.seed);
    this.separator = form.format === 'STD' ? HT : SP;
  }

  next(at: number): BusinessContent {
    const { building } = this;
    const period = Building.period(at);
    const { kw } = building.minute;
    this.preavis = kw > ((this.preavis ? KDCD : KDC) / 100) * building.subscribed(at);
    const long = at - this.longAt >= LONG_EVERY_MS;
    if (long) this.longAt = at;
    const rows = [...this.head(at, long), ...this.energies(at, long), ...this.tail(long)];
    return {
      kind: long ? 'long' : 'short',
      groups: rows.flatMap(([label, data, when = true]): Group[] => (when ? [{ label, data }] : [])),
      sent: { preavis: this.preavis, period },
    };
  }

  private head(at: number, long: boolean): Row[] {
    const { building, form } = this;
    const { counters } = building;
    const { producer } = form;
    const td = String(form.td).padStart(2, '0');
    return [
      ['LG_TRM', long ? 'TRM_LONGUE' : 'TRM_COURTE'],
      ['ADS', this.address],
      ['DATE', civilDate(at, '/')],
      ['TD', td, long],
      ['TC', '10', long],
      ['EAS', `${whole(counters.active)}Wh`],
      ['ER+S', `${whole(counters.reactive)}varh`],
      ['ER-S', '0varh'],
      ['EAI', '0Wh', producer],
      ['ER+I', '0varh', producer],
      ['ER-I', '0varh', producer],
      ['I1I', '0,000A', producer],
      ['I2I', '0,000A', producer],
      ['I3I', '0,000A', producer],
      ['GRILLE_D', 'HTA5____', long],
      ['PTCOURD', Building.period(at)],
      ['PREAVIS', 'DEP', this.preavis],
      ['ETATDYND', '0'],
      ...building.points.flatMap((point, i): Row[] => {
        const n = String(i + 1);
        return [
          [`DATEPA${n}`, civilDate(point.at, '/'), long],
          [`PA${n}S`, `${whole(point.kw)}kW`, long],
          [`PR+${n}S`, `${whole(point.kw * 0.31)}kvar`, long],
          [`PR-${n}S`, '0kvar', long],
          [`PA${n}I`, '0kW', long && producer],
          [`PR+${n}I`, '0kvar', long && producer],
          [`PR-${n}I`, '0kvar', long && producer],
          [`UMOY${n}`, '20120V', long],
        ];
      }),
    ];
  }

  private energies(at: number, long: boolean): Row[] {
    const { building, form } = this;
    const { producer } = form;
    const eight = (label: string, after: string, data: (n: number) => string, when = true): Row[] =>
      EIGHT.map((n) => [`${label}${String(n)}${after}`, data(n), when]);
    const reactive = (after: string, positive: (n: number) => string, when: boolean): Row[] =>
      EIGHT.flatMap((n): Row[] => [
        [`ER+p${String(n)}${after}`, positive(n), when],
        [`ER-p${String(n)}${after}`, '0kvarh', when],
      ]);
    const none = (): string => '0kWh';
    const noneReactive = (): string => '0kvarh';
    const index = (n: number): string =>
      `${whole(n === 2 ? building.indexes.HPH : n === 3 ? building.indexes.HCH : 0)}kWh`;
    const reactiveIndex = (n: number): string =>
      `${whole(n === 2 ? building.reactiveIndexes.HPH : n === 3 ? building.reactiveIndexes.HCH : 0)}kvarh`;
    return [
      ...eight('EAp', 'SD', index),
      ...reactive('SD', reactiveIndex, true),
      ...eight('EAp', 'ID', none, producer),
      ...reactive('ID', noneReactive, producer),
      ['FINP1', civilDate(monthStart(at), '/'), long],
      ...eight('EAp', 'SD1', none, long),
      ...reactive('SD1', noneReactive, long),
      ...eight('EAp', 'ID1', none, long && producer),
      ...reactive('ID1', noneReactive, long && producer),
      ['KDC', `${String(KDC)}%`, long],
      ['KDCD', `${String(KDCD)}%`, long],
      ...eight('PSp', '', (n) => `${String(this.subscribedOf(n))}kW`, long),
      ...eight('LIB_p', 'D', (n) => NAMES[n - 1] ?? 'XXX', long),
    ];
  }

  private tail(long: boolean): Row[] {
    const { building, form } = this;
    const { producer } = form;
    const { kw } = building.minute;
    const eight = (label: string, after: string, data: (n: number) => string, when = true): Row[] =>
      EIGHT.map((n) => [`${label}${String(n)}${after}`, data(n), when]);
    return [
      ['PA1MN', `${whole(kw)}kW`, producer],
      ['PA10MN', `${whole(building.points[0]?.kw ?? kw)}kW`, producer],
      ['PREA1MN', `${whole(kw * 0.31)}kvar`, producer],
      ['PREA10MN', `${whole(kw * 0.31)}kvar`, producer],
      ['IPA1MN', '0kW', producer],
      ['IPATMN', '0kW', producer],
      ['IPREA1MN', '0kvar', producer],
      ['IPREATMN', '0kvar', producer],
      ['TGPHIS', '0,31'],
      ['TGPHII', '0,00', producer],
      ['U10MN', '20110V'],
      ['GRILLE_F', 'HTA3____', long],
      ['PTCOURF', 'HP '],
      ['ETATDYNF', '0'],
      ...eight('EAp', 'SF', (n) => (n === 2 ? `${whole(building.indexes.HPH + building.indexes.HCH)}kWh` : '0kWh')),
      ...eight('EAp', 'SF1', () => '0kWh', long),
      ...eight('LIB_p', 'F', (n) => NAMES_F[n - 1] ?? 'XXX', long),
    ];
  }

  /** Of the n-th period of the distributor's calendar. */
  private subscribedOf(n: number): number {
    const { building } = this;
    return NAMES[n - 1] === 'HCH' ? building.offPeakSubscribed : building.peakSubscribed;
  }
}

function whole(value: number): string {
  return String(Math.floor(value));
}
