// What a group adds to the objects of a line, as JSON. Most of it is what it was when the label came last.
import type { AcceptedGroup } from '../../lib/tic/belief/accepted-group';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';

/** Empty: the group has nothing there. */
export interface GroupTexts {
  readonly group: AcceptedGroup;
  /** Its label and a colon. */
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly horodate: string;
  readonly decoded: string;
  /** Its date is read beside the meter's clock: another frame may say it otherwise. */
  readonly moves: boolean;
}

/** @param before what the same label said before */
export function textsOf(group: AcceptedGroup, frame: DecodedFrame, before: GroupTexts | undefined): GroupTexts {
  const { value, horodate } = group;
  const moves = frame.isDateMoving(group);
  const isDated = before !== undefined && !moves && horodate !== null && horodate === before.group.horodate;
  const unit = frame.unitOf(group);
  return {
    group,
    key: before?.key ?? `${JSON.stringify(group.label)}:`,
    value: jsonOf(value),
    unit: unit === null ? '' : `"${unit}"`,
    horodate: isDated && !before.moves ? before.horodate : jsonOf(frame.horodateOf(group)),
    decoded: jsonOf(frame.decodedOf(group)),
    moves,
  };
}

function jsonOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : JSON.stringify(value);
}

/** They are said of both. */
export function saysTheSame(one: AcceptedGroup, other: AcceptedGroup): boolean {
  if (one === other) return true;
  const { value, horodate, unit, mark } = one;
  return (
    one.entry === other.entry &&
    value === other.value &&
    horodate === other.horodate &&
    unit === other.unit &&
    mark === other.mark
  );
}
