// The plainest reader that the documents allow, written for these tests alone (NOI-CPT_02E §1.5, 54E §5.3): a stand-in is
// believed by what is on the wire, not by what it says about itself.

export interface WireGroup {
  readonly label: string;
  readonly horodate: string | undefined;
  readonly data: string;
  readonly sumOk: boolean;
}

/** CR, then ETX, or EOT where the meter broke the frame off. */
const ENDS = ['\r\x03', '\r\x04'];

/** All groups between STX and ETX of one undamaged frame; throws where the envelope is not as documented. */
export function readFrame(bytes: Buffer): WireGroup[] {
  const text = bytes.toString('latin1');
  if (!text.startsWith('\x02\n') || !ENDS.includes(text.slice(-2))) throw new Error('not a frame');
  return text
    .slice(2, -2)
    .split('\r\n')
    .map((line) => readGroup(line));
}

export function readGroup(line: string): WireGroup {
  const separator = line.at(-2) ?? '';
  const body = line.slice(0, -2);
  // Mode 1 (SP) leaves the last separator out of the sum, mode 2 (HT) takes it in.
  const summed = separator === '\t' ? body + separator : body;
  const sum = Buffer.from(summed, 'latin1').reduce((all, byte) => all + byte, 0);
  const sumOk = (separator === '\t' || separator === ' ') && line.at(-1) === String.fromCharCode((sum & 0x3f) + 0x20);
  const fields = body.split(separator);
  const [label = '', ...rest] = fields;
  if (separator === '\t' && rest.length === 2) return { label, horodate: rest[0], data: rest[1] ?? '', sumOk };
  return { label, horodate: undefined, data: rest.join(separator), sumOk };
}

/** label → group; the last one wins, as the meters under test repeat no label. */
export function byLabel(groups: readonly WireGroup[]): Map<string, WireGroup> {
  return new Map(groups.map((group) => [group.label, group]));
}
