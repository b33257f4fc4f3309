// A source that knows at each look all that holds and is ahead: here an operator that asks a site to reduce, by kW, with any
// number of requests at once.
import assert from 'node:assert/strict';
import type { KeptEvents } from '../../../../lib/grid/event/kept-events';
import { EventOutlook, type OutlookEvent } from '../../../../lib/grid/event/outlook';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const HOUR = 3_600_000;

interface Detail {
  kw: number;
}
interface Request {
  readonly name: string;
  /** Hours from noon. */
  readonly from: number;
  readonly to: number;
  readonly kw: number;
  readonly isKnown?: false;
}

describe('an outlook of events', () => {
  let outlook: EventOutlook<Detail>;
  beforeEach(() => {
    outlook = new EventOutlook('flex', 'flexibility', 'site');
  });

  const event = ({ name, from, to, kw, isKnown }: Request, now: number): OutlookEvent<Detail> => {
    const shared = { name, start: NOON + from * HOUR, end: NOON + to * HOUR, issuedAt: now, detail: { kw } };
    if (isKnown === false) return { ...shared, state: 'unknown', level: null };
    if (shared.start > now) return { ...shared, state: 'announced', level: null, expected: 2, rank: [kw] };
    return { ...shared, state: 'active', level: 2, rank: [kw] };
  };
  const look = (hour: number, requests: readonly Request[], again = false): string[] => {
    const now = NOON + hour * HOUR;
    const events = requests.map((request) => event(request, now));
    const ending = (): Pick<OutlookEvent<Detail>, 'level' | 'detail' | 'issuedAt'> => ({
      level: null,
      detail: { kw: 0 },
      issuedAt: now,
    });
    return outlook
      .look({ now, events, ending }, again)
      .map(({ id, change, state, level, act }) => `${id.slice(-1)} ${change}: ${state} ${String(level)}, ${act}`);
  };
  const restart = (): void => {
    const kept = JSON.parse(JSON.stringify(outlook.kept())) as KeptEvents;
    outlook = new EventOutlook('flex', 'flexibility', 'the same site, renamed');
    outlook.restore(kept);
  };
  const A: Request = { name: 'a', from: 1, to: 3, kw: 5 };
  const B: Request = { name: 'b', from: 2, to: 4, kw: 7 };

  it('tells each of several at once through its own life, and restores when the last one ends', () => {
    assert.deepEqual(look(0, [A]), ['a initial: announced null, keep']);
    assert.deepEqual(look(0, [A, B]), ['b announced: announced null, keep']);
    assert.deepEqual(look(1, [A, B]), ['a started: active 2, reduce']);
    assert.deepEqual(look(2, [A, B]), ['b started: active 2, reduce']);
    assert.deepEqual(look(3, [B]), ['a ended: cleared null, keep']);
    assert.deepEqual(look(4, []), ['b ended: cleared null, restore']);
    assert.deepEqual(look(5, []), []);
    assert.deepEqual(look(5, [{ ...A, name: 'c', from: 6, to: 7 }]), ['c announced: announced null, keep']);
  });

  it('ranks what changes within a level, and tells a state that goes back as what it is', () => {
    look(1, [A]);
    assert.deepEqual(look(1, [{ ...A, kw: 6 }]), ['a worsened: active 2, reduce']);
    assert.deepEqual(look(1, [{ ...A, kw: 4 }]), ['a eased: active 2, reduce']);
    assert.deepEqual(look(1, [{ ...A, from: 2, kw: 4 }]), ['a announced: announced null, keep']);
  });

  it('tells one that is no longer there before its time as withdrawn', () => {
    look(0, [A, B]);
    assert.deepEqual(look(0, [B]), ['a withdrawn: cleared null, keep']);
    look(2, [B]);
    assert.deepEqual(look(3, []), ['b withdrawn: cleared null, restore']);
  });

  it('restores what one had cut that is withdrawn together with one that had cut nothing', () => {
    look(2, [{ ...A, isKnown: false }, B]);
    assert.deepEqual(look(2, []), ['a withdrawn: cleared null, keep', 'b withdrawn: cleared null, restore']);
  });

  it('says nothing while nothing is known at all, then loses and finds an event under its id', () => {
    assert.deepEqual(look(1, [{ ...A, isKnown: false }]), []);
    assert.deepEqual(look(1, [A]), ['a initial: active 2, reduce']);
    assert.deepEqual(look(1, [{ ...A, isKnown: false }]), ['a lost: unknown null, keep']);
    assert.deepEqual(look(1, [{ ...A, isKnown: false }]), []);
    assert.deepEqual(look(1, [A]), ['a initial: active 2, reduce']);
  });

  it('sends all as initial after a restart, what ended meanwhile too, with the ids and the origin of before', () => {
    look(1, [A, B]);
    const before = Object.values(outlook.kept()).map(({ id, origin }) => [id, origin]);
    restart();
    assert.deepEqual(look(3, [B]), ['a initial: cleared null, keep', 'b initial: active 2, reduce']);
    assert.deepEqual(
      Object.values(outlook.kept()).map(({ id, origin }) => [id, origin]),
      before.slice(1),
    );
    assert.deepEqual(look(3, [B]), []);
    assert.deepEqual(look(3, [B], true), ['b initial: active 2, reduce']);
  });
});
