// opendata-query: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type { EditorQuestion } from './editor-side/answers';
import type * as EditorRoutes from './editor-side/routes';
import type * as Wiring from './opendata-query.wiring';

const wiring = () => require('./opendata-query.wiring') as typeof Wiring;

const editorRoutes = () => require('./editor-side/routes') as typeof EditorRoutes;

/** What the form asks a portal for while somebody fills it in. */
const EDITOR_QUESTIONS = ['search', 'dataset', 'values', 'preview'] as const satisfies readonly EditorQuestion[];

function opendataQuery(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'opendata-query',
    lazyNode(RED, () => wiring().opendataQuery(RED, clock)),
    { credentials: { apiKey: { type: 'password' } } },
  );

  for (const question of EDITOR_QUESTIONS)
    adminPost(RED, `/opendata-query/${question}`, 'opendata-query.write', (body) =>
      editorRoutes().answerEditor(RED, clock, question, body),
    );
}

export = opendataQuery;
