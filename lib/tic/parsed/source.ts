// What a program or device that parses a TIC passes on, and what is asked of its row: how its messages are read, and which
// label of the meter each of its names is. Nothing of it is guessed by shape: the user says who sends.
import type { ParsedBy } from '../belief/parsed-by';
import type { KeptAlert } from './kept-alerts';

/** One message of it: topic of MQTT (empty where there is none), and the payload, JSON already read. */
export interface ParsedMessage {
  readonly topic: string;
  readonly content: unknown;
}

/** By the names that the source gives them. */
export type SourceValues = Readonly<Record<string, unknown>>;

/** What a message says. `device` keeps meters apart; null: the message names none. */
export type Telling =
  | {
      readonly kind: 'values';
      readonly device: string | null;
      readonly values: SourceValues;
      /** A message has one value: what belongs to one frame comes in many. */
      readonly single: boolean;
      /** When the device spoke last, as the source writes it; a program that repeats what it knows does not move it. */
      readonly saidAt?: string | number;
    }
  /** It says that it has lost the meter, or is gone itself; `below`: all devices whose name begins so. */
  | { readonly kind: 'lost'; readonly device: string | null; readonly below?: true }
  /** Something of its own, no word of a meter. */
  | { readonly kind: 'aside' };

/** A label of the meter with what was passed on for it. */
export interface LabelValue {
  readonly label: string;
  /** Undefined: that it is there is known, and not what it says. */
  readonly value: string | number | undefined;
  /** As the meter sends it: `E260115120000`. */
  readonly horodate?: string | undefined;
}

export interface Mapped {
  /** How the meter speaks; null: not known yet, nothing can be said; undefined: the labels tell. */
  readonly mode: LinkyMode | null | undefined;
  readonly labels: readonly LabelValue[];
  /** Labels that the meter does not send now, as the source says in so many words. */
  readonly absent: readonly string[];
}

export type LinkyMode = 'historique' | 'standard';

/** What a user may have to say of his source. */
export interface SourceSettings {
  /** `auto`: the values tell. */
  readonly mode: LinkyMode | 'auto';
  /** Wh in one unit of the energies that it sends, where that is the user's choice. */
  readonly energyWh: number;
  /** Labels by other names that the user has given them there, see `plainName`. */
  readonly names: ReadonlyMap<string, string>;
}

export interface ParsedSource {
  readonly parsedBy: ParsedBy;
  /** So long it may say nothing, in seconds, before that is a silence: two and a half of its own intervals. */
  readonly silenceSeconds: number;
  /** Its messages repeat values that came long before: an index and the clock count when they change. */
  readonly repeats: boolean;
  /** Alerts that it goes on telling when they are over. */
  readonly keeps?: readonly KeptAlert[];
  /** Its name for the number of the meter, where `known` is asked for. */
  readonly identity?: string;
  /** Null: no message of such a source. */
  readonly read: (message: ParsedMessage, settings: SourceSettings) => Telling | null;
  /**
   * @param values of this message
   * @param known the same with what came before it on this stream
   */
  readonly map: (values: SourceValues, known: SourceValues, settings: SourceSettings) => Mapped;
}

/** A name as it is compared: in small letters, every sign an underscore. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}
