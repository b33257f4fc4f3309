// PyPI's enedis-client, a reader of load curves that is right on both clock changes: installed once, in the user's cache.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Context } from 'mocha';
import { missing, needsTool } from '../machine/requirements';

const VERSION = '1.0.3';
const CACHE = path.join(os.homedir(), '.cache', 'linky-red');
const FOLDER = path.join(CACHE, `enedis-client-${VERSION}`);
const NEEDS = 'import sys; sys.exit(sys.version_info < (3, 11))';

const READ = `
import json, sys
from enedis_client import parse_load_curve, to_hourly
def read(body):
    curve = parse_load_curve(body)
    hours, _ = to_hourly(curve)
    return {
        "intervals": [[round(r.end_utc.timestamp() * 1000), r.interval.total_seconds() / 60, r.power_w] for r in curve.readings],
        "hours": [[round(h.start.timestamp() * 1000), h.energy_kwh * 1000] for h in hours],
    }
print(json.dumps([read(body) for body in json.load(sys.stdin)]))
`;

export interface ReadByPeer {
  /** End in epoch ms, minutes, W. */
  readonly intervals: readonly (readonly [end: number, minutes: number, watts: number])[];
  /** Beginning of an hour of UTC in epoch ms, Wh. */
  readonly hours: readonly (readonly [start: number, wh: number])[];
}

/** Skips, fails with CI=true, where there is no Python that is new enough, or PyPI does not answer the first time. */
export async function needsEnedisClient(context: Context): Promise<void> {
  if (existsSync(FOLDER)) return;
  needsTool(context, 'python3');
  if (spawnSync('python3', ['-c', NEEDS]).status !== 0) missing(context, 'python3 is older than 3.11');
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(path.join(CACHE, 'enedis-client-'));
  const words = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    folder,
    `enedis-client==${VERSION}`,
  ];
  const said = await new Promise<string | undefined>((resolve) => {
    execFile('python3', words, (error, _, stderr) => {
      resolve(error === null ? undefined : (stderr.trim().split('\n').at(-1) ?? ''));
    });
  });
  if (said === undefined) renameSync(folder, FOLDER);
  else {
    rmSync(folder, { recursive: true, maxRetries: 5 });
    missing(context, `enedis-client cannot be installed: ${said}`);
  }
}

/** What it makes of v5 bodies. */
export function readByPeer(bodies: readonly unknown[]): ReadByPeer[] {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', READ], {
    input: JSON.stringify(bodies),
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: FOLDER },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReadByPeer[];
}
