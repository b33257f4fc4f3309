// Messages come over a wire, from whatever flow: each field that is not of the right shape counts as unknown, the others hold.
import * as v from 'valibot';

/** What is left of a sender's type: any field may be missing or null, whatever words and levels the sender has today. */
export type Tolerant<T> = T extends string
  ? string | null
  : T extends number
    ? number | null
    : T extends boolean
      ? boolean | null
      : T extends readonly (infer Item)[]
        ? readonly Tolerant<Item>[] | null
        : T extends object
          ? { readonly [Field in keyof T]?: Tolerant<T[Field]> } | null
          : null;

/** Schemas for some fields of a sender's type. */
export type FieldsOf<T> = { readonly [Field in keyof T]?: v.GenericSchema<unknown, Tolerant<NonNullable<T[Field]>>> };

/** Null for anything that does not fit. */
export function orNull<const Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.nullable(schema), null);
}

/** An object whose fields do not fail; what is no object has none of them. */
export function record<const Fields extends v.ObjectEntries>(fields: Fields) {
  const schema = v.object(fields);
  return v.fallback(schema, v.parse(schema, {}));
}

/** Items keep their places; what is no list is empty. */
export function list<const Item extends v.GenericSchema>(item: Item) {
  return v.fallback(v.array(item), []);
}

/** An object with fields by name: no list, no bytes. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Blanks alone are no text. */
export const text = orNull(
  v.pipe(
    v.string(),
    v.check((some) => some.trim() !== ''),
  ),
);
export const number = orNull(v.pipe(v.number(), v.finite()));
export const flag = orNull(v.boolean());
