import type { EditorNodeProperties } from 'node-red';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { DEFAULTS, LONGEST_WAIT_SECONDS, MOST_AT_ONCE, MOST_ATTEMPTS } from './flex-operator.choices';

declare const RED: EditorRED;

interface FlexOperatorProperties extends EditorNodeProperties {
  version: number;
  account: string;
  side: string;
  bacs: string;
  asset: string;
  product: string;
  times: string;
  timeZone: string;
  atOnce: string;
  attempts: string;
  longestWait: string;
}

const whole = (most: number, rule: string) =>
  validator(
    (value, { sentence }) =>
      (Number.isInteger(Number(value)) && Number(value) >= 1 && Number(value) <= most) || sentence(rule),
  );

RED.nodes.registerType<FlexOperatorProperties>('flex-operator', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'flex-operator.svg',
  paletteLabel() {
    return this._('flex-operator.palette');
  },
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    account: { value: DEFAULTS.account, type: 'flex-account', required: true },
    side: { value: DEFAULTS.side },
    bacs: { value: DEFAULTS.bacs },
    asset: { value: DEFAULTS.asset },
    product: { value: DEFAULTS.product },
    times: { value: DEFAULTS.times },
    timeZone: {
      value: DEFAULTS.timeZone,
      validate: validator((value, { sentence }) => isZone(value) || sentence('flex-operator.invalid.zone')),
    },
    atOnce: { value: DEFAULTS.atOnce, validate: whole(MOST_AT_ONCE, 'flex-operator.invalid.atOnce') },
    attempts: { value: DEFAULTS.attempts, validate: whole(MOST_ATTEMPTS, 'flex-operator.invalid.attempts') },
    longestWait: {
      value: DEFAULTS.longestWait,
      validate: validator(
        (value, { sentence }) =>
          (value !== '' && Number(value) >= 0 && Number(value) <= LONGEST_WAIT_SECONDS) ||
          sentence('flex-operator.invalid.longestWait'),
      ),
    },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('flex-operator.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('flex-operator.port.commands');
  },
  outputLabels() {
    return this._('flex-operator.port.answers');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
  },
});

/** What browsers know is what luxon knows. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
