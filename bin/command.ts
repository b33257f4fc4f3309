// What a command of the command line is.

export interface Command {
  /** One or more lines for the list of commands. */
  readonly usage: string;
  /** What `COMMAND --help` tells. */
  readonly help: string;
  /** Resolves with the exit code: 0 done, 1 nothing found, 2 usage or unreadable. */
  run(args: readonly string[]): Promise<number>;
}
