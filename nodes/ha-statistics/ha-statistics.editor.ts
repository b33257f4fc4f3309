import type { EditorNodeProperties } from 'node-red';
import { trialButton } from '../runtime/editor/account.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { ADDRESS, DEFAULTS, SERVER_TYPE } from './ha-statistics.choices';

declare const RED: EditorRED;

interface HaStatisticsProperties extends EditorNodeProperties {
  version: number;
  access: string;
  url: string;
  server: string;
  ids: string;
  names: string;
  dryRun: boolean;
  billing: boolean;
}

interface HaStatisticsCredentials {
  token: string;
}

RED.nodes.registerType<HaStatisticsProperties, HaStatisticsCredentials>('ha-statistics', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'ha-statistics.svg',
  paletteLabel() {
    return this._('ha-statistics.palette');
  },
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    access: { value: DEFAULTS.access },
    url: {
      value: DEFAULTS.url,
      validate: validator(
        (value, { field, sentence }) =>
          field('access') !== 'token' || ADDRESS.test(value) || sentence('ha-statistics.invalid.url'),
      ),
    },
    // Node-RED makes a list of it where the package with this type is installed.
    server: {
      value: DEFAULTS.server,
      type: SERVER_TYPE,
      required: false,
      validate: validator(
        (value, { field, sentence }) =>
          field('access') !== 'server' || !['', '_ADD_'].includes(value) || sentence('ha-statistics.missing.server'),
      ),
    },
    ids: { value: DEFAULTS.ids },
    names: { value: DEFAULTS.names },
    dryRun: { value: DEFAULTS.dryRun },
    billing: { value: DEFAULTS.billing },
  },
  credentials: {
    token: { type: 'password' },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('ha-statistics.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('ha-statistics.port.points');
  },
  outputLabels() {
    return this._('ha-statistics.port.reports');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const server = $('#node-input-server');
    const isInstalled = server.is('select');
    const showFittingRows = (): void => {
      const access = $('#node-input-access').val();
      $('.ha-statistics-token').toggle(access === 'token');
      $('.ha-statistics-server').toggle(access === 'server' && isInstalled);
      $('.ha-statistics-no-server').toggle(access === 'server' && !isInstalled);
      $('.ha-statistics-ha-linky').toggle($('#node-input-ids').val() === 'ha-linky');
    };
    $('#node-input-access, #node-input-ids').on('change', showFittingRows);
    $('#node-input-access').on('change', () => {
      $('#node-input-url, #node-input-server').trigger('change');
    });
    showFittingRows();
    trialButton(this, 'ha-statistics', ['access', 'url', 'token', 'server'], 'node');
  },
});
