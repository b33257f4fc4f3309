// A Debian in a folder, for the Python that this machine does not have. Its mounts live and die with the command that
// runs in it (in-root.sh), so that deleting the folder can never reach the machine's own /dev.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerOf, hasTool, NotHere, run } from './machine.mjs';

const IN_ROOT = path.join(import.meta.dirname, 'in-root.sh');
/** lru-dict, which Home Assistant asks for, has no wheel for Python 3.13: a compiler is part of it. */
const PACKAGES = 'python3,python3-venv,python3-dev,ca-certificates,gcc,g++,make';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** The folder of that release, made if it is not there. */
export function debianRoot(home, suite) {
  const root = path.join(home, suite);
  const ready = path.join(home, `${suite}.ready`);
  refuseUnlessPossible();
  if (existsSync(ready) && readFileSync(ready, 'utf8') === PACKAGES) return root;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  const args = ['--variant=minbase', `--include=${PACKAGES}`, suite, root, mirror()];
  run(`Debian ${suite} in a folder`, 'debootstrap', args);
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) copyFileSync(file, path.join(root, file));
  // The machine's own authorities, a company's included.
  if (existsSync(CERTIFICATES)) copyFileSync(CERTIFICATES, path.join(root, CERTIFICATES));
  mkdirSync(path.join(root, 'shared'));
  writeFileSync(ready, PACKAGES);
  return root;
}

/** The words that run `command` in the root; `shared`, a folder of the machine, is /shared in there. */
export function inRoot(root, shared, command) {
  return ['unshare', '--mount', '--propagation', 'private', 'sh', IN_ROOT, root, shared, ...command];
}

function refuseUnlessPossible() {
  if (process.platform !== 'linux' || process.getuid() !== 0)
    throw new NotHere(
      'Home Assistant needs a newer Python than this machine has, and only root can set up a Debian for it',
    );
  for (const tool of ['debootstrap', 'unshare'])
    if (!hasTool(tool)) throw new NotHere(`Home Assistant needs a newer Python; to set it up, ${tool} is missing`);
  if (answerOf('unshare', ['--mount', '--propagation', 'private', 'mount', '--bind', '/', '/mnt']) === undefined)
    throw new NotHere('Home Assistant needs a newer Python; to set it up, this container would have to allow mounts');
}

/** Where this machine takes its Debian packages from. */
function mirror() {
  const used = answerOf('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']) ?? '';
  return used.split('\n').find((uri) => /\/debian\/?$/.test(uri)) ?? 'https://deb.debian.org/debian';
}
