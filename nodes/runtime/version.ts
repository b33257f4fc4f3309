// The version of this package, wherever it is built to.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** From the nearest package.json above; `0.0.0` where there is none (a loose copy). */
export function packageVersion(folder = __dirname): string {
  for (let at = folder; path.dirname(at) !== at; at = path.dirname(at)) {
    try {
      const { version } = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8')) as { version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // Not here: one folder up.
    }
  }
  return '0.0.0';
}
