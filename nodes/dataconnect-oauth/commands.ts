// What a message, or a button of the editor, asks of a consent.
import { LinkyRedError } from '../../lib/errors';
import { queryOfAddress, readCallback, type Callback } from '../../lib/enedis/consent/enedis-page';
import type { ConsentStates } from '../../lib/enedis/consent/states';
import { readCommand, type Command } from '../runtime/command';
import type { NodeMessage, Send } from '../runtime/types';
import type { DataconnectOauth } from './dataconnect-oauth.controller';

const COMMANDS = ['link', 'check', 'reload', 'forget'] as const;
type Name = (typeof COMMANDS)[number];

/** @throws LinkyRedError ERR_COMMAND, ERR_INPUT, ERR_CONSENT_STATE; what the consent throws */
export async function receiveCommand(
  consent: DataconnectOauth,
  states: ConsentStates<DataconnectOauth>,
  { payload }: NodeMessage,
  send: Send,
): Promise<void> {
  const command = readCommand(payload, COMMANDS, true);
  if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: typeof payload });
  const run: Readonly<Record<Name, (fields: Command<Name>['fields']) => void | Promise<void>>> = {
    link: async ({ address }) => {
      if (typeof address !== 'string') consent.link(send);
      else await answerWith(states, queryOfAddress(address), (owner, callback) => owner.answer(callback, send));
    },
    check: () => consent.check(send),
    reload: () => consent.reload(),
    forget: () => consent.forget(send),
  };
  await run[command.name](command.fields);
}

/**
 * An answer of Enedis goes to the node whose state it brings; the state is used up with that.
 * @throws LinkyRedError ERR_CONSENT_STATE where it is nobody's
 */
export function answerWith<Result>(
  states: ConsentStates<DataconnectOauth>,
  query: URLSearchParams,
  answer: (owner: DataconnectOauth, callback: Callback) => Result,
): Result {
  const callback = readCallback(query);
  const owner = states.take(callback.state);
  if (owner === undefined) throw new LinkyRedError('ERR_CONSENT_STATE');
  return answer(owner, callback);
}
