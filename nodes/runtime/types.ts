// What @types/node-red (frozen at an early Node-RED) does not say, or says differently from the runtime.
import type { NodeAPI, NodeDef, NodeMessage } from 'node-red';

export type { Node, NodeAPI, NodeDef, NodeInitializer, NodeMessage, NodeMessageInFlow } from 'node-red';

/** `send` as an input listener receives it. */
export type Send = (msg: NodeMessage | (NodeMessage | NodeMessage[] | null)[]) => void;

/** `RED._`: looks a key up in the catalogue of the node's own set, in the language of the runtime. */
export type Translate = NodeAPI['_'];

/** What is left of a constructor once `RED.nodes.createNode(this, config)` ran: raw editor strings, `${ENV}` replaced. */
export type RawConfig<Fields extends object> = NodeDef & Partial<Fields>;
