// What every stand-in has in common: a name, a sentence, and a way to start it on loopback.

export interface StandIn {
  readonly name: string;
  /** One line for a list. */
  readonly describe: string;
  /** Names of the settings that `start` understands, each with what it means. */
  readonly settings: Readonly<Record<string, string>>;
  /** Rejects with a RangeError that names the setting when one is not understood. */
  start(options?: StandInOptions): Promise<Running>;
}

export interface StandInOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/** A clock that may run faster than ours. */
export interface StoryClock {
  /** What it shows at the moment `host` of ours, both epoch milliseconds. */
  readonly story: number;
  readonly host: number;
  readonly factor: number;
}

export interface Running {
  readonly host: string;
  readonly port: number;
  /** Of a stand-in whose clock others have to share. */
  readonly clock?: StoryClock;
  stop(): Promise<void>;
}
