// A flow that plays an event every minute, for months: nothing of it stays in the node.
import assert from 'node:assert/strict';
import type { NodeMessage } from '../../../nodes/runtime/types';
import { EcowattSignal } from '../../../nodes/ecowatt-signal/ecowatt-signal.controller';
import { LinkyDecode } from '../../../nodes/linky-decode/linky-decode.controller';
import { readConfig } from '../../../nodes/linky-decode/linky-decode.config';
import { CloseGuard, type Release } from '../../../nodes/runtime/close-guard';
import { TempoSignal } from '../../../nodes/tempo-signal/tempo-signal.controller';
import { FakeClock } from '../../support/machine/fake-clock';

/** Counts what is held. */
class CountedGuard extends CloseGuard {
  held = 0;

  override onClose(release: Release): () => void {
    const forget = super.onClose(release);
    this.held++;
    let isHeld = true;
    return () => {
      if (isHeld) this.held--;
      isHeld = false;
      forget();
    };
  }
}

interface Player {
  readonly signal: string;
  readonly make: (clock: FakeClock, guard: CountedGuard, send: () => void) => { receive: Receive };
}
type Receive = (msg: NodeMessage, send: () => void) => Promise<void>;
const NOTHING = (): undefined => undefined;

const PLAYERS: Record<string, Player> = {
  'linky-decode': {
    signal: 'power-overrun',
    make: (clock, guard, send) =>
      new LinkyDecode({
        config: readConfig({} as never),
        clock,
        guard,
        send,
        memory: {
          read: () => Promise.resolve(undefined),
          write: () => Promise.resolve(),
          prune: () => Promise.resolve(),
        },
        defaultStream: 'linky',
        wanted: (kind) => kind,
        fruitless: NOTHING,
        changed: NOTHING,
      }),
  },
  'ecowatt-signal': {
    signal: 'grid-tension',
    make: (clock, guard, send) =>
      new EcowattSignal({
        config: { plan: null } as never,
        feed: {
          listen: () => NOTHING,
          refresh: () => Promise.resolve(),
          news: { received: undefined, problem: undefined },
        },
        memory: { read: () => Promise.resolve({ open: {} }), write: () => Promise.resolve() },
        origin: 'rte',
        clock,
        guard,
        send,
        shown: NOTHING,
      }),
  },
  'tempo-signal': {
    signal: 'day-colour',
    make: (clock, guard, send) =>
      new TempoSignal({
        collector: {
          start: () => Promise.resolve(),
          close: () => Promise.resolve(),
          problem: undefined,
          knowledge: { claims: {}, history: new Map(), order: ['rte'], totals: { red: 22, white: 43 } },
        } as never,
        memory: { read: () => Promise.resolve({ open: {} }), write: () => Promise.resolve() },
        origin: 'rte',
        clock,
        guard,
        send,
        shown: NOTHING,
      }),
  },
};

describe('a hundred simulations', () => {
  for (const [type, { signal, make }] of Object.entries(PLAYERS))
    it(`leave nothing in ${type}, and the last one ends with the node`, async () => {
      const [clock, guard] = [new FakeClock(), new CountedGuard()];
      let ended = 0;
      const node = make(clock, guard, () => ended++);
      const play = (): Promise<void> =>
        node.receive({ payload: { command: 'simulate', signal, level: 3, seconds: 30 } }, NOTHING);
      await play();
      clock.advance(30_000);
      const before = { held: guard.held, pending: clock.pending };
      for (let count = 0; count < 100; count++) {
        await play();
        assert.equal(guard.held, before.held + 1);
        clock.advance(30_000);
      }
      assert.deepEqual({ held: guard.held, pending: clock.pending }, before);
      assert.ok(ended >= 101, `${ended} ends`);
      await play();
      const sent = ended;
      await guard.close();
      clock.advance(60_000);
      assert.equal(ended, sent);
      assert.equal(clock.pending, 0);
    });
});
