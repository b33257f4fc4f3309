// What the set-up asks of the machine: running commands, and saying in one sentence what it lacks.
import { spawnSync } from 'node:child_process';

/** This machine cannot have it; the message is the reason. */
export class NotHere extends Error {}

export function hasTool(name) {
  return spawnSync('sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' }).status === 0;
}

/** What a command prints, or undefined when it is not there or fails. */
export function answerOf(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : undefined;
}

/** Runs to the end; its output is shown only where it fails. */
export function run(what, command, args, options = {}) {
  process.stderr.write(`${what} …\n`);
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64_000_000,
    ...options,
  });
  if (error) throw error;
  if (status === 0) return stdout;
  throw new Error(
    `${what} failed (${String(status)}):\n${`${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n')}`,
  );
}
