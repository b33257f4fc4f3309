// The flow of the story: bytes of a meter in, linky-decode, ha-entities on the broker.
import type { FlowNode, NodeRed } from '../../support/node-red';

const STATUS = { Topic: 'linkyred/status', Qos: '1', Retain: 'true' };

/** As the form leaves it, its button included. */
export function flowOn(port: number): FlowNode[] {
  const node = (id: string, type: string, rest: Record<string, unknown>): FlowNode => ({
    id,
    type,
    z: 'tab',
    x: 100,
    y: 100,
    name: id,
    ...rest,
  });
  return [
    { id: 'tab', type: 'tab', label: 'Linky' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(port),
      clientid: '',
      autoConnect: true,
      usetls: false,
      protocolVersion: '4',
      keepalive: '60',
      cleansession: true,
      ...said('birth', 'online'),
      ...said('close', 'offline'),
      ...said('will', 'offline'),
    },
    node('meter', 'test-source', { wires: [['decode']] }),
    node('decode', 'linky-decode', { version: 1, rhythm: 'frame', wires: [['entities'], ['entities', 'signals']] }),
    node('signals', 'test-tap', {}),
    node('entities', 'ha-entities', { version: 1, broker: 'broker', throttle: 'none', wires: [['extra']] }),
    node('extra', 'test-tap', {}),
  ];
}

/** A meter that goes on saying its last frame, as a real one does: silence would make its entities unavailable. */
export class Meter {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly nodeRed: () => NodeRed) {}

  /** Says this frame now and every second from then on. */
  speak(frame: Buffer): void {
    this.silence();
    this.slip(frame);
    this.timer = setInterval(() => {
      this.slip(frame);
    }, 1000);
  }

  /** Says this frame once. */
  slip(frame: Buffer): void {
    this.nodeRed().send('meter', { topic: 'linky', payload: frame });
  }

  silence(): void {
    clearInterval(this.timer);
  }
}

function said(kind: 'birth' | 'close' | 'will', payload: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...STATUS, Payload: payload }).map(([field, value]) => [`${kind}${field}`, value]),
  );
}
