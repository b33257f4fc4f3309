// The meters of the story, frame by frame: one Linky in both of its modes and three tariffs, and its successor.
import { frameOf, historiqueGroup, standardGroup } from '../../support/tic/tic-bytes';

export const METER = '041876097768';
export const SUCCESSOR = '041976123456';

const group = historiqueGroup;

/** Historique, HC/HP, in peak hours. @param adps the current of an overrun in A */
export function peakHours({ hchc = 12_345_678, hchp = 23_456_789, papp = 850, adps = 0 } = {}): Buffer {
  return frameOf(
    group('ADCO', METER),
    group('OPTARIF', 'HC..'),
    group('ISOUSC', '45'),
    group('HCHC', index(hchc)),
    group('HCHP', index(hchp)),
    group('PTEC', 'HP..'),
    group('IINST', String(Math.round(papp / 230)).padStart(3, '0')),
    ...(adps === 0 ? [] : [group('ADPS', String(adps).padStart(3, '0'))]),
    group('IMAX', '090'),
    group('PAPP', String(papp).padStart(5, '0')),
    group('HHPHC', 'A'),
    group('MOTDETAT', '000000'),
  );
}

/** Historique, Tempo, peak hours of a blue day before a red one; its indexes begin at 0. */
export function tempoHistorique({ hpjb = 0, papp = 850 } = {}): Buffer {
  return frameOf(
    group('ADCO', METER),
    group('OPTARIF', 'BBR('),
    group('ISOUSC', '45'),
    group('BBRHCJB', index(0)),
    group('BBRHPJB', index(hpjb)),
    group('BBRHCJW', index(0)),
    group('BBRHPJW', index(0)),
    group('BBRHCJR', index(0)),
    group('BBRHPJR', index(0)),
    group('PTEC', 'HPJB'),
    group('DEMAIN', 'ROUG'),
    group('IINST', String(Math.round(papp / 230)).padStart(3, '0')),
    group('IMAX', '090'),
    group('PAPP', String(papp).padStart(5, '0')),
    group('HHPHC', 'A'),
    group('MOTDETAT', '000000'),
  );
}

/** STGE of a consumer in red peak hours, blue from the next 06:00 (Enedis-NOI-CPT_54E §6.2.3.14), written bit by bit. */
const STGE_RED_PEAK = [
  1 << 0, // dry contact open
  5 << 10, // sixth supplier index
  1 << 17, // standard
  3 << 19, // Euridis on, with security
  2 << 21, // power-line carrier registered
  1 << 23, // and synchronised
  3 << 24, // red today
  1 << 26, // blue tomorrow
].reduce((word, bits) => word | bits);
const OVERRUN = 1 << 7;

interface Standard {
  id?: string;
  /** Minutes of the meter's clock after the noon of today: a rise of an index without time would be refused. */
  minute?: number;
  east?: number;
  sinsts?: number;
  overrun?: boolean;
}

/** Standard, Tempo, peak hours of a red day; a consumer with the index of red peak hours in force. */
export function tempoStandard({
  id = METER,
  minute = 0,
  east = 0,
  sinsts = 850,
  overrun = false,
}: Standard = {}): Buffer {
  const at = (clock: string): string => `${today()}${clock}`;
  return frameOf(
    standardGroup('ADSC', id),
    standardGroup('VTIC', '02'),
    standardGroup('DATE', '', at(`12${String(minute).padStart(2, '0')}00`)),
    standardGroup('NGTF', '     TEMPO      '),
    standardGroup('LTARF', '    HP  ROUGE   '),
    standardGroup('EAST', index(east)),
    ...Array.from({ length: 10 }, (_, i) =>
      standardGroup(`EASF${String(i + 1).padStart(2, '0')}`, index(i === 5 ? east : 0)),
    ),
    ...[1, 2, 3, 4].map((n) => standardGroup(`EASD0${n}`, index(n === 1 ? east : 0))),
    standardGroup('IRMS1', String(Math.round(sinsts / 230)).padStart(3, '0')),
    standardGroup('URMS1', '231'),
    standardGroup('PREF', '09'),
    standardGroup('PCOUP', '09'),
    standardGroup('SINSTS', String(sinsts).padStart(5, '0')),
    standardGroup('SMAXSN', '04210', at('074510')),
    standardGroup('SMAXSN-1', '06120', at('000000')),
    standardGroup('CCASN', '00612', at('100000')),
    standardGroup('CCASN-1', '00588', at('093000')),
    standardGroup('UMOY1', '230', at('101000')),
    standardGroup('STGE', (STGE_RED_PEAK | (overrun ? OVERRUN : 0)).toString(16).toUpperCase().padStart(8, '0')),
    standardGroup('MSG1', 'PAS DE          MESSAGE         '),
    standardGroup('PRM', '12345678901234'),
    standardGroup('RELAIS', '000'),
    standardGroup('NTARF', '06'),
    standardGroup('NJOURF', '00'),
    standardGroup('NJOURF+1', '00'),
    standardGroup('PJOURF+1', `00004001 06004002 22004001${' NONUTILE'.repeat(8)}`),
  );
}

/** `H` or `E` and the date of today in Paris, as a horodate begins; colours of a day long past would count as over. */
function today(): string {
  const words = (options: Intl.DateTimeFormatOptions): Record<string, string> =>
    Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', ...options })
        .formatToParts(new Date())
        .map(({ type, value }) => [type, value]),
    );
  const { year = '', month = '', day = '' } = words({ year: '2-digit', month: '2-digit', day: '2-digit' });
  const { timeZoneName: offset } = words({ timeZoneName: 'shortOffset' });
  return `${offset === 'GMT+2' ? 'E' : 'H'}${year}${month}${day}`;
}

function index(wh: number): string {
  return String(wh).padStart(9, '0');
}
