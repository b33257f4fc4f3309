// What stands in a row of each list of the query builder, by the columns that the dataset has.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import { CUTS, MEASURES, operatorsFor, VALUELESS, type Operator } from './draft';
import { choices, columnInput, keepForeign, labelled, textInput, type RowData } from './lists.editor';
import { part, textOf } from './access.editor';
import type { Say } from './tongue';

export interface RowContext {
  readonly say: Say;
  readonly fields: () => readonly Field[];
  /** Values of a column, for whoever does not know them. */
  readonly values: (key: string) => Promise<readonly string[]>;
  /** What an order may go by. */
  readonly orders: () => readonly (readonly [value: string, text: string])[];
}

const TYPE = 'opendata-query';
const TIMES: readonly Field['type'][] = ['date', 'datetime'];
const NUMBERS: readonly Field['type'][] = ['integer', 'number'];
/** Keys of the catalogue; of a time there are words of its own. */
const WORDS: Readonly<Partial<Record<Operator, string>>> = {
  '=': 'equal',
  '!=': 'different',
  '<': 'less',
  '<=': 'at-most',
  '>': 'more',
  '>=': 'at-least',
};
const WORDS_OF_TIMES: Readonly<Partial<Record<Operator, string>>> = {
  '<': 'before',
  '<=': 'at-most-time',
  '>': 'after',
  '>=': 'at-least-time',
};

const filterable = ({ fields }: RowContext): readonly Field[] => fields().filter((field) => field.filterable);

export function conditionRow(context: RowContext, row: JQuery, data: RowData): void {
  const word = (key: string): string => context.say(`${TYPE}.${key}`);
  const column = columnInput(filterable(context));
  const operator = $('<select>');
  const value = $('<span class="linky-red-value">');
  const known = (): Field | undefined => context.fields().find(({ key }) => key === textOf(column));

  const showOperators = (chosen: string): void => {
    const field = known();
    const isTime = field !== undefined && TIMES.includes(field.type);
    // Words of a whole row need no column.
    const offered = new Set<Operator>([...operatorsFor(field), 'search']);
    const text = (one: Operator): string =>
      word(`operator.${(isTime ? WORDS_OF_TIMES[one] : undefined) ?? WORDS[one] ?? one}`);
    operator.empty().append([...offered].map((one) => $('<option>').val(one).text(text(one))));
    keepForeign(operator, chosen);
    operator.val(chosen);
  };
  const showValue = (typed: string): void => {
    value.empty().append(valueInput(context, known(), typed, word('placeholder.value')));
    value.closest('label').toggle(!VALUELESS.includes(textOf(operator) as Operator));
    column.closest('label').toggle(textOf(operator) !== 'search');
  };
  const typedValue = (): string => textOf(value.find('[data-field]'));

  row.append(
    labelled(word('label.field'), 'field', column, data['field'] ?? ''),
    labelled(word('label.operator'), 'operator', operator, ''),
    $('<label class="linky-red-wide">').append($('<span>').text(word('label.value')), value),
    $('<input type="hidden" data-field="kind">').val(data['kind'] ?? 'text'),
  );
  showOperators(data['operator'] ?? '=');
  showValue(data['value'] ?? '');
  column.on('change', () => {
    const before = textOf(operator) as Operator;
    showOperators(operatorsFor(known()).includes(before) ? before : '=');
    // What was typed for another column is none of this one's.
    showValue('');
  });
  operator.on('change', () => {
    showValue(typedValue());
  });
}

let lists = 0;

/** Yes or no to choose, or a text with the values that occur as proposals. */
function valueInput(context: RowContext, field: Field | undefined, typed: string, placeholder: string): JQuery {
  const word = (key: string): string => context.say(`${TYPE}.words.${key}`);
  if (field?.type === 'boolean') {
    const select = choices([
      ['true', word('yes')],
      ['false', word('no')],
    ]);
    return select.attr('data-field', 'value').val(typed === 'false' ? 'false' : 'true');
  }
  const isTime = field !== undefined && TIMES.includes(field.type);
  const element = textInput(isTime ? context.say(`${TYPE}.placeholder.day`) : placeholder);
  element.attr('data-field', 'value').val(typed);
  if (field?.type !== 'text') return element;
  const list = $('<datalist>').attr('id', `${TYPE}-values-${String(++lists)}`);
  element.attr('list', String(list.attr('id')));
  element.one('focus', () => {
    void context.values(field.key).then((values) => {
      list.append(values.map((value) => $('<option>').val(value)));
    });
  });
  return element.add(list);
}

