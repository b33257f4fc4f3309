// From the settings to something that can be opened. A serial-port config node lends its path; the port is opened by us,
// for its own nodes keep theirs in a pool that nobody else can reach.
import { LinkyRedError } from '../../lib/errors';
import { getNode } from '../runtime/get-node';
import { settingFacts } from '../runtime/setting-words';
import type { NodeAPI, NodeDef } from '../runtime/types';
import type { Connect } from '../../lib/tic/link/connection';
import type { Wire } from './line-report';
import { serialConnect, type SerialPortClass } from '../../lib/tic/link/serial-connection';
import { tcpConnect } from '../../lib/tic/link/tcp-connection';
import { speedsOf, type TicInConfig } from './tic-in.config';

export interface OpenableSource {
  readonly wire: Wire;
  /** null: nothing to open, bytes come through the input alone. */
  readonly connect: Connect | null;
  readonly port: string | null;
  readonly speeds: readonly number[];
}

/** What a `serial-port` node of node-red-node-serialport 1 and 2 has at run time. */
interface SerialPortNode {
  serialport: string;
  serialbaud: number;
}
const SERIAL_PORT = 'serial-port';
const SERIAL = { node: 'tic-in', field: 'serial' };
/** Speed of a config node that names none: the default of its own dialog. */
const SERIAL_PORT_BAUD = 57_600;

/** Asked before each start: a config node may have changed. @throws LinkyRedError ERR_CONFIG_NODE */
export function openableSource(
  RED: Pick<NodeAPI, 'nodes'>,
  config: TicInConfig,
  load: () => Promise<SerialPortClass>,
): OpenableSource {
  const { source, mode } = config;
  switch (source.kind) {
    case 'serial':
      return {
        wire: 'serial',
        connect: serialConnect(source.path, load),
        port: source.path,
        speeds: speedsOf(mode, config.speed),
      };
    case 'serial-port': {
      const { serialport: path, serialbaud: baud } = getNode<SerialPortNode>(RED, source.id, SERIAL_PORT) ?? {};
      if (path === undefined || path === '')
        throw new LinkyRedError('ERR_CONFIG_NODE', settingFacts(SERIAL, { fault: 'config-node', type: SERIAL_PORT }));
      return {
        wire: 'serial',
        connect: serialConnect(path, load),
        port: path,
        speeds: speedsOf(mode, baud ?? SERIAL_PORT_BAUD),
      };
    }
    case 'tcp':
      return {
        wire: 'tcp',
        connect: tcpConnect(source.host, source.port),
        port: `${source.host}:${source.port}`,
        speeds: [],
      };
    case 'input':
      return { wire: 'input', connect: null, port: null, speeds: [] };
  }
}

/** `serial control` says so when it has given the config node other settings or wants the port opened again. */
export function onPortStart(RED: Pick<NodeAPI, 'nodes'>, config: TicInConfig, restart: () => void): () => void {
  const node = config.source.kind === 'serial-port' ? getNode(RED, config.source.id, SERIAL_PORT) : undefined;
  // Not one of the events that the types know.
  const emitter = node as NodeJS.EventEmitter | undefined;
  emitter?.on('start', restart);
  return () => emitter?.off('start', restart);
}

const RIVALS = new Set(['serial in', 'serial out', 'serial request', 'serial control']);

/** Names of other nodes that will try to open the same port: only one of them all can have it. */
export function rivalsOf(RED: Pick<NodeAPI, 'nodes'>, config: TicInConfig): readonly string[] {
  const rivals: string[] = [];
  if (config.source.kind !== 'serial-port') return rivals;
  const { id } = config.source;
  RED.nodes.eachNode((node: NodeDef & { serial?: unknown; d?: unknown }) => {
    if (RIVALS.has(node.type) && node.serial === id && node.d !== true) rivals.push(node.name || node.type);
  });
  return rivals;
}
