// The flow library's scorecard (node-red-dev), as far as it can be judged off-line, under its own numbers.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import ts from 'typescript';
import { findFiles } from './files.mjs';

/** Node-RED's latest and maintenance lines that a package has to admit, and the oldest Node of the latest one. */
const NODE_RED_LINES = ['5.0.7', '4.1.15'];
const OLDEST_NODE_OF_LATEST = '22.9.0';

/** @param {string} root the repository, built */
export function checkScorecard(root) {
  const pkg = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const definitions = Object.entries(pkg['node-red'].nodes).map(([set, file]) => {
    const html = path.join(root, file.replace(/\.js$/, '.html'));
    return { set, ...(existsSync(html) ? readDefinition(readFileSync(html, 'utf8')) : { problem: 'has no html' }) };
  });
  const examples = findFiles(root, 'examples', /\.json$/).map((file) =>
    JSON.parse(readFileSync(path.join(root, file), 'utf8')),
  );
  const hasLicence = existsSync(path.join(root, 'LICENSE'));
  return { problems: [...judgeManifest(pkg, hasLicence), ...judgeNodes(definitions, examples)] };
}

/** P01, P03–P07. @returns {string[]} */
export function judgeManifest(pkg, hasLicence) {
  const problems = [];
  if (!pkg.license || !hasLicence) problems.push('P01: no licence');
  if (!pkg.repository || !pkg.bugs) problems.push('P03: no repository or no place for bugs');
  if (!/^@[a-z0-9-]+\/[a-z0-9-]+$/.test(pkg.name)) problems.push('P04: the name has no scope');
  if (!pkg.keywords?.includes('node-red')) problems.push('P05: the keyword node-red is missing');
  for (const line of NODE_RED_LINES)
    if (!semver.satisfies(line, pkg['node-red'].version ?? 'none'))
      problems.push(`P06: Node-RED ${line} is not admitted`);
  if (!semver.satisfies(OLDEST_NODE_OF_LATEST, pkg.engines?.node ?? 'none'))
    problems.push(`P07: Node ${OLDEST_NODE_OF_LATEST} is not admitted`);
  return problems;
}

/**
 * N01, N02 and the shape that the flow library can read.
 * @param {{set: string, type?: string, category?: string, problem?: string}[]} definitions one per set of the manifest
 * @param {{type: string}[][]} examples flows
 */
export function judgeNodes(definitions, examples) {
  const used = new Set(examples.flat().map((node) => node.type));
  return definitions.flatMap(({ set, type, category, problem }, index) => {
    if (problem !== undefined) return [`${set}: ${problem}`];
    const problems = [];
    if (type !== set) problems.push(`${set}: registers the type "${type}"`);
    if (definitions.findIndex((other) => other.type === type) !== index)
      problems.push(`N01: ${type} is registered twice`);
    if (category !== 'config' && !used.has(type)) problems.push(`N02: no example uses ${type}`);
    return problems;
  });
}

/** What the flow library would read from a node's html: a literal call with an object whose defaults stand in place. */
export function readDefinition(html) {
  const script = /<script type="text\/javascript">([^]*?)<\/script>/.exec(html)?.[1];
  if (script === undefined) return { problem: 'the html has no script of type text/javascript' };
  const call = findCall(ts.createSourceFile('editor.js', script, ts.ScriptTarget.Latest, true));
  if (call === undefined) return { problem: 'RED.nodes.registerType is not called' };
  const [type, definition] = call.arguments;
  if (!type || !ts.isStringLiteral(type)) return { problem: 'the type is no literal' };
  if (!definition || !ts.isObjectLiteralExpression(definition))
    return { problem: 'the definition is no inline object' };
  const category = property(definition, 'category');
  const defaults = property(definition, 'defaults');
  if (!category || !ts.isStringLiteral(category)) return { problem: 'the category is no literal' };
  if (!defaults || !ts.isObjectLiteralExpression(defaults)) return { problem: 'the defaults are no inline object' };
  return { type: type.text, category: category.text };
}

function findCall(node) {
  if (ts.isCallExpression(node) && node.expression.getText() === 'RED.nodes.registerType') return node;
  return ts.forEachChild(node, findCall);
}

function property(object, name) {
  return object.properties.find((entry) => ts.isPropertyAssignment(entry) && entry.name.text === name)?.initializer;
}
