import type { EditorNodeProperties, EditorNodePropertyDef } from 'node-red';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { CONTRACT_NAME, DEFAULTS, type PeriodRow } from './energy-cost.choices';
import { checkContract, preparePeriods, readPeriods } from './periods.editor';

declare const RED: EditorRED;

interface EnergyCostProperties extends EditorNodeProperties {
  version: number;
  contract: PeriodRow[] | string;
  contractName: string;
}

/** Two parameters on purpose: with one, Node-RED takes a sentence for "valid". */
const contract = function (this: { _(key: string): string }, value: unknown, _options: unknown) {
  const found = checkContract(value);
  return found === true || this._(`energy-cost.${found}`);
} as unknown as NonNullable<EditorNodePropertyDef<PeriodRow[] | string>['validate']>;

RED.nodes.registerType<EnergyCostProperties>('energy-cost', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'energy-cost.svg',
  paletteLabel() {
    return this._('energy-cost.palette');
  },
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    contract: { value: DEFAULTS.contract, validate: contract },
    contractName: {
      value: DEFAULTS.contractName,
      validate: validator(
        (value, { sentence }) =>
          value === '' || CONTRACT_NAME.test(value) || sentence('energy-cost.invalid.contract-name'),
      ),
    },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('energy-cost.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('energy-cost.port.input');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'energy-cost.port.points' : 'energy-cost.port.costs');
  },
  oneditprepare() {
    prepareForm(this, { contractName: DEFAULTS.contractName });
    preparePeriods(this);
  },
  oneditsave() {
    const periods = readPeriods();
    if (periods !== undefined) this.contract = periods;
  },
});
