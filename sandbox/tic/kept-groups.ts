// Groups that say what they said in the frame before: the same object again, so that nothing is written or compared anew.
import { fixed, type Group, indexDigits } from './frame';
import type { Stamped } from './statistics';

interface Kept {
  /** What the group was made of. */
  readonly key: unknown;
  readonly group: Group;
}

export class KeptGroups {
  private readonly byLabel = new Map<string, Kept>();

  /** A whole number on `width` digits. */
  number(label: string, value: number, width: number): Group {
    const whole = Math.round(value);
    return this.same(label, whole) ?? this.keep(label, whole, { label, data: fixed(whole, width) });
  }

  /** Nine digits; rolls over. */
  index(label: string, wh: number): Group {
    const whole = Math.floor(wh);
    return this.same(label, whole) ?? this.keep(label, whole, { label, data: indexDigits(whole, 9) });
  }

  /** @param key what `make` makes its data of, compared by identity */
  text(label: string, key: unknown, make: () => string, horodate?: () => string): Group {
    const same = this.same(label, key);
    if (same !== undefined) return same;
    const data = make();
    return this.keep(label, key, horodate === undefined ? { label, data } : { label, data, horodate: horodate() });
  }

  /** A value with its instant; nothing while there is none. */
  stamped(label: string, value: Stamped | undefined, width: number, stamp: (at: number) => string): readonly Group[] {
    if (value === undefined) return NONE;
    return [
      this.text(
        label,
        value,
        () => fixed(value.value, width),
        () => stamp(value.at),
      ),
    ];
  }

  /** All is made anew: something changed that the keys do not know. */
  forget(): void {
    this.byLabel.clear();
  }

  private same(label: string, key: unknown): Group | undefined {
    const kept = this.byLabel.get(label);
    return kept?.key === key ? kept?.group : undefined;
  }

  private keep(label: string, key: unknown, group: Group): Group {
    this.byLabel.set(label, { key, group });
    return group;
  }
}

const NONE: readonly Group[] = [];
