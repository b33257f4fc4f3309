import type { EditorNodeProperties } from 'node-red';
import { callableUrl } from '../../lib/http/address';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { BASE_PATH, DEFAULTS, type AssetRow, type KeyRow } from './flex-site.choices';
import { newUuid, prepareLists, readLists } from './lists.editor';
import { showState } from './state.editor';

declare const RED: EditorRED;

interface FlexSiteProperties extends EditorNodeProperties {
  version: number;
  bacsId: string;
  bacsName: string;
  description: string;
  assets: AssetRow[];
  keys: KeyRow[];
  server: string;
  path: string;
  host: string;
  port: string;
  certFile: string;
  keyFile: string;
  emulatorHeader: boolean;
  tokens: boolean;
  issuer: string;
  audience: string;
  algorithms: string;
  tokenKeys: string;
  jwksUrl: string;
  publicKey: string;
  tokenAssets: string;
  strictness: string;
  acceptance: string;
  breach: string;
  sign: string;
  timeZone: string;
  callsPerMinute: string;
}

type FlexSiteCredentials = Record<`secret${number}`, string>;

const filled = validator((value, { sentence }) => value !== '' || sentence('flex-site.missing.bacs-id'));
const path = validator((value, { sentence }) => BASE_PATH.test(value) || sentence('flex-site.invalid.path'));
const address = validator(
  (value, { sentence }) => value === '' || callableUrl(value) !== undefined || sentence('flex-site.invalid.url'),
);

/** Lists are filled by themselves. */
const USUAL = Object.fromEntries(
  Object.entries(DEFAULTS).filter((entry): entry is [string, string | number | boolean] => !Array.isArray(entry[1])),
);

RED.nodes.registerType<FlexSiteProperties, FlexSiteCredentials>('flex-site', {
  category: 'config',
  color: '#A9CCE3',
  icon: 'flex-site.svg',
  paletteLabel() {
    return this._('flex-site.palette');
  },
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    bacsId: { value: DEFAULTS.bacsId, validate: filled },
    bacsName: { value: DEFAULTS.bacsName },
    description: { value: DEFAULTS.description },
    assets: { value: DEFAULTS.assets },
    keys: { value: DEFAULTS.keys },
    server: { value: DEFAULTS.server },
    path: { value: DEFAULTS.path, validate: path },
    host: { value: DEFAULTS.host },
    port: { value: DEFAULTS.port },
    certFile: { value: DEFAULTS.certFile },
    keyFile: { value: DEFAULTS.keyFile },
    emulatorHeader: { value: DEFAULTS.emulatorHeader },
    tokens: { value: DEFAULTS.tokens },
    issuer: { value: DEFAULTS.issuer },
    audience: { value: DEFAULTS.audience },
    algorithms: { value: DEFAULTS.algorithms },
    tokenKeys: { value: DEFAULTS.tokenKeys },
    jwksUrl: { value: DEFAULTS.jwksUrl, validate: address },
    publicKey: { value: DEFAULTS.publicKey },
    tokenAssets: { value: DEFAULTS.tokenAssets },
    strictness: { value: DEFAULTS.strictness },
    acceptance: { value: DEFAULTS.acceptance },
    breach: { value: DEFAULTS.breach },
    sign: { value: DEFAULTS.sign },
    timeZone: { value: DEFAULTS.timeZone },
    callsPerMinute: { value: DEFAULTS.callsPerMinute },
  },
  credentials: {
    secret1: { type: 'password' },
    secret2: { type: 'password' },
    secret3: { type: 'password' },
    secret4: { type: 'password' },
    secret5: { type: 'password' },
    secret6: { type: 'password' },
    secret7: { type: 'password' },
    secret8: { type: 'password' },
    secret9: { type: 'password' },
    secret10: { type: 'password' },
    secret11: { type: 'password' },
    secret12: { type: 'password' },
    secret13: { type: 'password' },
    secret14: { type: 'password' },
    secret15: { type: 'password' },
    secret16: { type: 'password' },
  },
  label() {
    const named = [this.name, this.bacsName].find((text) => text !== undefined && text !== '');
    return named ?? this._('flex-site.palette');
  },
  oneditprepare() {
    prepareForm(this, USUAL);
    const id = $('#node-config-input-bacsId');
    if (id.val() === '') id.val(newUuid());
    prepareLists(this);
    showState(this);
    const showFittingRows = (): void => {
      const server = String($('#node-config-input-server').val());
      const tokens = $('#node-config-input-tokens').prop('checked') === true;
      const jwks = $('#node-config-input-tokenKeys').val() === 'jwks';
      $('.flex-site-own').toggle(server !== 'node-red');
      $('.flex-site-tls').toggle(server === 'tls');
      $('.flex-site-token').toggle(tokens);
      $('.flex-site-jwks').toggle(tokens && jwks);
      $('.flex-site-pasted').toggle(tokens && !jwks);
      $('#node-config-flex-site-tip').text(this._(`flex-site.tip.${server}`));
    };
    $('#node-config-input-server, #node-config-input-tokens, #node-config-input-tokenKeys').on(
      'change',
      showFittingRows,
    );
    showFittingRows();
  },
  oneditsave() {
    Object.assign(this, readLists());
  },
});
