// The columns of the dataset, with what each of them is: to read, and to tick which of them are asked for.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import { part, textOf } from './access.editor';
import type { Say } from './tongue';

const TYPE = 'opendata-query';

/** @param ticked none: all of them are asked for */
export function showColumns(say: Say, fields: readonly Field[], ticked: readonly string[]): void {
  const known = fields.map((field) => columnLine(say, field, ticked.includes(field.key)));
  // Of another dataset, or while the portal does not answer: what was ticked stays.
  const others = ticked.filter((key) => !fields.some((field) => field.key === key));
  const box = $('<div class="linky-red-scroll">').append(
    known,
    others.map((key) => tick(key, key, true)),
  );
  part('columns').empty();
  if (fields.length + others.length > 0) part('columns').append(box);
  countColumns(say, fields.length);
}

export function tickedColumns(): string[] {
  return part('columns')
    .find('input:checked')
    .toArray()
    .map((box) => textOf($(box)));
}

export function countColumns(say: Say, count: number): void {
  const some = tickedColumns().length;
  const key = count === 0 && some === 0 ? 'none' : some === 0 ? 'all' : 'some';
  part('columns-count').text(say(`${TYPE}.say.columns-${key}`, { some, count: Math.max(count, some) }));
}

function columnLine(say: Say, field: Field, isTicked: boolean): JQuery {
  const { key, title, type, unit, description, filterable } = field;
  const facts = [
    title === '' || title === key ? '' : key,
    say(`${TYPE}.type.${type}`),
    unit ?? '',
    filterable ? '' : say(`${TYPE}.say.not-filterable`),
    description,
  ];
  return tick(key, title === '' ? key : title, isTicked).append(
    $('<span class="linky-red-hint">').text(facts.filter((fact) => fact !== '').join(' · ')),
  );
}

function tick(key: string, title: string, isTicked: boolean): JQuery {
  const box = $('<input type="checkbox">').val(key).prop('checked', isTicked);
  return $('<label class="linky-red-tick">').append(box, $('<span>').text(title));
}
