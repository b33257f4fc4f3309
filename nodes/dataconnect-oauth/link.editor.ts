// Linking in the editor, from the form and from the button on the canvas: the page that has to be opened, and what holds.
import { CONSENT_WAYS, type ConsentWay } from '../../lib/enedis/consent/ways';
import type { DoorId } from '../../lib/enedis/door';
import { DOORS } from '../../lib/enedis/doors/rows';
import { callableUrl } from '../../lib/http/address';
import type { EnedisAccountFields } from '../enedis-account/enedis-account.choices';
import type { EditorRED } from '../runtime/editor/form.editor';
import type { ConsentPayload } from './consent-message';
import type { Misfit } from './outside';

declare const RED: EditorRED;

/** What is used of the node. */
export interface LinkedNode {
  readonly id: string;
  readonly account?: string;
  readonly changed?: boolean;
  _(key: string, facts?: Record<string, unknown>): string;
}

export interface ChosenAccount {
  readonly provider: DoorId;
  readonly way: ConsentWay;
  /** Where the holder consents; undefined: a company's own meters need no consent. */
  readonly page: string | undefined;
}

/** The account of this id as the editor knows it, deployed or not; undefined: none is chosen. */
export function chosenAccount(id: string): ChosenAccount | undefined {
  const account = RED.nodes.node(id) as unknown as Partial<EnedisAccountFields> | null | undefined;
  const { provider, consentPage = '', baseUrl = '' } = account ?? {};
  if (provider === undefined || !(provider in DOORS)) return undefined;
  const { isGateway, consentPage: usual } = DOORS[provider];
  const page = isGateway && baseUrl !== '' ? baseUrl : usual;
  return { provider, way: CONSENT_WAYS[provider], page: consentPage === '' ? page : consentPage };
}

/** Asks the runtime; rejects with the sentence to show. */
export async function askRuntime(
  node: LinkedNode,
  what: 'state' | 'link' | 'check' | 'address',
  more: Readonly<Record<string, string>> = {},
): Promise<ConsentPayload> {
  const request = $.ajax({
    url: `dataconnect-oauth/${what}`,
    method: 'POST',
    contentType: 'application/json',
    data: JSON.stringify({ id: node.id, ...more }),
  });
  return await new Promise((resolve, reject) => {
    const notDeployed = node._('dataconnect-oauth.link.not-deployed');
    request.done((payload: ConsentPayload | Misfit | null) => {
      if (payload === null) reject(new Error(notDeployed));
      else if ('misfit' in payload) reject(new Error(payload.misfit));
      else resolve(payload);
    });
    request.fail(({ status, responseJSON }) => {
      const { message } = (responseJSON ?? {}) as { message?: string };
      reject(new Error(message ?? (status === 404 ? notDeployed : node._('dataconnect-oauth.link.failed'))));
    });
  });
}

/**
 * Opens the page on which the holder consents, and says what comes next. A window is opened at once, with the click: later,
 * when the address is known, browsers do not allow it any more.
 */
export async function goToPage(node: LinkedNode, account: ChosenAccount | undefined): Promise<void> {
  if (account?.page === undefined) {
    notify(node._(`dataconnect-oauth.link.${account === undefined ? 'no-account' : 'no-consent-needed'}`), 'warning');
    return;
  }
  const isEnedis = account.way.asks === 'services';
  // What Enedis answers goes to the node that runs; the page of a gateway can be opened at any time.
  if (isEnedis && node.changed === true) {
    notify(RED._('notification.warnings.undeployedChanges'), 'warning');
    return;
  }
  const opened = window.open('about:blank', '_blank');
  try {
    const page = isEnedis ? (await askRuntime(node, 'link')).page : account.page;
    // What stands in a flow that was imported may be no address, but a script that would run beside the editor.
    if (page === null || callableUrl(page) === undefined) throw new Error(node._('dataconnect-oauth.link.no-page'));
    if (opened !== null) {
      // The page needs to know nothing of the editor.
      opened.opener = null;
      opened.location.href = page;
    }
    const link = $('<a target="_blank" rel="noopener noreferrer">')
      .attr('href', page)
      .text(page.split('?')[0] ?? page);
    const next = node._(`dataconnect-oauth.link.next-${isEnedis ? 'enedis' : account.way.opensWith}`);
    const told = $('<div>').append(
      $('<p>').text(next),
      $('<p>').append(link),
      $('<p>').text(node._('dataconnect-oauth.link.blocked')),
    );
    RED.notify(told.html(), { type: 'success', timeout: 20_000 });
  } catch (thrown) {
    opened?.close();
    notify(thrown instanceof Error ? thrown.message : String(thrown), 'error');
  }
}

/** What holds, in words. */
export function sentenceOf(node: LinkedNode, { state, meters, until, daysLeft, problem }: ConsentPayload): string {
  const facts = {
    meters: meters
      .map(({ prm, state: each }) => (each === 'revoked' ? `${prm} (${node._('status.consent-revoked')})` : prm))
      .join(', '),
    until: (until ?? '').slice(0, 10).split('-').reverse().join('/'),
    days: daysLeft ?? 0,
  };
  const key = state === 'linked' && until === null ? 'linked-no-end' : state;
  return [node._(`dataconnect-oauth.state.${key}`, facts), problem?.text ?? ''].join(' ').trim();
}

function notify(text: string, type: 'warning' | 'error'): void {
  RED.notify($('<span>').text(text).html(), type);
}
