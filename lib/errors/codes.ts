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
  ERR_TCP_REFUSED: {
    text: '{host} refuses the connection to port {port}: nothing listens there. Start the service of the bridge (ser2net, esp-link …) and check the port number; a bridge for a single reader refuses, too, while another program is connected',
    key: 'tcp-refused',
    status: 'tcp-refused',
    reader: 'user-must-act',
  },
  ERR_TCP_NAME: {
    text: 'The name {host} leads to no address: check how it is written, or type the IP address of the bridge (in a container names that end in .local are mostly not known)',
    key: 'tcp-name',
    status: 'tcp-name',
    reader: 'user-must-act',
  },
  ERR_TCP_NO_ANSWER: {
    text: '{address} does not answer: is the bridge switched on and in this network, is its address still the same, does a firewall let the port through?',
    key: 'tcp-no-answer',
    status: 'timeout',
    reader: 'user-must-act',
  },
  ERR_TCP_DENIED: {
    text: 'This machine forbids the connection to {address}: look at its firewall, and whether the address is that of one device and not of a whole network',
    key: 'tcp-denied',
    status: 'tcp-denied',
    reader: 'user-must-act',
  },
  ERR_TCP_UNREACHABLE: {
    text: 'No connection to {address}: {detail}. Check address and port of the bridge, and the network of this machine',
    key: 'tcp-unreachable',
    status: 'tcp-unreachable',
    reader: 'user-must-act',
  },
  ERR_TCP_LOST: {
    text: '{address} has dropped the connection; it is made again by itself. If that happens again and again: does the bridge restart, or is it one for a single reader that another program uses?',
    key: 'tcp-lost',
    status: 'tcp-lost',
    reader: 'passes-by-itself',
  },
  ERR_TCP_NO_SIGNAL: {
    text: 'The connection to {port} stands, and no byte comes: check that the meter output (I1, I2) is wired to the bridge, and that the bridge is still switched on',
    key: 'tcp-no-signal',
    status: 'no-signal',
    reader: 'user-must-act',
  },
  ERR_TCP_NO_VALID_GROUP: {
    text: 'Bytes come from {port} and no valid group: set the serial side of the bridge to 7E1 at the speed of the meter, 1200 Bd (historique) or 9600 Bd (standard), and let it send raw bytes (no telnet, no other format). The speed is not set in this node',
    key: 'tcp-no-valid-group',
    status: 'no-valid-group',
    reader: 'user-must-act',
  },
  ERR_TIC_NO_SIGNAL: {
    text: 'No byte comes from {port}: check the wiring of the meter output (I1, I2) and the receiver',
    key: 'tic-no-signal',
    status: 'no-signal',
    reader: 'user-must-act',
  },
  ERR_TIC_NO_VALID_GROUP: {
    text: 'Bytes come from {port} and no valid group: is the mode of this node that of the meter (“find the speed” tries them all), is this the port of the meter, and does its adapter suit the meter’s output?',
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

  // A building that answers flexibility requests.
  ERR_FLEX_PATH: {
    text: 'The path {path} belongs to the site “{site}” already: give this one another path',
    key: 'flex-path',
    status: 'path-taken',
    reader: 'user-must-act',
  },
  ERR_FLEX_TWICE: {
    text: 'The BACS {bacs} is that of the site “{site}” already: give this one an id of its own',
    key: 'flex-twice',
    status: 'bacs-taken',
    reader: 'user-must-act',
  },
  ERR_FLEX_AUTH: {
    text: 'Node-RED’s server for flows asks for user and password (httpNodeAuth; http_node of the Home Assistant app), so bearer keys never arrive here: give this site a port of its own, tick EMULATOR_Authorization, or take that password away',
    key: 'flex-auth',
    status: 'http-auth',
    reader: 'user-must-act',
  },
  ERR_FLEX_HTTP_OFF: {
    text: 'Node-RED’s server for flows is switched off (httpNodeRoot: false in settings.js): give this site a port of its own',
    key: 'flex-http-off',
    status: 'http-off',
    reader: 'user-must-act',
  },
  ERR_FLEX_PORT: {
    text: 'Port {port} cannot be opened for this site ({detail}): another program may have it, or Node-RED no right to it',
    key: 'flex-port',
    status: 'port-closed',
    reader: 'user-must-act',
  },
  ERR_FLEX_TLS: {
    text: 'Certificate and key of this site cannot be used: {detail}',
    key: 'flex-tls',
    status: 'bad-certificate',
    reader: 'user-must-act',
  },
  ERR_FLEX_ISSUER: {
    text: 'The public keys of the issuer of tokens cannot be had: {detail}. Tokens that are not known yet are answered 503 until then',
    key: 'flex-issuer',
    status: 'no-issuer',
    reader: 'passes-by-itself',
  },

  // Enedis: consents and measures, whoever hands them on. What Enedis says itself is `detail`: its code and words.
  ERR_CONSENT_MISSING: {
    text: 'No consent for meter {prm}: drag a dataconnect-oauth node onto the flow, choose this account in it, and link the meter',
    key: 'consent-missing',
    status: 'no-consent',
    reader: 'user-must-act',
  },
  ERR_CONSENT_REVOKED: {
    text: 'The consent for meter {prm} is no longer there: its holder has taken it back, or the contract has ended. Nothing is asked any more until the meter is linked again with dataconnect-oauth. Enedis says: {detail}',
    key: 'consent-revoked',
    status: 'consent-revoked',
    reader: 'user-must-act',
  },
  ERR_CONSENT_EXPIRED: {
    text: 'The consent for meter {prm} ended on {until}: link the meter again with dataconnect-oauth',
    key: 'consent-expired',
    status: 'consent-expired',
    reader: 'user-must-act',
  },
  ERR_CONSENT_REFUSED: {
    text: 'No consent was given: {detail}. Press the button again and tick the box on the page of Enedis',
    key: 'consent-refused',
    status: 'consent-refused',
    reader: 'user-must-act',
  },
  ERR_CONSENT_STATE: {
    text: 'This answer belongs to no linking that was begun here within the last 15 minutes: press the button again',
    key: 'consent-state',
    status: 'consent-refused',
    reader: 'user-must-act',
  },
  ERR_CONSENT_HOLDER: {
    text: 'Enedis does not recognise whoever gave the consent as the holder of meter {prm}: the holder of the contract has to give it, from the account of this meter. Enedis says: {detail}',
    key: 'consent-holder',
    status: 'not-holder',
    reader: 'user-must-act',
  },
  ERR_CONSENT_NO_PRM: {
    text: 'This token does not say for which meter it is: paste it again, whole, or type the 14 digits of the meter (PRM or PDL, on the bill) below it',
    key: 'consent-no-prm',
    status: 'prm-missing',
    reader: 'user-must-act',
  },
  ERR_CONSENT_PRM: {
    text: 'This token is not for meter {prm}, but for {others}: correct the number, leave its field empty, or paste the token of its holder',
    key: 'consent-prm',
    status: 'token-refused',
    reader: 'user-must-act',
  },
  ERR_CONSENT_NO_METER: {
    text: 'The consent is there, and {host} names no meter for it yet: mostly it takes some minutes. Send the command “check”, or press the button of the form',
    key: 'consent-no-meter',
    status: 'no-meter',
    reader: 'user-must-act',
  },
  ERR_SECRET_CHANGED: {
    text: 'What was kept of this consent cannot be opened: the credential secret of Node-RED has changed, or is no longer set. Link the meter again, or put the old secret back into settings.js',
    key: 'secret-changed',
    status: 'secret-changed',
    reader: 'user-must-act',
  },
  ERR_SECRET_MISSING: {
    text: 'This consent is not kept over a restart: encryption is switched off (credentialSecret: false in settings.js). Set a credential secret, restart, and link the meter again',
    key: 'secret-missing',
    status: 'not-kept',
    reader: 'user-must-act',
  },
  ERR_CONSENT_TOKEN: {
    text: '{host} does not accept this token for meter {prm}: paste it again, whole, or fetch a new one with the button of dataconnect-oauth. Is it the token of this meter’s holder?',
    key: 'consent-token',
    status: 'token-refused',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_SECRET: {
    text: '{host} does not know this client id and secret',
    key: 'enedis-secret',
    status: 'bad-secret',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_SUBSCRIPTION: {
    text: 'The application is not subscribed to the API “{api}” of Enedis: subscribe it, then deploy. Enedis says: {detail}',
    key: 'enedis-subscription',
    status: 'not-entitled',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_SERVICE: {
    text: 'Your company account has no access to this measure of meter {prm}: subscribe the service “access to data” for it. Enedis says: {detail}',
    key: 'enedis-service',
    status: 'not-entitled',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_COLLECTION: {
    text: 'The hourly consumption of meter {prm} is not collected: in the account at Enedis, switch on both the recording and the collection of the hourly consumption. The curve begins on that day. Enedis says: {detail}',
    key: 'enedis-collection',
    status: 'collection-off',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_NO_CURVE: {
    text: 'Enedis has no load curve of meter {prm} for these days. Mostly the collection of the hourly consumption is not switched on in the account at Enedis; otherwise it comes later. Enedis says: {detail}',
    key: 'enedis-no-curve',
    status: 'no-curve',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_NO_DATA: {
    text: 'Enedis has no data of meter {prm} for these days, or not yet. Enedis says: {detail}',
    key: 'enedis-no-data',
    status: 'no-data',
    reader: 'passes-by-itself',
  },
  ERR_ENEDIS_DIRECTION: {
    text: 'Meter {prm} does not measure in this direction: production is asked of a meter that only consumes, or the other way round. Choose the other direction in the node. Enedis says: {detail}',
    key: 'enedis-direction',
    status: 'wrong-direction',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_PRM: {
    text: 'Enedis does not know the meter {prm}: check its 14 digits (PRM or PDL, on the bill, or on the meter itself). Enedis says: {detail}',
    key: 'enedis-prm',
    status: 'unknown-prm',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_METER: {
    text: 'Meter {prm} is no communicating Linky: Enedis gets no measures from it. Enedis says: {detail}',
    key: 'enedis-meter',
    status: 'not-linky',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_POWER: {
    text: 'Meter {prm} is above 36 kVA: this door is for meters up to 36 kVA. Use a company account of Enedis. Enedis says: {detail}',
    key: 'enedis-power',
    status: 'over-36-kva',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_CONTRACT: {
    text: 'There is no supply contract for meter {prm}: without one Enedis gives no measures. Enedis says: {detail}',
    key: 'enedis-contract',
    status: 'no-contract',
    reader: 'user-must-act',
  },
  ERR_ENEDIS_ACTIVATION: {
    text: 'These days lie before the contract of meter {prm} began: there is nothing earlier. Enedis says: {detail}',
    key: 'enedis-activation',
    status: 'before-activation',
    reader: 'nothing-wrong',
  },
  ERR_ENEDIS_TOO_OLD: {
    text: 'Enedis does not give days of meter {prm} that are so old, or lie before the consent. Enedis says: {detail}',
    key: 'enedis-too-old',
    status: 'too-old',
    reader: 'nothing-wrong',
  },
  ERR_ENEDIS_TOO_LONG: {
    text: 'So many days cannot be asked of Enedis at once. Enedis says: {detail}',
    key: 'enedis-too-long',
    status: 'too-long',
    reader: 'passes-by-itself',
  },
  ERR_ENEDIS_REQUEST: {
    text: 'Enedis does not accept this question: {detail}',
    key: 'enedis-request',
    status: 'bad-request',
    reader: 'reports-it',
  },
  ERR_ENEDIS_SEGMENT: {
    text: 'Nobody says the segment (C1 to C5) of meter {prm}, by which the curves of a company account are stamped: choose it in the account',
    key: 'enedis-segment',
    status: 'no-segment',
    reader: 'user-must-act',
  },
  ERR_GATEWAY_BLOCKED: {
    text: '{host} has blocked the internet address of this machine (Ray ID {ray}): nothing goes out before {until}, then one try a day. The consent and the token are still good. Ask the operator of the gateway to lift it, and name the Ray ID',
    key: 'gateway-blocked',
    status: 'blocked',
    reader: 'user-must-act',
  },

  // Flex Ready: a building that answers flexibility requests.
  ERR_FLEX_ASSET: {
    text: 'This building has no asset “{asset}”. It has: {assets}',
    key: 'flex-asset',
    status: 'no-asset',
    reader: 'user-must-act',
  },
  ERR_FLEX_METER: {
    text: 'Another meter measures the asset “{asset}” already: say in the node, or by msg.asset, what meter {meter} measures',
    key: 'flex-meter',
    status: 'two-meters',
    reader: 'user-must-act',
  },

  // Flex Ready: what the building, the emulator or the supplier answered to a client. What they say themselves is `detail`.
  ERR_FLEX_MALFORMED: {
    text: '{host} finds the request malformed (400): {detail}',
    key: 'flex-malformed',
    status: 'bad-request',
    reader: 'sender-must-act',
  },
  ERR_FLEX_TOKEN: {
    text: '{host} does not accept the token (401): paste it again, whole, or fetch a new one with the command “login”. It says: {detail}',
    key: 'flex-token',
    status: 'token-refused',
    reader: 'user-must-act',
  },
  ERR_FLEX_TOKEN_EXPIRED: {
    text: 'The token for {host} expired on {until}: fetch a new one with the command “login”, and paste it into the account',
    key: 'flex-token-expired',
    status: 'token-expired',
    reader: 'user-must-act',
  },
  ERR_FLEX_SECRET: {
    text: 'The issuer {host} does not know this client id and secret, or gives them no token',
    key: 'flex-secret',
    status: 'bad-secret',
    reader: 'user-must-act',
  },
  ERR_FLEX_FORBIDDEN: {
    text: '{host} does not allow this to the holder of the token (403): {detail}',
    key: 'flex-forbidden',
    status: 'not-entitled',
    reader: 'user-must-act',
  },
  ERR_FLEX_UNKNOWN: {
    text: '{host} knows nothing of the kind, or not for this token (404): check the BACS, the asset, the request, the session and the address. It says: {detail}',
    key: 'flex-unknown',
    status: 'unknown-there',
    reader: 'user-must-act',
  },
  ERR_FLEX_CONFLICT: {
    text: '{host} has another request under this requestID, or one in a state that does not allow it (409): {detail}',
    key: 'flex-conflict',
    status: 'conflict',
    reader: 'sender-must-act',
  },
  ERR_FLEX_REFUSED: {
    text: '{host} refuses the request (422): {detail}',
    key: 'flex-refused',
    status: 'request-refused',
    reader: 'sender-must-act',
  },
  ERR_FLEX_UNAVAILABLE: {
    text: '{host} takes nothing at the moment (503): {detail}',
    key: 'flex-unavailable',
    status: 'maintenance',
    reader: 'passes-by-itself',
  },
  ERR_FLEX_SESSION: {
    text: 'No session is known: type one into the account, make one with the command “session” or the button of the form, or name it in the message',
    key: 'flex-session',
    status: 'no-session',
    reader: 'user-must-act',
  },
  ERR_FLEX_REQUEST: {
    text: 'There is no request {request} with which this can be done (state: {state})',
    key: 'flex-request',
    status: 'bad-flex-request',
    reader: 'sender-must-act',
  },
  ERR_FLEX_DISK: {
    text: 'The requests of the site cannot be kept: the disk takes nothing, or another Node-RED has the user directory. Nothing has changed; operators are told to come again',
    key: 'flex-disk',
    status: 'flex-disk',
    reader: 'user-must-act',
  },
  ERR_OPENDATA_QUERY: {
    text: 'The query makes no sense: {detail}',
    key: 'opendata-query',
    status: 'bad-query',
    reader: 'sender-must-act',
  },
  ERR_OPENDATA_FIELD: {
    text: 'The dataset {dataset} has no field “{field}” that can be used here. It has: {fields}',
    key: 'opendata-field',
    status: 'unknown-field',
    reader: 'sender-must-act',
  },
  ERR_OPENDATA_CANNOT: {
    text: '{host} cannot be asked this: {detail}',
    key: 'opendata-cannot',
    status: 'cannot-be-asked',
    reader: 'sender-must-act',
  },
  ERR_ODSQL: {
    text: '{host} does not take {found}: write {instead}',
    key: 'odsql',
    status: 'odsql-refused',
    reader: 'sender-must-act',
  },
  ERR_ODSQL_MISREAD: {
    text: '{host} takes {found} and reads it wrongly; nothing was asked: write {instead}',
    key: 'odsql-misread',
    status: 'odsql-misread',
    reader: 'sender-must-act',
  },
  ERR_ODSQL_NONE: {
    text: '{host} does not take {found}, and there is no other word for it: leave it out and compute in the flow',
    key: 'odsql-none',
    status: 'odsql-refused',
    reader: 'sender-must-act',
  },
  ERR_DATASET: {
    text: '{host} has no dataset “{dataset}”. Search the catalogue in the form of the node',
    key: 'dataset',
    status: 'no-dataset',
    reader: 'user-must-act',
  },
  ERR_DATASET_SEVERAL: {
    text: 'Several datasets of {host} may be “{dataset}”: choose one of them: {candidates}',
    key: 'dataset-several',
    status: 'choose-dataset',
    reader: 'user-must-act',
  },
  ERR_DATASET_RETIRED: {
    text: 'The dataset “{dataset}” is no more: {detail}',
    key: 'dataset-retired',
    status: 'no-dataset',
    reader: 'user-must-act',
  },
  ERR_DATASET_CHANGED: {
    text: 'The dataset {dataset} was changed while it was read: what came before is of two versions. Ask again',
    key: 'dataset-changed',
    status: 'changed-while-read',
    reader: 'passes-by-itself',
  },
  ERR_ROWS_MISSING: {
    text: '{host} has sent {got} rows of {expected}: {missing} are missing. Ask again',
    key: 'rows-missing',
    status: 'rows-missing',
    reader: 'passes-by-itself',
  },
  ERR_ROWS_TOO_MANY: {
    text: 'The answer has {expected} rows, and one message takes {most} at most: send batches, or ask for less',
    key: 'rows-too-many',
    status: 'too-many-rows',
    reader: 'user-must-act',
  },
  ERR_GROUPS_CAPPED: {
    text: '{host} gives {most} groups at most, and the answer has reached that: some would be missing. Group by less, or filter',
    key: 'groups-capped',
    status: 'too-many-groups',
    reader: 'sender-must-act',
  },
  ERR_NO_CREDIT: {
    text: 'Nobody has asked for the next batch within {seconds} s: send a message with the same msg.parts.id into the node, or choose the fixed pause',
    key: 'no-credit',
    status: 'no-credit',
    reader: 'user-must-act',
  },
  ERR_PORTAL: {
    text: '{host} is no open data portal that this node knows: it answers neither as Opendatasoft nor as Data Fair',
    key: 'portal',
    status: 'no-portal',
    reader: 'user-must-act',
  },
  ERR_PORTAL_MOVED: {
    text: '{host} has moved: it leads to {to}, where there is a page instead of data. Check the address of the portal',
    key: 'portal-moved',
    status: 'portal-moved',
    reader: 'user-must-act',
  },
  ERR_PORTAL_GONE: {
    text: '{host} does not answer this kind of question any more ({status})',
    key: 'portal-gone',
    status: 'portal-gone',
    reader: 'user-must-act',
  },
  ERR_PORTAL_REFUSED: {
    text: '{host} refuses the question ({status}): {detail}',
    key: 'portal-refused',
    status: 'query-refused',
    reader: 'sender-must-act',
  },
  ERR_PORTAL_KEY: {
    text: '{host} does not accept the API key, or asks for one ({status})',
    key: 'portal-key',
    status: 'bad-key',
    reader: 'user-must-act',
  },
  ERR_PORTAL_FAILED: {
    text: '{host} has failed ({status}): {detail}',
    key: 'portal-failed',
    status: 'portal-failed',
    reader: 'passes-by-itself',
  },
  ERR_PORTAL_CUT: {
    text: '{host} has cut the answer off after {got} rows',
    key: 'portal-cut',
    status: 'rows-missing',
    reader: 'passes-by-itself',
  },
  ERR_FILE_WRITE: {
    text: 'The file {file} cannot be written: {detail}',
    key: 'file-write',
    status: 'file-failed',
    reader: 'user-must-act',
  },
  ERR_FILE_READ: {
    text: 'The file cannot be read: {detail}',
    key: 'file-read',
    status: 'file-failed',
    reader: 'sender-must-act',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_CODES;
