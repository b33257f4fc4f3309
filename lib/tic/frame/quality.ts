// How well a frame came over the line.

export interface Quality {
  /** Accepted groups. */
  groups: number;
  rejected: number;
  held: number;
  unknown: string[];
  /** Labels of powers that the currents of their frame forbid: they are shown, and nothing is derived from them. Absent where there are none. */
  doubtful?: string[];
  complete: boolean;
  /** False: others have parsed it, and no checksum was seen; the codes of this frame are theirs. Absent where sums were checked here. */
  checksum?: false;
  /** Who has parsed it. */
  parsedBy?: string;
  /** Frames of this stream until now, this one included. */
  frames: number;
  /** When the first valid group came; null from a file. */
  since: string | null;
}
