// Opendatasoft Explore 2.1, and what it takes.
import type { OdsqlHost } from './odsql-query';

export const ODS: OdsqlHost = {
  name: 'Opendatasoft',
  // Its guide knows `<` and `>` for numbers and dates alone.
  textOrder: false,
  longestText: Infinity,
  knowsShapes: true,
  byUnit: (name, unit) => `range(${name}, 1 ${unit})`,
  hidesUnderscore: false,
  groupsDays: true,
  percentileOverAll: true,
};
