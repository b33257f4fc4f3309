// The route behind the button "Copy diagnostics" in the form of a node.
import { adminGet } from '../admin-route';
import type { NodeAPI } from '../types';
import type * as Report from './report';

/** Answers with `{ text }`; whoever may read the nodes of this type may ask. Loaded with the first question. */
export function diagnosticsRoute(RED: NodeAPI, type: string): void {
  adminGet(RED, `/${type}/diagnostics`, `${type}.read`, async () => {
    const { diagnostics } = require('./report') as typeof Report;
    return { text: await diagnostics(RED) };
  });
}
