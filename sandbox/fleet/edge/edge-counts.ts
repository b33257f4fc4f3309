// What edges count, in sums since their start.

export interface EdgeCounts {
  /** Frames that were sent for the first time. */
  published: number;
  repeated: number;
  acknowledged: number;
  /** Frames that a worker says it has written. */
  written: number;
  /** Frames that were thrown away because too many were kept. */
  dropped: number;
  /** PUBACKs that refuse, and those that say that nobody subscribes. */
  refused: number;
  unheard: number;
  connections: number;
}

export function noCounts(): EdgeCounts {
  return {
    published: 0,
    repeated: 0,
    acknowledged: 0,
    written: 0,
    dropped: 0,
    refused: 0,
    unheard: 0,
    connections: 0,
  };
}
