// What the form of opendata-query offers, and what a new node begins with. Shared with the editor.
import type { PortalId } from '../../lib/opendata/kind/kind';

/** The portals that have a name, and any other by its address. */
export const PORTAL_CHOICES = ['enedis', 'odre', 'ore', 'ademe', 'other'] as const satisfies readonly (
  PortalId | 'other'
)[];
export type PortalChoice = (typeof PORTAL_CHOICES)[number];

/** `one`: all rows in one message. `file`: no rows, a file on the disk. */
export const SENDS = ['one', 'batches', 'rows', 'file'] as const;
export type Send = (typeof SENDS)[number];

/** What lets the next message go: a message that comes back with its msg.parts.id, or a fixed pause. */
export const RELEASES = ['credit', 'free'] as const;
export type Release = (typeof RELEASES)[number];

export const FORMATS = ['csv', 'geojson', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

export const TIMES = ['start', 'end'] as const;

/** Of one message, in rows. */
export const [LEAST_ROWS, MOST_ROWS] = [1, 100_000] as const;
export const [LEAST_CREDIT_SECONDS, MOST_CREDIT_SECONDS] = [1, 86_400] as const;
export const [LEAST_PAUSE_MS, MOST_PAUSE_MS] = [0, 60_000] as const;
/** Portals publish by days, months or quarters; 0: only when a message asks. */
export const [LEAST_EVERY_HOURS, MOST_EVERY_HOURS] = [1, 720] as const;

/** Beside them the credential `apiKey`, which may be empty. */
export interface OpendataQueryFields {
  portal: PortalChoice;
  /** Of `other`: the address, without the path of an API. */
  url: string;
  /** The name of a family, or an identifier of the portal. Empty: each message names its own. */
  dataset: string;
  /** The question, as JSON (OpenDataQuery of lib/opendata/query). */
  query: string;
  /** Columns in Wh get one in W beside them. */
  watts: boolean;
  /** Wide tables become long. */
  unpivot: boolean;
  /** Where in its slot a time stands. */
  timeIs: (typeof TIMES)[number];
  send: Send;
  /** Of `one`. */
  mostRows: string;
  /** Of `batches`. */
  batchRows: string;
  /** Of `batches` and `rows`. */
  release: Release;
  /** Of `credit`: how long it is waited for. */
  creditSeconds: string;
  /** Of `free`. */
  pauseMs: string;
  /** Of `file`, and of the command `file` where it says nothing else. */
  format: Format;
  file: string;
  /** How often it looks whether the dataset has changed. */
  everyHours: string;
  version: number;
}

export const DEFAULTS: OpendataQueryFields = {
  portal: 'enedis',
  url: '',
  dataset: '',
  // A dataset may have millions of rows: who wants them all takes this away.
  query: '{"limit":1000}',
  watts: true,
  unpivot: false,
  timeIs: 'start',
  send: 'one',
  mostRows: '10000',
  batchRows: '1000',
  release: 'credit',
  creditSeconds: '60',
  pauseMs: '200',
  format: 'csv',
  file: '',
  everyHours: '6',
  version: 1,
};
