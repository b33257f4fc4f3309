// What a row of the doors says, beyond what whoever collects has to know.
import type { Direction } from '../../grid/point';
import type { Provider, ProviderApi } from '../../provider/provider';
import type { Limit } from '../../provider/quota/limits';
import type { ConsentQuestion, DoorRow, StampForm } from '../door';
import type { Measure } from '../series';

/** A series, a question about the consent, or the contract that says the segment of a company's meter. */
export type DoorApi = `${Direction}-${Measure}` | ConsentQuestion['about'] | 'contract';

export interface DoorDetails extends DoorRow {
  /** Unless the user types another one. */
  readonly baseUrl: string;
  /** Where the holder consents: a page to open. Absent: a company's own meters need no consent. */
  readonly consentPage?: string;
  /** Those that the door has. */
  readonly apis: Partial<Readonly<Record<DoorApi, Omit<ProviderApi, 'limits'>>>>;
  /** What the door calls meter, first day and day after the last one. */
  readonly fields: { readonly prm: string; readonly from: string; readonly to: string };
  /** What the maximum is asked for with besides. */
  readonly maxPowerFields?: Readonly<Record<string, string>>;
  /** Of what the door counts under one key. */
  readonly limits: readonly Limit[];
  readonly counts: Provider['counts'];
  /** How long a key stays closed after a status that means a quota and does not say it. */
  readonly closedMs: number;
  /** Beside 429. */
  readonly quotaStatuses: readonly number[];
  /** Absent: the token is pasted. */
  readonly token?: NonNullable<Provider['token']>;
  readonly tokenAs?: Provider['tokenAs'];
  readonly headers?: Readonly<Record<string, string>>;
  /** Of all meters; absent: as Enedis stamps a Linky. */
  readonly stamps?: StampForm;
}
