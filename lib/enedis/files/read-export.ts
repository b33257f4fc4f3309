// An export of the personal account, or of a relative of it, into points: whoever holds a file of the past needs no consent for it.
import type { Direction, Point } from '../../grid/point';
import { settle } from '../bodies/settle';
import { Warnings } from '../bodies/warnings';
import { DIRECTIONS, MEASURES } from '../series';
import type { Stamps } from './curve';
import { directionOfName, fluxOfName, prmOfName } from './file-name';
import { textOf } from './file-text';
import { measuresOfCsv } from './flux/flat';
import { measuresOfJson } from './flux/json';
import type { Measures } from './flux/measures';
import { fluxPoints } from './flux/points';
import type { FormId } from './forms';
import { measuredPoints, type Common } from './measured';
import { refused } from './refused';
import { energyOfDays } from './registers';
import { scan, type Table } from './scan';
import { Skipped, type SkipCounts } from './skipped';

export interface AboutFile {
  /** Its path or its name: it may carry the meter's number and the direction. */
  readonly fileName?: string | undefined;
  /** 14 digits, for a file that names no meter. */
  readonly prm?: string | undefined;
  /** For a file that does not say it. */
  readonly direction: Direction;
  /** What the time beside a value is; undefined: found out. */
  readonly stamps?: Stamps | undefined;
}

export interface ExportRead {
  /** Of its first table. */
  readonly form: FormId;
  /** Whom it is about, 14 digits each; mostly one. */
  readonly prms: readonly string[];
  /** By meter, direction and kind, then by time; those of one register do not overlap. */
  readonly points: readonly Point[];
  readonly skipped: SkipCounts;
}

const SOURCE = 'enedis-file';

/** @throws LinkyRedError ERR_ENEDIS_FILE with `problem` and, where there is one, `line` among its facts */
export function readExport(content: string | Uint8Array, about: AboutFile): ExportRead {
  const skipped = new Skipped();
  const text = textOf(content);
  const flux = measuresOfJson(text) ?? measuresOfCsv(text, skipped);
  return flux === undefined ? readTables(text, about, skipped) : readFlux(flux, about, skipped);
}

function readFlux({ form, flux, measures }: Measures, about: AboutFile, skipped: Skipped): ExportRead {
  const { fileName = '', prm, direction, stamps } = about;
  const prms = new Set<string>();
  const drafts = fluxPoints(
    measures,
    {
      prm: prmOfName(fileName) ?? prm,
      direction: directionOfName(fileName) ?? direction,
      stamps,
      flux: flux ?? fluxOfName(fileName),
      source: SOURCE,
    },
    prms,
    skipped,
  );
  const { unreadable = 0 } = skipped.counts;
  if (unreadable > drafts.length) throw refused('unreadable', { line: skipped.unreadableLine ?? 1 });
  const series = new Map<string, Point[]>();
  for (const point of drafts) {
    const key = [point.prm, point.direction, point.kind].join(' ');
    const same = series.get(key);
    if (same === undefined) series.set(key, [point]);
    else same.push(point);
  }
  const points = [...series.values()].flatMap((same) => settled(same, skipped));
  return { form, prms: [...prms], points, skipped: skipped.counts };
}

function readTables(text: string, about: AboutFile, skipped: Skipped): ExportRead {
  const tables = scan(text, skipped);
  const [first] = tables;
  if (first === undefined) throw refused('no-header');
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  if ((skipped.counts.unreadable ?? 0) > rows) throw refused('unreadable', { line: skipped.unreadableLine ?? 1 });
  const prms = new Set<string>();
  const series = new Map<string, Point[]>();
  for (const table of tables) {
    const common = commonOf(table, about);
    prms.add(common.prm);
    const points = measuredPoints(table, common, about.stamps, skipped);
    for (const direction of DIRECTIONS) {
      const some = points.filter((point) => point.direction === direction);
      const key = [common.prm, direction, some[0]?.kind].join(' ');
      if (some.length > 0) series.set(key, [...(series.get(key) ?? []), ...some]);
    }
  }
  const points = [...series.values()].flatMap((same) => settled(same, skipped));
  return { form: first.header.form.id, prms: [...prms], points, skipped: skipped.counts };
}

/** The file itself knows best, then its name, then whoever reads it. */
function commonOf({ facts }: Table, { fileName = '', prm: typed, direction }: AboutFile): Common {
  const prm = facts.prm ?? prmOfName(fileName) ?? typed;
  if (prm === undefined) throw refused('no-meter');
  return { prm, direction: facts.direction ?? directionOfName(fileName) ?? direction, source: SOURCE };
}

/** One point for each moment of a register, and the days between indexes. @param points of one series */
function settled(points: readonly Point[], skipped: Skipped): Point[] {
  const [{ prm, direction, kind } = { prm: '', direction: 'consumption', kind: 'energy' } as const] = points;
  const measure = MEASURES.find((one) => one === kind) ?? 'energy';
  const warnings = new Warnings();
  const kept = settle(
    points,
    { series: { prm, direction, measure }, source: SOURCE, stamps: 'end', dates: 'local' },
    warnings,
  );
  const { duplicate = 0, overlap = 0 } = warnings.counts;
  skipped.add('contradicted', duplicate);
  skipped.add('overlapping', overlap);
  skipped.add('repeated', points.length - kept.length - duplicate - overlap);
  return kind === 'index' ? [...kept, ...energyOfDays(kept)] : kept;
}
