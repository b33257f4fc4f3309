import type { EditorNodeProperties } from 'node-red';
import { diagnosticsButton } from '../runtime/editor/diagnostics.editor';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { recordingSection } from './recording/recording.editor';
import { portList } from './port-list.editor';
import { DEFAULTS, sourceOf } from './tic-in.choices';

declare const RED: EditorRED;

interface TicInProperties extends EditorNodeProperties {
  version: number;
  source: string;
  port: string;
  serial: string;
  host: string;
  tcpPort: string;
  mode: string;
  speed: string;
  deliver: string;
  stream: string;
}

const isWhole = (value: string, least: number, most: number): boolean =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;

RED.nodes.registerType<TicInProperties>('tic-in', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'tic-in.svg',
  paletteLabel() {
    return this._('tic-in.palette');
  },
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    source: { value: DEFAULTS.source },
    port: {
      value: DEFAULTS.port,
      validate: validator(
        (value, { field, sentence }) => field('source') !== 'serial' || value !== '' || sentence('tic-in.invalid.port'),
      ),
    },
    serial: {
      value: DEFAULTS.serial,
      type: 'serial-port',
      required: false,
      validate: validator(
        (value, { field, sentence }) =>
          field('source') !== 'serial-port' || RED.nodes.node(value) !== null || sentence('tic-in.invalid.serial'),
      ),
    },
    host: {
      value: DEFAULTS.host,
      validate: validator(
        (value, { field, sentence }) => field('source') !== 'tcp' || value !== '' || sentence('tic-in.invalid.host'),
      ),
    },
    tcpPort: {
      value: DEFAULTS.tcpPort,
      validate: validator(
        (value, { field, sentence }) =>
          field('source') !== 'tcp' || isWhole(value, 1, 65_535) || sentence('tic-in.invalid.tcp-port'),
      ),
    },
    mode: { value: DEFAULTS.mode },
    speed: {
      value: DEFAULTS.speed,
      validate: validator(
        (value, { field, sentence }) =>
          field('source') !== 'serial' ||
          field('mode') !== 'fixed' ||
          isWhole(value, 50, 4_000_000) ||
          sentence('tic-in.invalid.speed'),
      ),
    },
    deliver: { value: DEFAULTS.deliver },
    stream: { value: DEFAULTS.stream },
  },
  label() {
    const labels = [this.name, ownLabel(this)];
    return labels.find((label) => label) ?? this._('tic-in.palette');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('tic-in.port.bytes');
  },
  outputLabels(index) {
    if (index === 1) return this._('tic-in.port.captures');
    return this._(this.deliver === 'group' ? 'tic-in.port.groups' : 'tic-in.port.frames');
  },
  oneditprepare() {
    diagnosticsButton(this, 'tic-in');
    prepareForm(this, { ...DEFAULTS, source: sourceOf(this) });
    $('#node-input-source, #node-input-mode').on('change', showFittingRows);
    portList(this, showFittingRows);
    recordingSection(this);
  },
});

/** The last part of a by-id path is what tells one dongle from another. */
function ownLabel(node: Partial<TicInProperties>): string {
  // A flow that was written by hand may lack any of them.
  const { port = DEFAULTS.port, host = DEFAULTS.host, tcpPort = DEFAULTS.tcpPort, source = sourceOf(node) } = node;
  if (source === 'serial') return port.split('/').pop() ?? '';
  return source === 'tcp' ? `${host}:${tcpPort}` : '';
}

function showFittingRows(): void {
  const source = String($('#node-input-source').val());
  const opened = source === 'serial' || source === 'serial-port';
  $('.tic-in-serial').toggle(source === 'serial');
  $('.tic-in-path').toggle(source === 'serial' && $('#tic-in-ports').val() === 'typed');
  $('.tic-in-serial-port').toggle(source === 'serial-port');
  $('#tic-in-no-serial-port').toggle(source === 'serial-port' && !RED.nodes.getType('serial-port'));
  $('.tic-in-tcp').toggle(source === 'tcp');
  $('.tic-in-input').toggle(source === 'input');
  $('.tic-in-mode').toggle(opened);
  $('.tic-in-speed').toggle(source === 'serial' && $('#node-input-mode').val() === 'fixed');
  // Whether these are needed depends on the source: looked at again.
  for (const field of ['port', 'serial', 'host', 'tcpPort', 'speed']) {
    $(`#node-input-${field}`).trigger('change');
  }
}
