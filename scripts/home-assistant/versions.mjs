// Which Python a version of Home Assistant wants, and which Debian carries that Python. A new version is at most a new row.

/** What the suite runs on unless HA_VERSION says otherwise: the newest that the Python of Debian 13 takes. */
export const DEFAULT_VERSION = '2026.2.3';

/**
 * Newest first. `from`: the first version that the row holds for; `python`: its oldest micro version that will do;
 * `suite`: the Debian release whose python3 that is; `extra`: what pip has to be told beside the version; `integrations`: those
 * that it sets up by itself at its start, whatever its configuration names (`*`: every kind of entity).
 */
const ROWS = [
  {
    from: [2026, 3],
    python: [3, 14, 2],
    suite: 'sid',
    extra: [],
    integrations: ['*', 'analytics', 'hassio', 'stream'],
  },
  { from: [2025, 11], python: [3, 13, 2], suite: 'trixie', extra: [], integrations: [] },
  // Its aiodns takes any pycares, and pycares 5 has another API.
  { from: [2025, 2], python: [3, 13, 2], suite: 'trixie', extra: ['pycares<5'], integrations: [] },
];

/** @param {string} version as on PyPI, `2026.2.3` */
export function needsOf(version) {
  const [year, month] = version.split('.').map(Number);
  const row = ROWS.find(({ from }) => year > from[0] || (year === from[0] && month >= from[1]));
  if (row === undefined) throw new Error(`Home Assistant ${version} is older than everything that is tested`);
  return row;
}
