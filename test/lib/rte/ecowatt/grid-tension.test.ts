// Not in the fast lane: property days.
import assert from 'node:assert/strict';
import type { SentSignal } from '../../../../lib/grid/event/act';
import type { KeptEvents } from '../../../../lib/grid/event/kept-events';
import { EventOutlook } from '../../../../lib/grid/event/outlook';
import type { GridSignal, SignalLevel } from '../../../../lib/grid/signal';
import type { Received } from '../../../../lib/rte/ecowatt/state';
import { parseEcowatt } from '../../../../lib/rte/ecowatt/answer';
import { tensionOutlook, type EcowattDetail } from '../../../../lib/rte/ecowatt/grid-tension';
import { CALM, ecowattAnswer, hours, parisWall, randomDay, type Hours } from '../../../support/rte/ecowatt';
import { lcg } from '../../../support/machine/random';

const HOUR = 3_600_000;
const ORIGIN = 'rte';

/** A node in miniature: publications come in, the clock moves, the memory may go through a restart. */
class Story {
  events = new EventOutlook<EcowattDetail>('ecowatt', 'grid-tension', ORIGIN);
  received: Received | undefined;
  sent: SentSignal<EcowattDetail>[] = [];
  private started = false;

  publish(days: Record<string, Hours>, at: string): SentSignal<EcowattDetail>[] {
    const now = Date.parse(at);
    this.received = { publication: parseEcowatt(ecowattAnswer(days, at)), receivedAt: now, source: 'rte' };
    return this.step(now);
  }

  at(time: string): SentSignal<EcowattDetail>[] {
    return this.step(Date.parse(time));
  }

  restart(): void {
    const kept = JSON.parse(JSON.stringify(this.events.kept())) as KeptEvents;
    this.events = new EventOutlook('ecowatt', 'grid-tension', ORIGIN);
    this.events.restore(kept);
    this.started = false;
  }

  step(now: number): SentSignal<EcowattDetail>[] {
    const signals = this.look(now, !this.started);
    this.started = true;
    this.sent.push(...signals);
    return signals;
  }

  look(now: number, again: boolean): SentSignal<EcowattDetail>[] {
    return this.events.look(tensionOutlook(this.events.open, this.received, now, again), again);
  }
}

const short = (signals: readonly GridSignal<object>[]): string[] =>
  signals.map(({ change, state, level, expected, start, end }) => {
    const time = (iso: string | null): string => iso?.slice(8, 16) ?? '-';
    return `${change}: ${state} ${String(level)}/${String(expected)} ${time(start)}..${time(end)}`;
  });

const MORNING = hours({ 7: 2, 8: 3, 9: 3, 10: 2 });

