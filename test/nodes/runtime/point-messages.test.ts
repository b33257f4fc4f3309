import assert from 'node:assert/strict';
import { pointMessages } from '../../../nodes/runtime/point-messages';
import type { Point } from '../../../lib/grid/point';

const PRM = '14000000000001';
const HALF_HOUR = 1_800_000;
const START = Date.parse('2026-11-27T23:00:00Z');

const curve = (index: number): Point => ({
  prm: PRM,
  direction: 'consumption',
  kind: 'load-curve',
  quantity: 'active',
  start: START + index * HALF_HOUR,
  end: START + (index + 1) * HALF_HOUR,
  value: index,
  unit: 'W',
  step: 'PT30M',
  quality: 'measured',
  source: 'conso-api',
});
const day = (): Point => ({ ...curve(0), kind: 'energy', end: START + 48 * HALF_HOUR, unit: 'Wh', step: 'P1D' });

describe('messages of points', () => {
  it('carry one series each, instants in Z', () => {
    const messages = pointMessages(PRM, [curve(0), curve(1), day()]);
    assert.deepEqual(
      messages.map(({ topic, schema, payload }) => [topic, schema, (payload as unknown[]).length]),
      [
        [`points/${PRM}/consumption/load-curve`, 'linky-red/points@1', 2],
        [`points/${PRM}/consumption/energy`, 'linky-red/points@1', 1],
      ],
    );
    assert.deepEqual((messages[0]?.payload as unknown[])[0], {
      ...curve(0),
      start: '2026-11-27T23:00:00Z',
      end: '2026-11-27T23:30:00Z',
    });
  });

  it('have at most 1,000, as join puts them together again', () => {
    const messages = pointMessages(
      PRM,
      Array.from({ length: 2500 }, (_, index) => curve(index)),
    );
    assert.deepEqual(
      messages.map(({ payload, parts: { index, count, type, len } }) => [
        (payload as unknown[]).length,
        index,
        count,
        type,
        len,
      ]),
      [
        [1000, 0, 3, 'array', 1000],
        [1000, 1, 3, 'array', 1000],
        [500, 2, 3, 'array', 1000],
      ],
    );
    assert.equal(new Set(messages.map(({ parts }) => parts.id)).size, 1);
    const values = messages.flatMap(({ payload }) => (payload as Point[]).map(({ value }) => value));
    assert.deepEqual(values, [...values.keys()]);
  });

  it('keep what the message that asked carries, and answer with nothing where there is nothing', () => {
    const [message] = pointMessages(PRM, [], { _msgid: 'm', topic: 'asked', req: 7 });
    assert.deepEqual(
      { ...message, parts: undefined },
      { _msgid: 'm', req: 7, topic: `points/${PRM}`, schema: 'linky-red/points@1', payload: [], parts: undefined },
    );
  });
});
