// A Linky in historique mode: the same house in the language of the blue meters. Enedis-NOI-CPT_54E §6.1; short frames
// of a three-phase overrun as NOI-CPT_02E §2.5 gives them for the CBETM.
import type { TariffMoment } from './contract';
import { fixed, type Group, indexDigits, SP } from './frame';
import type { FrameContent, FrameSource, LinkyInside, SentSignals } from './linky';

/** While a phase is exceeded and for this long after: cycles of 20 short frames and a long one. */
const AFTER_OVERRUN = 60_000;
const SHORT_FRAMES = 20;
/** Groups that get through before the first long frame is broken off by EOT. */
const BROKEN_AFTER = 5;

const MAXIMUM = { 1: '090', 3: '060' } as const;
const TOMORROW = { blue: 'BLEU', white: 'BLAN', red: 'ROUG' } as const;

export class LinkyHistorique implements FrameSource {
  readonly baudRate = 1200;
  readonly separator = SP;
  private lastOverrun = Number.NEGATIVE_INFINITY;
  private shortFrames = 0;
  private inCycle = false;

  constructor(private readonly inside: LinkyInside) {}

  next(at: number): FrameContent {
    return this.inside.plate.phases === 1 ? this.long(at, [], false) : this.nextOfThree(at);
  }

  private nextOfThree(at: number): FrameContent {
    const exceeded = this.exceededPhases();
    if (exceeded.length > 0) this.lastOverrun = at;
    const wasInCycle = this.inCycle;
    this.inCycle = at - this.lastOverrun <= AFTER_OVERRUN;
    if (!this.inCycle) return this.long(at, exceeded, false);
    if (!wasInCycle) {
      this.shortFrames = 0;
      return this.long(at, exceeded, true);
    }
    if (this.shortFrames === SHORT_FRAMES) {
      this.shortFrames = 0;
      return this.long(at, exceeded, false);
    }
    this.shortFrames += 1;
    return this.short(at, exceeded);
  }

  private long(at: number, exceeded: readonly number[], brokenOff: boolean): FrameContent {
    const { plate, contract } = this.inside;
    const tariff = contract.at(at);
    const groups = [
      group('ADCO', plate.address),
      group('OPTARIF', contract.optarif),
      group('ISOUSC', fixed(this.subscribedAmps(), 2)),
      ...this.indexes(),
      ...(contract.name === 'ejp' && (tariff.notice !== 0 || tariff.peak !== 0) ? [group('PEJP', '30')] : []),
      group('PTEC', tariff.period),
      ...(contract.name === 'tempo' ? [group('DEMAIN', demain(tariff))] : []),
      ...this.currents(),
      ...this.powers(),
      group('HHPHC', 'A'),
      group('MOTDETAT', '000000'),
      ...(plate.phases === 3 ? [group('PPOT', '00')] : []),
    ];
    return {
      kind: 'long',
      groups: brokenOff ? groups.slice(0, BROKEN_AFTER) : groups,
      sent: this.sent(tariff, exceeded),
      brokenOff,
    };
  }

  private short(at: number, exceeded: readonly number[]): FrameContent {
    const { plate, contract, registers } = this.inside;
    const amps = registers.flows.map((flow) => fixed(flow.amps, 3));
    return {
      kind: 'short',
      groups: [
        ...exceeded.map((phase) => group(`ADIR${phase}`, amps[phase - 1] ?? '000')),
        group('ADCO', plate.address),
        ...amps.map((value, phase) => group(`IINST${phase + 1}`, value)),
      ],
      sent: this.sent(contract.at(at), exceeded),
      brokenOff: false,
    };
  }

  private indexes(): Group[] {
    const { contract, registers } = this.inside;
    return contract.historiqueLabels.map((label, index) =>
      group(label, indexDigits(registers.supplier[index] ?? 0, 9)),
    );
  }

  private currents(): Group[] {
    const { plate, registers } = this.inside;
    const amps = registers.flows.map((flow) => fixed(flow.amps, 3));
    if (plate.phases === 3) {
      return [
        ...amps.map((value, phase) => group(`IINST${phase + 1}`, value)),
        ...amps.map((_, phase) => group(`IMAX${phase + 1}`, MAXIMUM[3])),
      ];
    }
    return [
      group('IINST', amps[0] ?? '000'),
      ...(this.exceededPhases().length > 0 ? [group('ADPS', amps[0] ?? '000')] : []),
      group('IMAX', MAXIMUM[1]),
    ];
  }

  private powers(): Group[] {
    const { plate, registers } = this.inside;
    const rounded = (va: number): string => fixed(10 * Math.round(Math.max(0, va) / 10), 5);
    return [
      ...(plate.phases === 3 ? [group('PMAX', rounded(registers.maxima[0]?.yesterday?.value ?? 0))] : []),
      group('PAPP', rounded(registers.totals.va)),
    ];
  }

  /** ISOUSC: subscribed power in steps of 200 VA, a third of it per phase. */
  private subscribedAmps(): number {
    const { plate } = this.inside;
    return (plate.subscribedKva * 1000) / 200 / plate.phases;
  }

  /** 1 to 3. The meter compares what it shows: whole amperes. */
  private exceededPhases(): number[] {
    const limit = this.subscribedAmps();
    return this.inside.registers.flows.flatMap((flow, phase) =>
      flow.watts > 0 && Math.round(flow.amps) > limit ? [phase + 1] : [],
    );
  }

  private sent(tariff: TariffMoment, exceeded: readonly number[]): SentSignals {
    const { name } = this.inside.contract;
    const phases = this.inside.plate.phases === 1 ? this.exceededPhases() : exceeded;
    return {
      overrun: phases.length > 0,
      overrunPhases: phases,
      tariff: tariff.period,
      offPeak: tariff.offPeak,
      ...(tariff.colour === null ? {} : { colour: tariff.colour, tomorrow: tariff.shownTomorrow }),
      ...(name === 'ejp' ? { peak: tariff.peak, peakNotice: tariff.peak === 0 ? tariff.notice : 0 } : {}),
    };
  }
}

function demain(tariff: TariffMoment): string {
  return tariff.shownTomorrow === null ? '----' : TOMORROW[tariff.shownTomorrow];
}

function group(label: string, data: string): Group {
  return { label, data };
}
