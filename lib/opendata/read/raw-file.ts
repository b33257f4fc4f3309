// What a file has, before its cells are read: columns, what is known of their types, and rows that can be gone through twice.
import type { Field } from '../dataset/dataset';
import type { RawRow } from './reader';

export interface RawFile {
  readonly columns: readonly RawColumn[];
  /** In pieces. A second call begins anew. */
  readonly rows: () => AsyncIterable<readonly RawRow[]> | Iterable<readonly RawRow[]>;
}

export interface RawColumn {
  readonly name: string;
  /** Undefined: the file does not say it, its cells are text. */
  readonly type?: Field['type'];
}
