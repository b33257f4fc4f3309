// What the entity publisher is given: where and how it publishes, what the device is, and what it remembers.
import type { Announced } from './announced';
import type { Origin, ProcessStatus } from './config';
import type { Outlet } from './outlet';
import type { EntityRow, EventRow, Language } from './row';
import type { Throttle } from './throttle';

/** What has to outlive a restart; changed in place. */
export interface PublishedMemory {
  key: string;
  /** The key that the node was set to when this one was given. */
  wanted: string;
  /** By config topic. */
  announced: Record<string, Announced>;
  /** Further retained topics: availability. */
  topics: string[];
  /** The last value of each price, by entity. */
  prices?: Record<string, number>;
}

export interface DeviceSettings {
  readonly prefix: string;
  readonly base: string;
  /** Of the first device; a second one is "… 2". */
  readonly name: string;
  readonly language: Language;
  readonly throttle: Throttle;
  readonly hidePersonal: boolean;
  readonly process: ProcessStatus;
  readonly origin: Origin;
}

/** Where a device publishes, and how. */
export interface Publishing {
  readonly settings: DeviceSettings;
  readonly outlet: Outlet;
  /** Called after a change of what has to outlive a restart. */
  readonly changed: () => void;
  /** Called before a price changes: energy is billed at the price of the moment at which it is told. */
  readonly beforePrice?: (now: number) => void;
}

/** Of a second device it is "… 2". */
export function nameOfDevice({ key, wanted }: PublishedMemory, name: string): string {
  const number = key.startsWith(`${wanted}_`) ? key.slice(wanted.length + 1) : '';
  return number === '' ? name : `${name} ${number}`;
}

/** What a device is. */
export interface Subject {
  /** Every entity that it can have. */
  readonly rows: readonly EntityRow[];
  /** Absent: nothing happens to it. */
  readonly event?: EventRow;
  /** A name that is learnt; undefined: that of the row. */
  readonly nameOf?: (row: EntityRow) => string | undefined;
}
