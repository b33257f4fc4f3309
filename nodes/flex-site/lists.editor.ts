// The lists of the form: what the assets can do, and the keys that were given out. Node-RED saves the fields of a form by
// themselves, of lists only what it is told; secrets it keeps in fields of their own, which a row of the list borrows.
import { KEY_SLOTS, NEW_ASSET, PRODUCTS, type AssetRow, type KeyRow } from './flex-site.choices';

/** What the editor knows of a node while its form is open. */
interface EditedSite {
  assets?: AssetRow[];
  keys?: KeyRow[];
  credentials?: Readonly<Record<string, unknown>>;
  _(key: string): string;
}

type Row = Record<string, string>;

const ASSET_FIELDS = ['asset', 'assetName', 'product', 'power', 'delay', 'duration', 'perDay', 'periods'] as const;
/** Shown for a secret that Node-RED has and does not give back. */
const KEPT = '__PWRD__';
const SECRET_BYTES = 24;

const assetList = (): JQuery => $('#node-config-flex-site-assets');
const keyList = (): JQuery => $('#node-config-flex-site-keys');

export function prepareLists(node: EditedSite): void {
  listOf(assetList(), node._('flex-site.add.asset'), node.assets ?? [], (row, data) => {
    for (const field of ASSET_FIELDS)
      row.append(
        labelled(
          node,
          field,
          field === 'product' ? products(node) : textInput(),
          data[field] ?? String(NEW_ASSET[field]),
        ),
      );
  });
  prepareSecrets(node.credentials ?? {});
  listOf(keyList(), node._('flex-site.add.key'), node.keys ?? [], (row, data) => {
    const slot = data['slot'] ?? freeSlot();
    if (slot === undefined) {
      row.text(node._('flex-site.add.no-more'));
      return;
    }
    row.data('slot', slot);
    const secret = $(`#node-config-input-secret${slot}`);
    row.append(labelled(node, 'holder', textInput(), data['holder'] ?? ''));
    row.append(labelled(node, 'keyAssets', textInput(node._('flex-site.placeholder.assets')), data['keyAssets'] ?? ''));
    row.append(labelled(node, 'secret', secret), makeSecret(node, secret));
  });
}

/** What stands in the lists now. */
export function readLists(): { assets: AssetRow[]; keys: KeyRow[] } {
  const assets = rowsOf(assetList()).map((row) => fieldsOf(row, ASSET_FIELDS) as unknown as AssetRow);
  const keys = rowsOf(keyList())
    .filter((row) => row.data('slot') !== undefined)
    .map((row) => ({ ...fieldsOf(row, ['holder', 'keyAssets']), slot: String(row.data('slot')) }) as KeyRow);
  return { assets, keys };
}

function listOf(
  element: JQuery,
  add: string,
  rows: readonly object[],
  fill: (row: JQuery, data: Partial<Row>) => void,
): void {
  element.editableList({
    addButton: add,
    removable: true,
    sortable: false,
    height: 'auto',
    addItem: (row: JQuery, _index: number, data: Partial<Row>) => {
      row.addClass('linky-red-fields');
      fill(row, data);
    },
    removeItem: () => {
      giveBackSecrets();
    },
  });
  for (const row of rows) element.editableList('addItem', row);
}

/** One field for each secret that Node-RED can keep; those of no row are empty, and so forgotten. */
function prepareSecrets(credentials: Readonly<Record<string, unknown>>): void {
  const pool = $('#node-config-flex-site-secrets');
  for (const slot of KEY_SLOTS) {
    const name = `secret${slot}`;
    const typed = credentials[name];
    const known = typeof typed === 'string' ? typed : credentials[`has_${name}`] === true ? KEPT : '';
    $('<input type="password" autocomplete="new-password">')
      .attr('id', `node-config-input-${name}`)
      .val(known)
      .appendTo(pool);
  }
}

/** A removed row takes its field with it: another one takes its place, and is empty. */
function giveBackSecrets(): void {
  for (const slot of KEY_SLOTS) {
    const id = `node-config-input-secret${slot}`;
    if ($(`#${id}`).length === 0)
      $('<input type="password" autocomplete="new-password">')
        .attr('id', id)
        .appendTo($('#node-config-flex-site-secrets'));
  }
}

function freeSlot(): string | undefined {
  const taken = rowsOf(keyList()).map((row) => String(row.data('slot')));
  return KEY_SLOTS.find((slot) => !taken.includes(slot));
}

/** A new key is shown once, to be handed on; later nobody can read it here. */
function makeSecret(node: EditedSite, secret: JQuery): JQuery {
  return $('<button type="button" class="red-ui-button red-ui-button-small">')
    .text(node._('flex-site.add.make'))
    .on('click', () => {
      const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
      const text = btoa(String.fromCharCode(...bytes))
        .replace(/\+/g, '-')
        .replace(/\//g, '_');
      secret.attr('type', 'text').val(text).trigger('change').trigger('focus').trigger('select');
    });
}

/** Of random bytes: a browser has crypto.randomUUID over HTTPS only. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function labelled(node: EditedSite, field: string, input: JQuery, value?: string): JQuery {
  const key = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (value !== undefined) input.attr('data-field', field).val(value);
  return $('<label>')
    .addClass(`flex-site-${key}`)
    .append($('<span>').text(node._(`flex-site.label.${key}`)), input);
}

function textInput(placeholder = ''): JQuery {
  return $('<input type="text">').attr('placeholder', placeholder);
}

function products(node: EditedSite): JQuery {
  return $('<select>').append(
    PRODUCTS.map((product) =>
      $('<option>')
        .val(product)
        .text(node._(`flex-site.product.${product}`)),
    ),
  );
}

/** What the list calls an item is the row itself. */
function rowsOf(list: JQuery): JQuery[] {
  return list
    .find('.linky-red-fields')
    .toArray()
    .map((row) => $(row));
}

function fieldsOf(row: JQuery, fields: readonly string[]): Row {
  return Object.fromEntries(
    fields.map((field) => [field, String(row.find(`[data-field="${field}"]`).val() ?? '').trim()]),
  );
}
