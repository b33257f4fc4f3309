// Frames of a meter for tests, group by group. The sums are made here on their own, after the documents: mode 1 leaves the
// last separator out, mode 2 takes it in (Enedis-NOI-CPT_02E §1.5.2, 54E §5.3.6; spec/tic.md §1.3).

export const STX = 0x02;
export const ETX = 0x03;
export const EOT = 0x04;

interface GroupParts {
  readonly label: string;
  readonly data: string;
  readonly horodate?: string;
  /** Added to the right sum: anything but 0 makes the group wrong. */
  readonly sumError?: number;
  /** Stands as it is, whatever its parts say. */
  readonly raw?: Buffer;
}

type Separator = ' ' | '\t';

/** An empty frame with blanks between the fields. */
export function historique(): FrameBuilder {
  return new FrameBuilder(' ', []);
}

/** An empty frame with HT between the fields. */
export function standard(): FrameBuilder {
  return new FrameBuilder('\t', []);
}

/** Never changes: every method gives another frame, so that a family's frame can be the beginning of many. */
export class FrameBuilder {
  constructor(
    private readonly separator: Separator,
    private readonly parts: readonly GroupParts[],
  ) {}

  group(label: string, data: string, horodate?: string): FrameBuilder {
    return this.with([...this.parts, partsOf(label, data, horodate)]);
  }

  /** Another value for a group that is there. */
  set(label: string, data: string, horodate?: string): FrameBuilder {
    this.indexOf(label);
    return this.with(this.parts.map((part) => (part.label === label ? partsOf(label, data, horodate) : part)));
  }

  /** Another label for a group that is there. */
  respelt(label: string, spelling: string): FrameBuilder {
    this.indexOf(label);
    return this.with(this.parts.map((part) => (part.label === label ? { ...part, label: spelling } : part)));
  }

  without(...labels: string[]): FrameBuilder {
    for (const label of labels) this.indexOf(label);
    return this.with(this.parts.filter(({ label }) => !labels.includes(label)));
  }

  after(place: string, label: string, data: string, horodate?: string): FrameBuilder {
    return this.insert(this.indexOf(place) + 1, partsOf(label, data, horodate));
  }

  before(place: string, label: string, data: string, horodate?: string): FrameBuilder {
    return this.insert(this.indexOf(place), partsOf(label, data, horodate));
  }

  /** The sum of this group comes out wrong. */
  damaged(...labels: string[]): FrameBuilder {
    for (const label of labels) this.indexOf(label);
    return this.with(this.parts.map((part) => (labels.includes(part.label) ? { ...part, sumError: 1 } : part)));
  }

  /** Bytes that stand between the groups as they are. */
  noise(place: string, bytes: Uint8Array | string): FrameBuilder {
    const raw = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
    return this.insert(this.indexOf(place) + 1, { label: '', data: '', raw });
  }

  get labels(): string[] {
    return this.parts.filter(({ raw }) => raw === undefined).map(({ label }) => label);
  }

  /** STX, groups, ETX. */
  build(): Buffer {
    return Buffer.concat([Buffer.of(STX), this.groups(), Buffer.of(ETX)]);
  }

  /** The groups alone: no STX, no ETX. */
  groups(): Buffer {
    return Buffer.concat(this.parts.map((part) => encode(part, this.separator)));
  }

  /** From STX to the CR of this group. */
  upTo(label: string): Buffer {
    const upTo = this.with(this.parts.slice(0, this.indexOf(label) + 1));
    return Buffer.concat([Buffer.of(STX), upTo.groups()]);
  }

  /** What comes behind this group: the rest of the frame and its ETX. */
  behind(label: string): Buffer {
    const rest = this.with(this.parts.slice(this.indexOf(label) + 1));
    return Buffer.concat([rest.groups(), Buffer.of(ETX)]);
  }

  /** The meter broke it off behind this group. */
  brokenOffBehind(label: string): Buffer {
    return Buffer.concat([this.upTo(label), Buffer.of(EOT)]);
  }

  private insert(at: number, part: GroupParts): FrameBuilder {
    return this.with([...this.parts.slice(0, at), part, ...this.parts.slice(at)]);
  }

  private indexOf(label: string): number {
    const index = this.parts.findIndex((part) => part.label === label);
    if (index < 0) throw new RangeError(`the frame has no ${label}`);
    return index;
  }

  private with(parts: readonly GroupParts[]): FrameBuilder {
    return new FrameBuilder(this.separator, parts);
  }
}

/** `label SEP data SEP sum`, without LF and CR. */
export function groupBytes(separator: Separator, label: string, data: string, horodate?: string): Buffer {
  return encode(partsOf(label, data, horodate), separator).subarray(1, -1);
}

function partsOf(label: string, data: string, horodate: string | undefined): GroupParts {
  return horodate === undefined ? { label, data } : { label, data, horodate };
}

function encode({ label, data, horodate, sumError = 0, raw }: GroupParts, separator: Separator): Buffer {
  if (raw !== undefined) return raw;
  const fields = horodate === undefined ? [label, data] : [label, horodate, data];
  const text = fields.join(separator);
  let total = separator === '\t' ? 9 : 0;
  for (const character of text) total += character.charCodeAt(0);
  const sum = ((total + sumError) & 0x3f) + 0x20;
  return Buffer.from(`\n${text}${separator}${String.fromCharCode(sum)}\r`, 'latin1');
}
