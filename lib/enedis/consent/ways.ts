// How one comes to a consent at each door.
import type { DoorId } from '../door';

export interface ConsentWay {
  /** What opens the door: the token that the user pastes, or id and secret of the account. */
  readonly opensWith: 'token' | 'account';
  /** Where the meters are from. `service`: of the consent that the page of Enedis gives. */
  readonly meters: 'token' | 'typed' | 'account' | 'service';
  /** What the door can be asked of the consent itself; null: nothing, no call is made. */
  readonly asks: 'access' | 'meters' | 'services' | null;
}

export const CONSENT_WAYS: Readonly<Record<DoorId, ConsentWay>> = {
  'conso-api': { opensWith: 'token', meters: 'token', asks: null },
  'myelectricaldata-v1': { opensWith: 'token', meters: 'typed', asks: 'access' },
  'myelectricaldata-v2': { opensWith: 'account', meters: 'account', asks: 'meters' },
  'enedis-direct': { opensWith: 'account', meters: 'service', asks: 'services' },
  // The meters of a company are its own: no holder has to agree.
  'enedis-company': { opensWith: 'account', meters: 'typed', asks: null },
};
