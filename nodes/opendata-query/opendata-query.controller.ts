// opendata-query: one question to an open data portal, asked by a message or when the dataset has changed. Rows go out in one
// message, in batches or one by one, as fast as the flow takes them; or a file is written.
import type { Answer, Question } from '../../lib/opendata/answer/answer';
import type { Dataset } from '../../lib/opendata/dataset/dataset';
import type { Row } from '../../lib/opendata/read/row';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import type { NodeMessage, Send } from '../runtime/types';
import { openContent } from './content';
import { readIncoming, type CommandName, type Fields } from './incoming';
import { Jobs, type Job } from './jobs';
import { aboutAnswer, aboutFile, fileMessage, rowsMessage, type About } from './messages';
import type { OpendataQueryConfig } from './opendata-query.config';
import { allOf, piecesOf } from './pieces';
import type { PortalAccess } from './portal-access';
import { questionOf, targetOf, textOf, type Target } from './question';
import type { Shown } from './status-text';
import { writeFile } from './write-file';

export interface Collaborators {
  readonly config: OpendataQueryConfig;
  readonly portal: PortalAccess;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  readonly shown: (state: Shown) => void;
  /** Where a path of the user leads. */
  readonly pathOf: (file: string) => string;
}

/** Rows of an answer or of a file, and what is said of them. */
interface Source extends Pick<Answer, 'rows' | 'expected'> {
  readonly about: About;
}

export class OpendataQuery {
  private readonly jobs: Jobs;

  constructor(private readonly around: Collaborators) {
    const { config, clock, guard, shown } = around;
    this.jobs = new Jobs({ release: config.release, clock, guard, shown });
  }

  /**
   * Resolves when all that was asked for has gone out.
   * @throws LinkyRedError ERR_INPUT, ERR_COMMAND, ERR_CONFIG, ERR_OPENDATA_QUERY, ERR_ROWS_TOO_MANY, ERR_NO_CREDIT, ERR_FILE_*; what
   * the portal's errors are
   */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    const incoming = readIncoming(msg);
    if (this.around.guard.closed) return;
    if (incoming.is === 'credit') this.jobs.credit(incoming.id, incoming.index);
    else if (incoming.is === 'command') await this.run[incoming.command.name](incoming.command.fields, msg, send);
    else if (incoming.is === 'question') await this.run.query(incoming.fields, msg, send);
    else if (incoming.is === 'file') await this.read({ content: incoming.content }, msg, send);
  }

  /** Asks and sends if the dataset is not as it was when all of it was last sent. */
  async look(): Promise<void> {
    const { config, portal, shown, send, guard } = this.around;
    const question = questionOf({}, config);
    shown({ is: 'looking' });
    const changed = await portal.changed(question.dataset);
    if (guard.closed) return;
    if (changed === undefined) shown({ is: 'unchanged' });
    else await this.answer(question, {}, send, true);
  }

  private readonly run: Readonly<Record<CommandName, (fields: Fields, msg: NodeMessage, send: Send) => Promise<void>>> =
    {
      refresh: (_fields, msg, send) => this.answer(questionOf({}, this.around.config), msg, send, true),
      query: (fields, msg, send) => this.answer(questionOf(fields, this.around.config), msg, send, false),
      file: (fields, msg, send) => {
        const { config } = this.around;
        return this.write(questionOf(fields, config), targetOf(fields, config), msg, send);
      },
      read: (fields, msg, send) => this.read(fields, msg, send),
      stop: (fields) => {
        this.jobs.stop(textOf(fields, 'requestId'));
        return Promise.resolve();
      },
    };

  /** @param isOwn the node's own question: what it has brought is what the next look compares with */
  private async answer(question: Question, msg: NodeMessage, send: Send, isOwn: boolean): Promise<void> {
    const { config, portal } = this.around;
    const seen = (dataset: Dataset): Promise<void> =>
      isOwn && config.everyMs !== undefined ? portal.seen(dataset) : Promise.resolve();
    if (config.send === 'file') await this.write(question, targetOf({}, config), msg, send, seen);
    else
      await this.work(async (job) => {
        const answer = await portal.ask(question, job.signal);
        const { rows, expected, attribution } = answer;
        await this.sendRows({ rows, expected, about: aboutAnswer(job.id, answer) }, job, msg, send);
        await seen(answer.dataset);
        this.around.shown({ is: 'done', rows: job.rows, updatedAt: attribution.updatedAt });
      });
  }

  private async read(fields: Fields, msg: NodeMessage, send: Send): Promise<void> {
    const { portal, pathOf, config } = this.around;
    await this.work(async (job) => {
      const opened = await openContent(fields, { portal, pathOf, reading: config.reading });
      const about = aboutFile(job.id, opened);
      await this.sendRows({ rows: opened.rows, expected: null, about }, job, msg, send);
      this.around.shown({ is: 'done', rows: job.rows, updatedAt: null });
    });
  }

  private async write(
    question: Question,
    { file, format }: Target,
    msg: NodeMessage,
    send: Send,
    seen?: (dataset: Dataset) => Promise<void>,
  ): Promise<void> {
    const { portal, shown, pathOf } = this.around;
    await this.work(async (job) => {
      const answer = await portal.file(question, format, job.signal);
      const bytes = await writeFile(pathOf(file), answer.bytes, (size) => {
        shown({ is: 'file', bytes: size });
      });
      const about = aboutAnswer(job.id, { ...answer, stepMinutes: null });
      this.sendUnlessStopped(
        send,
        job,
        fileMessage(msg, about, { file: pathOf(file), format, bytes, rows: answer.expected }),
      );
      await seen?.(answer.dataset);
      shown({ is: 'done', rows: null, updatedAt: answer.attribution.updatedAt });
    });
  }

  private async work(job: (job: Job) => Promise<void>): Promise<void> {
    this.around.shown({ is: 'asking' });
    await this.jobs.run(job);
  }

  private async sendRows(source: Source, job: Job, msg: NodeMessage, send: Send): Promise<void> {
    const { config, shown } = this.around;
    const { rows, expected, about } = source;
    if (config.send === 'one') {
      const all = await allOf(rows, expected, config.mostRows);
      job.rows = all.length;
      this.sendUnlessStopped(send, job, rowsMessage(msg, about, { rows: all, index: 0, isLast: true }, all.length));
    } else {
      const size = config.send === 'rows' ? 1 : config.batchRows;
      for await (const piece of piecesOf<Row>(rows, size)) {
        const [alone] = config.send === 'rows' ? piece.rows : [];
        // No rows, one by one: nothing to send.
        if (config.send === 'rows' && alone === undefined) break;
        job.gate.sent(piece.index);
        job.rows += piece.rows.length;
        this.sendUnlessStopped(send, job, rowsMessage(msg, about, piece, size, alone));
        shown({ is: 'rows', rows: job.rows, of: expected });
        // Nothing more is taken meanwhile: the portal has to wait, too.
        if (!piece.isLast) await job.gate.next();
      }
    }
  }

  private sendUnlessStopped(send: Send, job: Job, message: NodeMessage): void {
    job.signal.throwIfAborted();
    send(message);
  }
}
