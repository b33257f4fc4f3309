// The columns that an answer has, as fields: those of the dataset, or what a query makes of them.
import type { Dataset, Field } from '../dataset/dataset';
import { columnsOf } from '../dataset/fields';
import { type Aggregate, type Group, groupName, isGrouped, type OpenDataQuery, type Unit } from '../query/query';

/** A column of an answer, and what its cells are where they stand for a range: where a Paris hour, day … starts, or the lower bound. */
export interface AnswerField extends Field {
  readonly starts?: Unit | 'range';
}

/**
 * @param query nothing was asked of a file: it has what it has
 * @returns null where nobody but the host knows them: ODSQL that was written by hand has its own columns
 */
export function answerFields(dataset: Pick<Dataset, 'fields'>, query?: OpenDataQuery): readonly AnswerField[] | null {
  if (query === undefined) return dataset.fields;
  if (query.odsql?.select !== undefined || query.odsql?.group_by !== undefined) return null;
  const byKey = new Map(dataset.fields.map((field) => [field.key, field]));
  if (isGrouped(query)) {
    const columns = [
      ...(query.group ?? []).map((group) => groupField(group, byKey.get(group.field))),
      ...(query.aggregate ?? []).map((aggregate) => aggregateField(aggregate, byKey)),
    ];
    return query.select === undefined
      ? columns
      : query.select.flatMap((key) => columns.find((one) => one.key === key) ?? []);
  }
  return (query.select ?? columnsOf(dataset)).flatMap((key) => byKey.get(key) ?? []);
}

function groupField(group: Group, of: Field | undefined): AnswerField {
  const key = groupName(group);
  if ('by' in group) return { ...made(key, 'datetime'), starts: group.by };
  if ('width' in group) return { ...made(key, 'number'), starts: 'range' };
  return of === undefined ? made(key, 'text') : { ...of, key };
}

function aggregateField(aggregate: Aggregate, byKey: ReadonlyMap<string, Field>): AnswerField {
  const of = 'min' in aggregate ? aggregate.min : 'max' in aggregate ? aggregate.max : undefined;
  return made(aggregate.as, (of === undefined ? undefined : byKey.get(of)?.type) ?? 'number');
}

/** Without a unit: energy that was added up has no power by the step of its slots. */
function made(key: string, type: Field['type']): Field {
  return { key, type, title: key, description: '', filterable: false };
}
