import type { EditorNodeProperties } from 'node-red';
import { callableUrl } from '../../lib/http/address';
import { prepareForm, validator, type EditorRED } from '../runtime/editor/form.editor';
import { prepareQuery, type QueryForm } from './editor-side/form.editor';
import {
  DEFAULTS,
  LEAST_CREDIT_SECONDS,
  LEAST_EVERY_HOURS,
  LEAST_PAUSE_MS,
  LEAST_ROWS,
  MOST_CREDIT_SECONDS,
  MOST_EVERY_HOURS,
  MOST_PAUSE_MS,
  MOST_ROWS,
} from './opendata-query.choices';

declare const RED: EditorRED;

interface OpendataQueryProperties extends EditorNodeProperties {
  version: number;
  portal: string;
  url: string;
  dataset: string;
  query: string;
  watts: boolean;
  unpivot: boolean;
  timeIs: string;
  send: string;
  mostRows: string;
  batchRows: string;
  release: string;
  creditSeconds: string;
  pauseMs: string;
  format: string;
  file: string;
  everyHours: string;
}

interface OpendataQueryCredentials {
  apiKey: string;
}

const isBetween = (value: string, least: number, most: number): boolean =>
  value !== '' && Number(value) >= least && Number(value) <= most;

const rows = validator(
  (value, { sentence }) =>
    (isBetween(value, LEAST_ROWS, MOST_ROWS) && Number.isInteger(Number(value))) ||
    sentence('opendata-query.invalid.rows'),
);

let form: QueryForm | undefined;

RED.nodes.registerType<OpendataQueryProperties, OpendataQueryCredentials>('opendata-query', {
  category: 'energie',
  color: '#A9CCE3',
  icon: 'opendata-query.svg',
  paletteLabel() {
    return this._('opendata-query.palette');
  },
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    version: { value: DEFAULTS.version },
    portal: { value: DEFAULTS.portal },
    url: {
      value: DEFAULTS.url,
      validate: validator(
        (value, { field, sentence }) =>
          field('portal') !== 'other' || callableUrl(value) !== undefined || sentence('opendata-query.invalid.url'),
      ),
    },
    dataset: {
      value: DEFAULTS.dataset,
      validate: validator(
        (value, { field, sentence }) =>
          value !== '' || Number(field('everyHours')) === 0 || sentence('opendata-query.missing.dataset'),
      ),
    },
    query: {
      value: DEFAULTS.query,
      validate: validator(
        (value, { sentence }) => value === '' || isObject(value) || sentence('opendata-query.invalid.query'),
      ),
    },
    watts: { value: DEFAULTS.watts },
    unpivot: { value: DEFAULTS.unpivot },
    timeIs: { value: DEFAULTS.timeIs },
    send: { value: DEFAULTS.send },
    mostRows: { value: DEFAULTS.mostRows, validate: rows },
    batchRows: { value: DEFAULTS.batchRows, validate: rows },
    release: { value: DEFAULTS.release },
    creditSeconds: {
      value: DEFAULTS.creditSeconds,
      validate: validator(
        (value, { sentence }) =>
          isBetween(value, LEAST_CREDIT_SECONDS, MOST_CREDIT_SECONDS) ||
          sentence('opendata-query.invalid.creditSeconds'),
      ),
    },
    pauseMs: {
      value: DEFAULTS.pauseMs,
      validate: validator(
        (value, { sentence }) =>
          isBetween(value, LEAST_PAUSE_MS, MOST_PAUSE_MS) || sentence('opendata-query.invalid.pauseMs'),
      ),
    },
    format: { value: DEFAULTS.format },
    file: {
      value: DEFAULTS.file,
      validate: validator(
        (value, { field, sentence }) =>
          field('send') !== 'file' || value !== '' || sentence('opendata-query.missing.file'),
      ),
    },
    everyHours: {
      value: DEFAULTS.everyHours,
      validate: validator(
        (value, { sentence }) =>
          value === '0' ||
          isBetween(value, LEAST_EVERY_HOURS, MOST_EVERY_HOURS) ||
          sentence('opendata-query.invalid.everyHours'),
      ),
    },
  },
  credentials: { apiKey: { type: 'password' } },
  label() {
    return this.name === undefined || this.name === '' ? this._('opendata-query.palette') : this.name;
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('opendata-query.port.questions');
  },
  outputLabels() {
    return this._('opendata-query.port.rows');
  },
  oneditprepare() {
    prepareForm(this, { ...DEFAULTS });
    const showFittingRows = (): void => {
      const send = String($('#node-input-send').val());
      const release = String($('#node-input-release').val());
      const isInParts = send === 'batches' || send === 'rows';
      for (const each of ['one', 'batches', 'file']) $(`.opendata-query-${each}`).toggle(send === each);
      $('.opendata-query-parts').toggle(isInParts);
      for (const each of ['credit', 'free']) $(`.opendata-query-${each}`).toggle(isInParts && release === each);
    };
    $('#node-input-send, #node-input-release').on('change', showFittingRows);
    showFittingRows();
    $('#node-input-everyHours').on('change', () => {
      $('#node-input-dataset').trigger('change.validation');
    });
    form = prepareQuery(this);
  },
  oneditsave() {
    const unfinished = form?.unfinished() ?? '';
    if (unfinished !== '') RED.notify($('<span>').text(unfinished).html(), 'warning');
  },
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
