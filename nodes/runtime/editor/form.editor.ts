// What the forms of all nodes need from the editor, and what @types/node-red do not say about it.
import type { EditorNodePropertyDef } from 'node-red';

export type { EditorRED } from 'node-red';

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
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}

/**
 * What every form does when it opens. Where a flow of before, or one that was written by hand, says nothing, it shows what
 * holds: else its lists would be empty, and saving would store that. A list shows what it does not offer (an environment
 * variable set in the flow's file), so that saving keeps it. And what is folded opens where something in it is not as it is
 * for most: nobody has to look for what makes a node special.
 * @param usual what a new node begins with
 */
export function prepareForm(node: object, usual: Readonly<Record<string, string | number | boolean>>): void {
  for (const [name, begin] of Object.entries(usual)) {
    const element = $(`#node-input-${name}, #node-config-input-${name}`);
    const value = (node as Partial<Record<string, unknown>>)[name];
    // Nothing to show, or a box that is not ticked.
    if (value === undefined && begin !== '' && begin !== false) element.val(String(begin));
    // A list of config nodes is Node-RED's own.
    if (element.is('.form-row > select')) keepForeignChoice(element, value);
    if (value !== undefined && textOf(value) !== textOf(begin)) element.closest('details').prop('open', true);
  }
}

function keepForeignChoice(select: JQuery, value: unknown): void {
  const offered = select.find('option').toArray();
  if (typeof value !== 'string' || value === '' || offered.some((option) => $(option).val() === value)) return;
  $('<option>').val(value).text(value).appendTo(select);
  select.val(value);
}
