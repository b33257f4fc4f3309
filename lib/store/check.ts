// What was read is checked once, where it comes in.
import * as v from 'valibot';

/** Turns what was read into what was written, or undefined when it is something else (another program's). */
export type Check<T> = (value: unknown) => T | undefined;

/** The check that a valibot schema makes. */
export function checkedBy<T>(schema: v.GenericSchema<unknown, T>): Check<T> {
  return (value) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? parsed.output : undefined;
  };
}