describe('lib/rte/grid-tension', () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
  });

  it('tells the whole life of a red morning, hour by hour, under one id', () => {
    assert.deepEqual(
      short(story.publish({ '2026-11-23': CALM, '2026-11-24': CALM, '2026-11-25': CALM }, '2026-11-23T17:05:00+01:00')),
      ['initial: cleared 1/1 -..-'],
    );
    assert.deepEqual(short(story.publish({ '2026-11-24': CALM, '2026-11-25': MORNING }, '2026-11-24T17:05:00+01:00')), [
      'announced: announced null/3 25T07:00..25T11:00',
    ]);
    assert.deepEqual(short(story.at('2026-11-25T06:00:00+01:00')), []);
    assert.deepEqual(short(story.at('2026-11-25T07:00:00+01:00')), ['started: active 2/2 25T07:00..25T11:00']);
    assert.deepEqual(short(story.at('2026-11-25T08:00:00+01:00')), ['worsened: active 3/3 25T07:00..25T11:00']);
    assert.deepEqual(short(story.at('2026-11-25T09:00:00+01:00')), []);
    assert.deepEqual(short(story.at('2026-11-25T10:00:00+01:00')), ['eased: active 2/2 25T07:00..25T11:00']);
    assert.deepEqual(short(story.at('2026-11-25T11:00:00+01:00')), ['ended: cleared 1/1 25T07:00..25T11:00']);
    const ids = new Set(story.sent.slice(1).map(({ id }) => id));
    assert.deepEqual([...ids], ['rte/ecowatt/grid-tension/2026-11-25T07:00:00+01:00']);
  });

  it('gives the announcement its lead time and its hours', () => {
    const [, signal] = story.publish({ '2026-11-24': CALM, '2026-11-25': MORNING }, '2026-11-24T17:00:00+01:00');
    assert.equal(signal?.detail.leadMinutes, 14 * 60);
    assert.deepEqual(
      signal.detail.slots.map(({ level }) => level),
      [2, 3, 2],
    );
    assert.equal(signal.issuedAt, '2026-11-24T17:00:00+01:00');
  });

  describe('a later publication', () => {
    beforeEach(() => {
      story.publish({ '2026-11-24': CALM, '2026-11-25': hours({ 8: 2, 9: 2 }) }, '2026-11-24T17:00:00+01:00');
    });
    const again = (levels: Hours): GridSignal<EcowattDetail>[] =>
      story.publish({ '2026-11-24': CALM, '2026-11-25': levels }, '2026-11-24T18:00:00+01:00');

    it('that says the same sends nothing', () => {
      assert.deepEqual(again(hours({ 8: 2, 9: 2 })), []);
    });

    it('that makes it red worsens the announcement', () => {
      assert.deepEqual(short(again(hours({ 8: 3, 9: 2 }))), ['worsened: announced null/3 25T08:00..25T10:00']);
    });

    it('that moves it keeps its id and tells the new times', () => {
      const [signal] = again(hours({ 9: 2, 10: 2 }));
      assert.deepEqual(short(signal ? [signal] : []), ['announced: announced null/2 25T09:00..25T11:00']);
      assert.equal(signal?.id, 'rte/ecowatt/grid-tension/2026-11-25T08:00:00+01:00');
    });

    it('that moves it beyond any overlap withdraws it and announces another', () => {
      assert.deepEqual(short(again(hours({ 18: 2 }))), [
        'withdrawn: cleared 1/1 25T08:00..25T10:00',
        'announced: announced null/2 25T18:00..25T19:00',
      ]);
    });

    it('that takes it back withdraws it', () => {
      assert.deepEqual(short(again(CALM)), ['withdrawn: cleared 1/1 25T08:00..25T10:00']);
    });

    it('that says nothing of its day leaves it announced', () => {
      assert.deepEqual(story.publish({ '2026-11-24': CALM }, '2026-11-24T18:00:00+01:00'), []);
      assert.deepEqual(short(again(hours({ 8: 2, 9: 2 }))), []);
    });

    it('that splits it lets the first part keep the id', () => {
      const signals = again(hours({ 8: 2, 10: 2 }));
      assert.deepEqual(short(signals), [
        'announced: announced null/2 25T08:00..25T09:00',
        'announced: announced null/2 25T10:00..25T11:00',
      ]);
      assert.deepEqual(
        signals.map(({ id }) => id.slice(-14, -9)),
        ['08:00', '10:00'],
      );
    });
  });

  describe('while it is in progress', () => {
    beforeEach(() => {
      story.publish({ '2026-11-25': hours({ 8: 2, 9: 2, 10: 2 }) }, '2026-11-25T08:10:00+01:00');
    });
    const again = (levels: Hours): string[] =>
      short(story.publish({ '2026-11-25': levels }, '2026-11-25T08:40:00+01:00'));

    it('a publication that ends it now withdraws it', () => {
      assert.deepEqual(again(CALM), ['withdrawn: cleared 1/1 25T08:00..25T11:00']);
    });

    it('a publication that lengthens it worsens it, one that shortens it eases it', () => {
      assert.deepEqual(again(hours({ 8: 2, 9: 2, 10: 2, 11: 2 })), ['worsened: active 2/2 25T08:00..25T12:00']);
      assert.deepEqual(again(hours({ 8: 2, 9: 2 })), ['eased: active 2/2 25T08:00..25T10:00']);
    });

    it('hours that are not published any more make it unknown, once, and known again', () => {
      assert.deepEqual(again(hours({ 8: '.', 9: '.', 10: '.' })), ['lost: unknown null/null 25T08:00..25T11:00']);
      assert.deepEqual(short(story.at('2026-11-25T09:00:00+01:00')), []);
      assert.deepEqual(again(hours({ 8: 2, 9: 2, 10: 2 })), ['initial: active 2/2 25T08:00..25T11:00']);
    });

    it('an unknown one ends with its time', () => {
      again(hours({ 8: '.', 9: '.', 10: '.' }));
      assert.deepEqual(short(story.at('2026-11-25T11:00:00+01:00')), ['ended: cleared 1/1 25T08:00..25T11:00']);
    });

    it('an unknown one stays so when the clock is set back before its beginning', () => {
      again('.'.repeat(24));
      assert.deepEqual(short(story.at('2026-11-25T06:00:00+01:00')), ['lost: unknown null/null -..-']);
      assert.deepEqual(
        story.events.open.map(({ state }) => state),
        ['unknown', 'unknown'],
      );
    });

    it('an unknown one that is withdrawn leaves it to the grid at rest to say what holds', () => {
      again(hours({ 8: '.', 9: '.', 10: '.' }));
      assert.deepEqual(again(CALM), ['withdrawn: cleared 1/1 25T08:00..25T11:00', 'initial: cleared 1/1 -..-']);
    });
  });

  describe('what its signals allow', () => {
    const acts = (signals: readonly SentSignal<EcowattDetail>[]): string[] =>
      signals.map(({ change, state, act }) => `${change} ${state}: ${act}`);
    const EVE = '2026-11-24T17:05:00+01:00';

    it('is to reduce in its hours and to restore at their end, and nothing before', () => {
      assert.deepEqual(acts(story.publish({ '2026-11-24': CALM, '2026-11-25': MORNING }, EVE)), [
        'initial cleared: restore',
        'initial announced: keep',
      ]);
      assert.deepEqual(acts(story.at('2026-11-25T07:00:00+01:00')), ['started active: reduce']);
      assert.deepEqual(acts(story.at('2026-11-25T08:00:00+01:00')), ['worsened active: reduce']);
      assert.deepEqual(acts(story.at('2026-11-25T10:00:00+01:00')), ['eased active: reduce']);
      assert.deepEqual(acts(story.at('2026-11-25T11:00:00+01:00')), ['ended cleared: restore']);
    });

    it('is nothing new where an alert is taken back that never began', () => {
      acts(story.publish({ '2026-11-24': CALM, '2026-11-25': MORNING }, EVE));
      assert.deepEqual(acts(story.publish({ '2026-11-24': CALM, '2026-11-25': CALM }, EVE)), [
        'withdrawn cleared: keep',
      ]);
    });

    it('is to keep while an alert in progress is not known, and to restore when it is known to be over', () => {
      const [before, after] = ['2026-11-25T08:10:00+01:00', '2026-11-25T08:40:00+01:00'];
      assert.deepEqual(acts(story.publish({ '2026-11-25': hours({ 8: 2, 9: 2, 10: 2 }) }, before)), [
        'initial active: reduce',
      ]);
      assert.deepEqual(acts(story.publish({ '2026-11-25': hours({ 8: '.', 9: '.', 10: '.' }) }, after)), [
        'lost unknown: keep',
      ]);
      story.restart();
      assert.deepEqual(acts(story.step(Date.parse(after))), ['initial unknown: keep']);
      assert.deepEqual(acts(story.publish({ '2026-11-25': CALM }, after)), [
        'withdrawn cleared: restore',
        'initial cleared: restore',
      ]);
    });
  });

  it('keeps beginning and id of an alert over midnight, when RTE no longer publishes the day that it began on', () => {
    story.publish(
      { '2026-11-24': hours({ 22: 2, 23: 2 }), '2026-11-25': hours({ 0: 2 }) },
      '2026-11-24T22:10:00+01:00',
    );
    assert.deepEqual(short(story.publish({ '2026-11-25': hours({ 0: 2 }) }, '2026-11-25T00:10:00+01:00')), []);
    const [signal] = story.at('2026-11-25T01:00:00+01:00');
    assert.deepEqual([signal?.change, signal?.start], ['ended', '2026-11-24T22:00:00+01:00']);
  });

  it('moves between decarbonised and normal as eased and worsened', () => {
    story.publish({ '2026-11-25': hours({ 2: 0, 3: 0 }) }, '2026-11-25T01:10:00+01:00');
    assert.deepEqual(short(story.at('2026-11-25T02:00:00+01:00')), ['eased: cleared 0/0 -..-']);
    assert.deepEqual(short(story.at('2026-11-25T03:00:00+01:00')), []);
    assert.deepEqual(short(story.at('2026-11-25T04:00:00+01:00')), ['worsened: cleared 1/1 -..-']);
  });

  it('falls from an alert straight to decarbonised with one signal', () => {
    story.publish({ '2026-11-25': hours({ 1: 2, 2: 0 }) }, '2026-11-25T01:10:00+01:00');
    assert.deepEqual(short(story.at('2026-11-25T02:00:00+01:00')), ['ended: cleared 0/0 25T01:00..25T02:00']);
  });

  it('an alert where another one, which has moved, once began is an event of its own', () => {
    const eve = '2026-11-24T17:05:00+01:00';
    story.publish({ '2026-11-24': CALM, '2026-11-25': hours({ 8: 2, 9: 2, 10: 2 }) }, eve);
    story.publish({ '2026-11-24': CALM, '2026-11-25': hours({ 10: 2 }) }, eve);
    const [added] = story.publish({ '2026-11-24': CALM, '2026-11-25': hours({ 8: 2, 10: 2 }) }, eve);
    assert.deepEqual(short(added === undefined ? [] : [added]), ['announced: announced null/2 25T08:00..25T09:00']);
    const ids = Object.values(story.events.kept()).map(({ id }) => id);
    assert.equal(new Set(ids).size, 2, ids.join(' '));
    story.at('2026-11-25T08:00:00+01:00');
    const [ended] = story.at('2026-11-25T09:00:00+01:00');
    assert.deepEqual([ended?.change, ended?.id], ['ended', added?.id]);
  });

  it('an alert right after unknown hours: once it is over, calm is known again under its own id, too', () => {
    const day = hours({ 5: '.', 6: '.', 7: 2 });
    assert.deepEqual(short(story.publish({ '2026-11-24': day }, '2026-11-24T06:10:00+01:00')), [
      'initial: unknown null/null -..-',
      'initial: announced null/2 24T07:00..24T08:00',
    ]);
    const [unknown] = story.sent;
    assert.deepEqual(short(story.at('2026-11-24T07:00:00+01:00')), ['started: active 2/2 24T07:00..24T08:00']);
    const over = story.at('2026-11-24T08:00:00+01:00');
    assert.deepEqual(short(over), ['ended: cleared 1/1 24T07:00..24T08:00', 'initial: cleared 1/1 -..-']);
    assert.equal(over[1]?.id, unknown?.id);
  });

  it('calm that runs out of published days becomes unknown, once, never 0 or 1', () => {
    story.publish({ '2026-11-25': CALM }, '2026-11-25T12:00:00+01:00');
    assert.deepEqual(short(story.at('2026-11-26T00:00:00+01:00')), ['lost: unknown null/null -..-']);
    assert.deepEqual(short(story.at('2026-11-26T01:00:00+01:00')), []);
    assert.deepEqual(short(story.publish({ '2026-11-26': CALM }, '2026-11-26T01:10:00+01:00')), [
      'initial: cleared 1/1 -..-',
    ]);
  });

  describe('a restart', () => {
    it('in the middle of an alert sends it once as initial, with the same id', () => {
      story.publish({ '2026-11-25': MORNING }, '2026-11-25T07:10:00+01:00');
      const [before] = story.sent.slice(-1);
      story.restart();
      const signals = story.at('2026-11-25T08:20:00+01:00');
      assert.deepEqual(short(signals), ['initial: active 3/3 25T07:00..25T11:00']);
      assert.equal(signals[0]?.id, before?.id);
      assert.deepEqual(short(story.at('2026-11-25T09:00:00+01:00')), []);
      assert.deepEqual(short(story.at('2026-11-25T10:00:00+01:00')), ['eased: active 2/2 25T07:00..25T11:00']);
    });

    it('after the alert had ended sends it once as cleared, and the rest', () => {
      story.publish({ '2026-11-25': MORNING }, '2026-11-25T07:10:00+01:00');
      story.restart();
      assert.deepEqual(short(story.at('2026-11-25T12:00:00+01:00')), [
        'initial: cleared 1/1 25T07:00..25T11:00',
        'initial: cleared 1/1 -..-',
      ]);
    });

    it('keeps the id of an announcement that a publication moves later', () => {
      story.publish({ '2026-11-24': CALM, '2026-11-25': hours({ 8: 2, 9: 2 }) }, '2026-11-24T17:00:00+01:00');
      story.restart();
      const signals = story.publish(
        { '2026-11-24': CALM, '2026-11-25': hours({ 9: 2, 10: 2 }) },
        '2026-11-24T18:00:00+01:00',
      );
      assert.deepEqual(short(signals), ['initial: cleared 1/1 -..-', 'initial: announced null/2 25T09:00..25T11:00']);
      assert.match(signals[1]?.id ?? '', /2026-11-25T08:00/);
    });
  });

  it('sends everything again as initial when asked, and nothing changes by it', () => {
    story.publish({ '2026-11-24': CALM, '2026-11-25': MORNING }, '2026-11-24T17:00:00+01:00');
    const { open } = story.events;
    const again = story.look(Date.parse('2026-11-24T17:30:00+01:00'), true);
    assert.deepEqual(short(again), ['initial: cleared 1/1 -..-', 'initial: announced null/3 25T07:00..25T11:00']);
    assert.deepEqual(story.events.open, open);
  });

  // The oracle is a consumer that knows nothing of runs and publications: it only believes what it is told, and must be
  // right about the load at every hour, through changed publications, restarts and both clock changes.
  it('keeps a consumer right on every hour of 2026 and 2027', function () {
    const random = lcg(6);
    const table = new Map<string, string>();
    const level = (key: string, hour: number): number => Number(table.get(key)?.[hour]);
    const keys: string[] = [];
    for (let ms = Date.parse('2026-01-01T11:00:00Z'); keys.length < 2 * 365 + 5; ms += 24 * HOUR)
      keys.push(parisWall(ms).day);
    for (const key of keys) table.set(key, randomDay(random, 0.2));

    const first = Date.parse('2025-12-31T23:00:00Z');
    const walls = Array.from({ length: keys.length * 24 + 30 }, (_, i) => ({
      at: first + i * HOUR,
      ...parisWall(first + i * HOUR),
    }));
    const consumer = new Consumer();
    let published = '';
    let restarted = false;
    for (const [i, clock] of walls.entries()) {
      const ms = clock.at;
      if (ms >= Date.parse('2027-12-31T23:00:00Z')) break;
      const today = keys.indexOf(clock.day);
      if (random() < 0.02) {
        story.restart();
        restarted = true;
      }
      if (published !== clock.day || random() < 0.05) {
        // A day to come may change; what has passed does not.
        if (random() < 0.5) table.set(keys[today + 1 + Math.floor(random() * 3)] ?? '', randomDay(random, 0.2));
        const days = keys.slice(today, today + 4).map((key) => [key, table.get(key) ?? '']);
        story.received = {
          publication: parseEcowatt(ecowattAnswer(Object.fromEntries(days) as Record<string, string>)),
          receivedAt: ms,
          source: 'rte',
        };
        published = clock.day;
      }
      const signals = story.step(ms);
      if (restarted) assert.ok(signals.every(({ change }) => change === 'initial'));
      restarted = false;
      for (const signal of signals) consumer.hear(signal);
      consumer.isRightAbout(level(clock.day, clock.hour), ms);

      const after = keys[today + 4];
      const coming = walls.slice(i, i + 100);
      coming.length = coming.findIndex(({ day }) => day === after);
      const tense = coming.map(({ day, hour }) => level(day, hour) >= 2);
      const begins = coming.filter((_, j) => j > 0 && tense[j] === true && tense[j - 1] === false);
      assert.deepEqual(
        consumer.announced(),
        begins.map(({ at }) => at),
      );
    }
  });
});

