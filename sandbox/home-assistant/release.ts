// Versions of Home Assistant, and from which on it speaks otherwise.

export interface Release {
  /** `2026.11.0`. */
  readonly version: string;
  /** Metadata have `mean_type` and `unit_class`; before, both are refused. */
  readonly hasMeanType: boolean;
  /** Sums by the year; since which version between 2026.3 and 2026.11 was not tried. */
  readonly hasYears: boolean;
}

const VERSION = /^(\d{4})\.(\d{1,2})(?:\.\w+)?$/;

/** @returns undefined for what is no version */
export function releaseOf(version: string): Release | undefined {
  const [, year, month] = VERSION.exec(version) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const since = Number(year) * 12 + Number(month);
  return { version, hasMeanType: since >= 2025 * 12 + 11, hasYears: since >= 2026 * 12 + 11 };
}
