// The message of a reading (schema `linky-red/reading@1`) from a decoded frame.
import { MESSAGES, readingTopic } from '../../lib/grid/message';
import { plainCopy } from '../../lib/grid/plain-copy';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import type { NodeMessage } from '../runtime/types';

/** What came with the bytes is kept: unknown fields of `msg`, and what tic-in put into `msg.tic`. */
export function readingMessage(frame: DecodedFrame, stream: string, came: object, withGroups: boolean): NodeMessage {
  const before = (came as { tic?: unknown }).tic;
  const { meter } = frame;
  const tic = {
    ...(typeof before === 'object' ? before : {}),
    stream,
    meter,
    time: frame.time,
    horodates: frame.horodates,
    clockOffset: frame.clockOffset,
    units: frame.units,
    decoded: frame.decoded,
    signals: plainCopy(frame.presentSignals),
    carried: frame.carried,
    headroom: frame.headroom,
    ...(frame.budget === null ? {} : { budget: frame.budget }),
    ...(frame.derived === null ? {} : { derived: frame.derived }),
    ...(frame.flexReady === null ? {} : { flexReady: frame.flexReady }),
    ...(frame.test ? { test: true } : {}),
    quality: frame.quality,
    ...(withGroups ? { groups: frame.groups } : {}),
  };
  return {
    ...came,
    topic: readingTopic(meter.id ?? stream),
    schema: MESSAGES.reading.schema,
    payload: frame.values,
    tic,
  };
}
