// What the nodes remember over a restart: one folder in the user directory; documents, journals, tables. A file that cannot be
// read is set aside and named, never fatal: a flow must come up after a power cut with whatever is left.
import path from 'node:path';
import { StoredDocument } from './document';
import { DurableTable } from './durable-table';
import type { Format } from './envelope';
import { filesIn } from './files';
import { Journal } from './journal';
import { StoredTable } from './table';
import type { OnTrouble } from './trouble';
import { FolderWriter } from './writer';

export { unchanged, type Format } from './envelope';
export { checkedBy } from './check';
export type { OnTrouble, Trouble } from './trouble';

/** Names become file names: letters, digits, dot, dash, underscore. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Of what is only deleted. */
const UNREAD: Format<unknown> = { version: 0, check: () => undefined };

/** A folder and its files that somebody has opened, by name: writes to one file stand in one queue. */
class Folder {
  readonly writer: FolderWriter;
  readonly files = new Map<string, { idle(): Promise<void> }>();

  constructor(readonly dir: string | undefined) {
    this.writer = new FolderWriter(dir);
  }
}

export class Store {
  /**
   * @param dir the folder, made with the first write; undefined keeps everything in memory (no user directory)
   * @param onTrouble told of what goes wrong with a file by whom it was opened first
   */
  constructor(
    dir: string | undefined,
    private readonly onTrouble: OnTrouble = () => undefined,
    private readonly folder = new Folder(dir),
  ) {}

  /** The same files for somebody else. */
  sharedWith(onTrouble: OnTrouble): Store {
    return new Store(this.folder.dir, onTrouble, this.folder);
  }

  /**
   * Whether what is written here lasts. Not while another process writes to the folder: then what is written is known to this
   * process only, and what lies in the folder stays as it is. When the other one has ended, the next writes last.
   */
  lasts(): Promise<boolean> {
    return this.folder.writer.mayWrite();
  }

  /** The document of this name: one JSON value, replaced as a whole. */
  document<T>(name: string, format: Format<T>): StoredDocument<T> {
    return this.open(`${name}.json`, (file) => this.documentAt(file, format));
  }

  /** The journal of this name: one JSON value per line, appended. */
  journal<T>(name: string, format: Format<T>): Journal<T> {
    return this.open(`${name}.ndjson`, (file) => new Journal(file, this.folder.writer, format, this.onTrouble));
  }

  /** The table of this name: values by key, of which the memory holds none. @param most see StoredTable */
  table<T>(name: string, format: Format<T>, most: number): StoredTable<T> {
    return this.open(
      `${name}.ndjson`,
      (file) => new StoredTable(file, this.folder.writer, format, this.onTrouble, most),
    );
  }

  /** The same for what somebody else was promised: acknowledged when the disk has it, see DurableTable. */
  durable<T>(name: string, format: Format<T>): DurableTable<T> {
    return this.open(`${name}.ndjson`, (file) => new DurableTable(file, this.folder.writer, format, this.onTrouble));
  }

  /** Deletes the documents whose name ends so: what they belonged to is gone for good. */
  async forget(ending: string): Promise<void> {
    const { dir, files } = this.folder;
    const written = dir === undefined ? [] : await filesIn(dir);
    const ours = [...new Set([...files.keys(), ...written])].filter((name) => name.endsWith(`${ending}.json`));
    const opened = (name: string): StoredDocument<unknown> | undefined =>
      files.get(name) as StoredDocument<unknown> | undefined;
    await Promise.all(ours.map((name) => (opened(name) ?? this.documentAt(this.at(name), UNREAD)).remove()));
  }

  /** Resolves when nothing waits to be written any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.folder.files.values()].map((file) => file.idle()));
  }

  private documentAt<T>(file: string | undefined, format: Format<T>): StoredDocument<T> {
    return new StoredDocument(file, this.folder.writer, format, this.onTrouble);
  }

  private at(name: string): string | undefined {
    const { dir } = this.folder;
    return dir === undefined ? undefined : path.join(dir, name);
  }

  /** One object for all who ask. */
  private open<S extends { idle(): Promise<void> }>(name: string, make: (file: string | undefined) => S): S {
    if (!NAME.test(name)) throw new RangeError(`not a name for a stored file: ${name}`);
    const { files } = this.folder;
    const file = files.get(name) ?? make(this.at(name));
    files.set(name, file);
    return file as S;
  }
}
