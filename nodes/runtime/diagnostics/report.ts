// The report that a user pastes into an issue: versions, and of each node of ours its status, settings, state and last errors. In
// English, whatever the user speaks; nothing in it that is nobody's business.
import { existsSync } from 'node:fs';
import { LinkyRedError } from '../../../lib/errors';
import { getNode } from '../get-node';
import type { NodeAPI, NodeDef } from '../types';
import { packageVersion } from '../version';
import { withoutSecrets } from './hide';
import { type Facts, notesOf, type Notes } from './notes';

const TYPES = [
  'tic-in',
  'linky-decode',
  'ha-entities',
  'ecowatt-signal',
  'tempo-signal',
  'rte-account',
  'enedis-account',
  'dataconnect-oauth',
  'dataconnect-query',
  'flex-site',
  'flex-request',
  'flex-account',
  'flex-operator',
  'supplier-price',
  'opendata-query',
];
/** Of more nodes nobody reads. */
const MOST_NODES = 20;
/** What Node-RED itself keeps of each node. */
const NOT_SETTINGS = new Set(
  'id type z g d x y l wires name info icon inputLabels outputLabels version credentials env _alias _users'.split(' '),
);

type Api = Pick<NodeAPI, 'nodes' | 'settings'> & { readonly version?: unknown };

/** Markdown. */
export async function diagnostics(RED: Api): Promise<string> {
  const nodes: NodeDef[] = [];
  const secrets: string[] = [];
  RED.nodes.eachNode((node) => {
    secrets.push(...secretsOf(RED, node.id));
    if (TYPES.includes(node.type)) nodes.push(node);
  });
  nodes.sort((a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type));
  const parts = [
    '## linky-red diagnostics',
    `${new Date().toISOString()}\n\n${list(await versions(RED))}`,
    ...nodes.slice(0, MOST_NODES).map((node) => section(RED, node)),
    ...(nodes.length > MOST_NODES ? [`and ${String(nodes.length - MOST_NODES)} more nodes`] : []),
  ];
  return `${withoutSecrets(parts.join('\n\n'), secrets)}\n`;
}

async function versions(RED: Api): Promise<Facts> {
  const { version } = RED;
  const nodeRed: unknown = typeof version === 'function' ? await (version as () => unknown)() : version;
  const { lang } = RED.settings as { lang?: unknown };
  const isApp = process.env['SUPERVISOR_TOKEN'] !== undefined;
  return {
    'linky-red': packageVersion(),
    'Node-RED': nodeRed,
    'Node.js': process.version,
    system: `${process.platform} ${process.arch}`,
    runs: isApp
      ? 'as an app of Home Assistant'
      : existsSync('/.dockerenv')
        ? 'in a container'
        : 'on the machine itself',
    language: lang ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? 'none is set',
  };
}

function section(RED: Api, def: NodeDef): string {
  const node = getNode(RED, def.id, def.type);
  const settings = Object.fromEntries(Object.entries(def).filter(([key]) => !NOT_SETTINGS.has(key)));
  const title = `### ${def.type}${def.name ? ` "${oneLine(def.name)}"` : ''}`;
  const state = node === undefined ? { state: 'not running (disabled, or not deployed)' } : stateOf(notesOf(node));
  return `${title}\n\n${list({ ...state, settings })}`;
}

function stateOf({ status, statusAt, errors, facts }: Notes): Facts {
  const told = [...errors.values()].reverse().map(({ error: { code, facts: details, row }, at, times }) => {
    // As it was thrown, in English: its message may have been translated.
    const { message } = new LinkyRedError(code, details);
    return `${new Date(at).toISOString()}, ${String(times)} ×, ${row.reader}: ${oneLine(message)}`;
  });
  return {
    status: status === '' ? 'none' : `${oneLine(status)}, since ${new Date(statusAt).toISOString()}`,
    ...facts(),
    errors: told.length === 0 ? 'none' : told,
  };
}

function list(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) =>
      Array.isArray(value)
        ? `- ${name}:${value.map((each) => `\n  - ${plain(each)}`).join('') || ' none'}`
        : `- ${name}: ${plain(value)}`,
    )
    .join('\n');
}

function plain(value: unknown): string {
  if (typeof value === 'object' && value !== null) return inline(value as Facts);
  return String(value);
}

function inline(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} \`${oneLine(typeof value === 'string' ? value : JSON.stringify(value))}\``)
    .join(', ');
}

/** What a user typed must not make headings or lists of its own. */
function oneLine(text: string): string {
  return text.replace(/[\r\n`]+/g, ' ');
}

/** Whatever stands in the credentials of a node. */
function secretsOf(RED: Api, id: string): string[] {
  const credentials: unknown = RED.nodes.getCredentials(id);
  if (typeof credentials !== 'object' || credentials === null) return [];
  return Object.values(credentials).filter((value) => typeof value === 'string');
}
