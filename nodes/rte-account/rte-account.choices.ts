// What a new account begins with. Shared with the editor.

export interface RteAccountFields {
  baseUrl: string;
  version: number;
}

/** The base URL is a setting so that a stand-in can take the place of RTE. */
export const DEFAULTS: RteAccountFields = {
  baseUrl: 'https://digital.iservices.rte-france.com',
  version: 1,
};

/** What Node-RED's editor sends for a password that it was never given. */
export const KEPT_SECRET = '__PWRD__';
