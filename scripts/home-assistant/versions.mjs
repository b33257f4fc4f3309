// Which Python a version of Home Assistant wants, and which Debian carries that Python. A new version is at most a new row.

/** What the suite runs on unless HA_VERSION says otherwise: the newest that the Python of Debian 13 takes. */
export const DEFAULT_VERSION = '2026.2.3';

/**
 * Newest first. `from`: the first version that the row holds for; `python`: its oldest micro version that will do;
 * `suite`: the Debian release whose python3 that is; `extra`: what pip has to be told beside the version.
 */
const ROWS = [
  { from: [2026, 3], python: [3, 14, 2], suite: 'sid', extra: [] },
  { from: [2025, 11], python: [3, 13, 2], suite: 'trixie', extra: [] },
  // Its aiodns takes any pycares, and pycares 5 has another API.
  { from: [2025, 2], python: [3, 13, 2], suite: 'trixie', extra: ['pycares<5'] },
];

/** @param {string} version as on PyPI, `2026.2.3` */
export function needsOf(version) {
  const [year, month] = version.split('.').map(Number);
  const row = ROWS.find(({ from }) => year > from[0] || (year === from[0] && month >= from[1]));
  if (row === undefined) throw new Error(`Home Assistant ${version} is older than everything that is tested`);
  return row;
}
