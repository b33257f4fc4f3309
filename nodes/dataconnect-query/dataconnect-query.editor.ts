import type { EditorNodeProperties } from 'node-red';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { DEFAULTS, EARLIEST_HOUR, LATEST_HOUR, PRM } from './dataconnect-query.choices';

declare const RED: EditorRED;

interface DataconnectQueryProperties extends EditorNodeProperties {
  version: number;
  account: string;
  prm: string;
  direction: string;
  loadCurve: boolean;
  energy: boolean;
  maxPower: boolean;
  index: boolean;
  bySelf: boolean;
  minute: string;
  fromHour: string;
  toHour: string;
  backfill: boolean;
}

const isWhole = (value: string, least: number, most: number): boolean =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;

RED.nodes.registerType<DataconnectQueryProperties>('dataconnect-query', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'dataconnect-query.svg',
  paletteLabel() {
    return this._('dataconnect-query.palette');
  },
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    account: { value: DEFAULTS.account, type: 'enedis-account', required: true },
    prm: {
      value: DEFAULTS.prm,
      validate: validator(
        (value, { sentence }) => value === '' || PRM.test(value) || sentence('dataconnect-query.invalid.prm'),
      ),
    },
    direction: { value: DEFAULTS.direction },
    loadCurve: { value: DEFAULTS.loadCurve },
    energy: { value: DEFAULTS.energy },
    maxPower: { value: DEFAULTS.maxPower },
    index: { value: DEFAULTS.index },
    bySelf: { value: DEFAULTS.bySelf },
    minute: {
      value: DEFAULTS.minute,
      validate: validator(
        (value, { sentence }) => value === '' || isWhole(value, 0, 59) || sentence('dataconnect-query.invalid.minute'),
      ),
    },
    fromHour: {
      value: DEFAULTS.fromHour,
      validate: validator(
        (value, { sentence }) =>
          isWhole(value, EARLIEST_HOUR, LATEST_HOUR - 1) || sentence('dataconnect-query.invalid.from-hour'),
      ),
    },
    toHour: {
      value: DEFAULTS.toHour,
      validate: validator(
        (value, { field, sentence }) =>
          isWhole(value, Number(field('fromHour')) + 1, LATEST_HOUR) || sentence('dataconnect-query.invalid.to-hour'),
      ),
    },
    backfill: { value: DEFAULTS.backfill },
  },
  label() {
    return this.name === undefined || this.name === '' ? this._('dataconnect-query.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('dataconnect-query.port.commands');
  },
  outputLabels(index: number) {
    return this._(index === 0 ? 'dataconnect-query.port.points' : 'dataconnect-query.port.summary');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const showFittingRows = (): void => {
      const isBySelf = $('#node-input-bySelf').is(':checked');
      $('.dataconnect-query-by-self').toggle(isBySelf);
      $('.dataconnect-query-backfill').toggle(isBySelf && $('#node-input-backfill').is(':checked'));
    };
    $('#node-input-bySelf, #node-input-backfill').on('change', showFittingRows);
    showFittingRows();
    $('#node-input-fromHour').on('change', () => {
      $('#node-input-toHour').trigger('change');
    });
    showDrawnMinute(this);
  },
});

/** The minute that the running node has drawn: an empty field is no secret. */
function showDrawnMinute(node: { readonly id: string; _(key: string, facts?: Record<string, unknown>): string }): void {
  const [field, hint] = [$('#node-input-minute'), $('#dataconnect-query-minute')];
  hint.text(node._('dataconnect-query.minute.to-draw'));
  $.getJSON('dataconnect-query/minutes', (minutes: Partial<Record<string, number>>) => {
    const minute = minutes[node.id];
    if (minute === undefined) return;
    field.attr('placeholder', String(minute));
    hint.text(node._('dataconnect-query.minute.drawn', { minute }));
  });
}
