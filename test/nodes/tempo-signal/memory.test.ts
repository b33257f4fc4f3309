import assert from 'node:assert/strict';
import { withReport } from '../../../lib/rte/tempo/claims';
import type { TempoCollector } from '../../../lib/rte/tempo/collector';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import type { SentByTempo } from '../../../nodes/tempo-signal/tempo-memory';
import { TempoSignal } from '../../../nodes/tempo-signal/tempo-signal.controller';
import { FakeClock } from '../../support/machine/fake-clock';

describe('what tempo-signal keeps of its events', () => {
  it('is that the day in force is certain, too, of which nobody was told', async () => {
    const clock = new FakeClock('2026-11-25T08:00:00+01:00');
    const guard = new CloseGuard();
    const kept: SentByTempo[] = [];
    const report = (at: string) =>
      withReport({}, 'services-rte', [{ day: '2026-11-25', colour: 'red' }], Date.parse(`2026-11-${at}:00+01:00`));
    const collector = {
      knowledge: {
        claims: report('24T08:00'),
        history: new Map(),
        order: ['services-rte'],
        totals: { red: 22, white: 43 },
      },
      problem: undefined,
      start: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    let signals = 0;
    const node = new TempoSignal({
      collector: collector as unknown as TempoCollector,
      memory: {
        read: () => Promise.resolve({ open: {} }),
        write: (sent) => {
          kept.push(structuredClone(sent));
          return Promise.resolve();
        },
      },
      origin: 'rte',
      clock,
      guard,
      send: (messages) => {
        if (Array.isArray(messages) && messages[1] != null) signals += 1;
      },
      shown: () => undefined,
    });
    const isCertain = (): unknown => kept.at(-1)?.open['2026-11-25']?.detail['confirmed'];
    node.changed();
    assert.deepEqual([signals, isCertain()], [1, false]);
    collector.knowledge.claims = report('25T08:00');
    node.changed();
    node.changed();
    assert.deepEqual([signals, isCertain(), kept.length], [1, true, 2]);
    await guard.close();
  });
});
