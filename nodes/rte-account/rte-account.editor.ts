import type { EditorNodeProperties } from 'node-red';
import { callableUrl } from '../../lib/http/address';
import { validator, type EditorRED } from '../runtime/editor/form.editor';
import type { TrialLine } from './account-trial';
import { DEFAULTS } from './rte-account.choices';

declare const RED: EditorRED;

interface RteAccountProperties extends EditorNodeProperties {
  version: number;
  baseUrl: string;
}

interface RteAccountCredentials {
  clientId: string;
  clientSecret: string;
}

type Say = (key: string, facts?: Record<string, unknown>) => string;

const address = validator(
  (value, { sentence }) => value === '' || callableUrl(value) !== undefined || sentence('rte-account.invalid.url'),
);

RED.nodes.registerType<RteAccountProperties, RteAccountCredentials>('rte-account', {
  category: 'config',
  color: '#A9CCE3',
  icon: 'rte-account.svg',
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    baseUrl: { value: DEFAULTS.baseUrl, validate: address },
  },
  credentials: {
    clientId: { type: 'text' },
    clientSecret: { type: 'password' },
  },
  label() {
    return this.name === undefined || this.name === '' ? 'rte-account' : this.name;
  },
  oneditprepare() {
    const say: Say = (key, facts = {}) => (this as unknown as { _: Say })._(key, facts);
    const answer = $('#node-config-rte-account-answer');
    const button = $('#node-config-rte-account-try');
    button.on('click', () => {
      const value = (field: string): string => String($(`#node-config-input-${field}`).val() ?? '');
      button.prop('disabled', true);
      answer.text(say('rte-account.trial.asking'));
      $.ajax({
        url: 'rte-account/try',
        method: 'POST',
        contentType: 'application/json',
        data: JSON.stringify({
          id: this.id,
          clientId: value('clientId'),
          clientSecret: value('clientSecret'),
          baseUrl: value('baseUrl'),
        }),
      })
        .done((lines: TrialLine[]) => {
          answer.empty().append(lines.map((line) => $('<div>').text(sentence(say, line))));
        })
        .fail((request) => {
          const { message } = (request.responseJSON ?? {}) as { message?: string };
          answer.text(message ?? say('rte-account.trial.failed'));
        })
        .always(() => {
          button.prop('disabled', false);
        });
    });
  },
});

/** One line of the report in the user's language. */
function sentence(say: Say, { what, ok, error, quotaUntil, at }: TrialLine): string {
  const name = what === 'secret' ? say('rte-account.trial.secret') : what;
  const outcome = ok ? say('rte-account.trial.ok') : error ? problem(say, error) : '';
  if (quotaUntil === undefined) return say('rte-account.trial.line', { what: name, outcome });
  const until = quotaUntil.slice(11, 16);
  return at == null
    ? say('rte-account.trial.quota', { what: name, until })
    : say('rte-account.trial.last', { what: name, until, outcome, at: at.slice(0, 16).replace('T', ' ') });
}

function problem(say: Say, { key, facts }: NonNullable<TrialLine['error']>): string {
  return key === 'config' ? say('rte-account.trial.incomplete') : say(`errors.${key}`, facts);
}
