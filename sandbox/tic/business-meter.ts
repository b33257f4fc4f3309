// A meter above 36 kVA on a line: a building, a family and the damage of the line. PME-PMI and SAPHIR.
import { Building, type Period } from './building';
import { encodeFrame, type Group, type Separator } from './frame';
import type { LineFrame, LineMeter } from './line-meter';
import { FRAME_GAP_MS, lineMs } from './line';
import { LineFaults, type LineFaultRates } from './line-faults';
import { PmePmi } from './pme-pmi';
import { Saphir, type SaphirFormat } from './saphir';

export type BusinessFamily = 'pme-pmi' | 'saphir';

export interface BusinessOptions {
  readonly family: BusinessFamily;
  /** Of a SAPHIR. */
  readonly format: SaphirFormat;
  /** Of a SAPHIR. */
  readonly producer: boolean;
  /** PME-PMI 1200 to 19200, SAPHIR 1200 or 9600. */
  readonly baudRate: number;
  /** Minutes of a Td period. */
  readonly td: 5 | 10;
  /** kVA of a PME-PMI, kW of a SAPHIR; null: what is usual. */
  readonly subscribed: number | null;
  readonly seed: string | number;
  readonly start: number;
  readonly faults: LineFaultRates;
}

/** What the meter says in a frame. */
export interface BusinessSent {
  readonly preavis: boolean;
  readonly period: Period;
}

export interface BusinessContent {
  readonly kind: 'long' | 'short';
  readonly groups: readonly Group[];
  readonly sent: BusinessSent;
}

export interface BusinessSource {
  readonly separator: Separator;
  next(at: number): BusinessContent;
}

export interface BusinessFrame extends LineFrame {
  readonly sent: BusinessSent;
  readonly groups: readonly Group[];
}

/** kVA on BT > 36 kVA, kW on HTA. */
const SUBSCRIBED: Readonly<Record<BusinessFamily, number>> = { 'pme-pmi': 108, saphir: 250 };

export class BusinessMeter implements LineMeter {
  readonly baudRate: number;
  readonly building: Building;
  private readonly source: BusinessSource;
  private faults: LineFaults;
  private damages = 0;

  constructor(private readonly options: BusinessOptions) {
    const { family, td, start, seed } = options;
    this.baudRate = options.baudRate;
    const subscribed = options.subscribed ?? SUBSCRIBED[family];
    this.building = new Building({ subscribed, td, start, seed });
    this.source = family === 'saphir' ? new Saphir(this.building, options) : new PmePmi(this.building, seed);
    this.faults = new LineFaults(options.faults, seed);
  }

  frame(at: number): BusinessFrame {
    this.building.advance(at);
    const { groups, sent, kind } = this.source.next(at);
    const clean = encodeFrame(groups, this.source.separator);
    const { bytes, faults, silenceMs } = this.faults.damage(clean);
    return { bytes, clean, at, kind, groups, sent, brokenOff: false, faults, silenceMs };
  }

  /** How long a frame keeps the line busy, its gap and silence included. */
  lineMs(frame: LineFrame): number {
    return lineMs(frame.bytes.length, this.baudRate) + FRAME_GAP_MS + frame.silenceMs;
  }

  setFaults(rates: LineFaultRates): void {
    this.damages += 1;
    this.faults = new LineFaults(rates, `${String(this.options.seed)} ${String(this.damages)}`);
  }

  /** The fast charger. */
  plugCar(from: number, to: number): void {
    this.building.plug(from, to);
  }

  switchLoads(on: boolean, at: number): void {
    this.building.advance(at);
    this.building.switchLoads(on);
  }

  /** Its outputs tell of none. */
  addIncident(): void {
    return;
  }
}
