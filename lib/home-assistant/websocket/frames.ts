// What comes over the WebSocket of Home Assistant, as far as it is looked at (spec/ha.md §2.2).
import * as v from 'valibot';

const Frame = v.union([
  v.object({ type: v.literal('auth_required') }),
  v.object({ type: v.literal('auth_ok'), ha_version: v.string() }),
  v.object({ type: v.literal('auth_invalid') }),
  v.object({ type: v.literal('result'), id: v.number(), success: v.literal(true), result: v.unknown() }),
  v.object({
    type: v.literal('result'),
    id: v.number(),
    success: v.literal(false),
    error: v.object({ code: v.union([v.string(), v.number()]), message: v.optional(v.string(), '') }),
  }),
]);
type Frame = v.InferOutput<typeof Frame>;

/** @returns undefined for what is nothing of this (an event, a pong); `no-json`: it is no Home Assistant that speaks there */
export function readFrame(text: string): Frame | 'no-json' | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'no-json';
  }
  const read = v.safeParse(Frame, json);
  return read.success ? read.output : undefined;
}
