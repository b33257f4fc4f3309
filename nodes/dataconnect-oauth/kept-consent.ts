// What is known of a consent, over a restart: the number of a meter is nobody's business, and an authorisation of Enedis is not
// given twice. Encrypted.
import * as v from 'valibot';
import type { Grant } from '../../lib/enedis/consent/grant';
import { MEASURES } from '../../lib/enedis/series';
import { SecretDocument } from '../../lib/store/secrets';
import { checkedBy, type Store } from '../../lib/store/store';

export interface KeptConsent extends Grant {
  /** With what it was given: fingerprint of the token, or of the account. Another one: it is not this consent. */
  readonly of: string;
  readonly autorisationId?: number;
  /** Those of `prms` for which the holder has taken it back. */
  readonly revoked?: readonly string[];
  /** Given up by command: a token that is still there is not taken up again by itself. */
  readonly isForgotten?: true;
}

const Kept = v.object({
  of: v.string(),
  prms: v.array(v.string()),
  since: v.exactOptional(v.string()),
  until: v.exactOptional(v.number()),
  directions: v.exactOptional(v.array(v.picklist(['consumption', 'production']))),
  measures: v.exactOptional(v.array(v.picklist(MEASURES))),
  autorisationId: v.exactOptional(v.number()),
  revoked: v.exactOptional(v.array(v.string())),
  isForgotten: v.exactOptional(v.literal(true)),
});

/** @param hostSecret see nodes/runtime/store/host-secret.ts */
export function keptConsent(store: Store, nodeId: string, hostSecret: string | undefined): SecretDocument<KeptConsent> {
  return new SecretDocument(store, `dataconnect-oauth-${nodeId}`, { version: 1, check: checkedBy(Kept) }, hostSecret);
}
