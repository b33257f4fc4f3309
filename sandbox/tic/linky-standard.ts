// A Linky in standard mode (VTIC 02), single- or three-phase, consumer or producer: all groups in the order of
// Enedis-NOI-CPT_54E §6.2.2.
import type { Colour } from './calendar';
import type { MobilePeak, TariffMoment } from './contract';
import { fixed, type Group, horodate, HT, indexDigits, seasonlessHorodate } from './frame';
import type { FrameContent, FrameSource, LinkyInside, SentSignals } from './linky';
import type { Stamped } from './statistics';
import { type StatusWord, statusWord } from './status-word';

export interface StandardOptions {
  /** False: tomorrow's colour never reaches STGE and shows in DPMn only, as on some meters. */
  readonly tomorrowInStatus?: boolean;
}

const NO_MESSAGE = 'PAS DE          MESSAGE         ';
const UNUSED = 'NONUTILE';

export class LinkyStandard implements FrameSource {
  readonly baudRate = 9600;
  readonly separator = HT;
  /** The peak that the last frame knew of: a new one is told once in MSG2. */
  private toldPeak: number | undefined;

  constructor(
    private readonly inside: LinkyInside,
    private readonly options: StandardOptions = {},
  ) {}

  next(at: number): FrameContent {
    const tariff = this.inside.contract.at(at);
    const status = this.status(at, tariff);
    const stamp = (instant: number): string => horodate(instant, status.clockDegraded);
    const groups = [
      ...this.identity(stamp(at), tariff),
      ...this.indexes(),
      ...this.instantValues(),
      ...this.maxima(stamp),
      ...this.periods(stamp),
      group('STGE', statusWord(status)),
      ...tariff.mobilePeaks.flatMap(peakTimes),
      ...this.messages(at, tariff),
      ...this.calendar(at, tariff, status),
    ];
    return { kind: 'long', groups, sent: this.sent(tariff, status), brokenOff: false };
  }

  private identity(now: string, tariff: TariffMoment): Group[] {
    const { plate, contract } = this.inside;
    return [
      group('ADSC', plate.address),
      group('VTIC', '02'),
      group('DATE', '', now),
      group('NGTF', contract.calendarName),
      group('LTARF', tariff.tariffName),
    ];
  }

  private indexes(): Group[] {
    const { registers, plate } = this.inside;
    const wh = (label: string, value: number): Group => group(label, indexDigits(value, 9));
    return [
      wh('EAST', registers.withdrawn),
      ...registers.supplier.map((value, index) => wh(`EASF${fixed(index + 1, 2)}`, value)),
      ...registers.distributor.map((value, index) => wh(`EASD${fixed(index + 1, 2)}`, value)),
      ...(plate.producer
        ? [wh('EAIT', registers.injected), ...registers.reactive.map((value, index) => wh(`ERQ${index + 1}`, value))]
        : []),
    ];
  }

  private instantValues(): Group[] {
    const { registers, plate } = this.inside;
    const { flows } = registers;
    return [
      ...flows.map((flow, phase) => group(`IRMS${phase + 1}`, fixed(flow.amps, 3))),
      ...flows.map((flow, phase) => group(`URMS${phase + 1}`, fixed(flow.volts, 3))),
      group('PREF', fixed(plate.subscribedKva, 2)),
      group('PCOUP', fixed(plate.breakerKva, 2)),
      group('SINSTS', fixed(registers.totals.va, 5)),
      ...(plate.phases === 3
        ? flows.map((flow, phase) => group(`SINSTS${phase + 1}`, fixed(withdrawnVa(flow), 5)))
        : []),
    ];
  }

  private maxima(stamp: (instant: number) => string): Group[] {
    const { registers, plate } = this.inside;
    const names = ['SMAXSN', 'SMAXSN1', 'SMAXSN2', 'SMAXSN3'];
    const injection = registers.injectionMaximum;
    return [
      ...registers.maxima.flatMap(({ today }, index) => stamped(names[index] ?? '', today, 5, stamp)),
      ...registers.maxima.flatMap(({ yesterday }, index) => stamped(`${names[index] ?? ''}-1`, yesterday, 5, stamp)),
      ...(plate.producer
        ? [
            group('SINSTI', fixed(-registers.totals.va, 5)),
            ...stamped('SMAXIN', injection.today, 5, stamp),
            ...stamped('SMAXIN-1', injection.yesterday, 5, stamp),
          ]
        : []),
    ];
  }

