// The requests that the node has before its eyes: those that are open, and those that ended since a day.
import { currentOf, hasBegun, isOver } from '../../lib/flex/view/views';
import { type FlexRequest, requestName } from '../../lib/flex/request/request';
import { LinkyRedError } from '../../lib/errors';

const DAY = 24 * 3_600_000;

export class OpenRequests {
  private readonly byName = new Map<string, FlexRequest>();
  /** Those whose report is not whole yet. */
  readonly unreported = new Set<string>();

  /** What the desk knew at the start; what it has told meanwhile is newer. */
  begin(known: readonly FlexRequest[]): void {
    const told = [...this.byName];
    this.byName.clear();
    for (const request of known) this.take(request);
    for (const [, request] of told) this.take(request);
  }

  take(request: FlexRequest): void {
    const name = requestName(request);
    this.byName.set(name, request);
    if (isOver(request) && hasBegun(request)) this.unreported.add(name);
  }

  /** Oldest first. */
  all(now: number): FlexRequest[] {
    for (const [name, request] of this.byName) {
      if (!isOver(request) || now - (request.history.at(-1)?.at ?? now) <= DAY) continue;
      this.byName.delete(name);
      this.unreported.delete(name);
    }
    return [...this.byName.values()];
  }

  get(name: string): FlexRequest | undefined {
    return this.byName.get(name);
  }

  /** What is sent of all when somebody asks: those that are not over, else the one that matters most. */
  shown(now: number): FlexRequest[] {
    const all = this.all(now);
    const open = all.filter((request) => !isOver(request));
    const current = currentOf(all);
    return open.length > 0 || current === undefined ? open : [current];
  }

  /**
   * The requests that a command is about, by `bacs/asset/requestID` or by the operator's id alone.
   * @param named undefined: all that are `meant`
   * @throws LinkyRedError ERR_COMMAND where the name is of several
   */
  named(command: string, named: unknown, isMeant: (request: FlexRequest) => boolean, now: number): string[] {
    const all = this.all(now);
    if (named === undefined || named === null || named === '') return all.filter(isMeant).map(requestName);
    if (typeof named !== 'string')
      throw new LinkyRedError('ERR_COMMAND', { detail: `${command}, request: ${typeof named}` });
    if (this.byName.has(named)) return [named];
    const alike = all.filter(({ requestId }) => requestId === named).map(requestName);
    if (alike.length > 1)
      throw new LinkyRedError('ERR_COMMAND', { detail: `${command}, request: ${alike.join(' | ')}` });
    return [alike[0] ?? named];
  }
}
