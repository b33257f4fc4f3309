// Debian's PostgreSQL for the tests of fleets: a cluster of its own in a temporary folder. It refuses to run as root: started by
// root it runs as the user that the package has made.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { Client, type QueryResultRow } from 'pg';
import { freePort } from '../machine/ports';
import { missing, onPath } from '../machine/requirements';
import { until } from './until';

const DEBIAN = '/usr/lib/postgresql';
export const DATABASE = { host: '127.0.0.1', user: 'fleet', password: 'only-for-tests', database: 'postgres' } as const;

/** Skips (fails with CI=true) where there is no PostgreSQL. */
export function needsPostgres(context: Context): void {
  if (programs() === undefined) missing(context, 'postgresql is not installed');
}

export class Postgres {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  /**
   * Makes a cluster and starts it on a free port of the loopback; resolves when it answers.
   * @param settings of postgresql.conf, `name=value`
   */
  static async start(settings: readonly string[] = []): Promise<Postgres> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-postgres-'));
    const postgres = new Postgres(folder, await freePort(), settings);
    try {
      await postgres.make();
      await postgres.up();
    } catch (error) {
      await postgres.stop();
      throw error;
    }
    return postgres;
  }

  /** Starts it, again with all that was committed. */
  async up(): Promise<void> {
    const own = [`port=${String(this.port)}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`];
    const options = [...own, ...this.settings].flatMap((setting) => ['-c', setting]);
    const child = spawn(...asUser('postgres', '-D', this.data, ...options), { stdio: 'ignore', cwd: this.folder });
    this.child = child;
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`postgres ended with ${String(child.exitCode)}`);
        return await this.answers();
      },
      () => 'postgres does not answer',
      20,
    );
  }

  /** Ends it: SIGINT as a service manager would (who is connected is cut off), SIGQUIT as a power cut would. */
  async down(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Its first process; the others are children of it. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Environment variables of libpq, by which a Node-RED or psql finds it. */
  get env(): Record<string, string> {
    const { host, user, password, database } = DATABASE;
    return { PGHOST: host, PGPORT: String(this.port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database };
  }

  /** One statement, or several without parameters. */
  async query<Row extends QueryResultRow>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const client = new Client({ ...DATABASE, port: this.port });
    await client.connect();
    try {
      const { rows } = await client.query<Row>(sql, parameters.length > 0 ? [...parameters] : undefined);
      return rows;
    } finally {
      await client.end();
    }
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  private async make(): Promise<void> {
    const secret = path.join(this.folder, 'password');
    writeFileSync(secret, DATABASE.password);
    mkdirSync(this.data);
    const owner = userId();
    if (owner !== undefined)
      for (const place of [this.folder, this.data, secret]) chownSync(place, owner.uid, owner.gid);
    const auth = ['--auth=scram-sha-256', `--username=${DATABASE.user}`, `--pwfile=${secret}`];
    const [program, args] = asUser('initdb', '-D', this.data, '--encoding=UTF8', '--no-sync', ...auth);
    await promisify(execFile)(program, args, { cwd: this.folder });
  }

  private async answers(): Promise<boolean> {
    return await this.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }
}

/** Debian keeps them off the PATH, one folder for each version. */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(a) - Number(b)) : [];
  const folders = versions.map((version) => path.join(DEBIAN, version, 'bin')).filter((bin) => hasServer(bin));
  const elsewhere = onPath('initdb');
  return folders.at(-1) ?? (elsewhere === undefined ? undefined : path.dirname(elsewhere));
}

function hasServer(bin: string): boolean {
  return existsSync(path.join(bin, 'initdb')) && existsSync(path.join(bin, 'postgres'));
}

function asUser(program: string, ...args: string[]): [string, string[]] {
  const file = path.join(programs() ?? '', program);
  const owner = userId();
  if (owner === undefined) return [file, args];
  const to = [`--reuid=${String(owner.uid)}`, `--regid=${String(owner.gid)}`, '--clear-groups'];
  return ['setpriv', [...to, file, ...args]];
}

/** Undefined where it can run as who we are. */
function userId(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ask = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}
