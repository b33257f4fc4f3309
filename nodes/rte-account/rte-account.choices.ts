// What a new account begins with. Shared with the editor.
import { RTE_BASE_URL } from '../../lib/rte/portal/apis';

export interface RteAccountFields {
  baseUrl: string;
  version: number;
}

/** The base URL is a setting so that a stand-in can take the place of RTE. */
export const DEFAULTS: RteAccountFields = {
  baseUrl: RTE_BASE_URL,
  version: 1,
};
