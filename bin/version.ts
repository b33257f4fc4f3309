// The version of this package: its package.json lies one folder above the sources, two above what is built of them.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export function version(): string {
  for (const up of ['..', '../..']) {
    try {
      const { version } = JSON.parse(readFileSync(path.join(__dirname, up, 'package.json'), 'utf8')) as {
        version?: unknown;
      };
      if (typeof version === 'string') return version;
    } catch {
      // Not here.
    }
  }
  return 'unknown';
}
