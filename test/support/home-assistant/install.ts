// Home Assistant on this machine: installed once, in the user's cache, by scripts/home-assistant.mjs.
// HA_VERSION=2026.11.0 tries another version.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { isLeftOut, missing, needsLeg, needsTool, onPath } from '../machine/requirements';

const ROOT = path.resolve(__dirname, '../../..');
const SCRIPTS = path.join(ROOT, 'scripts');
const AHEAD = readFileSync(path.join(SCRIPTS, 'home-assistant', 'ahead.py'), 'utf8');
/** What scripts/home-assistant.mjs ends with where the machine cannot have it. */
const NOT_HERE = 3;

export interface Installed {
  version: string;
  /** Its Python, as seen from within `root`. */
  python: string;
  /** The Debian that it lives in; null where this machine's Python will do. */
  root: string | null;
}

/** Installs it if it is not there yet (three minutes once). Skips, fails with CI=true, where the machine cannot have it. */
export async function needsHomeAssistant(context: Context, version?: string): Promise<Installed> {
  needsLeg(context, 'home-assistant');
  needsTool(context, 'mosquitto');
  const found = await install(version);
  if ('reason' in found) missing(context, found.reason);
  return found;
}

/** For a story that is whole without it too: undefined where it is left out, or the machine cannot have it. */
export async function homeAssistantIfHere(): Promise<Installed | undefined> {
  if (isLeftOut('home-assistant') || onPath('mosquitto') === undefined) return undefined;
  const found = await install();
  return 'reason' in found ? undefined : found;
}

async function install(version?: string): Promise<Installed | { reason: string }> {
  const args = [path.join(ROOT, 'scripts', 'home-assistant.mjs'), ...(version === undefined ? [] : [version])];
  const { code, stdout, stderr } = await ended(process.execPath, args);
  if (code === 0) return JSON.parse(stdout) as Installed;
  if (code === NOT_HERE) return { reason: stderr.trim().split('\n').at(-1) ?? '' };
  throw new Error(`Home Assistant could not be installed:\n${stderr}`);
}

/**
 * The words of the command that starts it on a configuration folder. It fetches nothing: what is not installed is missing.
 * @param ahead seconds that its wall clock is ahead
 */
export function startWords({ root, python }: Installed, folder: string, ahead: number): string[] {
  const program = ahead === 0 ? ['-m', 'homeassistant'] : ['-c', AHEAD, String(ahead)];
  const hass = (where: string) => [python, ...program, '--skip-pip', '-c', where];
  if (root === null) return hass(folder);
  const inRoot = path.join(SCRIPTS, 'debian', 'in-root.sh');
  return ['unshare', '--mount', '--propagation', 'private', 'sh', inRoot, root, folder, ...hass('/shared')];
}

async function ended(command: string, args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return await new Promise((resolve) => {
    execFile(command, args, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}
