// What flex-request sends on its first output.
import type { FlexReadyPayload } from '../../lib/flex/view/flex-ready';
import type { FlexRequestPayload, FlexSitePayload } from '../../lib/flex/view/request-view';
import { MESSAGES } from '../../lib/grid/message';
import type { NodeMessage } from '../runtime/types';

export type OwnMessage = NodeMessage & { readonly schema: string };

/** `flex/<bacs>/<asset>`. */
export function requestMessage(payload: FlexRequestPayload): OwnMessage {
  const { topic, schema } = MESSAGES.flexRequest;
  return { topic: `${topic}/${payload.bacs}/${payload.asset}`, schema, payload };
}

/** `flex/<bacs>`: there is no request to speak of. */
export function siteMessage(payload: FlexSitePayload): OwnMessage {
  const { topic, schema } = MESSAGES.flexRequest;
  return { topic: `${topic}/${payload.site.bacs}`, schema, payload };
}

export function flexReadyMessage(payload: FlexReadyPayload): OwnMessage {
  const { topic, schema } = MESSAGES.flexReady;
  return { topic, schema, payload };
}

/** @param journal a list of requests, or the text of a CSV file */
export function journalMessage(journal: unknown): OwnMessage {
  const { topic, schema } = MESSAGES.flexJournal;
  return { topic, schema, payload: journal };
}
