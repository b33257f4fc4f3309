// Commands about statistics, right ones and wrong ones, one after the other: what a Home Assistant answers to each, for comparing
// the stand-in with the real one.
import type { Answer, RawLink } from './raw-link';

interface Probe {
  readonly what: string;
  readonly type: string;
  readonly fields: object;
}

const ID = 'linkyred:probe_wh';
const MONEY = 'linkyred:probe_eur';
const HOUR = 3_600_000;
/** The evening before the doubled hour of 2025, so that days and months have an edge inside. */
const START = Date.parse('2025-10-25T20:00:00Z');

const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();

function probes(hasMeanType: boolean): Probe[] {
  const meta = (more: object = {}): object => ({
    has_sum: true,
    name: 'Probe',
    source: 'linkyred',
    statistic_id: ID,
    unit_of_measurement: 'Wh',
    ...(hasMeanType ? { mean_type: 0, unit_class: 'energy' } : { has_mean: false }),
    ...more,
  });
  const rows = Array.from({ length: 200 }, (_, i) => ({ start: at(i), state: i, sum: i * 10 }));
  const imports = (what: string, metadata: object, stats: readonly object[]): Probe => ({
    what,
    type: 'recorder/import_statistics',
    fields: { metadata, stats },
  });
  const one = (row: object): object[] => [{ start: at(0), state: 1, sum: 1, ...row }];
  const reads = (what: string, more: object): Probe => ({
    what,
    type: 'recorder/statistics_during_period',
    fields: { start_time: at(0), statistic_ids: [ID], period: 'hour', types: ['sum', 'state', 'change'], ...more },
  });
  const money = { statistic_id: MONEY, unit_of_measurement: 'EUR' };
  const oldForm = { has_sum: true, name: null, source: 'linkyred', statistic_id: ID, unit_of_measurement: 'Wh' };
  return [
    reads('nothing is there yet', {}),
    imports('rows', meta(), rows),
    imports('money', meta({ ...money, ...(hasMeanType && { unit_class: null }) }), rows.slice(0, 3)),
    { what: 'metadata', type: 'recorder/get_statistics_metadata', fields: { statistic_ids: [ID, MONEY] } },
    reads('hours', { end_time: at(5) }),
    reads('hours from the middle', { start_time: at(3), end_time: at(6), types: ['change'] }),
    reads('days', { period: 'day' }),
    reads('days from the middle', { period: 'day', start_time: at(40), end_time: at(60) }),
    reads('weeks', { period: 'week' }),
    reads('months', { period: 'month' }),
    reads('months from the middle', { period: 'month', start_time: at(180) }),
    reads('kWh', { period: 'month', units: { energy: 'kWh' }, types: ['change'] }),
    reads('five minutes', { period: '5minute' }),
    reads('behind the end', { start_time: at(1000) }),
    reads('no id', { statistic_ids: [] }),
    reads('no time', { start_time: 'soon' }),
    reads('a period of its own', { period: 'year' }),
    reads('an unknown statistic', { statistic_ids: ['linkyred:nobody'] }),
    imports('two rows of one hour', meta(), [...one({ sum: 5 }), ...one({ sum: 7 })]),
    reads('the last of them', { end_time: at(2) }),
    imports('a row in the future', meta(), one({ start: '2099-01-01T00:00:00Z' })),
    imports('a row that says nothing', meta(), [{ start: at(1) }]),
    reads('nothing of it', { end_time: at(2) }),
    imports('an offset', meta(), one({ start: '2025-10-26T02:00:00+02:00' })),
    imports('half an hour', meta(), one({ start: '2025-10-26T02:30:00+00:00' })),
    imports('no offset', meta(), one({ start: '2025-10-26T02:00:00' })),
    imports('no time', meta(), one({ start: 'yesterday' })),
    imports('a sum as text', meta(), one({ sum: '5' })),
    imports('a null sum', meta(), one({ sum: null })),
    imports('an unknown key', meta(), one({ value: 5 })),
    imports('an unknown key of metadata', meta({ colour: 'red' }), one({})),
    imports('no source', { ...meta(), source: '' }, one({})),
    imports('another source', meta({ source: 'linky' }), one({})),
    imports('capitals', meta({ statistic_id: 'linkyred:Conso' }), one({})),
    imports('a dash', meta({ statistic_id: 'linkyred:conso-1' }), one({})),
    imports('a double underscore', meta({ statistic_id: 'linkyred:conso__1' }), one({})),
    imports('an underscore at the end', meta({ statistic_id: 'linkyred:conso_' }), one({})),
    imports('digits alone', meta({ statistic_id: 'linkyred:01234567890123' }), one({})),
    imports('the form of before', { ...oldForm, has_mean: false }, one({})),
    imports('the form of now', { ...oldForm, mean_type: 0, unit_class: 'energy' }, one({})),
    imports('neither form', oldForm, one({})),
    ...(hasMeanType
      ? [
          imports('a class that is none', meta({ unit_class: 'money' }), one({})),
          imports('a unit that is not of the class', meta({ unit_of_measurement: 'EUR' }), one({})),
        ]
      : []),
    imports('another unit: no row is converted', meta({ unit_of_measurement: 'kWh' }), one({ sum: 1 })),
    reads('as they were', { end_time: at(4), types: ['sum'] }),
    { what: 'another unit', type: 'recorder/get_statistics_metadata', fields: { statistic_ids: [ID] } },
    { what: 'no ids', type: 'recorder/clear_statistics', fields: {} },
    { what: 'cleared', type: 'recorder/clear_statistics', fields: { statistic_ids: [ID, MONEY] } },
    { what: 'gone', type: 'recorder/get_statistics_metadata', fields: { statistic_ids: [ID, MONEY] } },
    reads('nothing is left', {}),
    { what: 'an unknown command', type: 'recorder/forget', fields: {} },
  ];
}

/** What each is answered with; of a sentence only how it begins, since voluptuous words it anew now and then. */
export async function probeStatistics(link: RawLink, hasMeanType: boolean): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const { what, type, fields } of probes(hasMeanType)) {
    const { success, result, error } = await link.ask(type, fields);
    // Behind everything that waits in the recorder's queue.
    if (type === 'recorder/import_statistics') await link.ask('recorder/clear_statistics', { statistic_ids: [] });
    answers[what] = success === true ? sorted(result) : refused(error);
  }
  return answers;
}

function refused(error: Answer['error']): object {
  const { code = '', message = '' } = error ?? {};
  return { code, message: code === 'invalid_format' ? /^required/.exec(message)?.[0] : message };
}

function sorted(result: unknown): unknown {
  if (!Array.isArray(result)) return result;
  return [...(result as { statistic_id: string }[])].sort((a, b) => a.statistic_id.localeCompare(b.statistic_id));
}
