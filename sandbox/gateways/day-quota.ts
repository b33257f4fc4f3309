// So many calls a day for each user, failures included; a day is any 24 hours, which is stricter than one of the calendar.

const DAY = 86_400_000;

export class DayQuota {
  private readonly calls = new Map<string, number[]>();

  constructor(readonly most: number) {}

  /** Counts a call, and says whether it is within the quota. */
  admits(user: string, now: number): boolean {
    const calls = this.within(user, now);
    calls.push(now);
    this.calls.set(user, calls);
    return calls.length <= this.most;
  }

  count(user: string, now: number): number {
    return this.within(user, now).length;
  }

  last(user: string): number | undefined {
    return this.calls.get(user)?.at(-1);
  }

  private within(user: string, now: number): number[] {
    return (this.calls.get(user) ?? []).filter((at) => at > now - DAY);
  }
}
