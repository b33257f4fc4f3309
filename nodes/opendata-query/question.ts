// What a message asks, and what it leaves to the settings of the node.
import { LinkyRedError } from '../../lib/errors';
import type { Question } from '../../lib/opendata/answer/answer';
import { readQuery } from '../../lib/opendata/query/query';
import { settingFacts } from '../runtime/setting-words';
import type { Fields } from './incoming';
import { FORMATS, type Format } from './opendata-query.choices';
import type { OpendataQueryConfig } from './opendata-query.config';

type Settings = Pick<OpendataQueryConfig, 'dataset' | 'query' | 'reading' | 'format' | 'file'>;

/**
 * @param fields `dataset` and `query` of a command or a message; what is missing is that of the node
 * @throws LinkyRedError ERR_OPENDATA_QUERY, ERR_COMMAND; ERR_CONFIG where nobody names a dataset
 */
export function questionOf(fields: Fields, { dataset: own, query: usual, reading }: Settings): Question {
  const dataset = textOf(fields, 'dataset') ?? own;
  if (dataset === undefined) {
    const facts = settingFacts({ node: 'opendata-query', field: 'dataset' }, { fault: 'missing' });
    throw new LinkyRedError('ERR_CONFIG', facts);
  }
  const query = fields['query'] === undefined ? usual : readQuery(fields['query']);
  return { dataset, query, reading };
}

export interface Target {
  readonly file: string;
  readonly format: Format;
}

/** Where a file goes. Its name tells its form where nothing else does. @throws LinkyRedError ERR_COMMAND, ERR_CONFIG */
export function targetOf(fields: Fields, { file: own, format: usual }: Settings): Target {
  const file = textOf(fields, 'file') ?? own;
  if (file === '') {
    const facts = settingFacts({ node: 'opendata-query', field: 'file' }, { fault: 'missing' });
    throw new LinkyRedError('ERR_CONFIG', facts);
  }
  const named = fields['file'] === undefined ? undefined : formatNamed(file);
  return { file, format: formatIn(fields) ?? named ?? usual };
}

/** The form that a message says. @throws LinkyRedError ERR_COMMAND for another one */
export function formatIn(fields: Fields): Format | undefined {
  const text = textOf(fields, 'format');
  if (text === undefined) return undefined;
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: `format: ${FORMATS.join(' | ')}` });
  return format;
}

/** The form that the name of a file ends with. */
export function formatNamed(file: string): Format | undefined {
  return FORMATS.find((format) => file.toLowerCase().endsWith(`.${format}`));
}

/** undefined where the message says nothing. @throws LinkyRedError ERR_COMMAND for what is no text */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value.trim();
  throw new LinkyRedError('ERR_COMMAND', { detail: `${name}: ${typeof value}` });
}
