// What is wrong with the series of one meter: what goes wrong with one of them stops no other.
import type { LinkyRedError } from '../../errors';
import type { Made } from './asker';
import { keyOf } from './progress';

export class Problems {
  private readonly bySeries = new Map<string, LinkyRedError>();

  /** What the user has to see to comes first. */
  get problem(): LinkyRedError | undefined {
    const all = [...this.bySeries.values()];
    return all.find(({ row }) => row.reader === 'user-must-act') ?? all[0];
  }

  note({ call, refusal }: Made): void {
    const key = keyOf(call.wire);
    if (refusal === undefined) this.bySeries.delete(key);
    else if (isProblem(refusal, call)) this.bySeries.set(key, refusal.error);
  }

  clear(): void {
    this.bySeries.clear();
  }
}

/** That the past has an end is none. */
function isProblem({ effect }: NonNullable<Made['refusal']>, { kind }: Made['call']): boolean {
  switch (effect) {
    case 'before-activation':
    case 'too-old':
    case 'too-long':
      return false;
    case 'no-data':
      return kind === 'try';
    default:
      return true;
  }
}
