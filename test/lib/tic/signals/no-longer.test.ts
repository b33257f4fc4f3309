// An event of a meter, a mode or a contract that is no more ends: every signal, however the change is met with. Where the new
// one knows the signal as well it speaks for itself (`keep`), where it cannot have it a load is let go (`restore`).
import assert from 'node:assert/strict';
import type { SentSignal } from '../../../../lib/grid/event/act';
import { concentrateur, ice2q, pmePmi, saphirLong } from '../../../support/tic/business-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import {
  linkyBase,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardEjp,
  linkyStandardTempo,
  linkyTempo,
} from '../../../support/tic/tic-meters';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const SUCCESSOR = '042061700999';

/** The same frame of another meter. */
function other(frame: FrameBuilder): FrameBuilder {
  return frame.set(frame.labels.find((label) => /^AD(CO|SC|S)$/.test(label)) ?? '', SUCCESSOR);
}

function mobilePeak(frame: FrameBuilder, n: number, start: string, end: string): FrameBuilder {
  return frame.after('STGE', `FPM${String(n)}`, '00', end).after('STGE', `DPM${String(n)}`, '00', start);
}

const status = (bits: string): FrameBuilder => linkyStandard().set('STGE', bits);
const base = linkyStandard().set('NGTF', '      BASE      ').set('LTARF', '      BASE      ');
const tempo = linkyStandardTempo('H270112120501');
const ejp = linkyStandardEjp();

const over = linkyHc().after('IINST', 'ADPS', '047');
const peak = linkyEjp().set('PTEC', 'PM..');
const notice = linkyEjp().before('PTEC', 'PEJP', '30');
const standardPeak = ejp.set('STGE', '402A0001');
const datedPeak = mobilePeak(ejp, 1, ' 270114070000', ' 270115010000');
const red = linkyTempo().set('PTEC', 'HPJR');
const redToCome = linkyTempo().set('DEMAIN', 'ROUG');
const standardRed = linkyStandardTempo().set('LTARF', '    HP  ROUGE   ').set('NTARF', '06').set('STGE', '032A1401');
const standardRedToCome = linkyStandardTempo().set('STGE', '0D2A0401');
const concluded = mobilePeak(linkyStandardTempo(), 2, ' 270113060000', ' 270114060000');
const warned = pmePmi().after('PS', 'PREAVIS', 'DEP');
const noticed = pmePmi().after('PTCOUR1', 'PREAVIS1', 'TD-HCH');
const peakNoticed = pmePmi().after('PTCOUR1', 'PREAVIS1', 'TD-PM ');

/**
 * What changes; what it becomes; the last frame of before and that of after; how the event ends (`initial`: the first word of
 * the same meter on it is its end), and how where the change is seen, if that is otherwise; what its end allows.
 */
type Row = readonly [
  changed: 'mode' | 'contract' | 'meter',
  what: string,
  before: FrameBuilder,
  after: FrameBuilder,
  end: 'ended' | 'withdrawn' | 'initial' | 'initial/ended',
  act: 'keep' | 'restore',
];

const FAULTS = { breaker: '002A0005', cover: '002A0011', overvoltage: '002A0041', clock: '002B0001' };

