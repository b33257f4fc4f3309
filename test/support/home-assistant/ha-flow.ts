// The flow of the broker tests: bytes from the test, linky-decode, ha-entities, a broker node.
import type { FlowNode } from '../node-red/process';

const node = (id: string, type: string, rest: Record<string, unknown> = {}): FlowNode => ({
  id,
  type,
  z: 'flow',
  x: 100,
  y: 100,
  name: id,
  ...rest,
});

export interface HaFlowOptions {
  /** Port of the broker; undefined: messages reach the tap `out`. */
  readonly port?: number;
  /** Properties of ha-entities. */
  readonly ha?: Record<string, unknown>;
  /** Birth, close and will of the broker node. */
  readonly broker?: Record<string, unknown>;
}

/** What the button of the form fills in. */
export const FILLED = {
  ...messageOf('birth', 'online'),
  ...messageOf('close', 'offline'),
  ...messageOf('will', 'offline'),
};

export function messageOf(
  kind: string,
  payload: string,
  topic = 'linkyred/status',
  retain = true,
): Record<string, unknown> {
  return {
    [`${kind}Topic`]: topic,
    [`${kind}Payload`]: payload,
    [`${kind}Qos`]: '1',
    [`${kind}Retain`]: String(retain),
  };
}

/** `bytes` is the test-source in front of the decoder, `said` the one in front of ha-entities. */
export function haFlow({ port, ha = {}, broker = FILLED }: HaFlowOptions): FlowNode[] {
  return [
    { id: 'flow', type: 'tab', label: 'test' },
    node('bytes', 'test-source', { wires: [['decode']] }),
    node('said', 'test-source', { wires: [['ha']] }),
    node('decode', 'linky-decode', { rhythm: 'frame', silence: '86400', wires: [['ha'], ['ha']] }),
    node('ha', 'ha-entities', {
      deviceKey: 'linky',
      deviceName: 'Linky',
      language: 'fr',
      broker: port === undefined ? '' : 'broker',
      ...ha,
      wires: [['out']],
    }),
    node('out', 'test-tap'),
    node('catch', 'catch', { scope: null, wires: [['caught']] }),
    node('caught', 'test-tap'),
    ...(port === undefined ? [] : [brokerNode(port, broker)]),
  ];
}

export function brokerNode(port: number, rest: Record<string, unknown> = {}): FlowNode {
  return {
    id: 'broker',
    type: 'mqtt-broker',
    broker: '127.0.0.1',
    port: String(port),
    autoConnect: true,
    protocolVersion: '4',
    keepalive: '60',
    cleansession: true,
    ...rest,
  };
}
