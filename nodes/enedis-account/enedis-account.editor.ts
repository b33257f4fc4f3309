import type { EditorNodeProperties } from 'node-red';
import type { DoorId } from '../../lib/enedis/door';
import { callableUrl } from '../../lib/http/address';
import { trialButton } from '../runtime/editor/account.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { DEFAULTS, WITH_CLIENT } from './enedis-account.choices';

declare const RED: EditorRED;

interface EnedisAccountProperties extends EditorNodeProperties {
  version: number;
  provider: string;
  baseUrl: string;
  consentPage: string;
  meters: string;
  segment: string;
  dates: string;
}

interface EnedisAccountCredentials {
  clientId: string;
  clientSecret: string;
}

const address = validator(
  (value, { sentence }) => value === '' || callableUrl(value) !== undefined || sentence('enedis-account.invalid.url'),
);

RED.nodes.registerType<EnedisAccountProperties, EnedisAccountCredentials>('enedis-account', {
  category: 'config',
  color: '#A9CCE3',
  icon: 'enedis-account.svg',
  paletteLabel() {
    return this._('enedis-account.palette');
  },
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    provider: { value: DEFAULTS.provider },
    baseUrl: { value: DEFAULTS.baseUrl, validate: address },
    consentPage: { value: DEFAULTS.consentPage, validate: address },
    meters: { value: DEFAULTS.meters },
    segment: { value: DEFAULTS.segment },
    dates: { value: DEFAULTS.dates },
  },
  credentials: {
    clientId: { type: 'text' },
    clientSecret: { type: 'password' },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._(`enedis-account.provider.${this.provider}`) : this.name;
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const provider = $('#node-config-input-provider');
    const showFittingRows = (): void => {
      const id = String(provider.val()) as DoorId;
      const isCompany = id === 'enedis-company';
      $('.enedis-account-client').toggle(WITH_CLIENT.includes(id));
      $('.enedis-account-company').toggle(isCompany);
      $('.enedis-account-consent').toggle(!isCompany);
      $('#node-config-enedis-account-tip').text(this._(`enedis-account.tip.${id}`));
    };
    provider.on('change', showFittingRows);
    showFittingRows();
    trialButton(this, 'enedis-account', ['provider', 'clientId', 'clientSecret', 'baseUrl', 'meters']);
  },
});
