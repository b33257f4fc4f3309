import type { EditorNodeProperties } from 'node-red';
import { prepareForm, type EditorRED } from '../runtime/editor/form.editor';
import { simulateButton } from '../runtime/editor/simulate.editor';
import { DEFAULTS } from './flex-request.choices';

declare const RED: EditorRED;

interface FlexRequestProperties extends EditorNodeProperties {
  version: number;
  played: string;
  site: string;
  asset: string;
}

RED.nodes.registerType<FlexRequestProperties>('flex-request', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'flex-request.svg',
  paletteLabel() {
    return this._('flex-request.palette');
  },
  inputs: 1,
  outputs: 2,
  button: simulateButton('flex-request', DEFAULTS.played),
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    played: { value: DEFAULTS.played },
    site: { value: DEFAULTS.site, type: 'flex-site', required: true },
    asset: { value: DEFAULTS.asset },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('flex-request.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('flex-request.port.input');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'flex-request.port.requests' : 'flex-request.port.signals');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
  },
});
