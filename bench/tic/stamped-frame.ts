// One frame of a meter, with other texts of the same length put into its groups and their sums set right: frames of ten thousand
// meters without ten thousand meters.
export class StampedFrame {
  private readonly places = new Map<string, { readonly at: number; readonly end: number }>();

  /** @param bytes of a frame of Linky standard; changed in place */
  constructor(readonly bytes: Buffer) {
    for (const match of bytes.toString('latin1').matchAll(/\n([^\t\r]+)\t[^\r]*\r/g))
      this.places.set(match[1] ?? '', { at: match.index + 1, end: match.index + match[0].length - 1 });
  }

  /** @param text of the first field behind the label, on as many characters as stand there */
  set(label: string, text: string): void {
    const place = this.places.get(label);
    if (place === undefined) throw new Error(`no ${label}`);
    this.bytes.write(text, place.at + label.length + 1, 'latin1');
    let sum = 0;
    for (let i = place.at; i < place.end - 1; i++) sum += this.bytes[i] ?? 0;
    this.bytes[place.end - 1] = (sum & 0x3f) + 0x20;
  }
}
