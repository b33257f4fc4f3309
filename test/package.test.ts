// What `npm run check` says of the package, and that it would say something: every rule is shown a package that breaks it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareCatalogues, judgeFrench, judgeHelp } from '../scripts/check/languages.mjs';
import { judgeContents, judgeManifest } from '../scripts/check/package.mjs';
import { judgeNodes, judgeManifest as judgeScore, readDefinition } from '../scripts/check/scorecard.mjs';

interface Manifest {
  version: string;
  keywords: string[];
  engines: { node: string };
  bin: Record<string, string>;
  'node-red': { version: string; nodes: Record<string, string>; dependencies?: string[] };
  [key: string]: unknown;
}

const ROOT = path.resolve(__dirname, '..');
const pkg = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
const changelog = `## [${pkg.version}]`;

describe('the manifest', () => {
  const judge = (change: Partial<Manifest>, log = changelog): string[] =>
    judgeManifest({ ...pkg, ...change }, { version: pkg.version }, log).problems;

  it('of this package breaks no rule', () => {
    assert.deepEqual(judge({}), []);
  });

  it('has one version everywhere', () => {
    assert.match(judge({ version: '9.9.9' }).join(), /package-lock\.json says/);
    assert.match(judge({}, '## [0.0.0]').join(), /CHANGELOG/);
  });

  it('warns above six runtime dependencies and fails above eight', () => {
    const some = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${String(index)}`, '1']));
    const verdict = (count: number): { problems: string[]; warnings: string[] } =>
      judgeManifest({ ...pkg, dependencies: some(count) }, { version: pkg.version }, changelog);
    assert.deepEqual([verdict(6).problems.length, verdict(6).warnings.length], [0, 0]);
    assert.deepEqual([verdict(8).problems.length, verdict(8).warnings.length], [0, 1]);
    assert.equal(verdict(9).problems.length, 1);
  });

  it('runs nothing while it installs', () => {
    assert.match(judge({ scripts: { postinstall: 'true' } }).join(), /postinstall/);
  });

  it('does not hide the serial-port config node behind "node-red".dependencies', () => {
    assert.match(judge({ 'node-red': { ...pkg['node-red'], dependencies: ['x'] } }).join(), /dependencies/);
  });
});

describe('the contents of the package', () => {
  const nodes = { 'tic-in': 'dist/nodes/tic-in/tic-in.js' };
  const small = { bin: { 'linky-red': 'dist/bin/linky-red.js' }, 'node-red': { nodes } };
  const good = [
    'LICENSE',
    'README.md',
    'README.fr.md',
    'package.json',
    'dist/bin/linky-red.js',
    'dist/lib/tic/group.js',
    'dist/nodes/runtime/status.js',
    'dist/nodes/tic-in/tic-in.js',
    'dist/nodes/tic-in/tic-in.controller.js',
    'dist/nodes/tic-in/tic-in.html',
    'dist/nodes/tic-in/icons/tic-in.svg',
    ...['en-US', 'fr'].flatMap((l) => ['json', 'html'].map((k) => `dist/nodes/tic-in/locales/${l}/tic-in.${k}`)),
    'examples/node/tic-in.json',
    'docs/wiring.md',
    'docs/home-assistant/dashboard.en.yaml',
    'docs/home-assistant/dashboard.fr.yaml',
    'docs/home-assistant/linky-card.js',
    'docs/home-assistant/blueprints/shed-restore.fr.yaml',
  ];

  it('may be what the list allows', () => {
    assert.deepEqual(judgeContents(good, 1000, small), []);
  });

  for (const intruder of [
    'nodes/tic-in/tic-in.ts',
    'dist/nodes/tic-in/tic-in.editor.js',
    'dist/test/package.test.js',
    'dist/lib/tic/group.js.map',
    'dist/scripts/build.js',
    '.env',
    'examples/node/capture.bin',
    'examples/home-assistant/dashboard.fr.yaml',
    'docs/images/dashboard.png',
  ])
    it(`may not be ${intruder}`, () => {
      assert.deepEqual(judgeContents([...good, intruder], 1000, small), [`${intruder} must not be in the package`]);
    });

  for (const missing of good.filter(
    (file) => !/README\.fr|package\.json|lib|runtime|controller|examples|wiring|blueprints/.test(file),
  ))
    it(`must have ${missing}`, () => {
      const rest = good.filter((file) => file !== missing);
      assert.deepEqual(judgeContents(rest, 1000, small), [`${missing} is missing in the package`]);
    });

  it('are not heavy', () => {
    assert.match(judgeContents(good, 7_000_000, small).join(), /bytes unpacked/);
  });
});

describe('the scorecard', () => {
  it('finds nothing in this package', () => {
    assert.deepEqual(judgeScore(pkg, true), []);
  });

  const broken: [rule: string, change: Record<string, unknown>][] = [
    ['P01', { license: undefined }],
    ['P03', { bugs: undefined }],
    ['P04', { name: 'node-red-linky' }],
    ['P05', { keywords: ['linky'] }],
    ['P06', { 'node-red': { version: '>=5' } }],
    ['P06', { 'node-red': {} }],
    ['P07', { engines: { node: '^20.19' } }],
  ];
  for (const [rule, change] of broken)
    it(`knows ${rule}: ${JSON.stringify(change)}`, () => {
      const problems = judgeScore({ ...pkg, ...change }, true);
      assert.ok(problems.length > 0);
      for (const problem of problems) assert.match(problem, new RegExp(`^${rule}`));
    });

  it('wants every node in an example, but no config node', () => {
    const definitions = [
      { set: 'a', type: 'a', category: 'energie' },
      { set: 'b', type: 'b', category: 'energie' },
      { set: 'c', type: 'c', category: 'config' },
    ];
    assert.deepEqual(judgeNodes(definitions, [[{ type: 'a' }]]), ['N02: no example uses b']);
  });

  const html = (call: string): string => `<script type="text/javascript">\n(() => { ${call} })();\n</script>`;

  it('reads a literal type with inline defaults', () => {
    const call = `RED.nodes.registerType("a", { category: "energie", defaults: { name: { value: "" } } });`;
    assert.deepEqual(readDefinition(html(call)), { type: 'a', category: 'energie' });
  });

  for (const [what, call] of [
    ['a computed type', 'RED.nodes.registerType(name, { category: "x", defaults: {} })'],
    ['a definition from elsewhere', 'RED.nodes.registerType("a", definition)'],
    ['defaults from elsewhere', 'RED.nodes.registerType("a", { category: "x", defaults })'],
    ['a computed category', 'RED.nodes.registerType("a", { category: c, defaults: {} })'],
    ['no call at all', 'other("a", {})'],
  ])
    it(`cannot read ${String(what)}`, () => {
      assert.ok('problem' in readDefinition(html(String(call))));
    });
});

describe('both languages', () => {
  it('have the same keys and the same placeholders', () => {
    const english = { a: 'port __port__', b: 'same', c: 'only English' };
    const french = { a: 'port __prot__', b: 'pareil', d: 'seulement français' };
    assert.deepEqual(compareCatalogues('x', english, french), [
      'x: "a" has other placeholders in fr',
      'x: "c" is missing in fr',
      'x: "d" is missing in en-US',
    ]);
  });

  it('have the four sections of the style guide, in order', () => {
    const help = 'Reads bytes.\n\n### Inputs\n\n### Outputs\n\n### Details\n\n### References\n';
    assert.deepEqual(judgeHelp('x', help, 'en-US'), []);
    assert.equal(judgeHelp('x', help, 'fr').length, 1);
    assert.equal(judgeHelp('x', help.replace('### Details\n\n', ''), 'en-US').length, 1);
    assert.equal(judgeHelp('x', help.replace('Reads bytes.\n\n', ''), 'en-US').length, 1);
  });

  it('are written as each is written: French with its apostrophe and its spaces', () => {
    assert.deepEqual(
      judgeFrench('x', "L’index\u00a0: «\u00a0BASE\u00a0», `a : 'b'` d’`x`.\n: topic (string) : l’étiquette."),
      [],
    );
    assert.equal(judgeFrench('x', "L'index d'`x`.").length, 2);
    assert.equal(judgeFrench('x', 'Lequel ? « BASE\u00a0» : celui-ci.').length, 3);
  });

  it('have no colons but those that the editor understands', () => {
    const judge = (line: string): string[] =>
      judgeHelp(
        'x',
        `Reads bytes.\n\n### Inputs\n\n${line}\n\n### Outputs\n\n### Details\n\n### References\n`,
        'en-US',
      );
    assert.deepEqual(judge(': payload (buffer | string) : bytes of a meter.\n: _topic_ (string) : its name.'), []);
    assert.deepEqual(judge('- `peak`: in progress (EJP), or announced. Never on Tempo.'), []);
    assert.equal(judge(': topic (string) : its name: that of the node.').length, 1);
    assert.equal(judge('   : topic : its name.').length, 1);
    assert.equal(judge('- `peak`: in progress (EJP), or announced. Detail: its number.').length, 1);
  });
});