/** By slot of the signal. */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'power-overrun': [
    ['mode', 'standard', over, linkyStandard(), 'initial', 'restore'],
    ['mode', 'historique', status('002A0081'), linkyHc(), 'initial', 'restore'],
    ['contract', 'base', over, linkyBase(), 'initial/ended', 'restore'],
    ['meter', 'its like', over, other(linkyHc()), 'ended', 'keep'],
    ['meter', 'one in standard', over, other(linkyStandard()), 'ended', 'keep'],
    ['meter', 'a PME-PMI', warned, other(pmePmi()), 'withdrawn', 'keep'],
    ['meter', 'a Linky after a PME-PMI', warned, other(linkyHc()), 'withdrawn', 'keep'],
  ],
  peak: [
    ['mode', 'historique, EJP still', standardPeak, linkyEjp(), 'initial', 'restore'],
    ['mode', 'historique, no EJP', standardPeak, linkyBase(), 'ended', 'restore'],
    ['mode', 'historique, no EJP, before it began', datedPeak, linkyBase(), 'withdrawn', 'restore'],
    ['contract', 'off-peak hours', peak, linkyHc(), 'ended', 'restore'],
    ['contract', 'off-peak hours, after a notice', notice, linkyHc(), 'withdrawn', 'restore'],
    ['contract', 'Tempo', standardPeak, tempo, 'ended', 'restore'],
    ['meter', 'its like', standardPeak, other(ejp), 'ended', 'keep'],
    ['meter', 'one without peaks', peak, other(linkyHc()), 'ended', 'restore'],
    ['meter', 'one on Tempo', datedPeak, other(tempo), 'withdrawn', 'restore'],
    ['meter', 'a PME-PMI', peakNoticed, other(pmePmi()), 'withdrawn', 'keep'],
  ],
  'tariff-period': [
    ['mode', 'standard', linkyHc(), linkyStandard(), 'ended', 'keep'],
    ['mode', 'historique', linkyStandard(), linkyHc(), 'ended', 'keep'],
    ['contract', 'base', linkyHc(), linkyBase(), 'ended', 'keep'],
    ['contract', 'Tempo', linkyStandard(), tempo, 'ended', 'keep'],
    ['meter', 'its like', linkyHc(), other(linkyHc()), 'ended', 'keep'],
    ['meter', 'a PME-PMI', saphirLong(), other(pmePmi()), 'ended', 'keep'],
    ['meter', 'a Linky after an ICE', ice2q(), other(linkyHc()), 'ended', 'keep'],
  ],
  'day-colour': [
    ['mode', 'standard, no Tempo', red, linkyStandard(), 'ended', 'restore'],
    ['mode', 'historique, no Tempo', standardRed, linkyHc(), 'ended', 'restore'],
    ['mode', 'standard, and another colour', red, tempo, 'ended', 'keep'],
    ['contract', 'off-peak hours', red, linkyHc(), 'ended', 'restore'],
    ['contract', 'off-peak hours, in standard', standardRed, linkyStandard(), 'ended', 'restore'],
    ['meter', 'its like', red, other(linkyTempo()), 'ended', 'keep'],
    ['meter', 'one without colours', red, other(linkyHc()), 'ended', 'restore'],
    ['meter', 'a PME-PMI', red, other(pmePmi()), 'ended', 'restore'],
  ],
  'day-colour-next': [
    ['mode', 'standard, and nothing is said of it', redToCome, tempo, 'withdrawn', 'keep'],
    ['mode', 'standard, no Tempo', redToCome, linkyStandard(), 'withdrawn', 'restore'],
    ['contract', 'off-peak hours', redToCome, linkyHc(), 'withdrawn', 'restore'],
    ['contract', 'off-peak hours, in standard', standardRedToCome, linkyStandard(), 'withdrawn', 'restore'],
    ['contract', 'off-peak hours, where a peak told of it', concluded, linkyStandard(), 'withdrawn', 'restore'],
    ['meter', 'its like', redToCome, other(linkyTempo()), 'withdrawn', 'keep'],
    ['meter', 'one without colours', redToCome, other(linkyHc()), 'withdrawn', 'restore'],
  ],
  'tariff-period-next': [
    ['mode', 'that of a Linky', noticed, linkyHc(), 'withdrawn', 'keep'],
    ['contract', 'another tariff', noticed, pmePmi().set('MESURES1', 'TJ LU      '), 'withdrawn', 'keep'],
    ['meter', 'its like', noticed, other(pmePmi()), 'withdrawn', 'keep'],
    ['meter', 'a Linky', noticed, other(linkyStandard()), 'withdrawn', 'keep'],
  ],
  ...Object.fromEntries(
    Object.entries(FAULTS).map(([fault, bits]): [string, Row[]] => [
      `meter-fault.${fault}`,
      [
        ['mode', 'historique', status(bits), linkyHc(), 'ended', 'keep'],
        ['contract', 'base', status(bits), base, 'initial/ended', 'keep'],
        ['meter', 'its like', status(bits), other(linkyStandard()), 'ended', 'keep'],
        ['meter', 'one in historique', status(bits), other(linkyHc()), 'ended', 'keep'],
        ['meter', 'a PME-PMI', status(bits), other(pmePmi()), 'ended', 'keep'],
      ],
    ]),
  ),
};

/** How a change is met with: what is listened with from then on, and from when. */
const WAYS: Readonly<Record<string, (before: TicListener) => readonly [TicListener, number]>> = {
  seen: (before) => [before, NOON + 4000],
  'not seen, Node-RED being down': (before) => [restarted(before), NOON + 600_000],
  'not seen in a silence': (before) => {
    before.decoder.tick(NOON + 60_000);
    return [before, NOON + 120_000];
  },
  'not seen, Node-RED going down in a silence': (before) => {
    before.decoder.tick(NOON + 60_000);
    return [restarted(before), NOON + 600_000];
  },
};

