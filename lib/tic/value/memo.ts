// What is made of a text again and again, for one meter after another, is made once and shared: nobody changes it.

/** So many texts at once; beyond them all are forgotten, and made anew. */
const MOST = 256;

export class Memo<T> {
  private readonly made = new Map<string, T>();

  constructor(private readonly make: (text: string) => T) {}

  of(text: string): T {
    let made = this.made.get(text);
    if (made !== undefined) return made;
    if (this.made.size >= MOST) this.made.clear();
    made = this.make(text);
    this.made.set(text, made);
    return made;
  }
}
