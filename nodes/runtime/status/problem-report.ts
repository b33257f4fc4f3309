// The status and the errors of a node that lives on answers from outside: fresh, stale but usable, quota, not entitled, down.
import type { ErrorCode, LinkyRedError } from '../../../lib/errors';
import { reportError } from './error-report';
import type { NodeStatus } from './status';
import type { Node, Translate } from '../types';

export class ProblemReport {
  private reported: ErrorCode | undefined;
  /** What was wrong with the last answer, a quota apart. */
  private last: LinkyRedError | undefined;

  constructor(
    private readonly node: Pick<Node, 'error'>,
    private readonly translate: Translate,
    private readonly status: NodeStatus,
  ) {}

  /**
   * @param key of the status while something is known, undefined while nothing is
   * @param alert what is known asks to reduce
   * @param latest why the last try brought nothing
   * @param ahead what is known of what comes, in words
   * @param quiet somebody else hears of it: the sender of the message that asked
   */
  show(
    key: string | undefined,
    alert: boolean,
    latest: LinkyRedError | undefined,
    { ahead, quiet = false }: { readonly ahead?: string | undefined; readonly quiet?: boolean } = {},
  ): void {
    const problem = this.tell(latest, quiet);
    if (key === undefined) {
      if (problem === undefined) this.status.show('waiting', 'waiting');
      else this.status.showError(problem);
    } else if (problem?.row.reader === 'user-must-act') this.status.showError(problem);
    // A quota is no fault of the answer that is there.
    else if (problem !== undefined && problem.code !== 'ERR_QUOTA') this.status.show('waiting', 'stale');
    else if (ahead === undefined) this.status.show(alert ? 'alert' : 'ok', key);
    else this.status.showText(alert ? 'alert' : 'ok', `${this.translate(`status.${key}`)} · ${ahead}`);
  }

  /** Tells Catch nodes of a new problem. @returns what is wrong with what is known */
  tell(latest: LinkyRedError | undefined, quiet: boolean): LinkyRedError | undefined {
    const problem = this.standing(latest);
    this.tellOnce(problem, quiet);
    return problem;
  }

  /** A try that the quota did not let out has brought nothing new: what was wrong with the answer before it stands. */
  private standing(latest: LinkyRedError | undefined): LinkyRedError | undefined {
    if (latest?.code === 'ERR_QUOTA') return this.last ?? latest;
    this.last = latest;
    return latest;
  }

  /** Catch nodes hear of a problem when it comes, not each time it is met again; of a quota never. */
  private tellOnce(problem: LinkyRedError | undefined, quiet: boolean): void {
    if (problem?.code === this.reported) return;
    this.reported = problem?.code;
    if (!quiet && problem !== undefined && problem.row.reader !== 'nothing-wrong') {
      reportError(this.node, this.translate, problem);
    }
  }
}
