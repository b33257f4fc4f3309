// Home Assistant from PyPI in a virtual environment of its own, one per version, side by side.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerOf, run } from '../debian/machine.mjs';
import { debianRoot, inRoot } from '../debian/root.mjs';
import { needsOf } from './versions.mjs';

/** Those that the rig's configuration.yaml names, and those that tests add. */
const INTEGRATIONS = [
  'mqtt',
  'recorder',
  'history',
  'logbook',
  'energy',
  'frontend',
  'config',
  'system_log',
  'logger',
  'automation',
  'input_boolean',
  'input_number',
  'local_calendar',
];
/** Lets a test see the statistics of the next five minutes without waiting for them (ahead.py). */
const CLOCK = 'time-machine';
/** lru-dict, which Home Assistant asks for, has no wheel for Python 3.13: a compiler is part of it. */
const PACKAGES = 'python3,python3-venv,python3-dev,ca-certificates,gcc,g++,make';
const REQUIREMENTS = readFileSync(path.join(import.meta.dirname, 'requirements.py'), 'utf8');

/**
 * @param {string} home the folder of the cache
 * @param {string} version as on PyPI
 * @returns {{version: string, python: string, root: string | null}} `python` as seen from within `root`
 */
export function install(home, version) {
  const needs = needsOf(version);
  const own = ownPython(needs.python);
  const root = own === undefined ? debianWithPython(home, needs.suite) : null;
  const venv = root === null ? path.join(home, `venv-${version}`) : `/opt/home-assistant-${version}`;
  const folder = path.join(root ?? '/', venv);
  const python = `${venv}/bin/python`;
  const within = (command) => (root === null ? command : inRoot(root, home, command));
  const ready = path.join(folder, 'ready');
  const integrations = [...INTEGRATIONS, ...needs.integrations];
  const wanted = [CLOCK, ...integrations, ...needs.extra];
  const there = existsSync(ready) ? readFileSync(ready, 'utf8').split(' ') : [];
  // What an older or a newer state of the repository has put there does no harm.
  if (!wanted.every((word) => there.includes(word))) {
    if (there.length === 0) {
      rmSync(folder, { recursive: true, force: true });
      ask('virtual environment', within([own ?? '/usr/bin/python3', '-m', 'venv', venv]));
      ask(`pip install homeassistant==${version}`, within(pip(python, [`homeassistant==${version}`, ...needs.extra])));
    }
    const asked = ask('what its integrations ask for', within([python, '-c', REQUIREMENTS, ...integrations]));
    ask('pip install of these', within(pip(python, [CLOCK, ...asked.trim().split('\n'), ...needs.extra])));
    writeFileSync(ready, wanted.join(' '));
  }
  return { version, python, root };
}

function debianWithPython(home, suite) {
  const why = 'Home Assistant needs a newer Python than this machine has, from a Debian in a folder';
  return debianRoot(path.join(home, suite), { suite, packages: PACKAGES, why });
}

function pip(python, packages) {
  return [python, '-m', 'pip', 'install', '--quiet', ...packages];
}

function ask(what, [command, ...args]) {
  return run(what, command, args, { env: { ...process.env, PIP_FIND_LINKS: '' } });
}

/** The machine's own Python, if it is one that will do. */
function ownPython([major, minor, micro]) {
  const fits = `import sys, venv, ensurepip; sys.exit(not ((${major}, ${minor}, ${micro}) <= sys.version_info < (${major}, ${minor + 1})))`;
  const names = [`python${major}.${minor}`, 'python3'];
  const found = names.find((name) => answerOf(name, ['-c', fits]) !== undefined);
  return found && answerOf(found, ['-c', 'import sys; print(sys.executable)']);
}
