// A PME-PMI, palier 2013, consumer, BT > 36 kVA (NOI-CPT_02E §2.9, table 10): units glued to the numbers, no leading zeros,
// PREAVIS above 90 % of PS over a minute.
import { Building } from './building';
import { civilDate, monthStart } from './business-date';
import type { BusinessContent, BusinessSource } from './business-meter';
import { type Group, SP } from './frame';
import { addressOf } from './plate';

/** Maker 04, 2021, type 36. */
const MODEL = '042136314159';
const TARIFF = 'BT 4 SUP36';
const WARNING = 0.9;

export class PmePmi implements BusinessSource {
  readonly separator = SP;

  private readonly address: string;

  constructor(
    private readonly building: Building,
    seed: string | number,
  ) {
    this.address = addressOf(MODEL, seed);
  }

  next(at: number): BusinessContent {
    const { building } = this;
    const { counters, minute, highest } = building;
    const period = Building.period(at);
    const subscribed = building.subscribed(at);
    const preavis = minute.kva > WARNING * subscribed;
    const index = `${whole(building.indexes[period])}kWh`;
    const [begin, before] = [monthStart(at), monthStart(at, 1)].map((date) => civilDate(date, ':'));
    const groups: Group[] = [
      group('ADS', this.address),
      group('MESURES1', TARIFF),
      group('DATE', civilDate(at, ':')),
      group('EA_s', `${whole(counters.active)}Wh`),
      group('ER+_s', `${whole(counters.reactive)}varh`),
      group('ER-_s', '0varh'),
      group('EAPP_s', `${whole(counters.apparent)}VAh`),
      group('PTCOUR1', period),
      group('TARIFDYN', 'INACTIF'),
      group('ETATDYN1', '000'),
      group('CONFIG', 'CONSO'),
      ...building.points.flatMap((point, n) => [
        group(`DATEPA${String(n + 1)}`, civilDate(point.at, ':')),
        group(`PA${String(n + 1)}_s`, `${whole(point.kw)}kW`),
      ]),
      group('DebP', begin ?? ''),
      group('EAP_s', index),
      group('ER+P_s', `${whole(building.reactiveIndexes[period])}kvarh`),
      group('ER-P_s', '0kvarh'),
      group('DebP-1', before ?? ''),
      group('FinP-1', begin ?? ''),
      group('EaP-1_s', '21345kWh'),
      group('ER+P-1_s', '6543kvarh'),
      group('ER-P-1_s', '0kvarh'),
      group('PS', `${String(subscribed)}kVA`),
      ...(preavis ? [group('PREAVIS', 'DEP')] : []),
      group('PA1MN', `${whole(minute.kw)}kW`),
      group('PMAX_s', `${whole(highest.kva)}kVA`),
      group('TGPHI_s', '0,31'),
      group('MESURES2', TARIFF),
      group('PTCOUR2', period),
      group('ETATDYN2', '000'),
      group('DebP_2', begin ?? ''),
      group('EaP_s2', index),
      group('DebP-1_2', before ?? ''),
      group('FinP-1_2', begin ?? ''),
      group('EaP-1_s2', '21345kWh'),
    ];
    return { kind: 'long', groups, sent: { preavis, period } };
  }
}

function whole(value: number): string {
  return String(Math.floor(value));
}

function group(label: string, data: string): Group {
  return { label, data };
}
