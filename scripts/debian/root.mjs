// A Debian in a folder, for what this machine does not have, or has too much of. Its mounts live and die with the command
// that runs in it (in-root.sh), so that deleting the folder can never reach the machine's own /dev.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerOf, hasTool, NotHere, run } from './machine.mjs';

const IN_ROOT = path.join(import.meta.dirname, 'in-root.sh');
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The folder of a Debian, made if it is not there.
 * @param {string} folder where it is, or will be
 * @param {{suite: string, packages: string, why: string}} wanted `packages` with commas, beside Debian's smallest set;
 *   `why` begins the sentence that says what this machine lacks
 * @throws NotHere where this machine cannot set one up
 */
export function debianRoot(folder, { suite, packages, why }) {
  const ready = `${folder}.ready`;
  refuseUnlessPossible(why);
  if (existsSync(ready) && readFileSync(ready, 'utf8') === packages) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = ['--variant=minbase', `--include=${packages}`, suite, folder, mirror()];
  run(`Debian ${suite} in a folder`, 'debootstrap', args);
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) copyFileSync(file, path.join(folder, file));
  // The machine's own authorities, a company's included.
  mkdirSync(path.join(folder, path.dirname(CERTIFICATES)), { recursive: true });
  if (existsSync(CERTIFICATES)) copyFileSync(CERTIFICATES, path.join(folder, CERTIFICATES));
  mkdirSync(path.join(folder, 'shared'));
  writeFileSync(ready, packages);
  return folder;
}

/** The words that run `command` in the root; `shared`, a folder of the machine, is /shared in there. */
export function inRoot(root, shared, command) {
  return ['unshare', '--mount', '--propagation', 'private', 'sh', IN_ROOT, root, shared, ...command];
}

function refuseUnlessPossible(why) {
  if (process.platform !== 'linux' || process.getuid() !== 0)
    throw new NotHere(`${why}; only root on Linux can set one up`);
  for (const tool of ['debootstrap', 'unshare'])
    if (!hasTool(tool)) throw new NotHere(`${why}; to set one up, ${tool} is missing`);
  if (answerOf('unshare', ['--mount', '--propagation', 'private', 'mount', '--bind', '/', '/mnt']) === undefined)
    throw new NotHere(`${why}; to set one up, this container would have to allow mounts`);
}

/** Where this machine takes its Debian packages from. */
function mirror() {
  const used = answerOf('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']) ?? '';
  return used.split('\n').find((uri) => /\/debian\/?$/.test(uri)) ?? 'https://deb.debian.org/debian';
}
