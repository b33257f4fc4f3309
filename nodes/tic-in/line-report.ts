// What the user is told about a line: its status, and each kind of problem once until it is over.
import { LinkyRedError, type ErrorCode } from '../../lib/errors';
import type { LineState } from '../../lib/tic/bytes/line';
import { reportable, reportError } from '../runtime/status/error-report';
import type { NodeStatus } from '../runtime/status/status';
import type { Node, Translate } from '../runtime/types';

export interface ReportedLine {
  /** Topic of the error message that a Catch node gets. */
  readonly stream: string;
  /** null: nothing is open, bytes come through the input. */
  readonly port: string | null;
}

export class LineReport {
  private readonly reported = new Set<ErrorCode>();

  constructor(
    private readonly node: Pick<Node, 'error'>,
    private readonly translate: Translate,
    private readonly status: NodeStatus,
  ) {}

  connecting(): void {
    this.reported.clear();
    this.status.show('waiting', 'connecting');
  }

  paused(): void {
    this.reported.clear();
    this.status.show('stopped', 'paused');
  }

  /** @param baud the speed that was found or set; null where it is not ours */
  state(state: LineState, line: ReportedLine, baud: number | null): void {
    switch (state) {
      case 'receiving':
        this.reported.clear();
        // A speed needs no words.
        if (baud === null) this.status.show('ok', 'receiving');
        else this.status.showFigures('ok', `${baud} Bd`);
        break;
      case 'no-signal':
        // Where nothing is open nobody promised bytes.
        if (line.port === null) this.status.show('waiting', 'listening');
        else this.problem(new LinkyRedError('ERR_TIC_NO_SIGNAL', { port: line.port }), line);
        break;
      case 'no-valid-group':
        this.problem(new LinkyRedError('ERR_TIC_NO_VALID_GROUP', { port: line.port ?? line.stream }), line);
        break;
      case 'searching':
        this.status.show('waiting', 'searching');
        break;
      case 'waiting':
        this.status.show('waiting', 'listening');
        break;
    }
  }

  problem(thrown: unknown, line: Pick<ReportedLine, 'stream'>): void {
    const error = reportable(this.translate, thrown);
    this.status.showError(error);
    if (this.reported.has(error.code)) return;
    this.reported.add(error.code);
    reportError(this.node, this.translate, error, { topic: line.stream });
  }
}
