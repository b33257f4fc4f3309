// Which meter speaks: family, mode, phases, producer, all found from what it sends, and found again when they change.
import { decodeStatusRegister, type StatusRegister } from '../value/status-register';
import type { Frame } from './frame';
import { type MeterAddress, type MeterFamily, familyOfType, readAddress } from '../families/address';
import type { Dialect, IndexKind } from '../families/dictionary';
import { Agreement } from '../belief/agreement';
import { AGREEING_FRAMES, strongestPower } from '../belief/plausibility';

export interface Meter {
  id: string | null;
  family: MeterFamily;
  mode: 'historique' | 'standard' | null;
  phases: 1 | 3 | null;
  /** Null where the mode does not say (historique knows nothing of injection). */
  producer: boolean | null;
  maker: string | null;
  year: number | null;
  type: string | null;
}

export class MeterProfile {
  id: string | null = null;
  phases: 1 | 3 | null = null;
  private producer: boolean | null = null;
  private cutoffKva: number | null = null;
  private subscribedKw: number | null = null;
  private dialect: Dialect | null = null;
  private hasPower = false;
  private isConcentrateur = false;
  /** ICE-4Q: the second part of its frames is of injection. */
  isFourQuadrant = false;
  /** Another number of phases than is believed. */
  private readonly otherPhases = new Agreement<1 | 3>(AGREEING_FRAMES);
  private readonly consumer = new Agreement<boolean>(AGREEING_FRAMES);
  private address: MeterAddress | null = null;
  /** The last STGE, and what it says. */
  private status: { readonly text: string; readonly register: StatusRegister | null } | null = null;
  private snapshot: Meter | null = null;

  /** Another meter, or another way of speaking: nothing of what was found holds. */
  reset(dialect: Dialect | null): void {
    this.dialect = dialect;
    this.phases = null;
    this.producer = null;
    this.cutoffKva = null;
    this.subscribedKw = null;
    this.hasPower = false;
    this.isConcentrateur = false;
    this.isFourQuadrant = false;
    this.otherPhases.forget();
    this.consumer.forget();
    this.status = null;
    this.snapshot = null;
  }

  /** Figures that bound what can flow. */
  note(label: string, value: number): void {
    if (label === 'PCOUP') this.cutoffKva = value;
    else if (label === 'PS') this.subscribedKw = value;
  }

  /** The most that can flow, in W; null where nothing tells (a business meter may be of any size). */
  strongestPower(kind: IndexKind): number | null {
    if (kind === 'volume') return null;
    const { dialect, cutoffKva, phases, subscribedKw } = this;
    if (dialect?.name === 'historique' || dialect?.name === 'standard')
      return strongestPower(kind, { cutoffKva, phases });
    return kind === 'withdrawn' && subscribedKw !== null ? subscribedKw * 1000 : null;
  }

  identify(id: string): void {
    this.id = id;
    this.address = readAddress(id);
    this.snapshot = null;
  }

  /** What the last status register says of the meter's clock. */
  get clockDegraded(): boolean {
    return this.status?.register?.clockDegraded === true;
  }

  /** Learns from a frame that has just ended. */
  learn(frame: Frame): void {
    const status = frame.seen('STGE') ? frame.textOf('STGE') : undefined;
    if (status !== undefined && status !== this.status?.text)
      this.status = { text: status, register: decodeStatusRegister(status) };
    if (this.dialect?.name === 'historique' || this.dialect?.name === 'standard') this.learnPhases(frame);
    this.learnProducer(frame);
    this.isFourQuadrant ||= frame.seen('Appli');
    this.hasPower ||= frame.seen('PAPP');
    this.isConcentrateur ||= frame.seen('GAZ') || frame.seen('AUTRE');
    this.snapshot = null;
  }

  /** A fresh object each time something changed; shared until then. */
  get meter(): Meter {
    this.snapshot ??= this.describe();
    return this.snapshot;
  }

  private learnPhases(frame: Frame): void {
    const told = phasesTold(frame);
    const isAgreed = this.otherPhases.says(told === this.phases ? null : told);
    if (told === null || (this.phases !== null && !isAgreed)) return;
    this.phases = told;
    this.otherPhases.forget();
  }

  private learnProducer(frame: Frame): void {
    const told = this.producerTold(frame);
    if (told === true) {
      this.producer = true;
      this.consumer.forget();
    } else if (told === false) {
      const isAgreed = this.consumer.says(true);
      if (this.producer === null || isAgreed) this.producer = false;
    }
  }

  /** What a frame says of injection; undefined: nothing. */
  private producerTold(frame: Frame): boolean | undefined {
    switch (this.dialect?.name) {
      case 'standard': {
        if (frame.seen('EAIT') || frame.seen('SINSTI')) return true;
        if (frame.seen('STGE')) return this.status?.register?.producer;
        return frame.skipped('EAIT') ? false : undefined;
      }
      case 'pme-pmi': {
        const config = frame.textOf('CONFIG');
        return config === undefined ? undefined : config === 'PROD';
      }
      case 'saphir-histo':
      case 'saphir-std':
        return frame.seen('EAI') ? true : frame.skipped('EAI') ? false : undefined;
      default:
        return undefined;
    }
  }

  private describe(): Meter {
    const { address } = this;
    return {
      id: this.id,
      family: this.family(address?.type),
      mode: this.dialect?.mode ?? null,
      phases: this.phases,
      producer: this.producer,
      maker: address?.maker ?? null,
      year: address?.year ?? null,
      type: address?.type ?? null,
    };
  }

  private family(type: string | undefined): MeterFamily {
    if (this.dialect === null) return 'unknown';
    if (this.isFourQuadrant) return 'ice-4q';
    if (this.dialect.family !== null) return this.dialect.family;
    const listed = type === undefined ? undefined : familyOfType(type);
    if (listed !== undefined && listed !== 'cbemm') return listed;
    if (this.isConcentrateur) return 'concentrateur';
    if (this.phases === 3) return 'cbetm';
    if (this.phases === null && listed === undefined) return 'unknown';
    return this.hasPower ? 'cbemm-icc' : 'cbemm';
  }
}

function phasesTold(frame: Frame): 1 | 3 | null {
  if (frame.threePhase) return 3;
  const single = frame.seen('IINST') || (frame.seen('IRMS1') && (frame.skipped('IRMS2') || frame.skipped('URMS2')));
  return single ? 1 : null;
}
