// What the user is told about a line: its status, and each kind of problem once until it is over.
import { LinkyRedError, type ErrorCode } from '../../lib/errors';
import { LOSS_MS, type LineState } from '../../lib/tic/bytes/line';
import { reportable, reportError } from '../runtime/status/error-report';
import type { NodeStatus } from '../runtime/status/status';
import type { Node, Translate } from '../runtime/types';

/** What carries the bytes of a line: each fails in its own way. `input`: nothing is open, bytes come through the input. */
export type Wire = 'serial' | 'tcp' | 'input';

export interface ReportedLine {
  /** Topic of the error message that a Catch node gets. */
  readonly stream: string;
  readonly wire: Wire;
  /** Path, or host and port; null: nothing is open. */
  readonly port: string | null;
}

export class LineReport {
  private readonly reported = new Set<ErrorCode>();
  /** A connection stood and brought nothing: what was said of it holds until a byte comes, though it is made again. */
  private stands = false;
  /** File that is recorded into. */
  private file: string | undefined;
  private receives = false;

  constructor(
    private readonly node: Pick<Node, 'error'>,
    private readonly translate: Translate,
    private readonly status: NodeStatus,
  ) {}

  connecting(): void {
    this.receives = false;
    this.forget();
    this.status.show('waiting', 'connecting');
  }

  paused(): void {
    this.receives = false;
    this.forget();
    this.status.show('stopped', 'paused');
  }

  /** @param file its name; undefined: nothing is recorded any more */
  records(file: string | undefined): void {
    this.file = file;
    if (!this.receives) return;
    if (file === undefined) this.status.show('ok', 'receiving');
    else this.status.showText('working', this.recording(file));
  }

  /** A byte has come. */
  speaks(): void {
    this.stands = false;
  }

  /**
   * No connection could be made, or it is gone; without an error when that is no fault worth a word.
   * @param fruitless it stood, and brought no byte, or none any more
   */
  down(error: LinkyRedError | undefined, line: ReportedLine, fruitless: boolean): void {
    this.receives = false;
    this.stands = fruitless;
    // A dongle that was pulled is not there: that is the same story.
    if (error?.code === 'ERR_PORT_MISSING' && this.reported.has('ERR_PORT_LOST')) return;
    if (error !== undefined) this.problem(error, line);
  }

  /** @param baud the speed that was found or set; null where it is not ours */
  state(state: LineState, line: ReportedLine, baud: number | null): void {
    this.receives = state === 'receiving';
    if (this.stands && (state === 'waiting' || state === 'searching')) return;
    switch (state) {
      case 'receiving':
        this.forget();
        if (this.file !== undefined) this.status.showFigures('working', this.recording(this.file));
        // A speed needs no words.
        else if (baud === null) this.status.show('ok', 'receiving');
        else this.status.showFigures('ok', `${baud} Bd`);
        break;
      case 'no-signal':
        // Where nothing is open nobody promised bytes.
        if (line.port === null) this.status.show('waiting', 'listening');
        else this.problem(noSignal(line.wire, line.port), line);
        break;
      case 'no-valid-group':
        this.problem(noValidGroup(line), line);
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

  private recording(file: string): string {
    return this.translate('tic-in.status.recording', { file });
  }

  private forget(): void {
    this.reported.clear();
    this.stands = false;
  }
}

function noSignal(wire: Wire, port: string): LinkyRedError {
  return new LinkyRedError(wire === 'tcp' ? 'ERR_TCP_NO_SIGNAL' : 'ERR_TIC_NO_SIGNAL', { port });
}

/** The speed is set here, on the bridge, or by whoever reads the bytes that are wired in. */
function noValidGroup({ wire, port }: ReportedLine): LinkyRedError {
  if (wire === 'input' || port === null) return new LinkyRedError('ERR_TIC_NO_GROUP', { seconds: LOSS_MS / 1000 });
  return new LinkyRedError(wire === 'tcp' ? 'ERR_TCP_NO_VALID_GROUP' : 'ERR_TIC_NO_VALID_GROUP', { port });
}
