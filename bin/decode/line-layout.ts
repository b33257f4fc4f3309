// The line of frames that have the same labels: where each part of it stands that the next such frame may say otherwise.
import type { LabelEntry } from '../../lib/tic/families/label';
import type { AcceptedGroup } from '../../lib/tic/belief/accepted-group';
import type { GroupTexts } from './group-texts';
import { LineBytes } from './line-bytes';
import { type LineParts, NAMES, type Section, type Surroundings, walkLine } from './line-parts';

/** Where the parts of a group stand; -1: it has none there. */
type Places = Record<Section, number>;

export class LineLayout implements LineParts {
  readonly line: LineBytes;
  private readonly places: Places[];
  private readonly around = new Map<keyof Surroundings, number>();
  private readonly entries: readonly (LabelEntry | undefined)[];
  private firstAge = -1;
  private readonly fixed: string[] = [];
  private readonly parts: string[] = [];

  /** See `walkLine`. */
  constructor(
    private readonly shown: GroupTexts[],
    private ages: readonly (number | null)[],
    surroundings: Surroundings,
  ) {
    this.entries = shown.map(({ group }) => group.entry);
    this.places = shown.map(() => ({ value: -1, unit: -1, horodate: -1, decoded: -1 }));
    this.fixed.push(walkLine(shown, ages, surroundings, this));
    this.line = new LineBytes(this.fixed, this.parts);
  }

  /** The frame has the labels that this line is of. */
  fits(groups: readonly AcceptedGroup[], carried: number): boolean {
    const { entries } = this;
    if (groups.length !== entries.length || carried !== this.ages.length) return false;
    for (let i = 0; i < entries.length; i++) if (groups[i]?.entry !== entries[i]) return false;
    return true;
  }

  textsAt(i: number): GroupTexts | undefined {
    return this.shown[i];
  }

  /** @returns false: the group has something that it had not when the line was laid out, or the other way round */
  say(i: number, texts: GroupTexts): boolean {
    const places = this.places[i];
    if (places === undefined) return false;
    this.shown[i] = texts;
    return (
      this.put(places.value, texts.value) &&
      this.put(places.unit, texts.unit) &&
      this.put(places.horodate, texts.horodate) &&
      this.put(places.decoded, texts.decoded)
    );
  }

  sayAges(ages: readonly (number | null)[]): void {
    // Those that came in one frame are of one age.
    let [age, text] = [NaN as number | null, ''];
    for (let i = 0; i < ages.length; i++) {
      const now = ages[i] ?? null;
      if (now !== age) text = String(now);
      age = now;
      if (now !== this.ages[i]) this.line.set(this.firstAge + i, text);
    }
    this.ages = ages;
  }

  /** @returns false: the line has it not, or has it and it is not there any more */
  surroundWith(surroundings: Surroundings): boolean {
    for (const name of NAMES) {
      const place = this.around.get(name);
      const text = surroundings[name];
      if ((place === undefined) !== (text === undefined)) return false;
      if (place !== undefined && text !== undefined) this.line.set(place, text);
    }
    return true;
  }

  private put(place: number, text: string): boolean {
    if (place < 0) return text === '';
    if (text === '') return false;
    this.line.set(place, text);
    return true;
  }

  surrounding(before: string, text: string, name: keyof Surroundings): void {
    this.around.set(name, this.part(before, text));
  }

  group(before: string, text: string, section: Section, i: number): void {
    const places = this.places[i];
    const place = this.part(before, text);
    if (places !== undefined) places[section] = place;
  }

  age(before: string, text: string): void {
    const place = this.part(before, text);
    if (this.firstAge < 0) this.firstAge = place;
  }

  private part(before: string, text: string): number {
    this.fixed.push(before);
    return this.parts.push(text) - 1;
  }
}
