// The list of the form: the periods of the contract. Node-RED saves the fields of a form by themselves, of a list only what it is
// told. Each row has the fields of its offer alone.
import { OFFERS } from '../../lib/tariff/contract/offers';
import type { OfferKind } from '../../lib/tariff/contract/contract';
import {
  AMOUNT_FIELDS,
  DAY_TEXT,
  HIGHEST_PRICE,
  NEW_PERIOD,
  OFFER_CHOICES,
  plainAmount,
  PRICE_FIELDS,
  type PeriodRow,
} from './energy-cost.choices';

/** What the editor knows of a node while its form is open. */
interface EditedContract {
  contract?: PeriodRow[] | string;
  _(key: string): string;
}

type Row = Partial<Record<string, string>>;
type OfferRow = (typeof OFFERS)[OfferKind];

/** Fields that only some offers have; each offer has prices for its classes. */
const OF_SOME: Readonly<Record<string, (offer: OfferRow) => boolean>> = {
  offPeak: ({ offPeak }) => offPeak === 'typed',
  weekEndDays: ({ days }) => days.by === 'week-end',
  ...Object.fromEntries(PRICE_FIELDS.map((field) => [field, ({ classes }: OfferRow) => classes.includes(field)])),
};
const FIELDS: readonly string[] = ['from', 'to', 'offer', 'offPeak', 'weekEndDays', ...PRICE_FIELDS, ...AMOUNT_FIELDS];
/** They take the whole width. */
const WIDE: readonly string[] = ['offer', 'offPeak', 'weekEndDays'];
const VARIABLE = /^\$(\{[^}]+\}|\([^)]+\))$/;

/** Inputs so far: no two of a form may have one id. */
let made = 0;

const list = (): JQuery => $('#node-input-energy-cost-periods');

export function preparePeriods(node: EditedContract): void {
  const { contract = [] } = node;
  // A text comes out of an environment variable: whoever wrote it changes it where it stands.
  if (typeof contract === 'string') {
    list().replaceWith($('<span>').addClass('linky-red-hint').text(contract));
    return;
  }
  list().editableList({
    addButton: node._('energy-cost.add'),
    removable: true,
    sortable: true,
    height: 'auto',
    addItem: (row: JQuery, _index: number, data: Row) => {
      fillRow(node, row, data);
    },
  });
  for (const row of contract.length === 0 ? [NEW_PERIOD] : contract) list().editableList('addItem', row);
}

/** What stands in the list now; undefined where there is none, and all stays as it is. */
export function readPeriods(): PeriodRow[] | undefined {
  if (list().length === 0) return undefined;
  return list()
    .find('.linky-red-fields')
    .toArray()
    .map((row) => readRow($(row)));
}

/** @returns true, or the key of what is wrong */
export function checkContract(contract: unknown): true | string {
  if (typeof contract === 'string') return contract.trim() !== '' || 'missing.contract';
  if (!Array.isArray(contract) || contract.length === 0) return 'missing.contract';
  for (const row of contract as Row[]) {
    const wrong = wrongIn(row);
    if (wrong !== undefined) return `invalid.${wrong}`;
  }
  return true;
}

function wrongIn(row: Row): string | undefined {
  const offer = offerOf(row['offer']);
  if (offer === undefined) return VARIABLE.test(row['offer'] ?? '') ? undefined : 'offer';
  const typed = (field: string): string => {
    const text = (row[field] ?? '').trim();
    return VARIABLE.test(text) ? '' : text;
  };
  if (['from', 'to'].some((field) => typed(field) !== '' && !DAY_TEXT.test(typed(field)))) return 'day';
  const amounts = [...offer.classes, ...AMOUNT_FIELDS].map((field) => plainAmount(typed(field)));
  if (amounts.some((text) => text !== '' && Number.isNaN(Number(text)))) return 'amount';
  if (offer.classes.some((field) => Math.abs(Number(plainAmount(typed(field)))) > HIGHEST_PRICE)) return 'price';
  if ([...offer.classes, 'feedIn'].every((field) => (row[field] ?? '').trim() === '')) return 'no-price';
  return offer.offPeak === 'typed' && (row['offPeak'] ?? '').trim() === '' ? 'off-peak' : undefined;
}

function fillRow(node: EditedContract, row: JQuery, data: Row): void {
  row.addClass('linky-red-fields');
  const begin: Row = { ...NEW_PERIOD };
  for (const field of FIELDS) row.append(labelled(node, field, data[field] ?? begin[field] ?? ''));
  const showFitting = (): void => {
    const offer = offerOf(String(fieldIn(row, 'offer').val()));
    for (const [field, isOf] of Object.entries(OF_SOME))
      fieldIn(row, field)
        .parent()
        .toggle(offer === undefined || isOf(offer));
  };
  fieldIn(row, 'offer').on('change', showFitting);
  showFitting();
}

function readRow(row: JQuery): PeriodRow {
  const offer = offerOf(String(fieldIn(row, 'offer').val()));
  const texts = FIELDS.flatMap((field) => {
    const text = String(fieldIn(row, field).val() ?? '').trim();
    const isOf = OF_SOME[field];
    // A price that was typed for another offer is of no concern any more.
    const isForeign = isOf !== undefined && offer !== undefined && !isOf(offer);
    return (isForeign || text === '') && isOf !== undefined ? [] : [[field, text] as const];
  });
  return { ...NEW_PERIOD, ...(Object.fromEntries(texts) as Partial<PeriodRow>) };
}

/** A label of its own above each input, so that both are as high as they look. */
function labelled(node: EditedContract, field: string, value: string): JQuery {
  const key = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const id = `energy-cost-${key}-${String((made += 1))}`;
  const input = field === 'offer' ? offers(node, value) : textInput(node, key);
  input.attr('id', id).attr('data-field', field).val(value);
  return $('<span>')
    .css(WIDE.includes(field) ? { gridColumn: '1 / -1' } : {})
    .append(
      $('<label>')
        .attr('for', id)
        .text(node._(`energy-cost.label.${key}`)),
      input,
    );
}

function textInput(node: EditedContract, key: string): JQuery {
  const name = `energy-cost.placeholder.${key}`;
  const hint = node._(name);
  return $('<input type="text">').attr('placeholder', hint === name ? '' : hint);
}

/** With what it does not offer, where that stands in the flow: saving keeps it. */
function offers(node: EditedContract, value: string): JQuery {
  const options = OFFER_CHOICES.map((offer) =>
    $('<option>')
      .val(offer)
      .text(node._(`energy-cost.offer.${offer}`)),
  );
  const foreign = offerOf(value) === undefined && value !== '' ? [$('<option>').val(value).text(value)] : [];
  return $('<select>').append([...options, ...foreign]);
}

function fieldIn(row: JQuery, field: string): JQuery {
  return row.find(`[data-field="${field}"]`);
}

function offerOf(text: string | undefined): OfferRow | undefined {
  const kind = OFFER_CHOICES.find((offer) => offer === text);
  return kind === undefined ? undefined : OFFERS[kind];
}
