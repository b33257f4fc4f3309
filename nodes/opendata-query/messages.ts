// What opendata-query sends: rows, and word of a file.
import type { Answer, Attribution, Notice } from '../../lib/opendata/answer/answer';
import type { Dataset } from '../../lib/opendata/dataset/dataset';
import type { Row } from '../../lib/opendata/read/row';
import { datasetTopic, MESSAGES } from '../../lib/grid/message';
import type { NodeMessage } from '../runtime/types';
import type { Opened } from './content';
import type { Format } from './opendata-query.choices';
import type { Piece } from './pieces';

/** What stands in each message beside its rows. */
export interface About {
  readonly requestId: string;
  /** The dataset, or the name of a file. */
  readonly dataset: string;
  readonly attribution: Attribution | null;
  readonly stepMinutes: number | null;
  readonly notices: readonly Notice[];
  /** By column, of the columns that have one. */
  readonly units: Readonly<Record<string, string>>;
}

/** As `split` makes and `join` reads them; how many there are is known with the last. */
interface Parts {
  readonly id: string;
  readonly type: 'array';
  readonly index: number;
  readonly len: number;
  readonly count?: number;
  /** Those of the message that asked. */
  readonly parts?: unknown;
}

export type RowsMessage = NodeMessage &
  About & { readonly schema: string; readonly payload: readonly Row[] | Row; readonly parts: Parts };

/** Where a file lies, and what is in it. */
export interface WrittenFile {
  readonly file: string;
  readonly format: Format;
  readonly bytes: number;
  /** null: the portal did not say it. */
  readonly rows: number | null;
}

export function aboutAnswer(
  requestId: string,
  { dataset, attribution, stepMinutes, notices }: Pick<Answer, 'dataset' | 'attribution' | 'stepMinutes' | 'notices'>,
): About {
  return { requestId, dataset: dataset.id, attribution, stepMinutes, notices, units: unitsOf(dataset) };
}

/** Of a file that somebody else has written: whose data they are, it does not say. */
export function aboutFile(requestId: string, opened: Pick<Opened, 'name' | 'fields' | 'stepMinutes'>): About {
  const { name: dataset, stepMinutes } = opened;
  return { requestId, dataset, attribution: null, stepMinutes, notices: [], units: unitsOf(opened) };
}

/**
 * @param msg the message that asked, whose properties go along: but for its question, which nobody must ask again
 * @param size how many rows are in each piece but the last
 * @param alone the only row, where rows travel one by one
 */
export function rowsMessage(
  msg: NodeMessage,
  about: About,
  { rows, index, isLast }: Piece<Row>,
  size: number,
  alone?: Row,
): RowsMessage {
  const { parts: outer } = msg as { readonly parts?: unknown };
  return {
    ...carried(msg),
    topic: datasetTopic(about.dataset),
    schema: MESSAGES.rows.schema,
    payload: alone ?? rows,
    parts: {
      id: about.requestId,
      type: 'array',
      index,
      len: size,
      ...(isLast && { count: index + 1 }),
      ...(outer !== undefined && { parts: outer }),
    },
    ...(isLast && { complete: true }),
    ...copyOf(about),
  };
}

export function fileMessage(
  msg: NodeMessage,
  { requestId, dataset, attribution, notices }: About,
  payload: WrittenFile,
): NodeMessage & { readonly schema: string; readonly payload: WrittenFile } {
  const topic = `${MESSAGES.dataFile.topic}/${dataset}`;
  const about = { requestId, dataset, attribution, notices };
  return { ...carried(msg), topic, schema: MESSAGES.dataFile.schema, payload, ...about };
}

const NOT_CARRIED: readonly string[] = ['query', 'parts', 'complete'];

function carried(msg: NodeMessage): NodeMessage {
  return Object.fromEntries(Object.entries(msg).filter(([name]) => !NOT_CARRIED.includes(name)));
}

/** Node-RED hands objects on as they are: what one flow does to its message must not be seen in the next. */
function copyOf(about: About): About {
  const { attribution, notices, units } = about;
  return { ...about, attribution: attribution && { ...attribution }, notices: [...notices], units: { ...units } };
}

function unitsOf({ fields }: Pick<Dataset, 'fields'>): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.flatMap(({ key, unit }) => (unit === undefined ? [] : [[key, unit]])));
}
