// What differs by the family of a meter, and by its way of speaking. Each family's file holds all of it as data; the code
// that asks knows no family by its name.
import type { StatusRegister } from '../value/status-register';
import type { Value } from '../value/plain';
import type { LabelRow } from './label';

export type MeterFamily =
  | 'linky'
  | 'cbemm'
  | 'cbemm-icc'
  | 'cbetm'
  | 'concentrateur'
  | 'cje'
  | 'ice-2q'
  | 'ice-4q'
  | 'pme-pmi'
  | 'saphir'
  | 'unknown';

/** What differs by the meter, however it speaks. */
export interface Family {
  /** As users read it. */
  readonly name: string;
  /** Its types in an address (Association Euridis, list of codes V3.04A), where labels alone do not tell the family. */
  readonly types?: readonly string[];
  /** Data that the Flex Ready reference asks a building to read from such a meter, in the order of the reference. */
  readonly flexReady?: readonly FlexReadyRow[];
  /** It never says that the subscribed power is exceeded. */
  readonly tellsNoOverrun?: true;
}

export interface FlexReadyRow {
  /** As the reference spells it. */
  readonly data: string;
  readonly labels: RegExp;
  /** Only where the subscribed power is in this unit. */
  readonly unit?: 'kVA' | 'kW';
  /** Met while the label is known to be absent too: it is only sent while it is active. */
  readonly absenceCounts?: true;
}

export type DialectName = 'historique' | 'standard' | 'pme-pmi' | 'saphir-histo' | 'saphir-std' | 'ice' | 'cje';

/** A way of speaking: the separator and the labels, in the order in which a frame brings them, and what follows from them. */
export interface Dialect {
  readonly name: DialectName;
  /** Mode of the meter that speaks it; null where the family has none. */
  readonly mode: 'historique' | 'standard' | null;
  readonly separator: 'SP' | 'HT';
  readonly rows: readonly LabelRow[];
  /** A label that no other dialect has: seeing it says that this dialect is spoken. */
  readonly tell: readonly string[];
  /** Labels differ in case from make to make. */
  readonly foldCase?: true;
  /** The label whose value says whether the frame is a short one (`TRM_COURTE`). */
  readonly lengthLabel?: string;
  readonly secondPart?: SecondPart;
  readonly test?: TestMode;

  /** Ways of speaking of the same meters share it: an open event goes on when such a meter changes from one to the other. */
  readonly kin: string;
  readonly familyOf: (traits: Traits) => MeterFamily;
  /** Labels that `familyOf` asks for. */
  readonly marks?: readonly string[];
  /** Null: the frame does not tell. Absent: no frame does. */
  readonly phasesTold?: (frame: Heard) => 1 | 3 | null;
  /** Undefined: the frame does not tell. Absent: no frame does. */
  readonly producerTold?: (frame: Heard, status: StatusRegister | null) => boolean | undefined;

  readonly bound?: PowerBound;
  /** Of a line up to 36 kVA. */
  readonly flow?: FlowLabels;
  /** Of a meter above 36 kVA. */
  readonly subscribed?: SubscribedLabels;

  /** A meter above 36 kVA: its signals are overrun warnings, tariff periods and notices. */
  readonly isBusiness?: true;
  /** STGE is sent, of which faults and colours are made. */
  readonly hasStatus?: true;
  /** Every frame brings the clock: one that is heard from the middle on, without it, dates nothing. */
  readonly isDated?: true;
}

/** What is known of a meter that may tell its family. */
export interface Traits {
  /** By the type in its address; undefined where the list does not know it. */
  readonly listed: MeterFamily | undefined;
  readonly phases: 1 | 3 | null;
  /** Labels of `marks` that it has ever sent. */
  readonly sent: ReadonlySet<string>;
}

/** What a finished frame says of a label. */
export interface Heard {
  /** It has labels that only a three-phase meter sends. */
  readonly threePhase: boolean;
  seen(label: string): boolean;
  /** Its neighbours came good, side by side: it was not sent. */
  skipped(label: string): boolean;
  textOf(label: string): string | undefined;
}

/** A second part of a frame in which labels are used again. */
export interface SecondPart {
  readonly section: string;
  /** The label that opens it. */
  readonly opensWith: string;
  /** The first label behind that one: where the opening is lost it is taken for one of the first part. */
  readonly first: string;
}

/** How a meter says that nothing in a frame is real; the labels that say so have `test` in their row. */
export interface TestMode {
  /** The address that a meter shows in a test. */
  readonly address?: string;
  /** What a test sends too: any other label shows that the meter is at work. */
  readonly plays?: ReadonlySet<string>;
  /** Where this label came, MODE is the last of the frame, and only a whole frame proves its absence. */
  readonly lastBehind?: string;
}

/** What bounds the power that can flow, and with it how fast an index can rise. */
export interface PowerBound {
  /** The label that says it, in kVA or kW. */
  readonly label?: string;
  /** The line has the fuses of a connection up to 36 kVA. */
  readonly fused: boolean;
}

export interface FlowLabels {
  /** The subscribed power: in kVA all phases together, in A each phase. */
  readonly subscribed: { readonly label: string; readonly unit: 'kVA' | 'A' };
  /** The power at which the breaker opens, kVA. */
  readonly cutoff?: string;
  /** Apparent power withdrawn, VA: all phases together, and phase by phase. */
  readonly power: string;
  readonly powerOfPhase?: readonly string[];
  /** Apparent power injected, VA, and the status register, which says in which direction it flows. */
  readonly injected?: string;
  readonly status?: string;
  /** A: of a single-phase meter, and phase by phase. */
  readonly current: string;
  readonly currentOfPhase: readonly string[];
}

export interface SubscribedPower {
  readonly value: number;
  /** kVA where apparent power counts (BT > 36 kVA, CJE), kW on HTA. */
  readonly unit: 'kVA' | 'kW';
}

export interface SubscribedLabels {
  /** A frame with this label says which subscribed power is in force; absent where the meter does not say. */
  readonly tell?: string;
  /** Labels that make it, and what it is compared with: a wrong one makes every number wrong that is measured against it. */
  readonly binding: RegExp;
  /**
   * Null while it cannot be known.
   * @param values by label, as they are known now
   * @param unit that came with `tell`
   */
  readonly inForce: (values: ReadonlyMap<string, Value>, unit: string | null) => SubscribedPower | null;
}

/** In kW, where the value is a number. */
export function inKilowatts(value: Value | undefined): SubscribedPower | null {
  return typeof value === 'number' ? { value, unit: 'kW' } : null;
}
