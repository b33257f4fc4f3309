// The life of events: a source says what holds, the life of its events says what changed, once.
import assert from 'node:assert/strict';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { GridSignal } from '../../../../lib/grid/signal';
import type { Channel, Condition, Moment } from '../../../../lib/grid/event/condition';
import { EventLifecycle } from '../../../../lib/grid/event/lifecycle';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const at = (seconds: number): Moment => ({ issuedAt: NOON + seconds * 1000, at: NOON + seconds * 1000 });
const NOWHEN: Moment = { issuedAt: null, at: null };

const TENSION: Channel = { name: 'tension', signal: 'grid-tension', unfulfilled: 'withdrawn' };
const TODAY: Channel = { name: 'today', signal: 'day-colour', unfulfilled: 'ended', successive: true };
const TOMORROW: Channel = { name: 'tomorrow', signal: 'day-colour', unfulfilled: 'withdrawn', successive: true };

const none: Condition = { state: 'cleared', level: null, key: '', detail: {} };
const active = (level: 1 | 2 | 3, detail: Record<string, unknown> = {}): Condition => ({
  state: 'active',
  level,
  key: '',
  detail,
});
const announced = (level: 2 | null = null, start: number | null = null): Condition => ({
  state: 'announced',
  level,
  expected: 3,
  key: '',
  start,
  detail: {},
});
const day = (state: 'active' | 'announced', key: string, level: 1 | 3 | null): Condition => ({
  state,
  level,
  ...(state === 'announced' ? { expected: 3 as const } : {}),
  key,
  idPart: key.slice(0, 10),
  detail: { day: key.slice(0, 10) },
});

class Reader {
  readonly all: GridSignal[] = [];
  private read = 0;
  readonly events: EventLifecycle;

  constructor(origin = 'meter') {
    this.events = new EventLifecycle({
      source: 'tic',
      origin,
      iso: (ms) => PARIS.iso(ms),
      emit: (signal) => this.all.push(signal),
    });
  }

  /** Each new edge as `change: state level`. */
  news(): string[] {
    const news = this.all.slice(this.read);
    this.read = this.all.length;
    return news.map(({ change, state, level }) => `${change}: ${state} ${String(level)}`);
  }

  get last(): GridSignal {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error('nothing was told');
    return last;
  }
}

