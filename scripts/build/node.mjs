// One node's editor side: style, script and form in one html beside the js, catalogues, help, icon.
import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * @param {string} type the node's type, which is also the name of its folder
 * @param {string} dist the folder that becomes dist/
 */
export async function buildNode(type, dist) {
  const source = path.join(root, 'nodes', type);
  const out = path.join(dist, 'nodes', type);
  mkdirSync(path.join(out, 'icons'), { recursive: true });
  writeFileSync(path.join(out, `${type}.html`), await editorHtml(type, source));
  cpSync(path.join(root, 'icons', `${type}.svg`), path.join(out, 'icons', `${type}.svg`));
  for (const file of readdirSync(path.join(source, 'locales')))
    buildLanguage(type, source, path.basename(file, '.json'), out);
}

/** Not minified: the flow library and the scorecard read `registerType("literal", { inline object })` from the text. */
async function editorHtml(type, source) {
  const { outputFiles } = await build({
    entryPoints: [path.join(source, `${type}.editor.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2019',
    charset: 'utf8',
    minify: false,
    tsconfig: path.join(root, 'tsconfig.editor.json'),
  });
  const form = readFileSync(path.join(source, `${type}.editor.html`), 'utf8');
  // With every node, since each can be switched off alone.
  const style = readFileSync(path.join(root, 'nodes', 'runtime', 'editor', 'form.css'), 'utf8');
  return [
    `<style>\n${style}</style>`,
    `<script type="text/javascript">\n${outputFiles[0].text}</script>`,
    `<script type="text/html" data-template-name="${type}">\n${form}</script>\n`,
  ].join('\n');
}

function buildLanguage(type, source, language, out) {
  const folder = path.join(out, 'locales', language);
  mkdirSync(folder, { recursive: true });
  const catalogue = merge(
    readJson(path.join(root, 'nodes', 'runtime', 'locales', `${language}.json`)),
    readJson(path.join(source, 'locales', `${language}.json`)),
  );
  writeFileSync(path.join(folder, `${type}.json`), `${JSON.stringify(catalogue, null, 2)}\n`);
  const help = readFileSync(path.join(source, 'help', `${language}.md`), 'utf8');
  writeFileSync(
    path.join(folder, `${type}.html`),
    `<script type="text/markdown" data-help-name="${type}">\n${help}</script>\n`,
  );
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** What all nodes say (errors, status) below what this node says; the node's own wording wins. */
export function merge(below, above) {
  const result = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = result[key];
    result[key] = isObject(value) && isObject(under) ? merge(under, value) : value;
  }
  return result;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
