// What stands between Node-RED's server for flows and whoever calls with a bearer key.
import { LinkyRedError } from '../../../lib/errors';

export interface WayIn {
  /** undefined: nothing that is known. */
  readonly problem: LinkyRedError | undefined;
}

/** @param settings of Node-RED, which its types do not tell whole */
export function wayIn(settings: object, { emulatorHeader }: { readonly emulatorHeader: boolean }): WayIn {
  const { httpNodeAuth, httpNodeRoot } = settings as { httpNodeAuth?: unknown; httpNodeRoot?: unknown };
  if (httpNodeRoot === false) return { problem: new LinkyRedError('ERR_FLEX_HTTP_OFF') };
  // It wants user and password in Authorization. The other header leaves room for both.
  if (isObject(httpNodeAuth) && !emulatorHeader) return { problem: new LinkyRedError('ERR_FLEX_AUTH') };
  return { problem: undefined };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
