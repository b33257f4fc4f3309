// Whether a command has the form that Home Assistant asks for, and the sentence with which it refuses another one.

/** @returns what is wrong; undefined: nothing. `where` is the way to the value, as Home Assistant writes it. */
export type Form = (value: unknown, where: string) => string | undefined;

export interface Key {
  readonly form: Form;
  readonly required: boolean;
}

export const TEXT = only('str', (value) => typeof value === 'string');
export const FLAG = only('bool', (value) => typeof value === 'boolean');
export const NUMBER = only('float', (value) => typeof value === 'number');
export const TEXT_OR_NONE: Form = (value, where) => (value === null ? undefined : TEXT(value, where));
/** With or without an offset: what lacks one is refused later, in other words. */
export const TIME: Form = (value, where) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : said(`Invalid datetime specified: ${String(value)} for dictionary value`, where, value);

export function oneOf(...words: readonly (string | number)[]): Form {
  return (value, where) =>
    words.some((word) => word === value)
      ? undefined
      : said(`value must be one of ${JSON.stringify(words)} for dictionary value`, where, value);
}

export function listOf(form: Form, least = 0): Form {
  return (value, where) => {
    if (!Array.isArray(value)) return said('expected a list for dictionary value', where, value);
    if (value.length < least) return said(`length of value must be at least ${String(least)}`, where, value);
    return firstOf(value.map((item: unknown, i) => form(item, `${where}[${String(i)}]`)));
  };
}

export function required(form: Form): Key {
  return { form, required: true };
}

export function optional(form: Form): Key {
  return { form, required: false };
}

/** An object of these keys and no other. */
export function objectOf(keys: Readonly<Record<string, Key>>): Form {
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return said('expected a dictionary for dictionary value', where, value);
    const given = new Map(Object.entries(value));
    const strange = [...given.keys()].find((name) => !Object.hasOwn(keys, name));
    if (strange !== undefined) return said('extra keys not allowed', at(where, strange), given.get(strange));
    const wrong = [...given].map(([name, item]) => keys[name]?.form(item, at(where, name)));
    const missing = Object.keys(keys).filter((name) => keys[name]?.required === true && !given.has(name));
    return firstOf([...wrong, ...missing.map((name) => said('required key not provided', at(where, name), null))]);
  };
}

function only(type: string, fits: (value: unknown) => boolean): Form {
  return (value, where) => (fits(value) ? undefined : said(`expected ${type} for dictionary value`, where, value));
}

function at(where: string, name: string): string {
  return `${where}['${name}']`;
}

function said(what: string, where: string, value: unknown): string {
  return `${what} @ ${where}. Got ${value === null ? 'None' : JSON.stringify(value).slice(0, 80)}`;
}

function firstOf(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}
