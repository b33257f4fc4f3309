// The meter's indexes: per calendar (of the supplier, of the distributor) and tariff class, and their total.
import { about2026, fieldsOf, listOf, stageOf, type Block, type Fields, type Row } from './block';

type Facts = NonNullable<Block['facts']>;

/** Data Connect 2026, the form of R64. */
export function indexBlocks2026(body: Fields): Block[] {
  return listOf(body['contexte']).flatMap((context) =>
    listOf(context['grandeur']).flatMap((group) => {
      const about = { ...about2026(body, group), stage: stageOf(context['etapeMetier'] ?? body['etapeMetier']) };
      const total = fieldsOf(group['cadranTotalisateur']);
      return [
        ...listOf(group['calendrier']).flatMap((calendar) =>
          listOf(calendar['classeTemporelle']).map((one) => ({
            ...about,
            facts: registerOf(calendar['idCalendrier'], one['idClasseTemporelle'], one['codeCadran']),
            rows: rowsOf(one['valeur'], 'd', 'v'),
          })),
        ),
        ...(total === undefined
          ? []
          : [{ ...about, facts: totalOf(total['codeCadran']), rows: rowsOf(total['valeur'], 'd', 'v') }]),
      ];
    }),
  );
}

/** The company account. Nothing in it ties a calendar to one of several quantities: only where there is one, it is read. */
export function indexBlocks(body: Fields): Block[] {
  const types = listOf(body['reading_type']);
  const [type = {}] = types;
  const [reading = {}] = listOf(body['reading']);
  const about = {
    prm: body['usage_point_id'],
    quantity: types.length > 1 ? 'TOUT' : type['measurement_kind'],
    unit: type['unit'],
    stage: stageOf(reading['quality']),
  };
  return [
    ...listOf(body['calendar']).flatMap((calendar) =>
      listOf(calendar['temporal_class']).map((one) => ({
        ...about,
        facts: registerOf(calendar['id_calendar'], one['id_temporal_class'], one['id_quadrant']),
        rows: rowsOf(one['values'], 'date', 'value'),
      })),
    ),
    ...listOf(body['temporal_class_totalizer']).map((one) => ({
      ...about,
      facts: totalOf(one['id_quadrant']),
      rows: rowsOf(one['values'], 'date', 'value'),
    })),
  ];
}

/** Calendars of the distributor begin with D, those of the supplier with F. */
function registerOf(calendar: unknown, tariffClass: unknown, register: unknown): Facts {
  const first = textOf(calendar)?.charAt(0);
  const grid = first === 'D' ? 'distributor' : first === 'F' ? 'supplier' : undefined;
  return {
    ...(grid !== undefined && { grid }),
    ...named('calendar', calendar),
    ...named('tariffClass', tariffClass),
    ...named('register', register),
  };
}

function totalOf(register: unknown): Facts {
  return { grid: 'total', ...named('register', register) };
}

function named(key: 'calendar' | 'tariffClass' | 'register', json: unknown): Facts {
  const text = textOf(json);
  return text === undefined ? {} : { [key]: text };
}

function rowsOf(list: unknown, date: string, value: string): Row[] {
  return listOf(list).map((one) => ({ value: one[value], date: one[date], doubt: one['iv'] }));
}

function textOf(json: unknown): string | undefined {
  return typeof json === 'string' && json !== '' ? json : undefined;
}
