// What a line of a frame is made of, in its order.
import type { GroupTexts } from './group-texts';

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

export const NAMES = [
  'meter',
  'time',
  'headroom',
  'budget',
  'derived',
  'flexReady',
  'signals',
  'quality',
  'groups',
] as const;

/** The objects of a line that have something of each group, and what that is. */
const SECTIONS = [
  ['values', 'value'],
  ['units', 'unit'],
  ['horodates', 'horodate'],
  ['decoded', 'decoded'],
] as const;

export type Section = (typeof SECTIONS)[number][1];

/** Told of each part that another frame may say otherwise. @param before what stands between the part before and this one */
export interface LineParts {
  surrounding(before: string, text: string, name: keyof Surroundings): void;
  group(before: string, text: string, section: Section, i: number): void;
  age(before: string, text: string): void;
}

/**
 * @param shown what the groups of the frame say, in their order
 * @param ages of the first of them, which are carried
 * @returns what stands behind the last part
 */
export function walkLine(
  shown: readonly GroupTexts[],
  ages: readonly (number | null)[],
  surroundings: Surroundings,
  parts: LineParts,
): string {
  parts.surrounding('{"meter":', surroundings.meter, 'meter');
  parts.surrounding(',"time":', surroundings.time, 'time');
  let open = '';
  for (const [name, section] of SECTIONS) {
    open += `,"${name}":{`;
    let comma = '';
    for (let i = 0; i < shown.length; i++) {
      const texts = shown[i];
      if (texts === undefined || texts[section] === '') continue;
      parts.group(open + comma + texts.key, texts[section], section, i);
      open = '';
      comma = ',';
    }
    open += '}';
  }
  open += ',"carried":{';
  ages.forEach((age, i) => {
    parts.age(`${open}${i === 0 ? '' : ','}${shown[i]?.key ?? ''}`, String(age));
    open = '';
  });
  open += '}';
  for (const name of NAMES.slice(2)) {
    const text = surroundings[name];
    if (text === undefined) continue;
    parts.surrounding(`${open},"${name}":`, text, name);
    open = '';
  }
  return `${open}}`;
}

/** The line itself. */
export function lineText(
  shown: readonly GroupTexts[],
  ages: readonly (number | null)[],
  surroundings: Surroundings,
): string {
  let line = '';
  const add = (before: string, text: string): void => {
    line += before + text;
  };
  const end = walkLine(shown, ages, surroundings, { surrounding: add, group: add, age: add });
  return line + end;
}
