// The one input listener of a node: `done` exactly once per message, whatever the handler does.
import type { LinkyRedError } from '../../lib/errors';
import { noteError } from './diagnostics/notes';
import { reportable } from './status/error-report';
import type { Node, NodeMessage, NodeMessageInFlow, Send, Translate } from './types';

/** Reads one message. What it throws or rejects with is reported by `done(error)`; it never calls `done` itself. */
export type InputHandler = (msg: NodeMessageInFlow, send: Send) => void | Promise<void>;

/** What a node does with its messages. A closed one is held by nobody. */
const handlers = new WeakMap<object, InputHandler>();

/**
 * Call once per node (Node-RED counts `done` per listener).
 * @param onError told of each error before Catch nodes are, e.g. to show it in the status
 */
export function onInput(
  node: Pick<Node, 'on'>,
  translate: Translate,
  handler: InputHandler,
  onError?: (error: LinkyRedError) => void,
): void {
  handlers.set(node, handler);
  node.on('input', (msg, send, done) => {
    // The async wrapper turns a synchronous throw into a rejection; the handler still starts at once, in message order.
    (async () => handler(msg, send))().then(
      () => {
        done();
      },
      (thrown: unknown) => {
        const error = reportable(translate, thrown);
        noteError(node, error);
        onError?.(error);
        done(error);
      },
    );
  });
}

/**
 * Hands a message to a node as if it had been wired in, for whoever waits for what becomes of it (a button of the editor).
 * Rejects with what `done` would be called with; no Catch node hears of it.
 */
export async function handIn(node: Pick<Node, 'on' | 'send'>, msg: NodeMessage): Promise<void> {
  const handler = handlers.get(node);
  if (handler === undefined) throw new Error('this node takes no messages');
  await handler({ ...msg, _msgid: '' }, (out) => {
    node.send(out);
  });
}
