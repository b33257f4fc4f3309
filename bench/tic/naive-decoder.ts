// What a decoder is when it is written in an hour: lines of text, split, summed character by character, kept in an object.
// It knows no plausibility and no signals. The measure beside which ours is put.

export class NaiveDecoder {
  private text = '';
  private values: Record<string, string | number> = {};
  private horodates: Record<string, string> = {};
  private rejected = 0;

  constructor(
    private readonly frame: (
      values: Record<string, string | number>,
      horodates: Record<string, string>,
      rejected: number,
    ) => void,
  ) {}

  push(chunk: Buffer): void {
    this.text += chunk.toString('latin1');
    const lines = this.text.split('\r');
    this.text = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  private line(line: string): void {
    if (line.includes('\x03')) {
      this.frame(this.values, this.horodates, this.rejected);
      this.values = {};
      this.horodates = {};
      this.rejected = 0;
    }
    const group = line.slice(line.lastIndexOf('\n') + 1);
    const checksum = group.charAt(group.length - 1);
    const separator = group.charAt(group.length - 2);
    const summed = group.slice(0, separator === '\t' ? -1 : -2);
    let sum = 0;
    for (const character of summed) sum += character.charCodeAt(0);
    if (String.fromCharCode((sum & 0x3f) + 0x20) !== checksum) {
      this.rejected++;
      return;
    }
    const fields = group.slice(0, -2).split(separator);
    const label = fields[0] ?? '';
    // Blanks separate fields, and stand in dates.
    const data = fields.length < 3 ? fields[1] : separator === '\t' ? fields[2] : fields.slice(1).join(' ');
    this.values[label] = /^\d+$/.test(data ?? '') ? Number(data) : (data ?? '').trim();
    if (separator === '\t' && fields.length > 2) this.horodates[label] = fields[1] ?? '';
  }
}
