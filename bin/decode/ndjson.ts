// Frames as lines of JSON. Most groups of a frame say what they said in the frame before: the line of a frame is the one of the
// last frame with the same labels, in which what has changed is written over. It is what JSON.stringify makes of the same frame,
// to the letter.
import type { AcceptedGroup } from '../../lib/tic/belief/accepted-group';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import type { LabelEntry } from '../../lib/tic/families/label';
import type { Headroom } from '../../lib/tic/power/headroom';
import { type GroupTexts, saysTheSame, textsOf } from './group-texts';
import { LineLayout } from './line-layout';
import { lineText, type Surroundings } from './line-parts';
import type { Output } from './output';

/** Long frames, short ones, and those with a label that comes now and then. */
const MOST_LAYOUTS = 4;

export class NdjsonLines {
  /** The one that was used last is the first. */
  private readonly layouts: LineLayout[] = [];
  /** What each label said last. */
  private readonly said = new Map<LabelEntry, GroupTexts>();
  private family = '';
  private readonly meter = new Kept<DecodedFrame['knownMeter']>();
  private readonly flexReady = new Kept<DecodedFrame['flexReadyItems']>();
  private readonly quality = { groups: -1, rejected: 0, held: 0, complete: false, text: '' };

  /** @param listGroups every group of the frame follows, refused ones too */
  constructor(private readonly listGroups: boolean) {}

  /** Adds a line. `signals` are the edges of this frame; budget, derived powers, Flex Ready and test are of meters above 36 kVA alone. */
  write(frame: DecodedFrame, output: Output): void {
    const { shown, knownMeter } = frame;
    if (knownMeter.family !== this.family) this.startOver(knownMeter.family);
    const { carriedAges: ages } = frame;
    // Of a frame whose identity is held nothing is shown, and ages are told.
    if (frame.test || ages.length > shown.length) {
      output.addText(this.wholeLine(frame));
      return;
    }
    const around = this.around(frame);
    const layout = this.knownLayout(shown, ages, around, frame);
    if (layout !== undefined) output.add(layout.line);
    else if (!arePlain(shown)) output.addText(this.wholeLine(frame));
    else {
      const texts = shown.map((group) => this.textsOf(group, frame));
      // Hardly two damaged frames lack the same labels.
      if (frame.counts.rejected > 0) output.addText(lineText(texts, ages, around));
      else output.add(this.keep(new LineLayout(texts, ages, around)).line);
    }
  }

  /** The layout of frames with these labels, which says now what this one says. */
  private knownLayout(
    shown: readonly AcceptedGroup[],
    ages: readonly (number | null)[],
    around: Surroundings,
    frame: DecodedFrame,
  ): LineLayout | undefined {
    const at = this.layouts.findIndex((known) => known.fits(shown, ages.length));
    const [known] = at < 0 ? [] : this.layouts.splice(at, 1);
    return known !== undefined && this.update(known, shown, ages, around, frame) ? this.keep(known) : undefined;
  }

  private keep(layout: LineLayout): LineLayout {
    this.layouts.unshift(layout);
    this.layouts.length = Math.min(this.layouts.length, MOST_LAYOUTS);
    return layout;
  }

  /** @returns false: what is there is not what was there when the line was laid out */
  private update(
    layout: LineLayout,
    shown: readonly AcceptedGroup[],
    ages: readonly (number | null)[],
    around: Surroundings,
    frame: DecodedFrame,
  ): boolean {
    for (let i = 0; i < shown.length; i++) {
      const [group, before] = [shown[i], layout.textsAt(i)];
      if (group === undefined || before === undefined) return false;
      if (group === before.group && !before.moves) continue;
      if (!layout.say(i, this.textsOf(group, frame))) return false;
    }
    layout.sayAges(ages);
    return layout.surroundWith(around);
  }

  private textsOf(group: AcceptedGroup, frame: DecodedFrame): GroupTexts {
    const { entry } = group;
    const before = entry === undefined ? undefined : this.said.get(entry);
    if (before !== undefined && !before.moves && saysTheSame(group, before.group)) return before;
    const texts = textsOf(group, frame, before);
    if (entry !== undefined) this.said.set(entry, texts);
    return texts;
  }

  private around(frame: DecodedFrame): Surroundings {
    const { time, headroom, budget, derived, edges, knownMeter, flexReadyItems } = frame;
    return {
      meter: this.meter.of(knownMeter, JSON.stringify),
      time: time === null ? 'null' : `"${time}"`,
      headroom: headroom === null ? 'null' : headroomText(headroom),
      budget: budget === null ? undefined : JSON.stringify(budget),
      derived: derived === null ? undefined : JSON.stringify(derived),
      flexReady:
        flexReadyItems.length === 0
          ? undefined
          : this.flexReady.of(flexReadyItems, () => JSON.stringify(frame.flexReady)),
      signals: edges.length === 0 ? '[]' : JSON.stringify(edges),
      quality: this.qualityText(frame),
      groups: this.listGroups ? JSON.stringify(frame.groups) : undefined,
    };
  }

  private qualityText(frame: DecodedFrame): string {
    const { quality } = this;
    const { groups, rejected, held, complete } = frame.counts;
    const isSame =
      quality.groups === groups &&
      quality.rejected === rejected &&
      quality.held === held &&
      quality.complete === complete;
    if (!isSame)
      Object.assign(quality, {
        groups,
        rejected,
        held,
        complete,
        text: JSON.stringify({ groups, rejected, held, complete }),
      });
    return quality.text;
  }

  private wholeLine(frame: DecodedFrame): string {
    const { meter, time, values, units, horodates, decoded, carried, headroom, budget, derived, flexReady, edges } =
      frame;
    const { groups, rejected, held, complete } = frame.counts;
    return JSON.stringify({
      ...{ meter, time, values, units, horodates, decoded, carried, headroom },
      ...(budget === null ? {} : { budget }),
      ...(derived === null ? {} : { derived }),
      ...(flexReady === null ? {} : { flexReady }),
      ...(frame.test ? { test: true } : {}),
      ...{ signals: edges, quality: { groups, rejected, held, complete } },
      ...(this.listGroups ? { groups: frame.groups } : {}),
    });
  }

  /** Units are those of the family. */
  private startOver(family: string): void {
    this.family = family;
    this.layouts.length = 0;
    this.said.clear();
  }
}

/** A text of something that stays the same object while nothing of it changes. */
class Kept<T> {
  private something: T | undefined;
  private text = '';

  of(something: T, textOf: (something: T) => string): string {
    if (something !== this.something) {
      this.something = something;
      this.text = textOf(something);
    }
    return this.text;
  }
}

function headroomText(headroom: Headroom): string {
  const { va, a, phase, cutoffVa } = headroom;
  if ('w' in headroom) return JSON.stringify(headroom);
  return `{"va":${String(va)},"a":${String(a)},"phase":${String(phase)},"cutoffVa":${String(cutoffVa)}}`;
}

function arePlain(groups: readonly AcceptedGroup[]): boolean {
  const labels = new Set(groups.map(({ label }) => label));
  return (
    labels.size === groups.length && groups.every(({ entry }) => entry !== undefined && entry.row.repeats !== true)
  );
}
