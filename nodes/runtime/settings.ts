// The fields of a form, read once when a flow starts: raw strings of the editor, or what an environment variable put in their
// place. Node-RED does that for `${NAME}` (or `$(NAME)`) where it is the whole field and the variable is set; what is left of
// one is no port and no address.
import { LinkyRedError } from '../../lib/errors';
import { type Fault, type Field, settingFacts } from './setting-words';

const LEFT_OVER = /\$(?:\{[^}]*\}|\([^)]*\))/;
/** A variable that is the whole field: its name is no secret. */
const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)\}|\(([A-Za-z_]\w*)\))$/;
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
   * @param raw with the type of the node, whose form the error speaks of
   * @param defaults count for fields that are missing: an older flow, a flow that was written by hand
   * @param emptied whether a field that was cleared counts as missing, too
   */
  constructor(
    private readonly raw: Partial<Readonly<Record<keyof NoInfer<Fields> | 'type', unknown>>>,
    private readonly defaults: Readonly<Fields>,
    private readonly emptied: 'stays' | 'counts-as-missing' = 'stays',
  ) {}

  /** Without outer blanks. */
  text(field: keyof Fields & string): string {
    const text = typed(this.named(field), this.raw[field] ?? this.defaults[field]);
    return text === '' && this.emptied === 'counts-as-missing' ? String(this.defaults[field]) : text;
  }

  /** A text that must not be empty. */
  filled(field: keyof Fields & string): string {
    return this.text(field) || this.refuse(field, { fault: 'missing' });
  }

  choice<Choice extends string>(field: keyof Fields & string, choices: readonly Choice[]): Choice {
    const text = this.text(field);
    return choices.find((choice) => choice === text) ?? this.refuse(field, choiceFault(text, choices));
  }

  /** A checkbox, or the word that an environment variable put in its place. */
  flag(field: keyof Fields & string): boolean {
    return YES.includes(this.text(field).toLowerCase());
  }

  number(field: keyof Fields & string, { least = -Infinity, above = -Infinity, most, whole }: Bounds): number {
    const text = this.text(field);
    const number = text === '' ? NaN : Number(text);
    const fits = number >= least && number > above && number <= most && (whole !== true || Number.isInteger(number));
    if (fits) return number;
    const fault = above > -Infinity ? 'above' : whole === true ? 'whole' : 'number';
    return this.refuse(field, { fault, value: quoted(text), least: Math.max(least, above), most });
  }

  /** A text of a pattern, and its groups. @param rule the key of what fits, below `invalid` in the node's catalogue */
  match(field: keyof Fields & string, pattern: RegExp, rule: string): RegExpExecArray {
    return pattern.exec(this.text(field)) ?? this.refuseForm(field, rule);
  }

  /** For what only the node itself can tell of a text. @param rule as of `match` */
  refuseForm(field: keyof Fields & string, rule: string): never {
    return this.refuse(field, { fault: 'form', value: quoted(this.text(field)), rule });
  }

  /** For a field without which the node can do nothing. */
  refuseMissing(field: keyof Fields & string): never {
    return this.refuse(field, { fault: 'missing' });
  }

  private refuse(field: keyof Fields & string, fault: Fault): never {
    throw new LinkyRedError('ERR_CONFIG', settingFacts(this.named(field), fault));
  }

  private named(field: string): Field {
    return { node: typeof this.raw.type === 'string' ? this.raw.type : '', field };
  }
}

/** Longest part of a setting that an error repeats. */
const QUOTED = 40;

function quoted(text: string): string {
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

function choiceFault(value: string, choices: readonly string[]): Fault {
  return { fault: 'choice', value: quoted(value), choices: choices.join(', ') };
}

/**
 * The text of one field without its outer blanks.
 * @param field whose it is, for the error; the text is not repeated, since it may hold a part of a secret
 * @throws LinkyRedError ERR_CONFIG_VARIABLE where an environment variable was not put in its place
 */
export function typed(field: Field, value: unknown): string {
  const text = String(value).trim();
  if (!LEFT_OVER.test(text)) return text;
  const [, braced, bracketed] = VARIABLE.exec(text) ?? [];
  const variable = braced ?? bracketed;
  const fault: Fault = variable === undefined ? { fault: 'variable-part' } : { fault: 'variable', variable };
  throw new LinkyRedError('ERR_CONFIG_VARIABLE', settingFacts(field, fault));
}
