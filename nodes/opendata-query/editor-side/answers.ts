// What the form asks of Node-RED, and what comes back. Shared with the editor.
import type { Notice } from '../../../lib/opendata/answer/answer';
import type { Dataset, FoundDataset } from '../../../lib/opendata/dataset/dataset';
import type { Row } from '../../../lib/opendata/read/row';
import type { ErrorCode } from '../../../lib/errors';

/** Sent to `opendata-query/<name>`. */
export type EditorQuestion = keyof EditorAnswers;

/** An error as a key of the catalogue and what fills it: the editor says it in its own language. */
export interface TalkableError {
  readonly code: ErrorCode;
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Told<T> {
  readonly value?: T;
  readonly error?: TalkableError;
  /** Datasets of which one may be meant. */
  readonly candidates?: readonly FoundDataset[];
  /** The stored API key was not sent: the address is another one than that which it was deployed with. */
  readonly keyKept?: true;
}

export interface EditorAnswers {
  readonly search: readonly FoundDataset[];
  readonly dataset: Dataset;
  readonly values: readonly string[];
  readonly preview: Preview;
}

export interface Preview {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** How many rows the whole answer would have; null where that is not known. */
  readonly count: number | null;
  readonly notices: readonly Notice[];
}

/** What Node-RED's editor holds for a password that it was never given. */
export const KEPT_KEY = '__PWRD__';
