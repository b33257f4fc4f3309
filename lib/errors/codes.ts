// Every error that a user can meet: one row each. `key` is the i18n key under "errors." in the locales of nodes/runtime,
// `status` the key of the short text under a node (below "status.").

export interface ErrorRow {
  readonly text: string;
  readonly key: string;
  readonly status: string;
}

export const ERROR_CODES = {
  ERR_COMMAND: { text: 'Unknown command: {detail}', key: 'command', status: 'bad-command' },
  ERR_INPUT: {
    text: 'The message carries nothing that this node can read: {detail}',
    key: 'input',
    status: 'bad-input',
  },
  ERR_INTERNAL: { text: 'Unexpected failure inside the node: {detail}', key: 'internal', status: 'internal' },

  // Talking to the outside.
  ERR_URL: { text: 'Not an address that can be called: {detail}', key: 'url', status: 'bad-url' },
  ERR_NETWORK: { text: 'No connection to {host}: {detail}', key: 'network', status: 'no-network' },
  ERR_TIMEOUT: { text: 'No answer from {host} within {seconds} s', key: 'timeout', status: 'timeout' },
  ERR_CLOSED: { text: 'Given up: the node was closed', key: 'closed', status: 'closed' },
  ERR_QUOTA: { text: 'The limit of calls is reached until {until}', key: 'quota', status: 'quota' },
  ERR_ANSWER: { text: 'The answer of {host} cannot be read: {detail}', key: 'answer', status: 'bad-answer' },
  ERR_STATUS: { text: '{host} answered {status} {detail}', key: 'http-status', status: 'refused' },
  ERR_MAINTENANCE: { text: '{host} is not available (maintenance)', key: 'maintenance', status: 'maintenance' },

  // RTE's portal.
  ERR_RTE_ACCOUNT: {
    text: 'No RTE account is set, or it has no client id and secret',
    key: 'rte-account',
    status: 'no-account',
  },
  ERR_RTE_SECRET: { text: 'RTE does not know this client id and secret', key: 'rte-secret', status: 'bad-secret' },
  ERR_RTE_ENTITLED: {
    text: 'RTE refuses the API {api}: the application is not subscribed to it, or its key is for another version',
    key: 'rte-entitled',
    status: 'not-entitled',
  },
  ERR_NO_SOURCE: { text: 'No source has an answer: {detail}', key: 'no-source', status: 'no-source' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_CODES;
