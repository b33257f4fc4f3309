// What the form of ha-statistics offers, and what a new node begins with. Shared with the editor.

/** Inside the Home Assistant app; by an address and a token; as a `server` of node-red-contrib-home-assistant-websocket does. */
export const ACCESSES = ['app', 'token', 'server'] as const;
export type AccessWay = (typeof ACCESSES)[number];

export const ID_STYLES = ['linkyred', 'ha-linky'] as const;
export const LANGUAGES = ['fr', 'en'] as const;

/** Of its pages, or of its WebSocket; without a user or a password. */
export const ADDRESS = /^(?:https?|wss?):\/\/[^\s/@]+(?:\/\S*)?$/i;

/** The type of the config node whose address and token may be borrowed. */
export const SERVER_TYPE = 'server';

export interface HaStatisticsFields {
  access: AccessWay;
  url: string;
  /** Id of a `server` node. */
  server: string;
  ids: (typeof ID_STYLES)[number];
  /** The language in which new statistics are called. */
  names: (typeof LANGUAGES)[number];
  /** Nothing is written: the reports say what would be. */
  dryRun: boolean;
  /** The subscription's share of each day is in the cost. */
  billing: boolean;
  version: number;
}

export const DEFAULTS: HaStatisticsFields = {
  access: 'app',
  url: '',
  server: '',
  ids: 'linkyred',
  names: 'fr',
  dryRun: false,
  billing: false,
  version: 1,
};