describe('the life of events', () => {
  it('tells the first knowledge as initial, whatever it is', () => {
    for (const condition of [none, active(2), announced()]) {
      const reader = new Reader();
      reader.events.set(TENSION, condition, at(0));
      assert.equal(reader.last.change, 'initial');
      assert.equal(reader.last.state, condition.state);
    }
  });

  it('tells nothing while nothing changes but figures, and keeps the figures', () => {
    const reader = new Reader();
    reader.events.set(TENSION, active(2, { value: 1 }), at(0));
    reader.news();
    reader.events.set(TENSION, active(2, { value: 2 }), at(1));
    assert.deepEqual(reader.news(), []);
    assert.deepEqual(
      reader.events.present().map(({ detail, change }) => [detail, change]),
      [[{ value: 2 }, 'initial']],
    );
    reader.events.set(TENSION, none, at(2));
    reader.events.set(TENSION, none, at(3));
    assert.deepEqual(reader.news(), ['ended: cleared null']);
  });

  it('follows an event from its announcement to its end under one id', () => {
    const reader = new Reader();
    reader.events.set(TENSION, none, at(0));
    reader.news();
    reader.events.set(TENSION, announced(null, NOON + 60_000), at(1));
    const { id, expected, start } = reader.last;
    assert.deepEqual([expected, start], [3, '2027-01-12T12:01:00+01:00']);
    reader.events.set(TENSION, announced(2, NOON + 60_000), at(30));
    reader.events.set(TENSION, active(3), at(60));
    reader.events.set(TENSION, active(2), at(70));
    reader.events.set(TENSION, active(3), at(80));
    reader.events.set(TENSION, none, at(90));
    assert.deepEqual(reader.news(), [
      'announced: announced null',
      'worsened: announced 2',
      'started: active 3',
      'eased: active 2',
      'worsened: active 3',
      'ended: cleared null',
    ]);
    assert.ok(reader.all.slice(1).every((signal) => signal.id === id));
    assert.equal(reader.last.end, '2027-01-12T12:01:30+01:00');
  });

  it('gives expected the level that holds, but for what is announced', () => {
    const reader = new Reader();
    reader.events.set(TENSION, active(2), at(0));
    assert.equal(reader.last.expected, 2);
    reader.events.set(TENSION, none, at(1));
    assert.equal(reader.last.expected, null);
    reader.events.set(TENSION, announced(), at(2));
    assert.equal(reader.last.expected, 3);
  });

  it('tells what was announced and never came as the channel wants it', () => {
    for (const unfulfilled of ['ended', 'withdrawn'] as const) {
      const reader = new Reader();
      reader.events.set({ ...TENSION, unfulfilled }, announced(), at(0));
      reader.events.set({ ...TENSION, unfulfilled }, none, at(1));
      assert.equal(reader.last.change, unfulfilled);
    }
  });

  it('gives every event its own id: origin, source, signal, start', () => {
    const reader = new Reader();
    reader.events.set(TENSION, active(2), at(0));
    assert.equal(reader.last.id, 'meter/tic/grid-tension/2027-01-12T12:00:00+01:00');
    reader.events.set(TENSION, none, at(1));
    reader.events.set(TENSION, active(2), at(2));
    assert.equal(reader.last.id, 'meter/tic/grid-tension/2027-01-12T12:00:02+01:00');
  });

  it('tells events apart even without any clock', () => {
    const reader = new Reader();
    for (const condition of [active(2), none, active(2)]) reader.events.set(TENSION, condition, NOWHEN);
    const [first, ended, second] = reader.all.map(({ id }) => id);
    assert.equal(first, ended);
    assert.notEqual(first, second);
    assert.deepEqual([reader.last.start, reader.last.issuedAt], [null, null]);
  });

  it('ends the old event of a channel of successive ones before it starts the new', () => {
    const reader = new Reader();
    reader.events.set(TODAY, day('active', '2027-01-12 blue', 1), at(0));
    reader.news();
    reader.events.set(TODAY, day('active', '2027-01-13 red', 3), at(1));
    assert.deepEqual(reader.news(), ['ended: cleared null', 'started: active 3']);
    assert.deepEqual(
      reader.all.map(({ id }) => id.slice(-10)),
      ['2027-01-12', '2027-01-12', '2027-01-13'],
    );
  });

  it('lets an announced event of another channel begin under its id, and under the origin that it began with', () => {
    const reader = new Reader();
    reader.events.set(TODAY, day('active', '2027-01-12 blue', 1), at(0));
    reader.events.set(TOMORROW, day('announced', '2027-01-13 red', null), at(1));
    const { id } = reader.last;
    reader.events.origin = 'the name of the meter';
    reader.events.set(TODAY, day('active', '2027-01-13 red', 3), at(2));
    assert.deepEqual([reader.last.id, reader.last.change, reader.last.origin], [id, 'started', 'meter']);
  });

  it('tells what comes into a channel that was left vacant as an edge', () => {
    const reader = new Reader();
    reader.events.leaveVacant(TOMORROW.name);
    reader.events.set(TOMORROW, day('announced', '2027-01-13 red', null), at(0));
    reader.events.release(TOMORROW.name);
    reader.events.set(TOMORROW, day('announced', '2027-01-14 red', null), at(1));
    assert.deepEqual(reader.news(), ['announced: announced null', 'announced: announced null']);
    reader.events.forgetKnowledge();
    reader.events.set(TOMORROW, day('announced', '2027-01-15 red', null), at(2));
    assert.equal(reader.last.change, 'initial');
  });

  it('makes only what is active unknown when the link is lost, once, and tells it again when it is known', () => {
    const reader = new Reader();
    reader.events.set(TENSION, active(2), at(0));
    reader.events.set(TOMORROW, day('announced', '2027-01-13 red', null), at(0));
    const id = reader.all[0]?.id;
    reader.news();
    reader.events.lose(at(10));
    assert.deepEqual(reader.news(), ['lost: unknown null']);
    assert.equal(reader.last.expected, null);
    reader.events.lose(at(11));
    assert.deepEqual(reader.news(), []);
    assert.equal(reader.events.conditionOf(TENSION.name), undefined, 'nobody knows what holds');
    reader.events.set(TENSION, active(3), at(20));
    assert.deepEqual([reader.news(), reader.last.id], [['initial: active 3'], id]);
  });

  it('remembers what was open over a restart, and what was cleared over a lost link', () => {
    const before = new Reader();
    before.events.set(TENSION, active(2), at(0));
    before.events.set(TODAY, day('active', '2027-01-12 blue', 1), at(0));
    before.events.set(TODAY, none, at(1));
    assert.deepEqual(Object.keys(before.events.open()), ['tension']);
    const after = new Reader();
    after.events.restore(before.events.open());
    assert.deepEqual(after.all, []);
    assert.deepEqual(after.events.open(), before.events.open(), 'until it is known');
    after.events.set(TENSION, none, at(60));
    assert.deepEqual([after.last.id, after.last.change, after.last.state], [before.all[0]?.id, 'initial', 'cleared']);
    assert.deepEqual(after.events.open(), {});
    after.events.forgetKnowledge();
    after.events.set(TENSION, none, at(90));
    assert.equal(after.last.id, before.all[0]?.id);
    after.events.set(TENSION, active(2), at(91));
    assert.notEqual(after.last.id, before.all[0]?.id, 'another event');
  });

  it('does not take the event of another origin for its own', () => {
    const before = new Reader('old meter');
    before.events.set(TENSION, active(2), at(0));
    const after = new Reader('stream');
    after.events.restore(before.events.open());
    after.events.origin = 'new meter';
    after.events.set(TENSION, active(2), at(60));
    assert.deepEqual([after.last.origin, after.last.id === before.last.id], ['new meter', false]);
  });

  it('closes what was open when the source is another one, remembered or known', () => {
    const reader = new Reader();
    reader.events.set(TENSION, active(2), at(0));
    reader.events.set(TOMORROW, day('announced', '2027-01-13 red', null), at(0));
    reader.events.set(TODAY, none, at(0));
    reader.events.forgetKnowledge();
    reader.events.set(TENSION, active(3), at(1));
    reader.news();
    reader.events.closeAll(at(2));
    assert.deepEqual(reader.news().sort(), ['ended: cleared null', 'withdrawn: cleared null']);
    assert.deepEqual([reader.events.open(), reader.events.present()], [{}, []]);
    reader.events.set(TENSION, active(3), at(3));
    assert.deepEqual(reader.news(), ['initial: active 3']);
  });
});
