// How much Data Fair takes from one address within a minute. It says no in plain text, and not until when.
import type { Reply, Request } from '../../web-server';
import { plainRefusal } from '../refusal';

const WINDOW = 60_000;

export class Traffic {
  private readonly calls = new Map<string, number[]>();

  constructor(private readonly callsPerWindow: number) {}

  /** @returns the refusal when this address has asked too often */
  book({ address, now }: Pick<Request, 'address' | 'now'>): Reply | undefined {
    const recent = (this.calls.get(address) ?? []).filter((at) => at > now - WINDOW);
    this.calls.set(address, recent);
    if (recent.length >= this.callsPerWindow) {
      return plainRefusal(429, 'Trop de traffic dans un interval restreint sur cette API.').reply;
    }
    recent.push(now);
    return undefined;
  }
}
