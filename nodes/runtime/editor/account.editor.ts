// The button "Try" in the form of an account, and the words for its report.
import { withCode } from '../../../lib/errors/with-code';
import type { TrialError, TrialLine } from '../account/account-trial';
import { inWords, type Say } from '../setting-words';

/**
 * @param node the account that is edited; its catalogue has the words, below `<type>.trial`
 * @param fields what of the form is sent
 * @param prefix of the ids of the form: `node` where it is no config node's
 */
export function trialButton(
  node: { readonly id: string },
  type: string,
  fields: readonly string[],
  prefix: 'node-config' | 'node' = 'node-config',
): void {
  const say: Say = (key, facts = {}) => (node as unknown as { _: Say })._(key, facts);
  const answer = $(`#${prefix}-${type}-answer`);
  const button = $(`#${prefix}-${type}-try`);
  button.on('click', () => {
    const values = fields.map((field) => [field, String($(`#${prefix}-input-${field}`).val() ?? '')] as const);
    button.prop('disabled', true);
    answer.text(say(`${type}.trial.asking`));
    $.ajax({
      url: `${type}/try`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ id: node.id, ...Object.fromEntries(values) }),
    })
      .done((lines: TrialLine[]) => {
        answer.empty().append(lines.map((line) => $('<div>').text(sentence(say, type, line))));
      })
      .fail((request) => {
        const { message } = (request.responseJSON ?? {}) as { message?: string };
        answer.text(message ?? say(`${type}.trial.failed`));
      })
      .always(() => {
        button.prop('disabled', false);
      });
  });
}

/** One line of the report in the user's language. */
function sentence(say: Say, type: string, { what, ok, error, quotaUntil, at }: TrialLine): string {
  const key = `${type}.trial.${what}`;
  // What the catalogue has no word for is a name: of an API, of a meter.
  const name = say(key) === key ? what : say(key);
  const outcome = ok ? say(`${type}.trial.ok`) : error ? problem(say, type, error) : '';
  if (quotaUntil === undefined) return say(`${type}.trial.line`, { what: name, outcome });
  const until = quotaUntil.slice(11, 16);
  return at == null
    ? say(`${type}.trial.quota`, { what: name, until })
    : say(`${type}.trial.last`, { what: name, until, outcome, at: at.slice(0, 16).replace('T', ' ') });
}

function problem(say: Say, type: string, { code, key, facts }: TrialError): string {
  return key === 'config' ? say(`${type}.trial.incomplete`) : withCode(say(`errors.${key}`, inWords(say, facts)), code);
}
