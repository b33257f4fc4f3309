// The query builder in the form: what stands in it is a draft, which is read after each change.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import { askNode, isTicked, part, sayingOf, textOf } from './access.editor';
import { countColumns, showColumns, tickedColumns } from './columns.editor';
import {
  EMPTY_DRAFT,
  type ConditionDraft,
  type Draft,
  type GroupDraft,
  type MeasureDraft,
  type OrderDraft,
} from './draft';
import { columnInput, keepForeign, makeList, rowsOf, showRows, titleOf, type RowData } from './lists.editor';
import { conditionRow, groupRow, hasRows, measureRow, orderRow, type RowContext } from './rows.editor';
import type { Say } from './tongue';
import { queryOf, type Made } from './to-query';

/** Parts of a draft that are one field of the form each. */
const FIELDS = [
  ...(['period', 'timeField', 'lastDays', 'from', 'to', 'match', 'place', 'lat', 'lon', 'metres'] as const),
  ...(['west', 'south', 'east', 'north', 'corners', 'limit'] as const),
];
const TIMES: readonly Field['type'][] = ['date', 'datetime'];
const PLACES: readonly Field['type'][] = ['geo-point', 'geo-shape'];

export class Builder {
  private readonly say: Say;
  private fields: readonly Field[] = [];
  /** While rows are shown, nothing is read from them. */
  private isShowing = false;
  private values = new Map<string, Promise<readonly string[]>>();

  constructor(
    private readonly node: object,
    private readonly onChange: () => void,
  ) {
    this.say = sayingOf(node);
    const context: RowContext = {
      say: this.say,
      fields: () => this.fields,
      values: (key) => this.valuesOf(key),
      orders: () => this.orders(),
    };
    const list = (name: string, add: string, fill: (context: RowContext, row: JQuery, data: RowData) => void): void => {
      makeList({
        name,
        add: this.say(`opendata-query.add.${add}`),
        fill: (row, data) => {
          fill(context, row, data);
        },
        onChange: () => {
          this.changed(name);
        },
      });
    };
    list('conditions', 'condition', conditionRow);
    list('groups', 'group', groupRow);
    list('measures', 'measure', measureRow);
    list('order', 'order', orderRow);
    part('build').on('input change', '> .form-row :input, details > .form-row :input', () => {
      this.changed('');
    });
    part('limit').on('input change', () => {
      this.changed('');
    });
  }

  /** What stands in the form now. */
  read(): Draft {
    const texts = Object.fromEntries(FIELDS.map((name) => [name, textOf(part(name))]));
    return {
      ...EMPTY_DRAFT,
      ...(texts as Partial<Draft>),
      columns: tickedColumns(),
      conditions: rowsOf('conditions') as unknown as ConditionDraft[],
      groups: rowsOf('groups') as unknown as GroupDraft[],
      measures: rowsOf('measures') as unknown as MeasureDraft[],
      order: rowsOf('order') as unknown as OrderDraft[],
      totals: isTicked(part('totals')),
    };
  }

  make(): Made {
    return queryOf(this.read(), this.fields);
  }

  /** @param fields what is known of the columns of the dataset; empty while nothing is */
  show(draft: Draft, fields: readonly Field[]): void {
    if (fields !== this.fields) this.values = new Map();
    this.fields = fields;
    this.isShowing = true;
    const times = fields.filter(({ type }) => TIMES.includes(type));
    const first = this.say('opendata-query.placeholder.time-field');
    const timeField = columnInput(times, first).attr('id', 'opendata-query-timeField');
    if (timeField.is('select')) keepForeign(timeField, draft.timeField);
    part('timeField').replaceWith(timeField);
    for (const name of FIELDS) part(name).val(draft[name]);
    part('totals').prop('checked', draft.totals);
    showColumns(this.say, fields, draft.columns);
    const lists = { conditions: draft.conditions, groups: draft.groups, measures: draft.measures } as const;
    for (const [name, rows] of Object.entries(lists)) showRows(name, rows as unknown as readonly RowData[]);
    showRows('order', draft.order as unknown as readonly RowData[]);
    this.isShowing = false;
    this.openFolds(draft);
    this.showFitting();
  }

  private changed(what: string): void {
    if (this.isShowing) return;
    // What the order goes by are groups and figures, where there are some.
    if ((what === 'groups' || what === 'measures') && hasRows('order')) this.showOrder();
    this.showFitting();
    this.onChange();
  }

  private showOrder(): void {
    this.isShowing = true;
    showRows('order', rowsOf('order'));
    this.isShowing = false;
  }

  private showFitting(): void {
    const [period, place] = [textOf(part('period')), textOf(part('place'))];
    part('last')
      .add('.opendata-query-last')
      .toggle(period === 'last');
    $('.opendata-query-between').toggle(period === 'between');
    $('.opendata-query-timed').toggle(period !== 'always');
    for (const name of ['near', 'box', 'polygon']) $(`.opendata-query-${name}`).toggle(place === name);
    part('match').toggle(part('conditions').find('.linky-red-fields').length > 1);
    part('totals').closest('.form-row').toggle(hasRows('measures'));
    // A dataset without places needs no row for them.
    const isPlaced = this.fields.length === 0 || this.fields.some(({ type }) => PLACES.includes(type));
    part('place-fold').toggle(isPlaced || place !== 'anywhere');
    countColumns(this.say, this.fields.length);
  }

  /** What is folded opens where something is in it. */
  private openFolds(draft: Draft): void {
    if (draft.columns.length > 0) part('columns-fold').prop('open', true);
    if (draft.place !== 'anywhere') part('place-fold').prop('open', true);
    if (draft.groups.length + draft.measures.length > 0) part('computed-fold').prop('open', true);
    if (draft.order.length > 0) part('order-fold').prop('open', true);
  }

  private orders(): readonly (readonly [value: string, text: string])[] {
    const { group = [], aggregate = [] } = this.make().query;
    const names = [...group.map((each) => each.as ?? each.field), ...aggregate.map(({ as }) => as)];
    if (names.length > 0) return names.map((name) => [name, name] as const);
    return this.fields.filter(({ filterable }) => filterable).map((field) => [field.key, titleOf(field)] as const);
  }

  /** Asked once for each column. */
  private valuesOf(key: string): Promise<readonly string[]> {
    const known = this.fields.find((field) => field.key === key)?.values;
    const asked =
      this.values.get(key) ??
      askNode(this.node, 'values', { field: key, query: '' }).then((told) => told?.value ?? known ?? []);
    this.values.set(key, asked);
    return asked;
  }
}
