// A portal that the test plays: rows that are made as they are taken, and a memory of how far they were.
import type { Answer, Question } from '../../../lib/opendata/answer/answer';
import type { FileAnswer } from '../../../lib/opendata/answer/ask-file';
import type { Dataset } from '../../../lib/opendata/dataset/dataset';
import type { Row } from '../../../lib/opendata/read/row';
import type { PortalAccess } from '../../../nodes/opendata-query/portal-access';

const FIELD = { type: 'number', description: '', filterable: true } as const;

export const DATASET: Dataset = {
  id: 'balance',
  title: 'National balance',
  description: '',
  fields: [
    { ...FIELD, key: 'n', title: 'n' },
    { ...FIELD, key: 'energy', title: 'energy (Wh)', unit: 'Wh' },
  ],
  count: 10,
  version: 'v1',
  updatedAt: '2026-11-24T06:00:00+01:00',
  licence: null,
  page: null,
};

export const ATTRIBUTION = {
  publisher: 'Enedis',
  dataset: DATASET.id,
  title: DATASET.title,
  updatedAt: DATASET.updatedAt,
  licence: 'Licence Ouverte 2.0',
  url: null,
};

export class PlayedPortal implements PortalAccess {
  /** How many rows there are, in which pieces they come, and whether their number is known before. */
  rows = 10;
  piece = 4;
  knowsRows = true;
  /** Thrown behind the last row. */
  atEnd: Error | undefined;
  /** Thrown by every call. */
  refusal: Error | undefined;
  version = DATASET.version;
  readonly asked: Question[] = [];
  readonly files: string[] = [];
  seenVersion: string | null | undefined;
  /** Of the answer that was given last. */
  taken = 0;
  isReleased = false;
  signal: AbortSignal | undefined;

  ask(question: Question, signal: AbortSignal): Promise<Answer> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    this.asked.push(question);
    Object.assign(this, { taken: 0, isReleased: false, signal });
    return Promise.resolve({
      ...this.about(question.dataset),
      stepMinutes: 30,
      rows: this.stream((n): Row => ({ n, energy: n * 500 })),
    });
  }

  file(question: Pick<Question, 'dataset'>, format: string, signal: AbortSignal): Promise<FileAnswer> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    this.files.push(format);
    Object.assign(this, { taken: 0, isReleased: false, signal });
    const lines = this.stream((n) => `${String(n)};${String(n * 500)}\n`);
    return Promise.resolve({ ...this.about(question.dataset), bytes: joined(lines) });
  }

  dataset(name: string): Promise<Dataset> {
    return this.refusal === undefined ? Promise.resolve({ ...DATASET, id: name }) : Promise.reject(this.refusal);
  }

  async changed(name: string): Promise<Dataset | undefined> {
    const dataset = await this.dataset(name);
    return this.version === this.seenVersion ? undefined : dataset;
  }

  seen({ version }: Dataset): Promise<void> {
    this.seenVersion = version;
    return Promise.resolve();
  }

  private about(id: string) {
    return {
      dataset: { ...DATASET, id, version: this.version },
      backEnd: 'datafair' as const,
      expected: this.knowsRows ? this.rows : null,
      attribution: ATTRIBUTION,
      notices: [],
    };
  }

  private async *stream<T>(row: (n: number) => T): AsyncGenerator<readonly T[]> {
    try {
      for (let n = 0; n < this.rows; n += this.piece) {
        const length = Math.min(this.piece, this.rows - n);
        this.taken += length;
        yield Array.from({ length }, (_, i) => row(n + i));
        await new Promise(setImmediate);
        this.signal?.throwIfAborted();
      }
      if (this.atEnd !== undefined) throw this.atEnd;
    } finally {
      this.isReleased = true;
    }
  }
}

async function* joined(lines: AsyncIterable<readonly string[]>): AsyncGenerator<Buffer> {
  for await (const some of lines) yield Buffer.from(some.join(''));
}
