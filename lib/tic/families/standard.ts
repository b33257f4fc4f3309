// Standard mode of Linky, VTIC 02 (Enedis-NOI-CPT_54E §6.2.2; spec/tic.md §2.2). The rows stand in the order of emission.
// The pilots of 2010 (types 67 and 68, single-phase) spell three labels in another way, as their owners saw: the aliases.
import type { Dialect, Family } from './family';
import type { LabelRow } from './label';
import { code, number } from './row';

const threePhase = { threePhase: true } as const;
const dated = { horodate: 'dated' } as const;
const blankSeason = { horodate: 'blank-season' } as const;

/** `label%` once for each number, with `%` replaced. */
function numbered(from: number, to: number, row: (n: string) => LabelRow, digits = 1): LabelRow[] {
  return Array.from({ length: to - from + 1 }, (_, i) => row(String(from + i).padStart(digits, '0')));
}

export const LINKY: Family = {
  name: 'Linky',
  types: '60 61 62 63 64 65 66 67 68 70 71 75 76 86 87 92 93 94'.split(' '),
};

export const STANDARD: Dialect = {
  name: 'standard',
  mode: 'standard',
  separator: 'HT',
  tell: ['ADSC', 'VTIC'],
  kin: 'blue',
  familyOf: () => 'linky',
  phasesTold: (frame) => {
    if (frame.threePhase) return 3;
    return frame.seen('IRMS1') && (frame.skipped('IRMS2') || frame.skipped('URMS2')) ? 1 : null;
  },
  producerTold: (frame, status) => {
    if (frame.seen('EAIT') || frame.seen('SINSTI')) return true;
    if (frame.seen('STGE')) return status?.producer;
    return frame.skipped('EAIT') ? false : undefined;
  },
  bound: { label: 'PCOUP', fused: true },
  flow: {
    subscribed: { label: 'PREF', unit: 'kVA' },
    cutoff: 'PCOUP',
    power: 'SINSTS',
    injected: 'SINSTI',
    status: 'STGE',
    powerOfPhase: ['SINSTS1', 'SINSTS2', 'SINSTS3'],
    current: 'IRMS1',
    currentOfPhase: ['IRMS1', 'IRMS2', 'IRMS3'],
  },
  hasStatus: true,
  isDated: true,
  rows: [
    code('ADSC', 12, 'digits', 'address of the meter', { identity: true, personal: true, opens: true }),
    code('VTIC', 2, 'digits', 'version of the TIC'),
    code('DATE', 0, 'empty', "the meter's clock", { ...dated, clock: true }),
    code('NGTF', 16, 'text', "name of the supplier's calendar"),
    code('LTARF', 16, 'text', 'name of the tariff in force'),
    number('EAST', 9, 'Wh', 'energy withdrawn, total', { index: 'withdrawn' }),
    ...numbered(
      1,
      10,
      (n) => number(`EASF${n}`, 9, 'Wh', `energy withdrawn, supplier index ${n}`, { index: 'withdrawn' }),
      2,
    ),
    ...numbered(
      1,
      4,
      (n) => number(`EASD${n}`, 9, 'Wh', `energy withdrawn, distributor index ${n}`, { index: 'withdrawn' }),
      2,
    ),
    number('EAIT', 9, 'Wh', 'energy injected, total (producer)', { index: 'injected' }),
    ...numbered(1, 4, (n) =>
      number(`ERQ${n}`, 9, 'varh', `reactive energy, quadrant ${n} (producer)`, { index: 'reactive' }),
    ),
    ...numbered(1, 3, (n) => number(`IRMS${n}`, 3, 'A', `current of phase ${n}`, n === '1' ? {} : threePhase)),
    ...numbered(1, 3, (n) => number(`URMS${n}`, 3, 'V', `voltage of phase ${n}`, n === '1' ? {} : threePhase)),
    number('PREF', 2, 'kVA', 'subscribed (reference) power'),
    number('PCOUP', 2, 'kVA', 'power at which the breaker opens'),
    number('SINSTS', 5, 'VA', 'apparent power withdrawn', { alias: 'SINST1' }),
    ...numbered(1, 3, (n) => number(`SINSTS${n}`, 5, 'VA', `apparent power withdrawn, phase ${n}`, threePhase)),
    number('SMAXSN', 5, 'VA', 'highest apparent power withdrawn today', { ...dated, alias: 'SMAXN' }),
    ...numbered(1, 3, (n) =>
      number(`SMAXSN${n}`, 5, 'VA', `highest apparent power withdrawn today, phase ${n}`, dated),
    ),
    number('SMAXSN-1', 5, 'VA', 'highest apparent power withdrawn yesterday', { ...dated, alias: 'SMAXN-1' }),
    ...numbered(1, 3, (n) =>
      number(`SMAXSN${n}-1`, 5, 'VA', `highest apparent power withdrawn yesterday, phase ${n}`, dated),
    ),
    number('SINSTI', 5, 'VA', 'apparent power injected (producer)'),
    number('SMAXIN', 5, 'VA', 'highest apparent power injected today (producer)', dated),
    number('SMAXIN-1', 5, 'VA', 'highest apparent power injected yesterday (producer)', dated),
    number('CCASN', 5, 'W', 'last point of the load curve, withdrawal', dated),
    number('CCASN-1', 5, 'W', 'last but one point of the load curve, withdrawal', dated),
    number('CCAIN', 5, 'W', 'last point of the load curve, injection (producer)', dated),
    number('CCAIN-1', 5, 'W', 'last but one point of the load curve, injection (producer)', dated),
    ...numbered(1, 3, (n) => number(`UMOY${n}`, 3, 'V', `mean voltage of phase ${n} over 10 minutes`, dated)),
    code('STGE', 8, 'hex', 'status register'),
    ...numbered(1, 3, (n) => code(`DPM${n}`, 2, 'digits', `begin of mobile peak ${n}`, blankSeason)).flatMap(
      (begin, i) => [
        begin,
        code(`FPM${String(i + 1)}`, 2, 'digits', `end of mobile peak ${String(i + 1)}`, blankSeason),
      ],
    ),
    code('MSG1', 32, 'text', 'short message'),
    code('MSG2', 16, 'text', 'very short message, sent once after MSG1', { transient: true }),
    code('PRM', 14, 'digits', 'number of the delivery point', { personal: true }),
    code('RELAIS', 3, 'digits', 'relays that are closed, one bit each'),
    code('NTARF', 2, 'digits', 'number of the index in force'),
    code('NJOURF', 2, 'digits', "number of today's day profile"),
    code('NJOURF+1', 2, 'digits', "number of tomorrow's day profile"),
    code('PJOURF+1', 98, 'day-profile', "tomorrow's day profile"),
    code('PPOINTE', 98, 'day-profile', 'day profile of the next mobile peak'),
  ],
};