function restarted(before: TicListener): TicListener {
  const after = listen();
  after.decoder.restoreSignals(JSON.parse(JSON.stringify(before.decoder.openSignals())) as never);
  return after;
}

const openOf = ({ decoder }: TicListener, slot: string): { id: string; state: string } | undefined =>
  decoder.openSignals()[slot];

describe('an open event ends', () => {
  for (const [slot, rows] of Object.entries(TABLE))
    for (const [way, meet] of Object.entries(WAYS))
      for (const [changed, what, before, after, end, act] of rows)
        it(`with its ${changed}, ${way}: ${slot}; ${what}`, () => {
          const old = listen()
            .push(before.build(), NOON)
            .push(before.build(), NOON + 2000);
          const event = openOf(old, slot);
          assert.ok(event !== undefined, 'it is open');
          const [listener, from] = meet(old);
          listener.news();
          for (let n = 0; n < 5; n++) listener.push(after.build(), from + n * 2000);
          const told = listener.news() as SentSignal[];
          const last = told.findLast(({ id }) => id === event.id);
          const [unseen, seen = unseen] = end.split('/');
          assert.deepEqual([last?.state, last?.change, last?.act], ['cleared', way === 'seen' ? seen : unseen, act]);

          const left = Object.entries(listener.decoder.openSignals());
          assert.ok(!left.some(([, { id }]) => id === event.id), 'it has left the store');
          const next = slot.endsWith('-next') ? -1 : told.findIndex((signal) => isNews(signal, slot, event.id));
          assert.ok(
            next < 0 || told.findIndex((signal) => signal === last) < next,
            'it ends before anything new is told',
          );
          if (changed === 'meter')
            assert.ok(left.every(([name, { origin }]) => name === SILENCE || origin !== last?.origin));
        });
});

const SILENCE = 'meter-fault.silence';

/** Another event of the signal. */
function isNews({ id, signal, detail }: SentSignal, slot: string, old: string): boolean {
  return id !== old && (slot === signal || slot === `${signal}.${String(detail['fault'])}`);
}

describe('the silence of a line', () => {
  it('is not the meter’s: it ends when another one speaks after a restart, under its id', () => {
    const old = listen().push(linkyHc().build(), NOON);
    old.decoder.tick(NOON + 60_000);
    const id = openOf(old, SILENCE)?.id;
    const listener = restarted(old);
    listener.push(other(linkyStandard()).build(), NOON + 120_000);
    const [silence, ...more] = listener.news().filter(({ detail }) => detail['fault'] === 'silence');
    assert.deepEqual([silence?.id, silence?.change, silence?.state, more], [id, 'initial', 'cleared', []]);
  });
});

describe('an overrun', () => {
  it('of a meter whose place a concentrator takes is over: that one has no current', () => {
    const listener = listen().push(over.build(), NOON);
    const id = openOf(listener, 'power-overrun')?.id;
    const after = restarted(listener);
    for (let n = 0; n < 3; n++) after.push(concentrateur().build(), NOON + 60_000 + n * 2000);
    const [event] = after.told('power-overrun') as SentSignal[];
    assert.deepEqual([event?.id, event?.change, event?.act], [id, 'ended', 'restore']);
  });
});

describe('an open event goes on', () => {
  const SAME: readonly (readonly [slot: string, what: string, before: FrameBuilder, after: FrameBuilder])[] = [
    ['power-overrun', 'in the other mode', over, status('002A0081')],
    ['power-overrun', 'on another contract', over, linkyBase().after('IINST', 'ADPS', '047')],
    ['peak', 'in the other mode', standardPeak, peak],
    ['day-colour', 'in the other mode', red, standardRed],
    ['day-colour-next', 'in the other mode', redToCome, standardRedToCome],
    ['tariff-period', 'on the same meter', linkyHc(), linkyHc()],
    ['meter-fault.cover', 'on another contract', status('002A0011'), base.set('STGE', '002A0011')],
  ];
  for (const [way, meet] of Object.entries(WAYS))
    for (const [slot, what, before, after] of SAME)
      it(`under its id, ${way}: ${slot}, ${what}`, () => {
        const old = listen()
          .push(before.build(), NOON)
          .push(before.build(), NOON + 2000);
        const id = openOf(old, slot)?.id;
        const [listener, from] = meet(old);
        listener.news();
        for (let n = 0; n < 3; n++) listener.push(after.build(), from + n * 2000);
        assert.equal(openOf(listener, slot)?.id, id);
        assert.ok(!listener.news().some((signal) => signal.id === id && signal.state === 'cleared'));
      });
});
