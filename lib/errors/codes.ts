// Every error that a user can meet: one row each. `key` is the i18n key under "errors." in the locales of nodes/runtime,
// `status` the key of the short text under a node (below "status.").

export interface ErrorRow {
  readonly text: string;
  readonly key: string;
  readonly status: string;
  readonly reader: Reader;
}

/** What whoever reads it does with it: mend the settings or the wiring, mend the message, wait, nothing, tell us. */
export type Reader = 'user-must-act' | 'sender-must-act' | 'passes-by-itself' | 'nothing-wrong' | 'reports-it';

export const ERROR_CODES = {
  ERR_COMMAND: { text: 'Unknown command: {detail}', key: 'command', status: 'bad-command', reader: 'sender-must-act' },
  ERR_INPUT: {
    text: 'The message carries nothing that this node can read: {detail}',
    key: 'input',
    status: 'bad-input',
    reader: 'sender-must-act',
  },
  ERR_INTERNAL: {
    text: 'Unexpected failure inside the node: {detail}',
    key: 'internal',
    status: 'internal',
    reader: 'reports-it',
  },
  ERR_CONFIG: {
    text: '{label}: {detail}',
    key: 'config',
    status: 'bad-config',
    reader: 'user-must-act',
  },
  ERR_CONFIG_VARIABLE: {
    text: '{label}: {detail}',
    key: 'config-variable',
    status: 'bad-config',
    reader: 'user-must-act',
  },
  ERR_CONFIG_NODE: {
    text: '{label}: {detail}',
    key: 'config-node',
    status: 'bad-config',
    reader: 'user-must-act',
  },
  ERR_SERIALPORT: {
    text: 'The module "serialport" cannot be loaded: {detail}',
    key: 'serialport',
    status: 'no-serialport',
    reader: 'user-must-act',
  },
  ERR_PORT_BUSY: {
    text: 'Serial port {port} is in use: only one reader can have it. Stop the other program, or wire the "serial in" node that has it into this node',
    key: 'port-busy',
    status: 'port-busy',
    reader: 'user-must-act',
  },
  ERR_PORT_MISSING: {
    text: 'Serial port {port} is not there: is the dongle plugged in, and in a container, is the device mapped?',
    key: 'port-missing',
    status: 'port-missing',
    reader: 'user-must-act',
  },
  ERR_PORT_DENIED: {
    text: 'No right to open serial port {port}: add the user that runs Node-RED to the group "dialout", then restart Node-RED',
    key: 'port-denied',
    status: 'port-denied',
    reader: 'user-must-act',
  },
  ERR_PORT: {
    text: 'Serial port {port} cannot be opened: {detail}',
    key: 'port',
    status: 'port-failed',
    reader: 'user-must-act',
  },
  ERR_PORT_LOST: {
    text: 'Serial port {port} is gone: was it unplugged?',
    key: 'port-lost',
    status: 'port-lost',
    reader: 'passes-by-itself',
  },
  ERR_TCP_UNREACHABLE: {
    text: 'No connection to {address}: {detail}',
    key: 'tcp-unreachable',
    status: 'tcp-unreachable',
    reader: 'passes-by-itself',
  },
  ERR_TCP_LOST: {
    text: 'The connection to {address} was dropped',
    key: 'tcp-lost',
    status: 'tcp-lost',
    reader: 'passes-by-itself',
  },
  ERR_TIC_NO_SIGNAL: {
    text: 'No byte comes from {port}: check the wiring of the meter output (I1, I2) and the receiver',
    key: 'tic-no-signal',
    status: 'no-signal',
    reader: 'user-must-act',
  },
  ERR_TIC_NO_VALID_GROUP: {
    text: 'Bytes come from {port} but no valid group: wrong speed or parity (a bridge must be set to 1200 or 9600 Bd, 7E1)?',
    key: 'tic-no-valid-group',
    status: 'no-valid-group',
    reader: 'user-must-act',
  },
  ERR_TIC_JSON: {
    text: 'This is JSON of {tool}, not what the meter itself says: wire in its bytes or its text (from tic-in, "serial in", "tcp in"; from {tool} only where it passes on whole frames unchanged)',
    key: 'tic-json',
    status: 'json',
    reader: 'user-must-act',
  },
  ERR_TIC_NO_GROUP: {
    text: 'No valid group in {seconds} s of what comes in: the text of a meter has one group to a line, each with its control character, none cut off; of bytes, check speed and parity (1200 or 9600 Bd, 7E1)',
    key: 'tic-no-group',
    status: 'no-valid-group',
    reader: 'user-must-act',
  },
  ERR_STORE_IN_USE: {
    text: 'Another Node-RED writes to {folder}: nothing that this one learns outlives a restart. Stop one of them, or give each a user directory of its own (node-red --userDir)',
    key: 'store-in-use',
    status: 'store-in-use',
    reader: 'user-must-act',
  },

  // Talking to the outside.
  ERR_URL: {
    text: 'Not an address that can be called (http or https, without a user or a password in it): {detail}',
    key: 'url',
    status: 'bad-url',
    reader: 'user-must-act',
  },
  ERR_NETWORK: {
    text: 'No connection to {host}: {detail}',
    key: 'network',
    status: 'no-network',
    reader: 'passes-by-itself',
  },
  ERR_TIMEOUT: {
    text: 'No answer from {host} within {seconds} s',
    key: 'timeout',
    status: 'timeout',
    reader: 'passes-by-itself',
  },
  ERR_CLOSED: { text: 'Given up: the node was closed', key: 'closed', status: 'closed', reader: 'nothing-wrong' },
  ERR_QUOTA: {
    text: 'The limit of calls is reached until {until}',
    key: 'quota',
    status: 'quota',
    reader: 'nothing-wrong',
  },
  ERR_ANSWER: {
    text: 'The answer of {host} cannot be read: {detail}',
    key: 'answer',
    status: 'bad-answer',
    reader: 'passes-by-itself',
  },
  ERR_STATUS: {
    text: '{host} answered {status} {detail}',
    key: 'http-status',
    status: 'refused',
    reader: 'passes-by-itself',
  },
  ERR_MAINTENANCE: {
    text: '{host} is not available (maintenance)',
    key: 'maintenance',
    status: 'maintenance',
    reader: 'passes-by-itself',
  },

  // RTE's portal.
  ERR_RTE_SECRET: {
    text: 'RTE does not know this client id and secret',
    key: 'rte-secret',
    status: 'bad-secret',
    reader: 'user-must-act',
  },
  ERR_RTE_ENTITLED: {
    text: 'RTE refuses the API {api}: the application is not subscribed to it, or its key is for another version',
    key: 'rte-entitled',
    status: 'not-entitled',
    reader: 'user-must-act',
  },
  ERR_NO_SOURCE: {
    text: 'No source has an answer: {detail}',
    key: 'no-source',
    status: 'no-source',
    reader: 'passes-by-itself',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_CODES;
