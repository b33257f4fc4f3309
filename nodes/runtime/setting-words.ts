// What is said of a setting that cannot be used: its label in the form, what is wrong, what to do. Shared with the editor.

/** Looks a key up in the catalogue of a node, which holds that of this room, too. */
export type Say = (key: string, facts?: Readonly<Record<string, string | number>>) => string;

/** What may be wrong with a field. */
export type Fault =
  /** Nothing is there, and there is nothing to take instead. */
  | { readonly fault: 'missing' }
  | {
      readonly fault: 'number' | 'whole' | 'above';
      readonly value: string;
      readonly least: number;
      readonly most: number;
    }
  | { readonly fault: 'choice'; readonly value: string; readonly choices: string }
  /** What fits says the node's own catalogue, under `invalid.<rule>`. */
  | { readonly fault: 'form'; readonly value: string; readonly rule: string }
  /** An environment variable that nobody has set. */
  | { readonly fault: 'variable'; readonly variable: string }
  /** A variable that is not the whole field. */
  | { readonly fault: 'variable-part' }
  /** The config node of this type that is chosen cannot be used. */
  | { readonly fault: 'config-node'; readonly type: string };

/** The field of a form, in the facts of an error. `node` is the type of the node whose form it is. */
export interface Field {
  readonly node: string;
  readonly field: string;
}

type Facts = Readonly<Record<string, string | number>>;

/** Facts of an error as they are thrown: label and detail are those of a log that has no catalogue. */
export function settingFacts({ node, field }: Field, fault: Fault): Facts {
  return { label: field, detail: fault.fault, node, field, ...fault };
}

/** The same with `label` and `detail` in the language of the catalogue; the facts of any other error as they are. */
export function inWords(say: Say, facts: Facts): Facts {
  const { node, field, fault } = facts;
  if (typeof node !== 'string' || typeof field !== 'string' || typeof fault !== 'string') return facts;
  const label =
    firstOf(
      say,
      namesOf(field).map((name) => `${node}.label.${name}`),
    ) ?? field;
  return { ...facts, label, detail: detailOf(say, node, field, facts) };
}

function detailOf(say: Say, node: string, field: string, facts: Facts): string {
  const fault = String(facts['fault']);
  if (fault === 'missing') {
    const own = namesOf(field).map((name) => `${node}.missing.${name}`);
    return firstOf(say, own) ?? say('setting.missing');
  }
  if (fault === 'config-node' || fault === 'variable' || fault === 'variable-part')
    return say(`setting.${fault}`, facts);
  const found = say(facts['value'] === '' ? 'setting.empty' : 'setting.value', facts);
  const wanted = fault === 'form' ? say(`${node}.invalid.${String(facts['rule'])}`) : say(`setting.${fault}`, facts);
  return `${found}. ${wanted}`;
}

/** Keys of catalogues are written with hyphens, fields in camelCase. */
function namesOf(field: string): readonly string[] {
  return [field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), field];
}

/** A key that no catalogue has comes back. */
function firstOf(say: Say, keys: readonly string[]): string | undefined {
  return keys.map((key) => [key, say(key)] as const).find(([key, text]) => text !== key)?.[1];
}
