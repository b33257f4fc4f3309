// `${NAME}` in the fields of every node, in a real Node-RED: it is put in place where it is the whole field and set; what is
// left of it is said, with the field, and nothing is opened or asked with it.
import assert from 'node:assert/strict';
import { DEFAULTS as CONSENT } from '../../nodes/dataconnect-oauth/dataconnect-oauth.choices';
import { DEFAULTS as QUERY } from '../../nodes/dataconnect-query/dataconnect-query.choices';
import { DEFAULTS as ECOWATT } from '../../nodes/ecowatt-signal/ecowatt-signal.choices';
import { DEFAULTS as FILE } from '../../nodes/enedis-file/enedis-file.choices';
import { DEFAULTS as COST } from '../../nodes/energy-cost/energy-cost.choices';
import { DEFAULTS as FLEX_OPERATOR } from '../../nodes/flex-operator/flex-operator.choices';
import { DEFAULTS as FLEX_REQUEST } from '../../nodes/flex-request/flex-request.choices';
import { DEFAULTS as ENTITIES } from '../../nodes/ha-entities/ha-entities.choices';
import { DEFAULTS as STATISTICS } from '../../nodes/ha-statistics/ha-statistics.choices';
import { DEFAULTS as DECODE } from '../../nodes/linky-decode/linky-decode.choices';
import { DEFAULTS as OPEN_DATA } from '../../nodes/opendata-query/opendata-query.choices';
import { DEFAULTS as PRICES } from '../../nodes/supplier-price/supplier-price.choices';
import { DEFAULTS as TEMPO } from '../../nodes/tempo-signal/tempo-signal.choices';
import { DEFAULTS as TIC_IN } from '../../nodes/tic-in/tic-in.choices';
import { catalogueOf } from '../support/node-red/catalogues';
import type { FlowNode, Message, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

/** What makes a field count: a speed matters with mode fixed, a plan's hours with a plan. */
const COUNTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tic-in port': { source: 'serial' },
  'tic-in serial': { source: 'serial-port' },
  'tic-in host': { source: 'tcp' },
  'tic-in tcpPort': { source: 'tcp', host: '127.0.0.1' },
  'tic-in speed': { source: 'serial', mode: 'fixed', port: '/dev/null' },
  'tic-in mode': { source: 'input' },
  'tic-in deliver': { source: 'input' },
  'tic-in stream': { source: 'input' },
  'linky-decode seconds': { rhythm: 'interval' },
  'linky-decode mode': { source: 'zigbee2mqtt' },
  'linky-decode energy': { source: 'esphome' },
  'linky-decode names': { source: 'esphome' },
  'ecowatt-signal hours': { plan: 'hours' },
  'ecowatt-signal before': { plan: 'hours' },
};

const FIELDS: readonly (readonly [string, string])[] = Object.entries({
  'tic-in': TIC_IN,
  'linky-decode': DECODE,
  'ecowatt-signal': ECOWATT,
  'tempo-signal': TEMPO,
  'ha-entities': ENTITIES,
  'dataconnect-oauth': CONSENT,
  'dataconnect-query': QUERY,
  'flex-request': FLEX_REQUEST,
  'flex-operator': FLEX_OPERATOR,
  'supplier-price': PRICES,
  'opendata-query': OPEN_DATA,
  'enedis-file': FILE,
  'energy-cost': COST,
  'ha-statistics': STATISTICS,
}).flatMap(([type, defaults]) =>
  Object.keys(defaults)
    // What the button of the form plays is read by the button alone.
    .filter((field) => field !== 'version' && field !== 'played')
    .map((field) => [type, field] as const),
);

const LEFT_OVER = {
  'a variable that is not set': '${LINKY_RED_NOT_SET}',
  'a part of the field': 'a${LINKY_RED_SET}',
  'the old form, as a part': 'a$(LINKY_RED_SET)',
} as const;

const tab: FlowNode = { id: 'flow', type: 'tab', label: 'test' };
function nodeWith(id: string, type: string, settings: Readonly<Record<string, unknown>>): FlowNode {
  return { id, type, z: 'flow', x: 100, y: 100, name: id, wires: [], ...settings };
}

const caught: FlowNode[] = [
  nodeWith('catch', 'catch', { scope: null, wires: [['tap']] }),
  nodeWith('tap', 'test-tap', {}),
];