  private periods(stamp: (instant: number) => string): Group[] {
    const { registers, plate } = this.inside;
    const { curve, injectionCurve, meanVolts } = registers;
    return [
      ...stamped('CCASN', curve.last, 5, stamp),
      ...stamped('CCASN-1', curve.previous, 5, stamp),
      ...(plate.producer
        ? [...stamped('CCAIN', injectionCurve.last, 5, stamp), ...stamped('CCAIN-1', injectionCurve.previous, 5, stamp)]
        : []),
      ...meanVolts.flatMap((mean, phase) => stamped(`UMOY${phase + 1}`, mean.last, 3, stamp)),
    ];
  }

  /** MSG2 goes out once, in the first frame after a mobile peak became known. */
  private messages(at: number, tariff: TariffMoment): Group[] {
    const coming = tariff.mobilePeaks.find((peak) => peak.start > at);
    const isNew = coming !== undefined && coming.start !== this.toldPeak;
    if (coming !== undefined) this.toldPeak = coming.start;
    return [
      group('MSG1', NO_MESSAGE),
      ...(isNew ? [group('MSG2', `PM${coming.number} ANNONCEE`.padEnd(16))] : []),
      group('PRM', this.inside.plate.prm),
    ];
  }

  private calendar(at: number, tariff: TariffMoment, status: StatusWord): Group[] {
    const coming = tariff.mobilePeaks.find((peak) => peak.start > at);
    return [
      group('RELAIS', fixed(Number(status.dryContactClosed), 3)),
      group('NTARF', fixed(tariff.supplierIndex, 2)),
      group('NJOURF', '00'),
      group('NJOURF+1', '00'),
      group('PJOURF+1', elevenBlocks(this.inside.contract.dayProfile)),
      ...(coming === undefined ? [] : [group('PPOINTE', elevenBlocks(coming.profile))]),
    ];
  }

  private status(at: number, tariff: TariffMoment): StatusWord {
    const { plate, registers, incidents } = this.inside;
    return {
      dryContactClosed: tariff.offPeak,
      breaker: incidents.has('breaker', at) ? 1 : 0,
      coverOpen: incidents.has('cover', at),
      overvoltage: incidents.has('overvoltage', at),
      overrun: this.exceeds(),
      producer: plate.producer,
      injecting: registers.totals.watts < 0,
      supplierIndex: tariff.supplierIndex,
      distributorIndex: tariff.distributorIndex,
      clockDegraded: incidents.has('clock', at),
      today: tariff.shownToday,
      tomorrow: this.options.tomorrowInStatus === false ? null : tariff.shownTomorrow,
      peakNotice: tariff.notice,
      peak: tariff.peak,
    };
  }

  /** Over the reference power as a whole, or on one phase over its third. */
  private exceeds(): boolean {
    const { plate, registers } = this.inside;
    const limit = plate.subscribedKva * 1000;
    return registers.totals.va > limit || registers.flows.some((flow) => withdrawnVa(flow) > limit / plate.phases);
  }

  private sent(tariff: TariffMoment, status: StatusWord): SentSignals {
    const { name } = this.inside.contract;
    return {
      overrun: status.overrun,
      tariff: tariff.tariffName.trim(),
      offPeak: tariff.offPeak,
      ...(tariff.colour === null ? {} : { colour: tariff.colour, tomorrow: this.toldTomorrow(tariff) }),
      ...(name === 'ejp' ? { peak: tariff.peak, peakNotice: tariff.notice } : {}),
      breakerOpen: status.breaker !== 0,
      coverOpen: status.coverOpen,
      overvoltage: status.overvoltage,
      clockDegraded: status.clockDegraded,
    };
  }

  /** Without the bits of STGE a blue tomorrow cannot be told from one that is not announced. */
  private toldTomorrow(tariff: TariffMoment): Colour | null {
    const next = tariff.nextColour;
    return this.options.tomorrowInStatus === false && next === 'blue' ? null : next;
  }
}

function group(label: string, data: string, horodateText?: string): Group {
  return horodateText === undefined ? { label, data } : { label, data, horodate: horodateText };
}

function stamped(
  label: string,
  value: Stamped | undefined,
  width: number,
  stamp: (instant: number) => string,
): Group[] {
  return value === undefined ? [] : [group(label, fixed(value.value, width), stamp(value.at))];
}

function peakTimes(peak: MobilePeak): Group[] {
  return [
    group(`DPM${peak.number}`, '00', seasonlessHorodate(peak.start)),
    group(`FPM${peak.number}`, '00', seasonlessHorodate(peak.end)),
  ];
}

function withdrawnVa(flow: { readonly watts: number; readonly va: number }): number {
  return flow.watts < 0 ? 0 : flow.va;
}

function elevenBlocks(profile: string): string {
  const blocks = profile.split(' ');
  return [...blocks, ...Array.from({ length: 11 - blocks.length }, () => UNUSED)].join(' ');
}
