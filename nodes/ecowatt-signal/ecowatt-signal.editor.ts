import type { EditorNodeProperties } from 'node-red';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { simulateButton } from '../runtime/editor/simulate.editor';
import { DEFAULTS, LONGEST_PLAN_HOURS, TIME_OF_DAY } from './ecowatt-signal.choices';

declare const RED: EditorRED;

interface EcowattSignalProperties extends EditorNodeProperties {
  version: number;
  played: string;
  account: string;
  sandbox: boolean;
  plan: string;
  hours: string;
  before: string;
}

RED.nodes.registerType<EcowattSignalProperties>('ecowatt-signal', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'ecowatt-signal.svg',
  paletteLabel() {
    return this._('ecowatt-signal.palette');
  },
  inputs: 1,
  outputs: 2,
  button: simulateButton('ecowatt-signal', DEFAULTS.played),
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    played: { value: DEFAULTS.played },
    account: { value: DEFAULTS.account, type: 'rte-account', required: true },
    sandbox: { value: DEFAULTS.sandbox },
    plan: { value: DEFAULTS.plan },
    hours: {
      value: DEFAULTS.hours,
      validate: validator(
        (value, { field, sentence }) =>
          field('plan') === 'none' ||
          (Number(value) > 0 && Number(value) <= LONGEST_PLAN_HOURS) ||
          sentence('ecowatt-signal.invalid.hours'),
      ),
    },
    before: {
      value: DEFAULTS.before,
      validate: validator(
        (value, { field, sentence }) =>
          field('plan') === 'none' || TIME_OF_DAY.test(value) || sentence('ecowatt-signal.invalid.before'),
      ),
    },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('ecowatt-signal.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('ecowatt-signal.port.commands');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'ecowatt-signal.port.state' : 'ecowatt-signal.port.signals');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const showFittingRows = (): void => {
      $('.ecowatt-signal-plan').toggle($('#node-input-plan').val() !== 'none');
      // Whether these are needed depends on the choice above: looked at again.
      $('#node-input-hours, #node-input-before').trigger('change');
    };
    $('#node-input-plan').on('change', showFittingRows);
    showFittingRows();
  },
});
