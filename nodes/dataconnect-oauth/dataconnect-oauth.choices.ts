// What a new dataconnect-oauth begins with. Shared with the editor.
export interface DataconnectOauthFields {
  account: string;
  version: number;
}

export const DEFAULTS: DataconnectOauthFields = {
  account: '',
  version: 1,
};

/** Where Enedis sends the browser back to, below the admin root and below the node root; the registration has it, too. */
export const CALLBACK = 'dataconnect-oauth/callback';

/** Several meters of one holder stand in one field. */
export const PRM_FIELD = /^\s*\d{14}(?:[\s,;]+\d{14})*\s*$/;
