// What a process and its children take of the machine, from Linux' own books.
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** CPU time since its start in seconds, with that of children that have ended. */
  readonly cpuS: number;
  /** Memory now in MB (2^20); what several share is counted once. */
  readonly memoryMb: number;
}

/** In clock ticks, which are hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** @param pid a process that lives; without one all is 0 */
export function usageOf(pid: number | undefined): Usage {
  if (pid === undefined) return { cpuS: 0, memoryMb: 0 };
  const family = [pid, ...descendants(pid)];
  return {
    cpuS: family.reduce((sum, member) => sum + ticks(member), 0) / TICKS_PER_S,
    memoryMb: family.reduce((sum, member) => sum + shareKb(member), 0) / 1024,
  };
}

/** A restarted process begins at 0 again: what the one before had is added. */
export class Meter {
  private before = 0;
  private last: Usage = { cpuS: 0, memoryMb: 0 };
  private pid: number | undefined;
  /** The most memory that was seen. */
  peakMb = 0;

  constructor(
    readonly name: string,
    private readonly where: () => number | undefined,
  ) {}

  /** To be called every few seconds: a process that dies in between takes its last seconds along. */
  look(): Usage {
    const pid = this.where();
    if (pid !== this.pid) {
      this.before += this.last.cpuS;
      this.pid = pid;
    }
    this.last = usageOf(pid);
    this.peakMb = Math.max(this.peakMb, this.last.memoryMb);
    return { cpuS: this.before + this.last.cpuS, memoryMb: this.last.memoryMb };
  }
}

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = Number(fields(Number(name))[1]);
    if (parent > 0) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** utime, stime, cutime and cstime of proc(5). */
function ticks(pid: number): number {
  const all = fields(pid);
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(all[at] ?? 0), 0);
}

/** What stands behind the name, which may hold blanks: the state is the first. */
function fields(pid: number): string[] {
  const text = read(`/proc/${String(pid)}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function shareKb(pid: number): number {
  const proportional = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${String(pid)}/smaps_rollup`))?.[1];
  return Number(proportional ?? /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${String(pid)}/status`))?.[1] ?? 0);
}

/** Empty for a process that is gone or is not ours. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
