import type { EditorNodeProperties } from 'node-red';
import { callableUrl } from '../../lib/http/address';
import { trialButton } from '../runtime/editor/account.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
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

const address = validator(
  (value, { sentence }) => value === '' || callableUrl(value) !== undefined || sentence('rte-account.invalid.url'),
);

RED.nodes.registerType<RteAccountProperties, RteAccountCredentials>('rte-account', {
  category: 'config',
  color: '#A9CCE3',
  icon: 'rte-account.svg',
  paletteLabel() {
    return this._('rte-account.palette');
  },
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
    return this.name === undefined || this.name === '' ? this._('rte-account.palette') : this.name;
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    trialButton(this, 'rte-account', ['clientId', 'clientSecret', 'baseUrl']);
  },
});
