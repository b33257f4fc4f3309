// A desk that does what its parent says until somebody kills it; it tells each step.
import { setImmediate as turn } from 'node:timers/promises';
import type { Creation } from '../../../lib/flex/desk/desk';
import { RequestDesk } from '../../../lib/flex/desk/request-desk';
import type { FlexRequest } from '../../../lib/flex/request/request';
import { Store } from '../../../lib/store/store';
import { FakeClock } from '../machine/fake-clock';
import { BUILDING, BY_HAND, key, nameOf } from './building';

export interface Order {
  readonly id: number;
  readonly what: 'create' | 'confirm' | 'accept' | 'stop' | 'advance' | 'report' | 'journal';
  readonly request: string;
  readonly body: Creation;
  /** Of `advance`: what the clock shows then. */
  readonly until?: string;
}

export type Word = { readonly told: FlexRequest } | { readonly id: number; readonly answer: unknown };

function host(folder: string, now: string): void {
  const clock = new FakeClock(now);
  const desk = new RequestDesk({
    bacs: () => BUILDING,
    rules: BY_HAND,
    store: new Store(folder),
    name: 'docks',
    clock,
  });
  const say = (word: Word): void => {
    process.send?.(word);
  };
  desk.listen((told) => {
    say({ told });
  });
  const settled = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns++) await turn().then(() => desk.idle());
  };
  const orders: Readonly<Record<Order['what'], (order: Order) => Promise<unknown>>> = {
    create: ({ request, body }) => desk.create('ops', key(request), body),
    confirm: ({ request, body }) => desk.confirm('ops', key(request), body),
    accept: ({ request }) => desk.accept(nameOf(request)),
    stop: ({ request }) => desk.stop(nameOf(request), 'stop'),
    report: ({ request }) => desk.report('ops', key(request)),
    advance: async ({ until = now }) => {
      clock.advanceTo(until);
      await settled();
    },
    journal: async () => {
      const all: FlexRequest[] = [];
      for await (const request of desk.journal()) all.push(request);
      return all;
    },
  };
  process.on('message', (order: Order) => {
    void orders[order.what](order).then(
      (answer) => {
        say({ id: order.id, answer });
      },
      (error: unknown) => {
        say({ id: order.id, answer: String(error) });
      },
    );
  });
  void desk.open().then(async () => {
    await settled();
    say({ id: 0, answer: 'open' });
  });
}

host(process.argv[2] ?? '', process.argv[3] ?? '');
