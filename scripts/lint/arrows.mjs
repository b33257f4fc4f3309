// The arrows between the rooms, as a lint rule: who may import whom.
//   nodes → lib, nodes/runtime     bin → lib, sandbox     lib → lib (subjects: only what lies below them)
//   sandbox → sandbox, node: built-ins, types of lib      test, bench: everything
//   inside a subject of lib that has rooms in an order: only what stands before, types too
import path from 'node:path';

const ROOMS = new Set(['nodes', 'lib', 'bin', 'sandbox', 'bench', 'test', 'scripts']);
/** Subjects of lib that do not know one another; every other folder of lib lies below them and is shared. */
const SUBJECTS = new Set(['tic', 'enedis', 'rte', 'flex', 'opendata', 'tariff', 'load-shed', 'home-assistant']);
/** Rooms of a subject, each of which knows only those before it; a file beside them knows all. */
const ORDERED = {
  tic: ['bytes', 'link', 'value', 'families', 'capture', 'belief', 'frame', 'power', 'signals'],
  flex: ['quantity', 'site', 'request', 'metering', 'desk', 'view', 'bacs', 'signals', 'operator', 'supplier'],
  opendata: ['query', 'dataset', 'kind', 'odsql', 'compile', 'read', 'portal', 'answer'],
  tariff: ['contract', 'spans', 'cost', 'running'],
  'home-assistant': ['discovery', 'entities', 'facts', 'energy', 'devices', 'websocket', 'statistics'],
};

/**
 * @param {string} file path relative to the root
 * @returns {{room: string, part: string, inner: string}} part: the folder inside the room; inner: the folder inside that
 */
function place(file) {
  const [room = '', part = '', inner = ''] = file.split('/');
  return { room, part: part.includes('.') ? '' : part, inner };
}

/**
 * Why `from` may not import `specifier`; undefined when it may.
 * @param {string} from importing file, relative to the root, with forward slashes
 * @param {string} specifier as written
 * @param {{typeOnly: boolean, lazy: boolean}} how
 */
export function forbidden(from, specifier, how) {
  const here = place(from);
  if (!ROOMS.has(here.room)) return undefined;
  return specifier.startsWith('.')
    ? forbiddenInside(here, place(path.posix.join(path.posix.dirname(from), specifier)), how)
    : forbiddenPackage(here, specifier, how);
}

function forbiddenInside(here, there, { typeOnly }) {
  switch (here.room) {
    case 'nodes':
      if (there.room === 'lib') return undefined;
      if (there.room !== 'nodes') return `nodes may import lib, not ${there.room}`;
      if (typeOnly || there.part === here.part || there.part === 'runtime') return undefined;
      return `what two nodes need lies in lib or nodes/runtime, not in nodes/${there.part}`;
    case 'lib':
      if (there.room !== 'lib') return `lib imports no room above it (${there.room})`;
      if (there.part === here.part) return againstOrder(here, there);
      if (typeOnly || !SUBJECTS.has(there.part)) return undefined;
      return SUBJECTS.has(here.part)
        ? `lib/${here.part} and lib/${there.part} do not import one another (types are free)`
        : `lib/${here.part} lies below the subjects and does not know lib/${there.part}`;
    case 'bin':
      return ['bin', 'lib', 'sandbox'].includes(there.room)
        ? undefined
        : `bin may import lib and sandbox, not ${there.room}`;
    case 'sandbox':
      if (there.room === 'sandbox' || (there.room === 'lib' && typeOnly)) return undefined;
      return there.room === 'lib'
        ? 'a stand-in writes its truths a second time: only types may come from lib'
        : `sandbox may import sandbox and types of lib, not ${there.room}`;
    default:
      return undefined;
  }
}

function againstOrder(here, there) {
  const order = ORDERED[here.part] ?? [];
  const from = order.indexOf(here.inner);
  if (from < 0) return undefined;
  const to = order.indexOf(there.inner);
  // Beside the rooms lie the files that put all of them together.
  if (to >= 0 && to <= from) return undefined;
  const what = to < 0 ? 'the files beside it' : there.inner;
  return `lib/${here.part}/${here.inner} does not know ${what}: ${order.join(' ← ')}`;
}

function forbiddenPackage(here, specifier, { lazy }) {
  if (here.room === 'lib' && /^(node-red|@node-red)(\/|$)/.test(specifier)) return 'lib knows no Node-RED';
  if (here.room === 'sandbox' && !specifier.startsWith('node:') && !lazy)
    return 'sandbox runs on node: built-ins (a package may be loaded lazily)';
  return undefined;
}

function isTypeOnly(node) {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = node.specifiers ?? [];
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type');
}

/** @type {import('eslint').Rule.RuleModule} */
const arrows = {
  meta: { type: 'problem', schema: [], messages: { arrow: '{{why}}' } },
  create(context) {
    const from = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const judge = (node, source, how) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const why = forbidden(from, source.value, how);
      if (why !== undefined) context.report({ node, messageId: 'arrow', data: { why } });
    };
    const declaration = (node) => judge(node, node.source, { typeOnly: isTypeOnly(node), lazy: false });
    return {
      ImportDeclaration: declaration,
      ExportNamedDeclaration: declaration,
      ExportAllDeclaration: declaration,
      ImportExpression: (node) => judge(node, node.source, { typeOnly: false, lazy: true }),
      TSImportType: (node) => judge(node, node.source ?? node.argument?.literal, { typeOnly: true, lazy: false }),
      TSExternalModuleReference: (node) =>
        judge(node, node.expression, { typeOnly: node.parent.importKind === 'type', lazy: false }),
      'CallExpression[callee.name="require"]': (node) =>
        judge(node, node.arguments[0], { typeOnly: false, lazy: true }),
    };
  },
};

export default { rules: { arrows } };
