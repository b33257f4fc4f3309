import type { EditorNodeProperties } from 'node-red';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { DEFAULTS, PRM } from './enedis-file.choices';

declare const RED: EditorRED;

interface EnedisFileProperties extends EditorNodeProperties {
  version: number;
  prm: string;
  direction: string;
  stamps: string;
}

RED.nodes.registerType<EnedisFileProperties>('enedis-file', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'enedis-file.svg',
  paletteLabel() {
    return this._('enedis-file.palette');
  },
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    prm: {
      value: DEFAULTS.prm,
      validate: validator(
        (value, { sentence }) => value === '' || PRM.test(value) || sentence('enedis-file.invalid.prm'),
      ),
    },
    direction: { value: DEFAULTS.direction },
    stamps: { value: DEFAULTS.stamps },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('enedis-file.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('enedis-file.port.files');
  },
  outputLabels() {
    return this._('enedis-file.port.points');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
  },
});
