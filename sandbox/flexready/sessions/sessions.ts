// The sessions of the emulator: which part it plays, whom it calls, whose the session is, and the journal of what came.
import { randomUUID } from 'node:crypto';
import { BacsModule, type BacsRules } from '../bacs/module';

/** The parts that the emulator plays. The reference has `emulator_module` without its names: these are invented. */
export const FLEX_MODULES = ['bacs', 'operator', 'supplier', 'cems'] as const;
export type FlexModule = (typeof FLEX_MODULES)[number];

/** Those that call a server of the user's. */
export const CALLING_MODULES: readonly FlexModule[] = ['operator', 'cems'];

/** `passed`: as the reference has it. `refused`: a 4xx, which may be right. `failed`: no answer, an error, or another shape. */
export type Verdict = 'passed' | 'refused' | 'failed';

export interface JournalEntry {
  /** Epoch ms on the clock of the story. */
  readonly at: number;
  /** The name of the call, as its route has it. */
  readonly call: string;
  /** Who called. */
  readonly by: 'client' | 'emulator';
  /** Path and query at the emulator; of a call that the emulator makes, the whole address. */
  readonly where: string;
  readonly status: number | null;
  readonly verdict: Verdict;
  /** What is wrong, one sentence each. */
  readonly findings: readonly string[];
}

export interface FlexSession {
  readonly id: string;
  /** Of the token that made it: nobody else sees it. */
  readonly owner: string;
  readonly module: FlexModule;
  /** The user's server, of a module that calls. */
  readonly url: string | null;
  readonly createdAt: number;
  readonly journal: JournalEntry[];
  /** The building that the emulator plays in this session. */
  readonly bacs: BacsModule;
}

export class SessionRegister {
  private readonly sessions = new Map<string, FlexSession>();

  constructor(private readonly rules: BacsRules) {}

  open(owner: string, module: FlexModule, url: string | null, now: number): FlexSession {
    const bacs = new BacsModule(this.rules);
    const session: FlexSession = { id: randomUUID(), owner, module, url, createdAt: now, journal: [], bacs };
    this.sessions.set(session.id, session);
    return session;
  }

  /** @param owner whoever asks: of another one's session nothing is told */
  find(id: string, owner: string): FlexSession | undefined {
    const session = this.sessions.get(id);
    return session?.owner === owner ? session : undefined;
  }
}
