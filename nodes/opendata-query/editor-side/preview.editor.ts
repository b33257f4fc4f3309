// Ten rows of what will be asked. Whatever the portal sends is shown as text.
import type { Flags, Row } from '../../../lib/opendata/read/row';
import { askNode, part, problemOf, sayingOf } from './access.editor';
import type { Preview } from './answers';
import type { Say } from './tongue';

const LONGEST = 60;

export function previewButton(node: object): void {
  const say = sayingOf(node);
  const word = (key: string, facts: Readonly<Record<string, string | number>> = {}): string =>
    say(`opendata-query.${key}`, facts);
  const [button, said, table] = [part('preview-button'), part('preview-said'), part('preview')];
  button.on('click', () => {
    button.prop('disabled', true);
    said.text(word('say.asking'));
    table.empty();
    void askNode(node, 'preview').then((told) => {
      button.prop('disabled', false);
      const preview = told?.value;
      const kept = told?.keyKept === true ? ` ${word('say.key-kept')}` : '';
      said.text((preview === undefined ? problemOf(say, told) : summary(say, preview)) + kept);
      if (preview !== undefined && preview.rows.length > 0) table.append(tableOf(say, preview));
    });
  });
}

function summary(say: Say, { rows, count }: Preview): string {
  const shown = rows.length;
  if (shown === 0) return say('opendata-query.say.empty');
  if (count === null) return say('opendata-query.say.shown', { shown });
  const facts = { shown, count: count.toLocaleString(say('opendata-query.words.locale')) };
  return say(count > shown ? 'opendata-query.say.first' : 'opendata-query.say.shown', facts);
}

function tableOf(say: Say, { columns, rows }: Preview): JQuery {
  const head = $('<tr>').append(columns.map((column) => $('<th>').text(column)));
  const body = rows.map((row) => $('<tr>').append(columns.map((column) => cell(say, row, column))));
  const table = $('<table class="linky-red-table">').append($('<thead>').append(head), $('<tbody>').append(body));
  return $('<div class="linky-red-scroll">').append(table);
}

function cell(say: Say, row: Row, column: string): JQuery {
  const text = textOf(row[column], say('opendata-query.words.locale'));
  const flag = flagOf(say, row._flags, column);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return $('<td>')
    .text([shown, flag].filter((one) => one !== '').join(' '))
    .attr('title', text);
}

function textOf(value: unknown, locale: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return value.toLocaleString(locale, { maximumFractionDigits: 6, useGrouping: false });
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function flagOf(say: Say, flags: Flags | undefined, column: string): string {
  const below = flags?.below?.[column];
  if (below !== undefined) return `< ${String(below)}`;
  if (flags?.secret?.includes(column) === true) return `(${say('opendata-query.say.flag-secret')})`;
  return flags?.total?.includes(column) === true ? `(${say('opendata-query.say.flag-total')})` : '';
}
