// What the forms of all nodes need from the editor, and what @types/node-red do not say about it.
import type { EditorNodePropertyDef, EditorRED } from 'node-red';

export type { EditorRED } from 'node-red';
declare const RED: EditorRED;

type Validate = NonNullable<EditorNodePropertyDef<string>['validate']>;

export interface Form {
  /** What another field of the form holds at the moment. */
  readonly field: (name: string) => string;
  /** The sentence under this key of the node's catalogue. */
  readonly sentence: (key: string) => string;
}

interface EditedNode extends Record<string, unknown> {
  _(key: string): string;
}

/**
 * A validator as Node-RED has had since 3.0: true, or the sentence that says what is wrong.
 * Values that are an environment variable (`${NAME}`) never come here.
 */
export function validator(check: (value: string, form: Form) => true | string): Validate {
  // Two parameters on purpose: with one, Node-RED takes a sentence for "valid".
  const validate = function (this: EditedNode, value: unknown, _options: unknown) {
    // What a flow of before lacks is filled by the runtime's default: no reason to warn at every deploy.
    if (value === undefined) return true;
    return check(textOf(value), {
      field: (name) => fieldOf(this, name),
      sentence: (key) => this._(key),
    });
  };
  return validate as unknown as Validate;
}

/** While a form is open its fields count, not the node, which still has the old values. */
function fieldOf(node: EditedNode, name: string): string {
  const open = $(`#node-input-${name}`);
  return textOf(open.length > 0 ? open.val() : node[name]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/**
 * Shows in an open form what holds where a flow of before, or one that was written by hand, says nothing: else its lists would
 * be empty, and saving would store that.
 */
export function showDefaults(node: object, defaults: Readonly<Record<string, string | number | boolean>>): void {
  for (const [field, value] of Object.entries(defaults)) {
    const missing = (node as Partial<Record<string, unknown>>)[field] === undefined;
    // Nothing to show, or a box that is not ticked.
    if (missing && value !== '' && value !== false) $(`#node-input-${field}`).val(String(value));
  }
}

/** Lets a list show what it does not offer (an environment variable set in the flow's file), so that saving keeps it. */
export function keepForeignChoice(select: JQuery, value: string | undefined): void {
  const offered = select.find('option').toArray();
  if (value === undefined || value === '' || offered.some((option) => $(option).val() === value)) return;
  $('<option>').val(value).text(value).appendTo(select);
  select.val(value);
}

/** A list that drops down below a field; picking an entry calls `pick`. Labels are shown as text, whatever is in them. */
export function dropDown(
  field: JQuery,
  entries: readonly { label: string; value: string }[],
  pick: (value: string) => void,
): void {
  const list = {
    disposeOnClose: true,
    maxHeight: 300,
    options: entries.map(({ label, value }) => ({
      label,
      onselect: () => {
        pick(value);
      },
    })),
  };
  RED.popover.menu(list).show({ target: field, align: 'right' });
}
