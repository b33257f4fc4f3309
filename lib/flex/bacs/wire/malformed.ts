// A call that makes no sense, with the field that does not.
import * as v from 'valibot';

export class Malformed extends Error {
  /** @param field of the body or the query: `power[0].start`; empty: the whole body */
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** What was sent, as the schema has it. @throws Malformed */
export function checked<T>(schema: v.GenericSchema<unknown, T>, sent: unknown): T {
  const read = v.safeParse(schema, sent, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  // What is wrong, never what stood there.
  throw new Malformed(
    pathOf(issue),
    issue.type === 'regex' ? issue.message : `expected ${issue.expected ?? issue.type}`,
  );
}

function pathOf({ path }: v.BaseIssue<unknown>): string {
  return (path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
