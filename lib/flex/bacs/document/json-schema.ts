// JSON Schema (2020-12) of the schemas that check what comes in and type what goes out: there is no second truth.
import type * as v from 'valibot';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The kinds of schema that the wire needs; another one is an error of whoever adds it, met by the first test. */
type Part = v.GenericSchema<unknown, unknown> & {
  readonly type: string;
  readonly kind: string;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly wrapped?: Part;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly description?: string;
  readonly pipe?: readonly Part[];
};

const KINDS: Readonly<Record<string, (part: Part) => JsonSchema>> = {
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  picklist: ({ options = [] }) => ({ enum: options }),
  literal: ({ literal }) => ({ const: literal }),
  array: ({ item }) => ({ type: 'array', items: schemaOf(item) }),
  object: (part) => objectOf(part),
  optional: ({ wrapped }) => schemaOf(wrapped),
  nullish: ({ wrapped }) => orNull(schemaOf(wrapped)),
  nullable: ({ wrapped }) => orNull(schemaOf(wrapped)),
  // What a pipe adds to its first part.
  integer: () => ({ type: 'integer' }),
  finite: () => ({}),
  regex: ({ requirement }) => ({ pattern: (requirement as RegExp).source }),
  min_length: ({ requirement }) => ({ minItems: requirement }),
  max_length: ({ requirement }) => ({ maxItems: requirement }),
  description: ({ description }) => ({ description }),
};

/** @throws RangeError a kind that is not in the table */
export function jsonSchema(schema: v.GenericSchema<unknown, unknown>): JsonSchema {
  return schemaOf(schema);
}

function schemaOf(part: Part | undefined): JsonSchema {
  if (part === undefined) return {};
  if (part.pipe === undefined) return ofKind(part);
  const [first, ...more] = part.pipe;
  return Object.assign({}, schemaOf(first), ...more.map(ofKind)) as JsonSchema;
}

function ofKind(part: Part): JsonSchema {
  const kind = KINDS[part.type];
  if (kind === undefined) throw new RangeError(`no JSON Schema for ${part.type}`);
  return kind(part);
}

function objectOf({ entries = {} }: Part): JsonSchema {
  const names = Object.keys(entries);
  const required = names.filter((name) => !mayBeAbsent(entries[name]));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, schemaOf(entries[name])])),
    ...(required.length > 0 && { required }),
  };
}

function mayBeAbsent(part: Part | undefined): boolean {
  const type = part?.pipe?.[0]?.type ?? part?.type;
  return type === 'optional' || type === 'nullish';
}

function orNull(schema: JsonSchema): JsonSchema {
  return typeof schema['type'] === 'string'
    ? { ...schema, type: [schema['type'], 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}
