// What stands in a field of a form when a flow starts. Node-RED puts an environment variable in the place of `${NAME}` (or
// `$(NAME)`) where that is the whole field and the variable is set; what is left of one is no port and no address.
import { LinkyRedError } from '../../lib/errors';

const LEFT_OVER = /\$(?:\{[^}]*\}|\([^)]*\))/;

/**
 * The text of a field without its outer blanks.
 * @param field its name, for the error; the text is not repeated, since it may hold a part of a secret
 * @throws LinkyRedError ERR_CONFIG_VARIABLE where an environment variable was not put in its place
 */
export function typed(field: string, value: unknown): string {
  const text = String(value).trim();
  if (LEFT_OVER.test(text)) throw new LinkyRedError('ERR_CONFIG_VARIABLE', { field });
  return text;
}
