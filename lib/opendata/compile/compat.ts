// Data Fair's look-alike of Explore 2.1 (its source, api-compat/ods at 6.17.1), and what it takes.
import type { OdsqlHost } from './odsql-query';

export const COMPAT: OdsqlHost = {
  name: 'Data Fair',
  textOrder: true,
  // Longer ones are in no index (`ignore_above`), and an exact filter on them is refused.
  longestText: 200,
  // The column of a shape is in no index: nobody would be said to have none.
  knowsShapes: false,
  // Its grammar takes the `m` of `1 month` for minutes and refuses the rest.
  byUnit: (name, unit) => (unit === 'month' ? `date_format(${name}, 'yyyy-MM')` : `range(${name}, 1 ${unit})`),
  hidesUnderscore: true,
  // It finds the months of days in Paris and names them in UTC, where each begins on the last day of the one before.
  groupsDays: false,
  percentileOverAll: false,
};
