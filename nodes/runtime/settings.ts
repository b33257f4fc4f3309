// The fields of a form, read once when a flow starts: raw strings of the editor, or what an environment variable put in their
// place. Node-RED does that for `${NAME}` (or `$(NAME)`) where it is the whole field and the variable is set; what is left of
// one is no port and no address.
import { LinkyRedError } from '../../lib/errors';

const LEFT_OVER = /\$(?:\{[^}]*\}|\([^)]*\))/;
const YES = ['true', '1', 'on', 'yes'];

/** What a number may be. */
export interface Bounds {
  readonly least?: number;
  /** Where it has to be more than that. */
  readonly above?: number;
  readonly most: number;
  readonly whole?: true;
}

/** Every method throws LinkyRedError ERR_CONFIG or ERR_CONFIG_VARIABLE with the field that makes no sense. */
export class Settings<Fields extends object> {
  /**
   * @param defaults count for fields that are missing: an older flow, a flow that was written by hand
   * @param emptied whether a field that was cleared counts as missing, too
   */
  constructor(
    private readonly raw: Partial<Readonly<Record<keyof NoInfer<Fields>, unknown>>>,
    private readonly defaults: Readonly<Fields>,
    private readonly emptied: 'stays' | 'counts-as-missing' = 'stays',
  ) {}

  /** Without outer blanks. */
  text(field: keyof Fields & string): string {
    const text = typed(field, this.raw[field] ?? this.defaults[field]);
    return text === '' && this.emptied === 'counts-as-missing' ? String(this.defaults[field]) : text;
  }

  /** A text that must not be empty. */
  filled(field: keyof Fields & string): string {
    return this.text(field) || this.refuse(field);
  }

  choice<Choice extends string>(field: keyof Fields & string, choices: readonly Choice[]): Choice {
    const text = this.text(field);
    return choices.find((choice) => choice === text) ?? this.refuse(field);
  }

  /** A checkbox, or the word that an environment variable put in its place. */
  flag(field: keyof Fields & string): boolean {
    return YES.includes(this.text(field).toLowerCase());
  }

  number(field: keyof Fields & string, { least = -Infinity, above = -Infinity, most, whole }: Bounds): number {
    const number = Number(this.filled(field));
    const fits = number >= least && number > above && number <= most && (whole !== true || Number.isInteger(number));
    return fits ? number : this.refuse(field);
  }

  /** A text of a pattern, and its groups. */
  match(field: keyof Fields & string, pattern: RegExp): RegExpExecArray {
    return pattern.exec(this.text(field)) ?? this.refuse(field);
  }

  /** For what only the node itself can tell of a field. */
  refuse(field: keyof Fields & string): never {
    throw new LinkyRedError('ERR_CONFIG', { field, detail: this.text(field) });
  }
}

/**
 * The text of one field without its outer blanks.
 * @param field its name, for the error; the text is not repeated, since it may hold a part of a secret
 * @throws LinkyRedError ERR_CONFIG_VARIABLE where an environment variable was not put in its place
 */
export function typed(field: string, value: unknown): string {
  const text = String(value).trim();
  if (LEFT_OVER.test(text)) throw new LinkyRedError('ERR_CONFIG_VARIABLE', { field });
  return text;
}
