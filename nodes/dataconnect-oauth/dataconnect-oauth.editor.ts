import type { EditorNodeProperties } from 'node-red';
import { prepareForm, type EditorRED } from '../runtime/editor/form.editor';
import { CALLBACK, DEFAULTS, PRM_FIELD } from './dataconnect-oauth.choices';
import { askRuntime, chosenAccount, goToPage, sentenceOf, type LinkedNode } from './link.editor';

declare const RED: EditorRED;

interface DataconnectOauthProperties extends EditorNodeProperties {
  version: number;
  account: string;
}

interface DataconnectOauthCredentials {
  token: string;
  prm: string;
}

RED.nodes.registerType<DataconnectOauthProperties, DataconnectOauthCredentials>('dataconnect-oauth', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'dataconnect-oauth.svg',
  paletteLabel() {
    return this._('dataconnect-oauth.palette');
  },
  inputs: 1,
  outputs: 1,
  button: {
    enabled(this: LinkedNode) {
      return this.changed !== true;
    },
    onclick(this: LinkedNode) {
      void goToPage(this, chosenAccount(this.account ?? ''));
    },
  },
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    account: { value: DEFAULTS.account, type: 'enedis-account', required: true },
  },
  credentials: {
    token: { type: 'password' },
    prm: { type: 'text' },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('dataconnect-oauth.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('dataconnect-oauth.port.commands');
  },
  outputLabels() {
    return this._('dataconnect-oauth.port.consent');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const node = this as unknown as LinkedNode;
    const account = $('#node-input-account');
    const state = $('#node-input-dataconnect-oauth-state');
    const chosen = () => chosenAccount(String(account.val() ?? ''));
    const showFittingRows = (): void => {
      const way = chosen()?.way;
      $('.dataconnect-oauth-token').toggle(way?.opensWith !== 'account');
      $('.dataconnect-oauth-prm').toggle(way?.asks !== 'services');
      $('.dataconnect-oauth-enedis').toggle(way?.asks === 'services');
      $('#node-input-dataconnect-oauth-hint').text(node._(`dataconnect-oauth.hint.${chosen()?.provider ?? 'none'}`));
    };
    const buttons = $('#node-input-dataconnect-oauth-check, #node-input-dataconnect-oauth-take');
    // One question at a time: the answer that is shown is that of the last one.
    const show = async (request: 'state' | 'check' | 'address', address = ''): Promise<void> => {
      if (buttons.prop('disabled') === true) return;
      buttons.prop('disabled', true);
      try {
        state.text(sentenceOf(node, await askRuntime(node, request, { address })));
      } catch (thrown) {
        state.text(thrown instanceof Error ? thrown.message : String(thrown));
      }
      buttons.prop('disabled', false);
    };
    account.on('change', showFittingRows);
    showFittingRows();
    for (const [id, address] of Object.entries(callbackAddresses()))
      $(`#node-input-dataconnect-oauth-${id}`).text(address);
    $('#node-input-dataconnect-oauth-open').on('click', () => void goToPage(node, chosen()));
    $('#node-input-dataconnect-oauth-check').on('click', () => void show('check'));
    $('#node-input-dataconnect-oauth-take').on('click', () => {
      void show('address', String($('#node-input-dataconnect-oauth-pasted').val() ?? ''));
    });
    const prm = $('#node-input-prm');
    // Credentials have no validator of their own.
    prm.on('change keyup', () => {
      const text = String(prm.val() ?? '');
      prm.toggleClass('input-error', text.trim() !== '' && !text.includes('$') && !PRM_FIELD.test(text));
    });
    // Whoever comes back from the page looks at what has become of it.
    $(window).on('focus.dataconnect-oauth', () => void show('state'));
    void show('state');
  },
  oneditsave() {
    $(window).off('focus.dataconnect-oauth');
  },
  oneditcancel() {
    $(window).off('focus.dataconnect-oauth');
  },
});

/** Where Enedis may send the browser back to: one of them is registered with the application. */
function callbackAddresses(): Readonly<Record<'admin' | 'root', string>> {
  const { httpNodeRoot } = RED.settings as unknown as { httpNodeRoot?: string | false };
  const root = typeof httpNodeRoot === 'string' ? httpNodeRoot : '/';
  return {
    admin: new URL(CALLBACK, location.href.replace(/[?#].*$/, '')).href,
    root: new URL(CALLBACK, new URL(root.endsWith('/') ? root : `${root}/`, location.origin)).href,
  };
}
