// What the form of flex-account offers, and what a new account begins with. Shared with the editor.

/** Where the token comes from: pasted, or had from an issuer by client credentials. */
export const ACCESS = ['token', 'client'] as const;
export type Access = (typeof ACCESS)[number];

/** The emulator of the reference; of annex 2 no address is printed there, the same host is a guess. */
export const EMULATOR = 'https://flexready-emulator.heka.ai';

/** One header to a line; with or without what they begin with on the way: EMULATOR_. */
export const HEADER_LINE = /^\s*(?:EMULATOR_)?([!#$%&'*+.^`|~\w-]+)\s*:\s*(\S(?:.*\S)?)\s*$/;

export interface FlexAccountFields {
  access: Access;
  annex1: string;
  annex2: string;
  /** Empty: the one that was made last. */
  session: string;
  issuer: string;
  scope: string;
  audience: string;
  emulatorHeaders: string;
  /** What the button that makes a session asks for. Of no concern to a running node: the editor sends both. */
  module: string;
  sessionUrl: string;
  version: number;
}

export const DEFAULTS: FlexAccountFields = {
  access: 'token',
  annex1: EMULATOR,
  annex2: `${EMULATOR}/api/v1`,
  session: '',
  issuer: '',
  scope: '',
  audience: '',
  emulatorHeaders: '',
  module: '',
  sessionUrl: '',
  version: 1,
};
