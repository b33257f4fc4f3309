// What a test needs from the machine. Missing, it is skipped with the reason; on CI, where everything has to be there, it fails.
import { execFile } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { PATIENCE_MS } from './patience';

/** Names the file in which scripts/test/reporter.cjs finds the reasons, one per line, whichever process skips. */
const REASONS = 'LINKY_RED_SKIP_REASONS';

/** Private sample files beside the repository; the only thing that may be missing on CI too. */
export const SAMPLES = path.resolve(__dirname, '../../../../shared/samples');

/** Skips (fails with CI=true) when `tool` is not on the PATH. Use in `before` or in a test: `needsTool(this, 'socat')`. */
export function needsTool(context: Context, tool: string): void {
  if (onPath(tool) === undefined) missing(context, `${tool} is not installed`);
}

/** Skips with the reason; fails with CI=true. */
export function missing(context: Context, reason: string): never {
  if (process.env['CI'] === 'true') throw new Error(reason);
  return skip(context, reason);
}

/** Skips (fails with CI=true) when npm's registry does not answer; the one place where a test leaves the loopback. */
export async function needsRegistry(context: Context): Promise<void> {
  const answers = await promisify(execFile)('npm', ['ping', '--fetch-retries=0'], { timeout: PATIENCE_MS }).then(
    () => true,
    () => false,
  );
  if (!answers) missing(context, 'the npm registry does not answer');
}

/** Skips when the private samples are not there. */
export function needsSamples(context: Context): void {
  if (!existsSync(SAMPLES)) skip(context, 'the private samples (../shared/samples) are not here');
}

/** Skips a test on a leg of CI that leaves it out on purpose: `LINKY_RED_WITHOUT=browser,home-assistant`. */
export function needsLeg(context: Context, what: Leg): void {
  if (isLeftOut(what)) skip(context, `${what} is left out of this run`);
}

type Leg = 'browser' | 'home-assistant';

export function isLeftOut(what: Leg): boolean {
  return (process.env['LINKY_RED_WITHOUT'] ?? '').split(',').includes(what);
}

/** Full path of `tool`, as the shell would find it. */
export function onPath(tool: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, tool))
    .find((file) => existsSync(file));
}

function skip(context: Context, reason: string): never {
  const file = process.env[REASONS];
  if (file !== undefined) appendFileSync(file, `${reason}\n`);
  return context.skip();
}
