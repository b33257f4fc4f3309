// A Linky in standard mode (VTIC 02), single- or three-phase, consumer or producer: all groups in the order of
// Enedis-NOI-CPT_54E §6.2.2.
import type { Colour } from './calendar';
import type { MobilePeak, TariffMoment } from './contract';
import { type Group, horodate, HT, seasonlessHorodate } from './frame';
import { KeptGroups } from './kept-groups';
import type { FrameContent, FrameSource, LinkyInside, SentSignals } from './linky';
import { statusBits, statusDigits, type StatusWord } from './status-word';

export interface StandardOptions {
  /** False: tomorrow's colour never reaches STGE and shows in DPMn only, as on some meters. */
  readonly tomorrowInStatus?: boolean;
}

const NO_MESSAGE = 'PAS DE          MESSAGE         ';
const UNUSED = 'NONUTILE';
const labels = (prefix: string, count: number, width = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => prefix + String(index + 1).padStart(width, '0'));
const SUPPLIER = labels('EASF', 10, 2);
const DISTRIBUTOR = labels('EASD', 4, 2);
const REACTIVE = labels('ERQ', 4);
const CURRENTS = labels('IRMS', 3);
const VOLTAGES = labels('URMS', 3);
const MEAN_VOLTAGES = labels('UMOY', 3);
const POWERS = labels('SINSTS', 3);
const MAXIMA = ['SMAXSN', ...labels('SMAXSN', 3)];
const MAXIMA_BEFORE = MAXIMA.map((label) => `${label}-1`);

export class LinkyStandard implements FrameSource {
  readonly baudRate = 9600;
  readonly separator = HT;
  /** The peak that the last frame knew of: a new one is told once in MSG2. */
  private toldPeak: number | undefined;
  private readonly groups = new KeptGroups();
  private wasDegraded = false;

  constructor(
    private readonly inside: LinkyInside,
    private readonly options: StandardOptions = {},
  ) {}

  next(at: number): FrameContent {
    const tariff = this.inside.contract.at(at);
    const status = this.status(at, tariff);
    const degraded = status.clockDegraded;
    // Horodates say so, too.
    if (degraded !== this.wasDegraded) this.groups.forget();
    this.wasDegraded = degraded;
    const stamp = (instant: number): string => horodate(instant, degraded);
    const bits = statusBits(status);
    const groups = [
      ...this.identity(at, stamp, tariff),
      ...this.indexes(),
      ...this.instantValues(),
      ...this.maxima(stamp),
      ...this.periods(stamp),
      this.groups.text('STGE', bits, () => statusDigits(bits)),
      ...tariff.mobilePeaks.flatMap(peakTimes),
      ...this.messages(at, tariff),
      ...this.calendar(at, tariff),
    ];
    return { kind: 'long', groups, sent: this.sent(tariff, status), brokenOff: false };
  }

  private identity(at: number, stamp: (instant: number) => string, tariff: TariffMoment): Group[] {
    const { plate, contract } = this.inside;
    return [
      this.text('ADSC', plate.address),
      this.text('VTIC', '02'),
      this.groups.text(
        'DATE',
        Math.floor(at / 1000),
        () => '',
        () => stamp(at),
      ),
      this.text('NGTF', contract.calendarName),
      this.text('LTARF', tariff.tariffName),
    ];
  }

  private indexes(): Group[] {
    const { registers, plate } = this.inside;
    const { supplier, distributor, reactive } = registers;
    const wh = (names: readonly string[]) => (value: number, index: number) =>
      this.groups.index(names[index] ?? '', value);
    return [
      this.groups.index('EAST', registers.withdrawn),
      ...supplier.map(wh(SUPPLIER)),
      ...distributor.map(wh(DISTRIBUTOR)),
      ...(plate.producer ? [this.groups.index('EAIT', registers.injected), ...reactive.map(wh(REACTIVE))] : []),
    ];
  }

