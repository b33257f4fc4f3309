import type { EditorNodeProperties } from 'node-red';
import { diagnosticsButton } from '../runtime/editor/diagnostics.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { fillBroker } from './fill-broker.editor';
import { DEFAULTS, KEY_PATTERN, type HaEntitiesFields } from './ha-entities.choices';

declare const RED: EditorRED;

interface HaEntitiesProperties extends EditorNodeProperties {
  version: number;
  broker: string;
  deviceKey: string;
  deviceName: string;
  ecowattKey: string;
  tempoKey: string;
  enedisKey: string;
  flexKey: string;
  supplierKey: string;
  tariffKey: string;
  prefix: string;
  base: string;
  language: string;
  throttle: string;
  hidePersonal: boolean;
}

const topic = validator(
  (value, { sentence }) => value === '' || !/[+#]|^\$|^\/|\/\s*\//.test(value) || sentence('ha-entities.invalid.topic'),
);

const key = validator(
  (value, { sentence }) => value === '' || KEY_PATTERN.test(value) || sentence('ha-entities.invalid.key'),
);

/** A new node names things as its user reads them. */
function languageOfNames(): HaEntitiesFields['language'] {
  return RED.i18n.lang().startsWith('fr') ? 'fr' : 'en';
}

RED.nodes.registerType<HaEntitiesProperties>('ha-entities', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'ha-entities.svg',
  paletteLabel() {
    return this._('ha-entities.palette');
  },
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    broker: { value: DEFAULTS.broker, type: 'mqtt-broker', required: false },
    deviceKey: { value: DEFAULTS.deviceKey, validate: key },
    deviceName: { value: DEFAULTS.deviceName },
    ecowattKey: { value: DEFAULTS.ecowattKey, validate: key },
    tempoKey: { value: DEFAULTS.tempoKey, validate: key },
    enedisKey: { value: DEFAULTS.enedisKey, validate: key },
    flexKey: { value: DEFAULTS.flexKey, validate: key },
    supplierKey: { value: DEFAULTS.supplierKey, validate: key },
    tariffKey: { value: DEFAULTS.tariffKey, validate: key },
    prefix: { value: DEFAULTS.prefix, validate: topic },
    base: { value: DEFAULTS.base, validate: topic },
    language: { value: languageOfNames() },
    throttle: { value: DEFAULTS.throttle },
    hidePersonal: { value: DEFAULTS.hidePersonal },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('ha-entities.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('ha-entities.port.messages');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'ha-entities.port.mqtt' : 'ha-entities.port.commands');
  },
  oneditprepare() {
    diagnosticsButton(this, 'ha-entities');
    prepareForm(this, { ...DEFAULTS });
    const broker = (): string => {
      const chosen = $('#node-input-broker').val();
      return typeof chosen === 'string' && chosen !== '_ADD_' ? chosen : '';
    };
    const showFittingRows = (): void => {
      $('.ha-entities-broker').toggle(broker() !== '');
      $('.ha-entities-messages').toggle(broker() === '');
    };
    $('#node-input-broker').on('change', showFittingRows);
    showFittingRows();
    $('#ha-entities-fill').on('click', () => {
      if (broker() === '') RED.notify(this._('ha-entities.filled.no-broker'), 'warning');
      else if (fillBroker(broker())) RED.notify(this._('ha-entities.filled.done'), 'success');
      else RED.notify(this._('ha-entities.filled.nothing'), 'compact');
    });
  },
});
