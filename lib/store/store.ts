// What the nodes remember over a restart: one folder in the user directory, documents and journals. A file that cannot be
// read is set aside and named, never fatal: a flow must come up after a power cut with whatever is left.
import path from 'node:path';
import { StoredDocument } from './document';
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

async function namesIn(dir: string): Promise<string[]> {
  return (await filesIn(dir)).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));
}

export class Store {
  private readonly documents = new Map<string, StoredDocument<unknown>>();
  private readonly journals = new Map<string, Journal<unknown>>();
  private readonly tables = new Map<string, StoredTable<unknown>>();
  private readonly writer: FolderWriter;

  /** @param dir the folder, made with the first write; undefined keeps everything in memory (no user directory) */
  constructor(
    private readonly dir: string | undefined,
    private readonly onTrouble: OnTrouble = () => undefined,
  ) {
    this.writer = new FolderWriter(dir);
  }

  /**
   * Whether what is written here lasts. Not while another process writes to the folder: then what is written is known to this
   * process only, and what lies in the folder stays as it is. When the other one has ended, the next writes last.
   */
  lasts(): Promise<boolean> {
    return this.writer.mayWrite();
  }

  /** The document of this name, one object for all who ask: writes to one file stand in one queue. */
  document<T>(name: string, format: Format<T>): StoredDocument<T> {
    let document = this.documents.get(name);
    if (document === undefined) {
      document = this.open(name, format);
      this.documents.set(name, document);
    }
    return document as StoredDocument<T>;
  }

  /** The journal of this name: one JSON value per line, appended. */
  journal<T>(name: string, format: Format<T>): Journal<T> {
    let journal = this.journals.get(name);
    if (journal === undefined) {
      journal = new Journal<unknown>(this.file(name, 'ndjson'), this.writer, format, this.onTrouble);
      this.journals.set(name, journal);
    }
    return journal as Journal<T>;
  }

  /** The table of this name: values by key, of which the memory holds none. @param most see StoredTable */
  table<T>(name: string, format: Format<T>, most: number): StoredTable<T> {
    let table = this.tables.get(name);
    if (table === undefined) {
      const file = this.file(name, 'ndjson');
      table = new StoredTable<unknown>(file, this.writer, format, this.onTrouble, most);
      this.tables.set(name, table);
    }
    return table as StoredTable<T>;
  }

  /** Deletes the documents whose name ends so: what they belonged to is gone for good. */
  async forget(ending: string): Promise<void> {
    const written = this.dir === undefined ? [] : await namesIn(this.dir);
    const ours = [...new Set([...this.documents.keys(), ...written])]
      .filter((name) => name.endsWith(ending))
      .map((name) => this.documents.get(name) ?? this.open(name, UNREAD));
    await Promise.all(ours.map((document) => document.remove()));
  }

  /** Resolves when nothing waits to be written any more. */
  async idle(): Promise<void> {
    const files = [...this.documents.values(), ...this.journals.values(), ...this.tables.values()];
    await Promise.all(files.map((file) => file.idle()));
  }

  private open(name: string, format: Format<unknown>): StoredDocument<unknown> {
    return new StoredDocument<unknown>(this.file(name, 'json'), this.writer, format, this.onTrouble);
  }

  private file(name: string, extension: string): string | undefined {
    if (!NAME.test(name)) throw new RangeError(`not a name for a stored file: ${name}`);
    return this.dir === undefined ? undefined : path.join(this.dir, `${name}.${extension}`);
  }
}