  private instantValues(): Group[] {
    const { registers, plate } = this.inside;
    const { flows, totals } = registers;
    const number = (names: readonly string[], phase: number, value: number, width: number): Group =>
      this.groups.number(names[phase] ?? '', value, width);
    return [
      ...flows.map((flow, phase) => number(CURRENTS, phase, flow.amps, 3)),
      ...flows.map((flow, phase) => number(VOLTAGES, phase, flow.volts, 3)),
      this.groups.number('PREF', plate.subscribedKva, 2),
      this.groups.number('PCOUP', plate.breakerKva, 2),
      this.groups.number('SINSTS', totals.va, 5),
      ...(plate.phases === 3 ? flows.map((flow, phase) => number(POWERS, phase, withdrawnVa(flow), 5)) : []),
    ];
  }

  private maxima(stamp: (instant: number) => string): Group[] {
    const { registers, plate } = this.inside;
    const { injectionMaximum: injection, maxima } = registers;
    const { groups } = this;
    return [
      ...maxima.flatMap(({ today }, index) => groups.stamped(MAXIMA[index] ?? '', today, 5, stamp)),
      ...maxima.flatMap(({ yesterday }, index) => groups.stamped(MAXIMA_BEFORE[index] ?? '', yesterday, 5, stamp)),
      ...(plate.producer
        ? [
            groups.number('SINSTI', -registers.totals.va, 5),
            ...groups.stamped('SMAXIN', injection.today, 5, stamp),
            ...groups.stamped('SMAXIN-1', injection.yesterday, 5, stamp),
          ]
        : []),
    ];
  }

  private periods(stamp: (instant: number) => string): Group[] {
    const { registers, plate } = this.inside;
    const { curve, injectionCurve, meanVolts } = registers;
    const { groups } = this;
    return [
      ...groups.stamped('CCASN', curve.last, 5, stamp),
      ...groups.stamped('CCASN-1', curve.previous, 5, stamp),
      ...(plate.producer
        ? [
            ...groups.stamped('CCAIN', injectionCurve.last, 5, stamp),
            ...groups.stamped('CCAIN-1', injectionCurve.previous, 5, stamp),
          ]
        : []),
      ...meanVolts.flatMap((mean, phase) => groups.stamped(MEAN_VOLTAGES[phase] ?? '', mean.last, 3, stamp)),
    ];
  }

  /** MSG2 goes out once, in the first frame after a mobile peak became known. */
  private messages(at: number, tariff: TariffMoment): Group[] {
    const coming = tariff.mobilePeaks.find((peak) => peak.start > at);
    const isNew = coming !== undefined && coming.start !== this.toldPeak;
    if (coming !== undefined) this.toldPeak = coming.start;
    return [
      this.text('MSG1', NO_MESSAGE),
      ...(isNew ? [this.text('MSG2', `PM${coming.number} ANNONCEE`.padEnd(16))] : []),
      this.text('PRM', this.inside.plate.prm),
    ];
  }

  private calendar(at: number, tariff: TariffMoment): Group[] {
    const { dayProfile } = this.inside.contract;
    const coming = tariff.mobilePeaks.find((peak) => peak.start > at);
    const profile = (label: string, text: string): Group => this.groups.text(label, text, () => elevenBlocks(text));
    return [
      this.groups.number('RELAIS', Number(tariff.offPeak), 3),
      this.groups.number('NTARF', tariff.supplierIndex, 2),
      this.text('NJOURF', '00'),
      this.text('NJOURF+1', '00'),
      profile('PJOURF+1', dayProfile),
      ...(coming === undefined ? [] : [profile('PPOINTE', coming.profile)]),
    ];
  }

  private text(label: string, data: string): Group {
    return this.groups.text(label, data, () => data);
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

function peakTimes(peak: MobilePeak): Group[] {
  return [
    { label: `DPM${peak.number}`, data: '00', horodate: seasonlessHorodate(peak.start) },
    { label: `FPM${peak.number}`, data: '00', horodate: seasonlessHorodate(peak.end) },
  ];
}

function withdrawnVa(flow: { readonly watts: number; readonly va: number }): number {
  return flow.watts < 0 ? 0 : flow.va;
}

function elevenBlocks(profile: string): string {
  const blocks = profile.split(' ');
  return [...blocks, ...Array.from({ length: 11 - blocks.length }, () => UNUSED)].join(' ');
}
