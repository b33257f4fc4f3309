import type { EditorNodeProperties } from 'node-red';
import { callableUrl } from '../../lib/http/address';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { simulateButton } from '../runtime/editor/simulate.editor';
import { DEFAULTS, PLACES } from './tempo-signal.choices';

declare const RED: EditorRED;

interface TempoSignalProperties extends EditorNodeProperties {
  version: number;
  played: string;
  first: string;
  second: string;
  third: string;
  fourth: string;
  account: string;
  red: string;
  white: string;
  servicesRteUrl: string;
  couleurTempoUrl: string;
}

const days = validator((value, { sentence }) => /^\d{1,3}$/.test(value) || sentence('tempo-signal.invalid.days'));
const address = validator(
  (value, { sentence }) => value === '' || callableUrl(value) !== undefined || sentence('tempo-signal.invalid.url'),
);

RED.nodes.registerType<TempoSignalProperties>('tempo-signal', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'tempo-signal.svg',
  paletteLabel() {
    return this._('tempo-signal.palette');
  },
  inputs: 1,
  outputs: 2,
  button: simulateButton('tempo-signal', DEFAULTS.played),
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    played: { value: DEFAULTS.played },
    first: { value: DEFAULTS.first },
    second: { value: DEFAULTS.second },
    third: { value: DEFAULTS.third },
    fourth: { value: DEFAULTS.fourth },
    account: { value: DEFAULTS.account, type: 'rte-account', required: false },
    red: { value: DEFAULTS.red, validate: days },
    white: { value: DEFAULTS.white, validate: days },
    servicesRteUrl: { value: DEFAULTS.servicesRteUrl, validate: address },
    couleurTempoUrl: { value: DEFAULTS.couleurTempoUrl, validate: address },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('tempo-signal.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('tempo-signal.port.commands');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'tempo-signal.port.state' : 'tempo-signal.port.signals');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const selects = PLACES.map((place) => $(`#node-input-${place}`));
    const showFittingRows = (): void => {
      const chosen = selects.map((select) => select.val());
      $('.tempo-signal-account').toggle(chosen.includes('rte'));
      $('.tempo-signal-services').toggle(chosen.includes('services-rte'));
      $('.tempo-signal-couleur').toggle(chosen.includes('api-couleur-tempo'));
    };
    for (const select of selects) select.on('change', showFittingRows);
    showFittingRows();
  },
});
