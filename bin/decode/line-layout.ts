// The line of frames that have the same labels: where each part of it stands that the next such frame may say otherwise.
import type { LabelEntry } from '../../lib/tic/families/label';
import type { AcceptedGroup } from '../../lib/tic/belief/accepted-group';
import type { GroupTexts } from './group-texts';
import { LineBytes } from './line-bytes';

/** What stands around the groups, as JSON. Undefined: the line does not have it. */
export interface Surroundings {
  readonly meter: string;
  readonly time: string;
  readonly headroom: string;
  readonly budget: string | undefined;
  readonly derived: string | undefined;
  readonly flexReady: string | undefined;
  readonly signals: string;
  readonly quality: string;
  readonly groups: string | undefined;
}

const NAMES = ['meter', 'time', 'headroom', 'budget', 'derived', 'flexReady', 'signals', 'quality', 'groups'] as const;

/** Where the parts of a group stand; -1: it has none there. */
interface Places {
  value: number;
  unit: number;
  horodate: number;
  decoded: number;
}

export class LineLayout {
  readonly line: LineBytes;
  private readonly places: Places[];
  private readonly around = new Map<keyof Surroundings, number>();
  private readonly entries: readonly (LabelEntry | undefined)[];
  private readonly firstAge: number = 0;
  private readonly fixed: string[] = [];
  private readonly parts: string[] = [];
  private open = '';

  /**
   * @param shown what the groups of the frame say, in their order
   * @param ages of the first of them, which are carried
   */
  constructor(
    private readonly shown: GroupTexts[],
    private ages: readonly (number | null)[],
    surroundings: Surroundings,
  ) {
    this.entries = shown.map(({ group }) => group.entry);
    this.places = shown.map(() => ({ value: -1, unit: -1, horodate: -1, decoded: -1 }));
    this.surround('{', 'meter', surroundings);
    this.surround(',', 'time', surroundings);
    this.section('values', 'value');
    this.section('units', 'unit');
    this.section('horodates', 'horodate');
    this.section('decoded', 'decoded');
    this.open += ',"carried":{';
    this.firstAge = this.parts.length;
    ages.forEach((age, i) => {
      this.open += `${i === 0 ? '' : ','}${keyOf(shown[i])}`;
      this.part(String(age));
    });
    this.open += '}';
    for (const name of NAMES.slice(2)) this.surround(',', name, surroundings);
    this.fixed.push(`${this.open}}`);
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

  private surround(before: string, name: keyof Surroundings, surroundings: Surroundings): void {
    const text = surroundings[name];
    if (text === undefined) return;
    this.open += `${before}"${name}":`;
    this.around.set(name, this.parts.length);
    this.part(text);
  }

  private section(name: string, section: keyof Places): void {
    this.open += `,"${name}":{`;
    let isFirst = true;
    this.shown.forEach((texts, i) => {
      const places = this.places[i];
      if (texts[section] === '' || places === undefined) return;
      this.open += `${isFirst ? '' : ','}${keyOf(texts)}`;
      isFirst = false;
      places[section] = this.parts.length;
      this.part(texts[section]);
    });
    this.open += '}';
  }

  private part(text: string): void {
    this.fixed.push(this.open);
    this.parts.push(text);
    this.open = '';
  }
}

function keyOf(texts: GroupTexts | undefined): string {
  return `${JSON.stringify(texts?.group.label)}:`;
}