export function groupRow(context: RowContext, row: JQuery, data: RowData): void {
  const word = (key: string): string => context.say(`${TYPE}.${key}`);
  const column = columnInput(filterable(context));
  const by = choices(CUTS.map((cut) => [cut, word(`cut.${cut}`)] as const));
  row.append(
    labelled(word('label.field'), 'field', column, data['field'] ?? ''),
    labelled(word('label.by'), 'by', by, data['by'] ?? 'value'),
    labelled(word('label.width'), 'width', textInput(), data['width'] ?? ''),
    labelled(word('label.as'), 'as', textInput(word('placeholder.as')), data['as'] ?? ''),
  );
  const width = row.find('[data-field="width"]').closest('label');
  const showFitting = (): void => {
    const field = context.fields().find(({ key }) => key === textOf(column));
    const offered = CUTS.filter((cut) => fits(cut, field));
    by.find('option').each((_index, option) => {
      $(option).prop('disabled', !offered.some((cut) => cut === $(option).val()));
    });
    width.toggle(textOf(by) === 'width');
  };
  column.on('change', () => {
    const field = context.fields().find(({ key }) => key === textOf(column));
    if (field !== undefined) by.val(TIMES.includes(field.type) ? 'day' : 'value');
    showFitting();
  });
  by.on('change', showFitting);
  showFitting();
}

function fits(cut: (typeof CUTS)[number], field: Field | undefined): boolean {
  if (field === undefined || cut === 'value') return true;
  return cut === 'width' ? NUMBERS.includes(field.type) : TIMES.includes(field.type);
}

export function measureRow(context: RowContext, row: JQuery, data: RowData): void {
  const word = (key: string): string => context.say(`${TYPE}.${key}`);
  const measure = choices(MEASURES.map((name) => [name, word(`measure.${name}`)] as const));
  const held = $('<span>');
  row.append(
    labelled(word('label.measure'), 'measure', measure, data['measure'] ?? 'count'),
    $('<label>').append($('<span>').text(word('label.field')), held),
    labelled(word('label.of'), 'of', textInput(), data['of'] ?? '50'),
    labelled(word('label.as'), 'as', textInput(word('placeholder.as')), data['as'] ?? ''),
  );
  const showFitting = (chosen: string): void => {
    const name = textOf(measure);
    const onlyNumbers = ['sum', 'avg', 'percentile'].includes(name);
    const fields = filterable(context).filter(({ type }) => !onlyNumbers || NUMBERS.includes(type));
    const column = columnInput(fields).attr('data-field', 'field');
    if (column.is('select')) keepForeign(column, chosen);
    held.empty().append(column.val(chosen));
    held.closest('label').toggle(name !== 'count');
    row
      .find('[data-field="of"]')
      .closest('label')
      .toggle(name === 'percentile');
  };
  showFitting(data['field'] ?? '');
  measure.on('change', () => {
    showFitting(textOf(held.find('[data-field]')));
  });
}

export function orderRow(context: RowContext, row: JQuery, data: RowData): void {
  const word = (key: string): string => context.say(`${TYPE}.${key}`);
  const offered = context.orders();
  const by = offered.length === 0 ? textInput() : choices([['', ''], ...offered]);
  const direction = choices((['up', 'down'] as const).map((one) => [one, word(`direction.${one}`)] as const));
  row.append(
    labelled(word('label.order-by'), 'by', by, data['by'] ?? ''),
    labelled(word('label.direction'), 'direction', direction, data['direction'] ?? 'up'),
  );
}

/** Whether a list of the form has rows. */
export const hasRows = (name: string): boolean => part(name).find('.linky-red-fields').length > 0;
