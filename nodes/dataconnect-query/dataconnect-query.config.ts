// The settings of dataconnect-query, read once.
import type { HourRange } from '../../lib/enedis/door';
import { DIRECTIONS, type Measure } from '../../lib/enedis/series';
import type { Direction } from '../../lib/grid/point';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import {
  DEFAULTS,
  DIRECTION_CHOICES,
  EARLIEST_HOUR,
  LATEST_HOUR,
  MEASURE_BOXES,
  PRM,
  type DataconnectQueryFields,
  type MeasureBox,
} from './dataconnect-query.choices';

export interface DataconnectQueryConfig {
  readonly account: string;
  /** undefined: the only meter of the account. */
  readonly prm: string | undefined;
  readonly directions: readonly Direction[];
  readonly measures: readonly Measure[];
  /** undefined: only when a message asks. */
  readonly bySelf: { readonly minute: number | undefined; readonly hours: HourRange } | undefined;
  readonly backfill: boolean;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<DataconnectQueryFields>): DataconnectQueryConfig {
  const settings = new Settings(raw, DEFAULTS);
  const direction = settings.choice('direction', DIRECTION_CHOICES);
  return {
    account: settings.text('account'),
    prm: settings.text('prm') === '' ? undefined : settings.match('prm', PRM, 'prm')[0].replace(/\s/g, ''),
    directions: direction === 'both' ? DIRECTIONS : [direction],
    measures: measuresOf(settings),
    bySelf: bySelfOf(settings),
    backfill: settings.flag('backfill'),
  };
}

function measuresOf(settings: Settings<DataconnectQueryFields>): readonly Measure[] {
  const ticked = (Object.keys(MEASURE_BOXES) as MeasureBox[]).filter((box) => settings.flag(box));
  return ticked.length === 0 ? settings.refuseMissing('energy') : ticked.map((box) => MEASURE_BOXES[box]);
}

function bySelfOf(settings: Settings<DataconnectQueryFields>): DataconnectQueryConfig['bySelf'] {
  if (!settings.flag('bySelf')) return undefined;
  const from = settings.number('fromHour', { least: EARLIEST_HOUR, most: LATEST_HOUR - 1, whole: true });
  return {
    minute: settings.text('minute') === '' ? undefined : settings.number('minute', { least: 0, most: 59, whole: true }),
    hours: [from, settings.number('toHour', { least: from + 1, most: LATEST_HOUR, whole: true })],
  };
}
