// What is published: the manifest against the rules of this project, the contents against a list of what may be in there.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Everything that may be published; what matches none of these does not belong in the package. */
const ALLOWED = [
  /^(package\.json|LICENSE|README(\.fr)?\.md|CHANGELOG\.md)$/,
  /^dist\/nodes\/([a-z-]+)\/\1\.html$/,
  /^dist\/nodes\/([a-z-]+)\/icons\/\1\.svg$/,
  /^dist\/nodes\/([a-z-]+)\/locales\/(en-US|fr)\/\1\.(json|html)$/,
  /^dist\/(nodes|lib|bin|sandbox)\/(?!.*\.editor\.js$)[\w./-]+\.js$/,
  // Flows alone: the import dialog of Node-RED shows a folder of anything else as an empty one.
  /^examples\/[\w-]+\/[\w.-]+\.json$/,
  /^docs\/[\w.-]+\.md$/,
  /^docs\/home-assistant\/(blueprints\/)?[\w.-]+\.yaml$/,
  // A card that people copy into their Home Assistant.
  /^docs\/home-assistant\/linky-card\.js$/,
];
const LARGEST_BYTES = 6_000_000;
const MOST_DEPENDENCIES = 8;
const WARN_DEPENDENCIES = 6;

/** @param {string} root the repository */
export function checkPackage(root) {
  const pkg = readJson(path.join(root, 'package.json'));
  const lock = readJson(path.join(root, 'package-lock.json'));
  const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  return judgeManifest(pkg, lock, changelog);
}

/** @returns {{problems: string[], warnings: string[]}} */
export function judgeManifest(pkg, lock, changelog) {
  const problems = [];
  const dependencies = Object.keys(pkg.dependencies ?? {});
  if (dependencies.length > MOST_DEPENDENCIES)
    problems.push(`${dependencies.length} runtime dependencies; more than ${MOST_DEPENDENCIES}`);
  if (lock.version !== pkg.version)
    problems.push(`package-lock.json says ${lock.version}, package.json ${pkg.version}`);
  if (!changelog.includes(`## [${pkg.version}]`)) problems.push(`CHANGELOG.md has no heading for ${pkg.version}`);
  for (const name of ['preinstall', 'install', 'postinstall'])
    if (pkg.scripts?.[name]) problems.push(`"${name}": nothing runs on the user's machine while it installs`);
  // It is meant for subflow modules, and hides the editor of a config node that the user did not install by hand.
  if (pkg['node-red'].dependencies) problems.push('"node-red".dependencies must not be there');
  const warnings =
    dependencies.length > WARN_DEPENDENCIES
      ? [`${dependencies.length} runtime dependencies; the palette's scorecard warns above ${WARN_DEPENDENCIES}`]
      : [];
  return { problems, warnings };
}

/** What `npm pack` would put in the tarball. @param {string} root the repository, built */
export async function checkContents(root) {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    shell: process.platform === 'win32',
    maxBuffer: 16_000_000,
  });
  const [{ files, unpackedSize }] = JSON.parse(stdout);
  const pkg = readJson(path.join(root, 'package.json'));
  return {
    problems: judgeContents(
      files.map((file) => file.path),
      unpackedSize,
      pkg,
    ),
  };
}

/** @param {string[]} files in the tarball @param {number} bytes unpacked @returns {string[]} */
export function judgeContents(files, bytes, pkg) {
  const there = new Set(files);
  const required = [
    'LICENSE',
    'README.md',
    ...['en', 'fr'].map((language) => `docs/home-assistant/dashboard.${language}.yaml`),
    'docs/home-assistant/linky-card.js',
    ...Object.values(pkg.bin),
    ...Object.entries(pkg['node-red'].nodes).flatMap(([type, file]) => filesOfNode(type, file)),
  ];
  return [
    ...files
      .filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))
      .map((file) => `${file} must not be in the package`),
    ...required.filter((file) => !there.has(file)).map((file) => `${file} is missing in the package`),
    ...(bytes > LARGEST_BYTES ? [`${bytes} bytes unpacked; more than ${LARGEST_BYTES}`] : []),
  ];
}

function filesOfNode(type, file) {
  const folder = path.posix.dirname(file);
  return [
    file,
    `${folder}/${type}.html`,
    `${folder}/icons/${type}.svg`,
    ...['en-US', 'fr'].flatMap((language) =>
      ['json', 'html'].map((kind) => `${folder}/locales/${language}/${type}.${kind}`),
    ),
  ];
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
