// How both kinds of portals describe a dataset, in our one form. What they leave out is null or empty.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Dataset, Field, FoundDataset } from '../dataset/dataset';
import { typeOfDataFair, typeOfOds } from '../dataset/field-type';
import { unitOf } from '../dataset/unit';

const Text = v.fallback(v.string(), '');
const MaybeText = v.fallback(v.nullable(v.pipe(v.string(), v.nonEmpty())), null);
const Count = v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0);
const Named = v.pipe(v.string(), v.nonEmpty());

const DataFairColumn = v.object({
  key: Named,
  type: v.optional(v.string()),
  format: v.optional(v.nullable(v.string())),
  title: Text,
  description: Text,
  'x-originalName': Text,
  'x-refersTo': v.optional(v.nullable(v.string())),
  'x-capabilities': v.fallback(v.object({ index: v.optional(v.boolean()) }), {}),
  enum: v.fallback(v.array(v.unknown()), []),
  examples: v.fallback(v.array(v.unknown()), []),
});

const DataFairFound = v.object({
  id: Named,
  slug: v.optional(v.nullable(v.string())),
  title: Text,
  summary: Text,
  description: Text,
  count: Count,
  dataUpdatedAt: MaybeText,
  finalizedAt: MaybeText,
});

const DataFairDataset = v.object({
  ...DataFairFound.entries,
  schema: v.array(DataFairColumn),
  license: v.fallback(v.nullable(v.object({ title: v.string(), href: Text })), null),
  page: MaybeText,
});

const OdsFound = v.object({
  dataset_id: Named,
  metas: v.object({
    default: v.object({
      title: Text,
      description: Text,
      records_count: Count,
      modified: MaybeText,
      data_processed: MaybeText,
      license: MaybeText,
      license_url: Text,
    }),
  }),
});

const OdsDataset = v.object({
  ...OdsFound.entries,
  fields: v.array(v.object({ name: Named, type: v.string(), label: Text, description: Text })),
});

/** Columns that Data Fair makes for itself; geography alone is of use to others. */
const OWN_COLUMNS = /^_(?!geopoint$|geoshape$)/;

/** @throws LinkyRedError ERR_ANSWER */
export function readDataFairDataset(json: unknown, host: string, root: string): Dataset {
  const { schema, ...said } = read(DataFairDataset, json, host);
  const { license } = said;
  const found = dataFairFound(said);
  return {
    ...found,
    fields: schema.filter(({ key }) => !OWN_COLUMNS.test(key)).map(dataFairField),
    version: said.finalizedAt ?? said.dataUpdatedAt,
    licence: license,
    page: said.page ?? `${root}/datasets/${encodeURIComponent(found.id)}`,
  };
}

export function readDataFairCatalogue(json: unknown, host: string): readonly FoundDataset[] {
  return read(v.object({ results: v.array(DataFairFound) }), json, host).results.map(dataFairFound);
}

/** @throws LinkyRedError ERR_ANSWER */
export function readOdsDataset(json: unknown, host: string, root: string): Dataset {
  const said = read(OdsDataset, json, host);
  const meta = said.metas.default;
  return {
    ...odsFound(said),
    fields: said.fields.map(({ name, type, label, description }) =>
      field({ key: name, type: typeOfOds(type), title: label, description }),
    ),
    version: meta.data_processed ?? meta.modified,
    licence: meta.license === null ? null : { title: meta.license, href: meta.license_url },
    page: `${root}/explore/dataset/${encodeURIComponent(said.dataset_id)}/`,
  };
}

export function readOdsCatalogue(json: unknown, host: string): readonly FoundDataset[] {
  return read(v.object({ results: v.array(OdsFound) }), json, host).results.map(odsFound);
}

function dataFairFound(said: v.InferOutput<typeof DataFairFound>): FoundDataset {
  const { id, slug, title, description, summary, count, dataUpdatedAt } = said;
  return {
    id: slug ?? id,
    title: title === '' ? (slug ?? id) : title,
    description: summary === '' ? description : summary,
    count,
    updatedAt: dataUpdatedAt,
  };
}

function dataFairField(column: v.InferOutput<typeof DataFairColumn>): Field {
  const { key, type, title, description, 'x-refersTo': concept, 'x-originalName': original } = column;
  const values = [...column.enum, ...column.examples].filter((value) => typeof value === 'string');
  return {
    ...field({
      key,
      type: typeOfDataFair({ key, type, format: column.format ?? undefined, refersTo: concept ?? undefined }),
      title: title === '' ? original : title,
      description,
      filterable: column['x-capabilities'].index !== false,
    }),
    ...(typeof concept === 'string' && { concept }),
    ...(values.length > 0 && { values }),
  };
}

function odsFound({ dataset_id, metas }: v.InferOutput<typeof OdsFound>): FoundDataset {
  const { title, description, records_count, data_processed, modified } = metas.default;
  return {
    id: dataset_id,
    title: title === '' ? dataset_id : title,
    // It is HTML there, and nothing of that is anybody's page.
    description: description
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
    count: records_count,
    updatedAt: data_processed ?? modified,
  };
}

function field(said: Pick<Field, 'key' | 'type' | 'title' | 'description'> & { filterable?: boolean }): Field {
  const { filterable = true, title, ...rest } = said;
  const unit = unitOf(title);
  return { ...rest, title: title === '' ? said.key : title, filterable, ...(unit !== undefined && { unit }) };
}

function read<T>(schema: v.GenericSchema<unknown, T>, json: unknown, host: string): T {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new LinkyRedError('ERR_ANSWER', { host, detail: `${v.getDotPath(issue) ?? 'answer'}: ${issue.message}` });
}
