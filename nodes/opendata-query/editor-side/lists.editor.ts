// The lists of the query builder: conditions, groups, what is computed, the order. A row has a field for each thing that it holds.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import { part, textOf } from './access.editor';

export type RowData = Readonly<Record<string, string>>;

export interface ListOptions {
  /** Below `opendata-query-` in the form. */
  readonly name: string;
  readonly add: string;
  /** The elements of a row, each with `data-field`. */
  readonly fill: (row: JQuery, data: RowData) => void;
  readonly onChange: () => void;
}

export function makeList({ name, add, fill, onChange }: ListOptions): void {
  part(name).editableList({
    addButton: add,
    removable: true,
    sortable: name === 'order',
    height: 'auto',
    addItem: (row: JQuery, _index: number, data: RowData) => {
      row.addClass('linky-red-fields');
      fill(row, data);
      onChange();
    },
    removeItem: onChange,
    sortItems: onChange,
  });
  part(name).on('input change', '[data-field]', onChange);
}

export function showRows(name: string, rows: readonly RowData[]): void {
  part(name).editableList('empty');
  for (const row of rows) part(name).editableList('addItem', row);
}

export function rowsOf(name: string): Record<string, string>[] {
  return part(name)
    .find('.linky-red-fields')
    .toArray()
    .map((row) =>
      Object.fromEntries(
        $(row)
          .find('[data-field]')
          .toArray()
          .map((element) => [String($(element).attr('data-field')), textOf($(element))]),
      ),
    );
}

/** An element of a row, below its label. */
export function labelled(label: string, name: string, element: JQuery, value: string): JQuery {
  element.attr('data-field', name);
  if (element.is('select')) keepForeign(element, value);
  element.val(value);
  return $('<label>').append($('<span>').text(label), element);
}

export function choices(values: readonly (readonly [value: string, text: string])[]): JQuery {
  return $('<select>').append(values.map(([value, text]) => $('<option>').val(value).text(text)));
}

export function textInput(placeholder = ''): JQuery {
  return $('<input type="text">').attr('placeholder', placeholder);
}

/** Of the columns that are known; where none is, its name is typed. */
export function columnInput(fields: readonly Field[], none = ''): JQuery {
  if (fields.length === 0) return textInput(none);
  return choices([['', none], ...fields.map((field) => [field.key, titleOf(field)] as const)]);
}

export function titleOf({ key, title }: Field): string {
  return title === '' || title === key ? key : `${title} (${key})`;
}

/** What a list does not offer stands in it all the same, so that saving keeps it. */
export function keepForeign(select: JQuery, value: string): void {
  const offered = select.find('option').toArray();
  if (value === '' || offered.some((option) => $(option).val() === value)) return;
  $('<option>').val(value).text(value).appendTo(select);
}
