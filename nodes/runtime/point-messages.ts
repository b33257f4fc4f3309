// How points leave a node: one series to a message, and at most 1,000 of them.
import { MESSAGES } from '../../lib/grid/message';
import { messageOf, partsOf, type Point } from '../../lib/grid/point';
import type { NodeMessage } from './types';

/** As `split` makes and `join` reads them: arrays of so many, in one piece again. */
interface Parts {
  readonly id: string;
  readonly type: 'array';
  readonly count: number;
  readonly index: number;
  readonly len: number;
}

const MOST_POINTS = 1000;

type PointMessage = NodeMessage & { readonly schema: string; readonly parts: Parts };

/**
 * @param points sorted by series and time
 * @param msg the message that asked, whose properties go along
 * @returns without points one message with an empty array: whoever asked gets an answer
 */
export function pointMessages(prm: string, points: readonly Point[], msg: NodeMessage = {}): PointMessage[] {
  if (points.length === 0) return [pointMessage(msg, `${MESSAGES.points.topic}/${prm}`, [], 0, 1)];
  const series = new Map<string, Point[]>();
  for (const point of points) {
    const topic = `${MESSAGES.points.topic}/${prm}/${point.direction}/${point.kind}`;
    const same = series.get(topic) ?? [];
    same.push(point);
    series.set(topic, same);
  }
  return [...series].flatMap(([topic, all]) =>
    partsOf(all, MOST_POINTS).map((part, index, { length }) => pointMessage(msg, topic, part, index, length)),
  );
}

function pointMessage(
  msg: NodeMessage,
  topic: string,
  points: readonly Point[],
  index: number,
  count: number,
): PointMessage {
  return {
    ...msg,
    topic,
    schema: MESSAGES.points.schema,
    payload: points.map(messageOf),
    parts: { id: topic, type: 'array', count, index, len: MOST_POINTS },
  };
}