/** As the form shows it, in the language of the runtime. */
function labelOf(type: string, field: string): string {
  const catalogue = catalogueOf(type, 'fr');
  const hyphened = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return catalogue[`${type}.label.${hyphened}`] ?? catalogue[`${type}.label.${field}`] ?? assert.fail(field);
}

const errorOf = (msg: Message): { code?: unknown; message?: unknown; source?: { id?: unknown } } =>
  msg['error'] as { code?: unknown };

describe('environment variables in fields', function () {
  let red: NodeRed;

  withNodeRed((started) => (red = started), { env: { LINKY_RED_SET: '127.0.0.1' }, settings: { lang: 'fr' } });

  for (const [what, text] of Object.entries(LEFT_OVER))
    it(`are named when they are not put in place: ${what}`, async () => {
      const nodes = FIELDS.map(([type, field], index) =>
        nodeWith(`n${String(index)}`, type, { ...COUNTS[`${type} ${field}`], [field]: text }),
      );
      await red.deploy([tab, ...caught, ...nodes]);
      const waiting = new Map(nodes.map((node, index) => [node.id, FIELDS[index]]));
      const said = (msg: Message): boolean => waiting.has(String(errorOf(msg).source?.id));
      while (waiting.size > 0) {
        const missing = [...waiting.values()].map(String).join('; ');
        const { code, message, source } = errorOf(
          await red
            .next('tap', said)
            .catch((cause: unknown) => assert.fail(`nothing is said of ${missing}: ${String(cause)}`)),
        );
        const [type, field] = waiting.get(String(source?.id)) ?? [];
        assert.equal(code, 'ERR_CONFIG_VARIABLE', `${String(type)} ${String(field)}`);
        const label = labelOf(String(type), String(field));
        assert.ok(String(message).startsWith(`${label}\u00a0: `), `${String(message)}, not ${label}`);
        // What stands in the field is not repeated; the name of a variable is no part of a secret.
        assert.equal(String(message).includes('LINKY_RED'), text === LEFT_OVER['a variable that is not set']);
        waiting.delete(String(source?.id));
      }
    });

  for (const [type, user, field] of [
    ...['clientId', 'clientSecret', 'baseUrl'].map((name) => ['rte-account', 'ecowatt-signal', name] as const),
    ...['clientId', 'clientSecret', 'baseUrl', 'consentPage', 'provider', 'segment', 'dates', 'meters'].map(
      (name) => ['enedis-account', 'dataconnect-query', name] as const,
    ),
  ])
    it(`are named in the log for an account, which no Catch hears of: ${type} ${field}`, async () => {
      const { clientId, clientSecret, ...fields } = {
        clientId: 'id',
        clientSecret: 'secret',
        ...(type === 'enedis-account' && { provider: 'enedis-company' }),
        [field]: 'a${LINKY_RED_SET}',
      };
      const account: FlowNode = {
        id: 'account',
        type,
        name: field,
        ...fields,
        credentials: { clientId, clientSecret },
      };
      await red.deploy([tab, ...caught, account, nodeWith('user', user, { account: 'account' })]);
      const { code } = errorOf(await red.next('tap', (msg) => errorOf(msg).source?.id === 'user'));
      assert.equal(code, 'ERR_CONFIG_NODE');
      await red.printed(`${type}:${field}] ${labelOf(type, field)}\u00a0: une variable d’environnement`);
    });

  it('are put in place where they are the whole field and set', async () => {
    const asked = nodeWith('asked', 'tic-in', { source: 'tcp', host: '${LINKY_RED_SET}', tcpPort: '1' });
    const old = nodeWith('old', 'tic-in', { source: 'tcp', host: '$(LINKY_RED_SET)', tcpPort: '1' });
    await red.deploy([tab, ...caught, asked, old]);
    const codes = new Map<unknown, unknown>();
    while (codes.size < 2) {
      const { code, message, source } = errorOf(await red.next('tap'));
      assert.ok(String(message).startsWith('127.0.0.1 refuse'), String(message));
      codes.set(source?.id, code);
    }
    assert.deepEqual([...codes.values()], ['ERR_TCP_REFUSED', 'ERR_TCP_REFUSED']);
  });
});
