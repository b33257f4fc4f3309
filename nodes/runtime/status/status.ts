// The status under a node. Each call of node.status() goes to every open editor and Status node: only changes are sent,
// and figures at most every 10 s.
import type { LinkyRedError } from '../../../lib/errors';
import { noteStatus } from '../diagnostics/notes';
import { statusKeyOf } from './error-report';
import type { Node } from '../types';

/** Time between two statuses that differ by their figures alone. */
export const FIGURES_EVERY_MS = 10_000;

/** Look of a status by what it means (the convention of Node-RED's own nodes). */
const LOOKS = {
  ok: { fill: 'green', shape: 'dot' },
  waiting: { fill: 'yellow', shape: 'ring' },
  working: { fill: 'blue', shape: 'dot' },
  failed: { fill: 'red', shape: 'ring' },
  alert: { fill: 'red', shape: 'dot' },
  stopped: { fill: 'grey', shape: 'ring' },
} as const;
export type StatusLook = keyof typeof LOOKS;

export class NodeStatus {
  private shown = '';
  private last: readonly [StatusLook, string] | undefined;
  private caveat: LinkyRedError | undefined;
  private figuresAt = -Infinity;
  private isError = false;

  /** @param now epoch milliseconds */
  constructor(
    private readonly node: Pick<Node, 'status'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** What stands there now is an error. */
  get showsError(): boolean {
    return this.isError;
  }

  /** Shows a state. `key` is the part after "status." in the catalogue; the editor translates it into the user's language. */
  show(look: StatusLook, key: string): void {
    this.figuresAt = -Infinity;
    this.send(look, `status.${key}`);
    this.isError = false;
  }

  /** Shows the short text of an error's row. */
  showError(error: LinkyRedError): void {
    this.figuresAt = -Infinity;
    this.send('failed', statusKeyOf(error));
    this.isError = true;
  }

  /** Shows a state in words that are translated already ("blue · then red at 6:00"). */
  showText(look: StatusLook, text: string): void {
    this.figuresAt = -Infinity;
    this.send(look, text);
    this.isError = false;
  }

  /**
   * Shows text with figures in it ("1.65 kVA of 9", already translated); drops it when the last one is younger than 10 s.
   * @param text a function where it is asked for with each frame: a translation costs more than decoding one
   */
  showFigures(look: StatusLook, text: string | (() => string)): void {
    const now = this.now();
    const age = now - this.figuresAt;
    // Younger than nothing: the clock was turned back.
    if (age >= 0 && age < FIGURES_EVERY_MS) return;
    this.figuresAt = now;
    this.send(look, typeof text === 'string' ? text : text());
    this.isError = false;
  }

  /** An error that stays until it is taken back with undefined: it is shown in place of everything but other errors and alerts. */
  insist(error: LinkyRedError | undefined): void {
    this.caveat = error;
    if (this.last !== undefined) this.send(...this.last);
    else if (error !== undefined) this.showError(error);
  }

  clear(): void {
    this.figuresAt = -Infinity;
    this.last = undefined;
    if (this.shown === '') return;
    this.shown = '';
    this.node.status({});
  }

  private send(look: StatusLook, text: string): void {
    this.last = [look, text];
    const isTrouble = look === 'failed' || look === 'alert';
    const said: readonly [StatusLook, string] =
      this.caveat === undefined || isTrouble ? [look, text] : ['failed', statusKeyOf(this.caveat)];
    const shown = said.join(' ');
    if (shown === this.shown) return;
    this.shown = shown;
    noteStatus(this.node, said[1]);
    this.node.status({ ...LOOKS[said[0]], text: said[1] });
  }
}