class Consumer {
  private readonly events = new Map<string, GridSignal<object>>();
  private calm: SignalLevel | null = null;
  private last = '';

  hear(signal: GridSignal<object>): void {
    const before = this.events.get(signal.id);
    if (signal.change !== 'initial') {
      if (signal.change === 'started') assert.notEqual(before?.state, 'active');
      if (signal.change === 'worsened' || signal.change === 'eased') assert.ok(before);
      if (signal.change === 'ended') assert.equal(before?.state, 'active');
      if (signal.change === 'withdrawn') assert.ok(before?.state === 'active' || before?.state === 'announced');
      const text = JSON.stringify({ ...signal, detail: { ...signal.detail, leadMinutes: 0 } });
      assert.notEqual(text, this.last, 'the same edge twice');
      this.last = text;
    }
    this.events.set(signal.id, signal);
    if (signal.state === 'cleared' && signal.level !== null) this.calm = signal.level;
  }

  isRightAbout(level: number, ms: number): void {
    const active = [...this.events.values()].filter(({ state }) => state === 'active');
    const where = new Date(ms).toISOString();
    assert.ok(active.length <= 1, where);
    assert.equal(active[0]?.level ?? this.calm, level, where);
    for (const { end, start } of active) assert.ok(Date.parse(start ?? '') <= ms && Date.parse(end ?? '') > ms, where);
  }

  announced(): number[] {
    return [...this.events.values()]
      .filter(({ state }) => state === 'announced')
      .map(({ start }) => Date.parse(start ?? ''))
      .sort((a, b) => a - b);
  }
}
