// What comes from outside of the flow: the buttons of the editor, and a browser that Enedis sends back.
import * as v from 'valibot';
import { LinkyRedError } from '../../lib/errors';
import { queryOfAddress } from '../../lib/enedis/consent/enedis-page';
import { getNode } from '../runtime/get-node';
import { handIn } from '../runtime/input';
import { reportable } from '../runtime/status/error-report';
import type { NodeAPI } from '../runtime/types';
import { callbackPage, PAGE_HEADERS, type Outcome } from './callback-page';
import { answerWith } from './commands';
import type { ConsentPayload } from './consent-message';
import type { DataconnectOauth } from './dataconnect-oauth.controller';
import { runningConsents } from './running-consents';

const LONGEST_ADDRESS = 4000;
const Body = v.object({ id: v.string(), address: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_ADDRESS)), '') });

/** What the form and the button of a deployed node can ask for; each answers with what holds then. */
const REQUESTS: Readonly<Record<'state' | 'link' | 'check', (consent: DataconnectOauth) => void | Promise<void>>> = {
  state: () => undefined,
  link: (consent) => {
    consent.link();
  },
  check: (consent) => consent.check(),
};

/** What a node that cannot work with its settings has against them, in the language of the runtime. */
export interface Misfit {
  readonly misfit: string;
}

/**
 * @returns null or undefined where no such node runs
 * @throws LinkyRedError ERR_INPUT; what the node has against it (a setting that makes no sense); what the consent throws
 */
export async function fromEditor(
  RED: NodeAPI,
  request: keyof typeof REQUESTS | 'address',
  body: unknown,
): Promise<ConsentPayload | Misfit | null | undefined> {
  const read = v.safeParse(Body, body);
  if (!read.success) throw new LinkyRedError('ERR_INPUT', { detail: 'dataconnect-oauth' });
  const { id, address } = read.output;
  const node = getNode(RED, id, 'dataconnect-oauth');
  // A form asks for the state of a node that was just dragged: that is no error.
  if (node === undefined) return request === 'state' ? null : undefined;
  const { states, byNode } = runningConsents(RED);
  const consent = byNode.get(id);
  if (consent === undefined) {
    // It runs, and cannot work with its settings: it says so to whoever sends it something.
    try {
      await handIn(node, { payload: 'check' });
    } catch (thrown) {
      // The form only looks at how things stand.
      if (request === 'state') return { misfit: reportable(RED._, thrown).message };
      throw thrown;
    }
    return undefined;
  }
  if (request === 'address')
    await answerWith(states, queryOfAddress(address), (owner, callback) => owner.answer(callback));
  else await REQUESTS[request](consent);
  return consent.payload;
}

export interface Page {
  readonly status: number;
  readonly headers: typeof PAGE_HEADERS;
  readonly html: string;
}

/**
 * What the browser shows that Enedis has sent back. It does not wait for what Enedis has to be asked then.
 * @param url of the request, from the path on
 * @param languages that the browser asks for
 */
export function fromBrowser(RED: NodeAPI, url: string, languages: string): Page {
  let outcome: Outcome = 'unknown';
  try {
    outcome = answerWith(runningConsents(RED).states, queryOfAddress(url), (owner, callback) => {
      void owner.answered(callback);
      return callback.kind === 'authorised' || callback.kind === 'meters' ? 'received' : 'refused';
    });
  } catch {
    // A state that is nobody's: that is what the page says.
  }
  return { status: outcome === 'unknown' ? 400 : 200, headers: PAGE_HEADERS, html: callbackPage(outcome, languages) };
}
