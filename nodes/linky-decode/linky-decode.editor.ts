import type { EditorNodeProperties } from 'node-red';
import { diagnosticsButton } from '../runtime/editor/diagnostics.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { simulateButton } from '../runtime/editor/simulate.editor';
import { DEFAULTS, LONGEST_INTERVAL_SECONDS } from './linky-decode.choices';

declare const RED: EditorRED;

interface LinkyDecodeProperties extends EditorNodeProperties {
  version: number;
  played: string;
  source: string;
  mode: string;
  energy: string;
  names: string;
  rhythm: string;
  seconds: string;
  lenient: boolean;
  groups: boolean;
  silence: string;
  zone: string;
  budget: string;
}

const isBetween = (value: string, least: number, most: number): boolean =>
  value !== '' && Number(value) >= least && Number(value) <= most;

function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** As linky-decode.config reads them. */
const areNames = (value: string): boolean =>
  value
    .split(/[,;\n]/)
    .filter((pair) => pair.trim() !== '')
    .every((pair) => /^[^=]*[A-Za-z0-9][^=]*=\s*[A-Z][A-Z0-9]*([+-]1)?\s*$/.test(pair));

RED.nodes.registerType<LinkyDecodeProperties>('linky-decode', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'linky-decode.svg',
  paletteLabel() {
    return this._('linky-decode.palette');
  },
  inputs: 1,
  outputs: 2,
  button: simulateButton('linky-decode', DEFAULTS.played),
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    played: { value: DEFAULTS.played },
    source: { value: DEFAULTS.source },
    mode: { value: DEFAULTS.mode },
    energy: { value: DEFAULTS.energy },
    names: {
      value: DEFAULTS.names,
      validate: validator(
        (value, { field, sentence }) =>
          field('source') !== 'esphome' || areNames(value) || sentence('linky-decode.invalid.names'),
      ),
    },
    rhythm: { value: DEFAULTS.rhythm },
    seconds: {
      value: DEFAULTS.seconds,
      validate: validator(
        (value, { field, sentence }) =>
          field('rhythm') !== 'interval' ||
          isBetween(value, 1, LONGEST_INTERVAL_SECONDS) ||
          sentence('linky-decode.invalid.seconds'),
      ),
    },
    lenient: { value: DEFAULTS.lenient },
    groups: { value: DEFAULTS.groups },
    silence: {
      value: DEFAULTS.silence,
      validate: validator(
        (value, { sentence }) =>
          value === '' || isBetween(value, 1, 86_400) || sentence('linky-decode.invalid.silence'),
      ),
    },
    zone: {
      value: DEFAULTS.zone,
      validate: validator(
        (value, { sentence }) => value === '' || isZone(value) || sentence('linky-decode.invalid.zone'),
      ),
    },
    budget: { value: DEFAULTS.budget },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('linky-decode.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('linky-decode.port.bytes');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'linky-decode.port.readings' : 'linky-decode.port.signals');
  },
  oneditprepare() {
    diagnosticsButton(this, 'linky-decode');
    prepareForm(this, { ...DEFAULTS });
    const showFittingRows = (): void => {
      const source = String($('#node-input-source').val());
      for (const of of ['zigbee2mqtt', 'esphome']) $(`.linky-decode-${of}`).toggle(source === of);
      $('.linky-decode-parsed').toggle(source !== 'bytes');
      $('.linky-decode-interval').toggle($('#node-input-rhythm').val() === 'interval');
      // Whether the seconds are needed depends on the rhythm: looked at again.
      $('#node-input-seconds').trigger('change');
      $('#node-input-names').trigger('change');
    };
    $('#node-input-source').on('change', showFittingRows);
    $('#node-input-rhythm').on('change', showFittingRows);
    showFittingRows();
  },
});
