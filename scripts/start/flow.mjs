// The flow of the demo: the page that users import from the examples, with the stand-ins in the place of meter, account and
// broker, and what only the demo has (its buttons). Nothing in examples/ needs what is set here.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup.mjs';

const PAGE = path.join(root, 'examples', 'dashboard', 'linky-dashboard.json');
const SCREEN = path.join(root, 'examples', 'dashboard', 'linky-screen.json');
const BUTTONS = path.join(import.meta.dirname, 'demo-nodes.json');

/** The node that takes the credentials of RTE's stand-in. */
export const ACCOUNT = 'page-rte';
/** The node that takes the application at Enedis' stand-in. */
export const ENEDIS_ACCOUNT = 'demo-enedis-account';
/** The building, whose operator's key is given to it. */
export const FLEX_SITE = 'demo-flex-site';

/**
 * @typedef {{host: string, port: number}} Address
 * @param {{meter: Address, rte: {url: string}, enedis: {url: string}, flexready: {url: string}, opendata: {enedis: string}, broker: Address, language: 'fr' | 'en'}} around `language` of the entities' names
 * @returns {{id: string, type: string}[]} nodes as in a flow file
 */
export function demoFlow({ meter, rte, enedis, flexready, opendata, broker, language }) {
  const portal = { portal: 'other', url: opendata.enedis };
  const line = { server: meter.host, port: String(meter.port) };
  return compose({
    'page-tic-in': { source: 'tcp', host: meter.host, tcpPort: String(meter.port), stream: 'demo' },
    'page-decode': { silence: '5' },
    'page-group-line': { width: '6' },
    [ACCOUNT]: { baseUrl: rte.url },
    'page-ecowatt': { d: false },
    'page-tempo-signal': { servicesRteUrl: rte.url },
    'page-broker': { broker: broker.host, port: String(broker.port) },
    'page-ha': { d: false, language },
    'page-ha-config': { d: false },
    'page-ha-state': { d: false },
    'page-group-entities': { order: 14 },
    'demo-order': line,
    'demo-open-balance': portal,
    'demo-open-profile': portal,
    // The card links to the operator's page.
    'page-tab': { env: [{ name: 'OPERATOR_PAGE', value: flexready.url, type: 'str' }] },
    // The Linky's screen stands beside the year of days.
    'demo-group-enedis': { width: '8' },
    'screen-group': { page: 'page-page', order: 11, className: 'lr-wide' },
    'screen-colour': { z: 'page-tab', x: 910, y: 1210 },
    screen: { z: 'page-tab', x: 1200, y: 1210, wires: [['demo-query']] },
    [ENEDIS_ACCOUNT]: { baseUrl: enedis.url, consentPage: `${enedis.url}/dataconnect/v2/oauth2/authorize` },
  });
}

/** Wires that leave the page for the demo's own nodes: by node, one list for each output. */
const WIRES = {
  'page-live': [['demo-play']],
  'page-decode': [['demo-now', 'demo-debug-readings'], ['demo-debug-signals']],
  'page-ecowatt': [['demo-now']],
  'page-tempo-signal': [['demo-now']],
  'demo-query': [[], ['screen-colour']],
};
/** What the demo takes of the example with the screen: the rest is an account and a page of its own. */
const OF_SCREEN = ['screen-group', 'screen-colour', 'screen'];
/** What leaves the first output of these reaches that node by way of `demo-now`. */
const DETOURS = { 'page-decode': 'page-ha', 'page-ecowatt': 'page-ha', 'page-tempo-signal': 'page-ha' };

/** @param {Record<string, object>} changes by node; RangeError where a node is no more */
function compose(changes) {
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  const nodes = [...read(PAGE), ...read(SCREEN).filter(({ id }) => OF_SCREEN.includes(id)), ...read(BUTTONS)];
  const ids = new Set(nodes.map(({ id }) => id));
  for (const id of [...Object.keys(changes), ...Object.keys(WIRES)])
    if (!ids.has(id)) throw new RangeError(`the page has no node ${id}`);
  return nodes.map((node) => ({ ...node, ...changes[node.id], ...extraWires(node) }));
}

function extraWires({ id, wires }) {
  const more = WIRES[id];
  const direct = (targets, output) => (output === 0 ? targets.filter((target) => target !== DETOURS[id]) : targets);
  return more && { wires: wires.map((targets, output) => [...direct(targets, output), ...(more[output] ?? [])]) };
}
