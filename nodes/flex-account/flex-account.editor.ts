import type { EditorNodeProperties } from 'node-red';
import { tokenLife } from '../../lib/flex/operator/token-life';
import { callableUrl } from '../../lib/http/address';
import { trialButton } from '../runtime/editor/account.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { DEFAULTS, HEADER_LINE } from './flex-account.choices';

declare const RED: EditorRED;

interface FlexAccountProperties extends EditorNodeProperties {
  version: number;
  access: string;
  annex1: string;
  annex2: string;
  session: string;
  issuer: string;
  scope: string;
  audience: string;
  emulatorHeaders: string;
  module: string;
  sessionUrl: string;
}

interface FlexAccountCredentials {
  token: string;
  clientId: string;
  clientSecret: string;
  emulatorToken: string;
}

/** What the buttons of the form work with. */
const SENT = [
  ...['access', 'token', 'clientId', 'clientSecret', 'issuer', 'scope', 'audience'],
  ...['annex1', 'annex2', 'session', 'emulatorHeaders', 'module', 'sessionUrl'],
];
/** What Node-RED's editor shows for a password that it was never given. */
const KEPT = '__PWRD__';

const address = validator(
  (value, { sentence }) => value === '' || callableUrl(value) !== undefined || sentence('flex-account.invalid.url'),
);

const input = (name: string): JQuery => $(`#node-config-input-${name}`);

RED.nodes.registerType<FlexAccountProperties, FlexAccountCredentials>('flex-account', {
  category: 'config',
  color: '#A9CCE3',
  icon: 'flex-account.svg',
  paletteLabel() {
    return this._('flex-account.palette');
  },
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    access: { value: DEFAULTS.access },
    annex1: { value: DEFAULTS.annex1, validate: address },
    annex2: { value: DEFAULTS.annex2, validate: address },
    session: { value: DEFAULTS.session },
    issuer: { value: DEFAULTS.issuer, validate: address },
    scope: { value: DEFAULTS.scope },
    audience: { value: DEFAULTS.audience },
    emulatorHeaders: {
      value: DEFAULTS.emulatorHeaders,
      validate: validator(
        (value, { sentence }) =>
          value.split(/\r?\n/).every((line) => line.trim() === '' || HEADER_LINE.test(line)) ||
          sentence('flex-account.invalid.headers'),
      ),
    },
    module: { value: DEFAULTS.module },
    sessionUrl: { value: DEFAULTS.sessionUrl, validate: address },
  },
  credentials: {
    token: { type: 'password' },
    clientId: { type: 'text' },
    clientSecret: { type: 'password' },
    emulatorToken: { type: 'password' },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('flex-account.palette') : this.name;
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const showFittingRows = (): void => {
      const isToken = input('access').val() === 'token';
      $('.flex-account-token').toggle(isToken);
      $('.flex-account-client').toggle(!isToken);
    };
    input('access').on('change', showFittingRows);
    showFittingRows();

    const say = (key: string, facts: Record<string, string> = {}): string =>
      (this as unknown as { _: (key: string, facts: object) => string })._(`flex-account.${key}`, facts);
    showUntil(this.id, say);
    trialButton(this, 'flex-account', SENT);
    askButton(this.id, 'login', $('#node-config-flex-account-until'), say, ({ url = '' }) =>
      $('<a target="_blank" rel="noopener noreferrer">').attr('href', url).text(url),
    );
    askButton(this.id, 'session', $('#node-config-flex-account-made'), say, ({ session = '' }) => {
      input('session').val(session).trigger('change');
      return $('<span>').text(say('made', { session }));
    });
  },
});

type SayOwn = (key: string, facts?: Record<string, string>) => string;

/** Until when the token holds: one that is typed says it itself, of a kept one Node-RED knows it. */
function showUntil(id: string, say: SayOwn): void {
  const line = $('#node-config-flex-account-until');
  const sentence = (until: number | null): string => {
    if (until === null) return say('until.unknown');
    return say(until > Date.now() ? 'until.ends' : 'until.ended', { until: new Date(until).toLocaleString() });
  };
  input('token').on('input', () => {
    const token = String(input('token').val());
    line.text(
      token === '' || token === KEPT ? '' : sentence(tokenLife(token.replace(/^Bearer\s+/i, ''))?.until ?? null),
    );
  });
  if (input('token').val() !== KEPT) return;
  $.getJSON('flex-account/until', (all: Partial<Record<string, string | null>>) => {
    const until = all[id];
    if (until !== undefined) line.text(sentence(until === null ? null : Date.parse(until)));
  });
}

/** A button that asks with what stands in the form, and shows what came. */
function askButton(
  id: string,
  what: string,
  answer: JQuery,
  say: SayOwn,
  shown: (body: { url?: string; session?: string }) => JQuery,
): void {
  const button = $(`#node-config-flex-account-${what}`);
  button.on('click', () => {
    const values = SENT.map((name) => [name, String(input(name).val() ?? '')] as const);
    button.prop('disabled', true);
    answer.text(say('trial.asking'));
    $.ajax({
      url: `flex-account/${what}`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ id, ...Object.fromEntries(values) }),
    })
      .done((body: { url?: string; session?: string }) => {
        answer.empty().append(shown(body));
      })
      .fail((request) => {
        const { message } = (request.responseJSON ?? {}) as { message?: string };
        answer.text(message ?? say('trial.failed'));
      })
      .always(() => {
        button.prop('disabled', false);
      });
  });
}
