// Every error that a user can meet: one row each. `key` is the i18n key under "errors." in the locales of nodes/runtime,
// `status` the key of the short text under a node (below "status.").

export interface ErrorRow {
  readonly text: string;
  readonly key: string;
  readonly status: string;
}

export const ERROR_CODES = {
  ERR_COMMAND: { text: 'Unknown command: {detail}', key: 'command', status: 'bad-command' },
  ERR_INPUT: { text: 'The message carries nothing that this node can read: {detail}', key: 'input', status: 'bad-input' },
  ERR_INTERNAL: { text: 'Unexpected failure inside the node: {detail}', key: 'internal', status: 'internal' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_CODES;
