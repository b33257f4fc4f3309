// One question, asked to a portal.
import { isGrouped } from '../query/query';
import { answerFields } from '../read/columns';
import { rowReader, type RowReader } from '../read/reader';
import type { Row } from '../read/row';
import type { Pieces } from '../portal/host-rows';
import type { OpenPortal } from '../portal/open-portal';
import type { Answer, Notice, Question } from './answer';
import { prepare, quotaNotice, type Prepared } from './prepare';
import { ofOneVersion } from './same-version';
import { stepOf } from './step';

/**
 * @param signal ends it with ERR_CLOSED, at once
 * @throws LinkyRedError ERR_DATASET, ERR_DATASET_SEVERAL, ERR_DATASET_RETIRED, ERR_OPENDATA_*, ERR_ODSQL*, ERR_GROUPS_CAPPED, ERR_QUOTA,
 * ERR_PORTAL*, ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED, ERR_ANSWER
 */
export async function ask(portal: OpenPortal, question: Question, signal?: AbortSignal): Promise<Answer> {
  const job = signal === undefined ? portal : portal.until(signal);
  const prepared = await prepare(job, question);
  const { dataset, query, attribution, notices } = prepared;
  const stepMinutes = await stepOf(job, dataset, query);
  const { backEnd, expected, pieces } = await job.rows(dataset, query);
  const reader = rowReader(dataset, question.reading, { stepMinutes, query, host: job.host });
  return {
    dataset,
    backEnd,
    // A wide row becomes many.
    expected: question.reading.unpivot ? null : expected,
    stepMinutes,
    attribution,
    notices: [...notices, ...stepNotice(question, prepared, stepMinutes), ...quotaNotice(job)],
    rows: ofOneVersion(typed(pieces, reader), job, dataset),
  };
}

async function* typed(pieces: Pieces, reader: RowReader): AsyncGenerator<readonly Row[]> {
  for await (const piece of pieces) {
    const rows: Row[] = [];
    for (const raw of piece) reader.push(raw, rows);
    if (rows.length > 0) yield rows;
  }
  const rest: Row[] = [];
  reader.end(rest);
  if (rest.length > 0) yield rest;
}

/** What was wished for and hangs on a step that there is not. */
function stepNotice({ reading }: Question, { dataset, query }: Prepared, step: number | null): readonly Notice[] {
  if (step !== null || isGrouped(query)) return [];
  const fields = answerFields(dataset, query) ?? dataset.fields;
  const wishes =
    (reading.watts && fields.some(({ unit }) => unit === 'Wh')) ||
    (reading.timeIs === 'end' && fields.some(({ type }) => type === 'datetime'));
  return wishes ? ['no-step'] : [];
}
