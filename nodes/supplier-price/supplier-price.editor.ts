import type { EditorNodeProperties } from 'node-red';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { simulateButton } from '../runtime/editor/simulate.editor';
import {
  DEFAULTS,
  DELIVERY_POINT,
  HIGHEST_THRESHOLD,
  LEAST_AHEAD_HOURS,
  LEAST_EVERY_MINUTES,
  LEAST_WINDOW_HOURS,
  MOST_AHEAD_HOURS,
  MOST_EVERY_MINUTES,
  MOST_WINDOW_HOURS,
  PATH,
} from './supplier-price.choices';

declare const RED: EditorRED;

interface SupplierPriceProperties extends EditorNodeProperties {
  version: number;
  account: string;
  deliveryPoint: string;
  priceThreshold: string;
  co2Threshold: string;
  windowHours: string;
  aheadHours: string;
  everyMinutes: string;
  path: string;
  uploadAs: string;
  played: string;
}

const between = (least: number, most: number, rule: string, isOptional = false) =>
  validator((value, { sentence }) => {
    if (value === '') return isOptional || sentence(rule);
    return (Number(value) >= least && Number(value) <= most) || sentence(rule);
  });
const threshold = between(-HIGHEST_THRESHOLD, HIGHEST_THRESHOLD, 'supplier-price.invalid.threshold', true);
const form = (pattern: RegExp, rule: string) =>
  validator((value, { sentence }) => pattern.test(value) || sentence(rule));

RED.nodes.registerType<SupplierPriceProperties>('supplier-price', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'supplier-price.svg',
  paletteLabel() {
    return this._('supplier-price.palette');
  },
  inputs: 1,
  outputs: 2,
  button: simulateButton('supplier-price', DEFAULTS.played),
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    played: { value: DEFAULTS.played },
    account: { value: DEFAULTS.account, type: 'flex-account', required: true },
    deliveryPoint: {
      value: DEFAULTS.deliveryPoint,
      validate: form(DELIVERY_POINT, 'supplier-price.invalid.deliveryPoint'),
    },
    priceThreshold: { value: DEFAULTS.priceThreshold, validate: threshold },
    co2Threshold: { value: DEFAULTS.co2Threshold, validate: threshold },
    windowHours: {
      value: DEFAULTS.windowHours,
      validate: between(LEAST_WINDOW_HOURS, MOST_WINDOW_HOURS, 'supplier-price.invalid.windowHours'),
    },
    aheadHours: {
      value: DEFAULTS.aheadHours,
      validate: between(LEAST_AHEAD_HOURS, MOST_AHEAD_HOURS, 'supplier-price.invalid.aheadHours'),
    },
    everyMinutes: {
      value: DEFAULTS.everyMinutes,
      validate: between(LEAST_EVERY_MINUTES, MOST_EVERY_MINUTES, 'supplier-price.invalid.everyMinutes'),
    },
    path: { value: DEFAULTS.path, validate: form(PATH, 'supplier-price.invalid.path') },
    uploadAs: { value: DEFAULTS.uploadAs },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('supplier-price.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('supplier-price.port.commands');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'supplier-price.port.prices' : 'supplier-price.port.signals');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
  },
});
