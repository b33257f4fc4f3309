// One call: asks, reads the answer, keeps what came, and says what has become of it.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import type { DayKey } from '../../grid/paris-time';
import { normalise, remarksOf } from '../bodies';
import type { Door, RefusalEffect, StampForm } from '../door';
import type { KeptPoints } from '../kept/kept-points';
import type { Series } from '../series';
import { afterCall, isBeyondAll, type Call, type Outcome } from './after-call';
import type { ProgressBook } from './progress-book';

export interface Made {
  readonly call: Call;
  /** Days of which something is new or other than before. */
  readonly changed: readonly DayKey[];
  /** What the answer had that was left out. */
  readonly remarks: readonly string[];
  /** Why there is no answer, and what that means. */
  readonly refusal?: { readonly error: LinkyRedError; readonly effect: RefusalEffect };
}

/** Nothing went out. */
export interface Unsent {
  readonly unsent: LinkyRedError;
}

const AS_USUAL: StampForm = { stamps: 'end', dates: 'local' };

export class Asker {
  constructor(
    private readonly prm: string,
    private readonly kept: KeptPoints,
    private readonly book: ProgressBook,
    private readonly clock: Clock,
  ) {}

  /** Never throws for what a provider, a network or a quota does. */
  async make(door: Door, call: Call): Promise<Made | Unsent> {
    const { wire, window, kind } = call;
    const series: Series = { prm: this.prm, ...wire };
    try {
      const form = (await door.stampsOf?.(this.prm)) ?? AS_USUAL;
      const { json, receivedAt } = await door.ask(series, window, kind === 'try' ? 'daily' : 'backfill');
      const { points, warnings } = normalise(json, { series, window, source: door.row.id, ...form });
      if (points.length === 0 && door.row.hidesFailures === true && isBeyondAll(await this.book.read(), call)) {
        await this.note(call, { effect: 'before-activation' });
        return { call, changed: [], remarks: remarksOf(warnings) };
      }
      const changed = await this.kept.write(series, window, points, receivedAt);
      await this.note(call, { points: points.length });
      return { call, changed, remarks: remarksOf(warnings) };
    } catch (cause) {
      const error = asLinkyRedError(cause);
      if (wasUnsent(error)) return { unsent: error };
      const effect = door.effectOf(error);
      if (effect === 'no-data') await this.kept.write(series, window, [], this.clock.now());
      await this.note(call, { effect, unsure: door.row.hidesFailures });
      return { call, changed: [], remarks: [], refusal: { error, effect } };
    }
  }

  private async note(call: Call, outcome: Outcome): Promise<void> {
    await this.book.write(afterCall(await this.book.read(), call, outcome, this.clock.now()));
  }
}

function asLinkyRedError(error: unknown): LinkyRedError {
  return error instanceof LinkyRedError ? error : new LinkyRedError('ERR_INTERNAL', { detail: 'collector' }, error);
}

/** A quota that the ledger knows of costs no call; one that the provider told of (it is the cause) did. */
function wasUnsent({ code, cause }: LinkyRedError): boolean {
  return code === 'ERR_CLOSED' || (code === 'ERR_QUOTA' && cause === undefined);
}
