// Whoever can be asked for the measures of a meter, as a row of a table, and one opened with the token of a consent.
import type { DayKey } from '../grid/paris-time';
import type { Priority } from '../provider/quota/limits';
import type { DayWindow, Measure, Series } from './series';

export type DoorId = 'conso-api' | 'myelectricaldata-v1' | 'myelectricaldata-v2' | 'enedis-direct' | 'enedis-company';

/** Hours of the Paris day, `to` exclusive: [6, 10]. */
export type HourRange = readonly [from: number, to: number];

/** What differs between the doors, as far as whoever collects has to know it. */
export interface DoorRow {
  readonly id: DoorId;
  /** Users know it by this name, in any language. */
  readonly name: string;
  /** Gateways are for households. */
  readonly isGateway: boolean;
  readonly measures: readonly Measure[];
  /** The longest window of one call, in days. */
  readonly windowDays: Readonly<Record<Measure, number>>;
  /** How far back a measure goes: so many months and days. */
  readonly depth: Readonly<Record<Measure, { readonly months: number; readonly days: number }>>;
  /** One try a day in each of these hours, as long as something is missing. */
  readonly tries: readonly HourRange[];
  /** That there is no data may also mean that Enedis has failed: it says the same of both. */
  readonly hidesFailures?: true;
}

/** What a refusal means for whoever collects; the words are those of the error. */
export type RefusalEffect =
  /** No call for this meter any more, until there is a new consent. */
  | 'consent-is-gone'
  /** No call of this account: settings are wrong. */
  | 'settings-are-wrong'
  /** This series will never come: wrong direction, collection of the curve not switched on. Asked again once a day at most. */
  | 'series-is-closed'
  /** Nothing there (yet) for this window. */
  | 'no-data'
  /** The window begins before the meter's contract. */
  | 'before-activation'
  /** The window begins before what is kept, or before the consent: clip it. */
  | 'too-old'
  /** The window is too long. */
  | 'too-long'
  /** Whatever it was, the next planned try may do better. */
  | 'passes';

/** What a door can be asked of the consent itself. */
export type ConsentQuestion =
  /** MyElectricalData v1, `valid_access`: whether the token holds for this meter, and until when. */
  | { readonly about: 'access'; readonly prm: string }
  /** MyElectricalData v2, `pdl`: the meters of the account. */
  | { readonly about: 'meters' }
  /** Enedis direct, `subscribed_services`: what the consent of this id covers. */
  | { readonly about: 'services'; readonly autorisationId: number };

export interface DoorAnswer {
  readonly json: unknown;
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** What the stamps in an answer mean. */
export interface StampForm {
  /** Whether the labels of a curve are the starts or the ends of its intervals. */
  readonly stamps: 'start' | 'end';
  /** What dates mean that name no offset, or end in Z: `local` takes both for the clock in Paris. */
  readonly dates: 'local' | 'utc';
  /** Each label of a curve was put back by its step, on a clock that never changes, by whoever hands the answers on. */
  readonly isPutBack?: true;
}

/** One consent at one door. */
export interface Door {
  readonly row: DoorRow;
  /**
   * One call. Never repeated by itself towards a gateway.
   * @throws LinkyRedError ERR_QUOTA before anything is sent; what the door's table says of a refusal
   */
  ask(series: Series, window: DayWindow, priority: Priority): Promise<DoorAnswer>;
  /** One call about the consent itself; absent where the door knows of none. @throws as ask */
  askConsent?(question: ConsentQuestion): Promise<DoorAnswer>;
  /**
   * How the answers about a meter are stamped; may take one call. Absent: the end of an interval, by the clock in Paris.
   * @throws as ask; ERR_ENEDIS_SEGMENT where nobody says the segment of the meter
   */
  stampsOf?(prm: string): Promise<StampForm>;
  /** Whether id and secret are right, without a call that counts; absent where the token is pasted. @throws as ask */
  checkSecret?(): Promise<void>;
  /** When a call may go out, epoch ms; now or earlier when it may at once. */
  earliest(series: Series, priority: Priority): Promise<number>;
  /** What an error that `ask` has thrown means. */
  effectOf(error: unknown): RefusalEffect;
  /** Since when the consent allows, where that is known. */
  readonly since?: DayKey;
}
