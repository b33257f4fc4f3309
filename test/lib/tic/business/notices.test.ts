// Tariff periods, notices and peaks of the business meters, and dates without season.
import assert from 'node:assert/strict';
import {
  cje,
  colons,
  ice2q,
  iceV24,
  pmePmi,
  pmePmi2010,
  saphirLong,
  saphirShort,
  slashes,
} from '../../../support/tic/business-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

function hear(...frames: FrameBuilder[]): TicListener {
  const listener = listen();
  for (const frame of frames) listener.push(frame.build());
  return listener;
}

function edges(listener: TicListener): string[] {
  return listener
    .news()
    .filter(({ signal }) => signal === 'peak' || signal === 'tariff-period')
    .map(({ signal, change, state, level, detail }) =>
      [signal, change, state, level, detail['period'] as string | undefined].filter((part) => part != null).join(' '),
    );
}

/** A notice of calendar 1 with its window. */
function noticed(period: string, from: string, to: string, at = '14:32:10'): FrameBuilder {
  return pmePmi()
    .set('DATE', colons(at))
    .after('ETATDYN1', 'TDYN1FF', `${colons(to)}-${period.padEnd(3)}`)
    .after('ETATDYN1', 'TDYN1FD', `${colons(from)}-${period.padEnd(3)}`)
    .after('ETATDYN1', 'PREAVIS1', `TD-${period.padEnd(3)}`);
}

describe('tariff periods of business meters', () => {
  for (const [name, before, after, period] of [
    ['PME-PMI', pmePmi(), pmePmi().set('PTCOUR1', 'HCH'), 'HCH'],
    ['SAPHIR', saphirShort(), saphirShort().set('PTCOURD', 'HCH'), 'HCH'],
    ['ICE', ice2q(), ice2q().set('PTCOUR', 'HCH'), 'HCH'],
    ['CJE', cje(), cje('  ', '03100', '22'), 'HCH'],
  ] as const)
    it(`${name}: a change ends the old one and starts the new one`, () => {
      const listener = hear(before);
      listener.news();
      listener.push(after.build());
      assert.deepEqual(edges(listener), ['tariff-period ended cleared HPH', `tariff-period started active ${period}`]);
      assert.equal(listener.present('tariff-period')[0]?.detail['offPeak'], true);
    });

  it('CJE: a period whose code no document has is believed when it comes again', () => {
    const listener = hear(cje());
    listener.news();
    assert.deepEqual(edges(listener.push(cje('  ', '03100', '61').build())), []);
    assert.deepEqual(edges(listener.push(cje('  ', '03150', '61').build())), [
      'tariff-period ended cleared HPH',
      'tariff-period started active 61',
    ]);
  });

  it('a name that no document has is believed when it comes again', () => {
    const listener = hear(pmePmi());
    listener.news();
    listener.push(pmePmi().set('PTCOUR1', 'HQG').build());
    assert.deepEqual(edges(listener), []);
    listener.push(pmePmi().set('PTCOUR1', 'HQG').build());
    assert.deepEqual(edges(listener), ['tariff-period ended cleared HPH', 'tariff-period started active HQG']);
  });
});

describe('notices of dynamic tariffs', () => {
  it('TD-P is a peak announced, with its window, level 2 from an hour before on, and started when it begins', () => {
    const listener = hear(pmePmi());
    listener.news();
    listener.push(noticed('P', '18:00:00', '20:00:00').build());
    const [told] = listener.present('peak');
    assert.deepEqual(edges(listener), ['peak announced announced']);
    assert.deepEqual(
      [told?.level, told?.expected, told?.start, told?.end],
      [null, 3, '2026-11-24T18:00:00+01:00', '2026-11-24T20:00:00+01:00'],
    );
    listener.push(noticed('P', '18:00:00', '20:00:00', '17:00:00').build());
    assert.deepEqual(edges(listener), ['peak worsened announced 2']);
    listener.push(pmePmi().set('DATE', colons('18:00:00')).set('ETATDYN1', 'P  ').build());
    assert.deepEqual(edges(listener), ['peak started active 3']);
    assert.equal(listener.present('peak')[0]?.id, told?.id);
    listener.push(pmePmi().set('DATE', colons('20:00:00')).build());
    assert.deepEqual(edges(listener), ['peak ended cleared']);
  });

  it('TD-HCH is a tariff period announced without a level, which keeps its id when it begins', () => {
    const listener = hear(pmePmi());
    listener.news();
    listener.push(noticed('HCH', '18:00:00', '20:00:00').build());
    const [told] = listener.told('tariff-period');
    assert.deepEqual(
      [told?.change, told?.state, told?.level, told?.expected, told?.start, told?.detail['offPeak']],
      ['announced', 'announced', null, null, '2026-11-24T18:00:00+01:00', true],
    );
    const begun = pmePmi().set('DATE', colons('18:00:00')).set('PTCOUR1', 'HCH').set('ETATDYN1', 'HCH');
    listener.push(begun.build());
    const [ended, started] = listener.told('tariff-period');
    assert.deepEqual([ended?.change, ended?.detail['period']], ['ended', 'HPH']);
    assert.deepEqual([started?.change, started?.state, started?.id], ['started', 'active', told?.id]);
    listener.push(begun.build()).push(begun.build());
    assert.deepEqual(edges(listener), [], 'the notice that has begun is not withdrawn');
  });

  it('a calendar that reaches the announced period before its window does not start it', () => {
    const listener = hear(pmePmi());
    listener.push(noticed('HCH', '22:00:00', '23:00:00').build()).news();
    listener.push(noticed('HCH', '22:00:00', '23:00:00', '15:00:00').set('PTCOUR1', 'HCH').build());
    assert.deepEqual(edges(listener), ['tariff-period ended cleared HPH', 'tariff-period started active HCH']);
    assert.deepEqual(
      listener
        .present('tariff-period')
        .map(({ state }) => state)
        .sort(),
      ['active', 'announced'],
    );
  });

  it('TD- ? and TD-2 announce a period that nobody knows: no level', () => {
    const question = hear(pmePmi(), pmePmi().after('ETATDYN1', 'PREAVIS1', 'TD- ? '));
    const [unknown] = question.present('tariff-period').filter(({ state }) => state === 'announced');
    assert.deepEqual([unknown?.level, unknown?.detail['period']], [null, '?']);
    const saphir = hear(saphirLong(), saphirShort().after('PTCOURD', 'PREAVISD', 'TD-2'));
    const [profile] = saphir.present('tariff-period').filter(({ state }) => state === 'announced');
    assert.deepEqual([profile?.level, profile?.detail['period']], [null, 'TD-2']);
    assert.deepEqual(
      edges(question).filter((edge) => edge.startsWith('peak announced')),
      [],
    );
  });

  it('a notice that comes in the first frame of all is another event than the period in force', () => {
    const listener = hear(pmePmi().after('ETATDYN1', 'PREAVIS1', 'TD- ? '));
    const [inForce, toCome] = listener.present('tariff-period');
    assert.deepEqual([inForce?.state, toCome?.state], ['active', 'announced']);
    assert.notEqual(inForce?.id, toCome?.id);
  });

  it('a notice that is withdrawn before it begins is told so', () => {
    const listener = hear(pmePmi(), noticed('HCH', '18:00:00', '20:00:00'));
    listener.news();
    listener.push(pmePmi().build());
    assert.deepEqual(edges(listener), ['tariff-period withdrawn cleared HCH']);
  });

  it('a notice without dates has none, though an older one that is gone had some', () => {
    const listener = hear(pmePmi(), noticed('HCH', '18:00:00', '20:00:00'), pmePmi());
    listener.push(pmePmi().after('ETATDYN1', 'PREAVIS1', 'TD- ? ').build());
    const [told] = listener.present('tariff-period').filter(({ state }) => state === 'announced');
    assert.deepEqual([told?.detail['period'], told?.start, told?.end], ['?', null, null]);
  });

  it('SAPHIR dates a notice by the list of its own calendar and profile', () => {
    const lists = (frame: FrameBuilder): FrameBuilder =>
      [
        ['TDYND', 'd-24/11/26 16/00/00-1'],
        ['TDYND', 'f-24/11/26 17/00/00-1'],
        ['TDYND', 'd-24/11/26 18/00/00-2'],
        ['TDYND', 'f-24/11/26 20/00/00-2'],
      ].reduceRight((all, [label = '', text = '']) => all.after('PREAVISD', label, text), frame);
    const listener = hear(saphirLong().after('PTCOURF', 'TDYNF', 'd-25/11/26 09/00/00-2'));
    listener.push(lists(saphirLong().after('PTCOURD', 'PREAVISD', 'TD-2')).build());
    const [told] = listener.present('tariff-period').filter(({ state }) => state === 'announced');
    assert.deepEqual([told?.start, told?.end], ['2026-11-24T18:00:00+01:00', '2026-11-24T20:00:00+01:00']);
  });

  it('PREAVIS EJP of ICE is a peak announced, PM starts it, and its end is told', () => {
    const listener = hear(ice2q('EJP_A5'));
    listener.news();
    listener.push(ice2q('EJP_A5').after('PTCOUR', 'PREAVIS', 'EJP').build());
    assert.deepEqual(edges(listener), ['peak announced announced 2']);
    listener.push(ice2q('EJP_A5').set('PTCOUR', 'PM').build());
    assert.ok(edges(listener).includes('peak started active 3'));
    listener.push(ice2q('EJP_A5').set('PTCOUR', 'HH').build());
    assert.ok(edges(listener).includes('peak ended cleared'));
  });

  it('PREAVIS EJP of an ICE that does not name its contract (V2.4) is news, too, and of one just heard the first state', () => {
    const noticed = iceV24().after('PTCOUR', 'PREAVIS', 'EJP');
    const listener = hear(iceV24());
    listener.news();
    assert.deepEqual(edges(listener.push(noticed.build())), ['peak announced announced 2']);
    assert.ok(edges(hear(noticed)).includes('peak initial announced 2'));
  });

  it('PREAVIS HM of ICE is a tariff period announced', () => {
    const listener = hear(ice2q('MOD'));
    listener.news();
    listener.push(ice2q('MOD').after('PTCOUR', 'PREAVIS', 'HM').build());
    assert.deepEqual(edges(listener), ['tariff-period announced announced HM']);
  });

  it('a peak of CJE ends when its period does, though nothing names the contract', () => {
    const listener = hear(cje(), cje('  ', '03100', '44'));
    assert.ok(edges(listener).includes('peak started active 3'));
    listener.push(cje().build());
    assert.ok(edges(listener).includes('peak ended cleared'));
  });

  it('a P of the calendar is no peak, and PM of TJ EJP is one', () => {
    const p = hear(pmePmi().set('PTCOUR1', 'P  '));
    assert.notEqual(p.present('peak')[0]?.state, 'active');
    const pm = hear(pmePmi2010().set('MESURES1', 'TJ EJP-PM  ').set('PTCOUR1', 'PM '));
    assert.equal(pm.present('peak')[0]?.state, 'active');
  });

  it('on a line too bad to believe anything at once, a notice that comes true is not withdrawn first', () => {
    const listener = hear(pmePmi(), noticed('P', '18:00:00', '20:00:00', '17:58:00'));
    const bad = noticed('P', '18:00:00', '20:00:00', '17:59:00').damaged('DebP', 'PS');
    for (let n = 0; n < 4; n++) listener.push(bad.build());
    const begun = pmePmi().set('DATE', colons('18:00:00')).set('PTCOUR1', 'P  ').set('ETATDYN1', 'P  ');
    listener.news();
    listener.push(begun.build()).push(begun.build());
    assert.deepEqual(
      edges(listener).filter((edge) => edge.startsWith('peak')),
      ['peak started active 3'],
    );
  });

  it('a peak whose date was damaged waits for it: nobody sheds a load hours before', () => {
    const far = noticed('P', '18:00:00', '20:00:00');
    const listener = hear(pmePmi(), pmePmi());
    listener.news();
    listener.push(far.damaged('TDYN1FD').build());
    assert.deepEqual(edges(listener), []);
    listener.push(far.build());
    assert.deepEqual(edges(listener), ['peak announced announced']);
    listener.push(far.damaged('TDYN1FD').build());
    assert.deepEqual(edges(listener), []);
  });

  it('a peak that comes without dates is announced on a bad line, too', () => {
    const undated = pmePmi().after('ETATDYN1', 'PREAVIS1', 'TD-P  ');
    const listener = hear(pmePmi(), pmePmi());
    listener.news();
    listener.push(undated.damaged('PS').build()).push(undated.damaged('PS').build());
    assert.deepEqual(edges(listener), ['peak announced announced 2']);
  });

  it('of two calendars that announce a peak the one that begins first counts', () => {
    const listener = hear(pmePmi());
    listener.news();
    const both = noticed('P', '18:00:00', '20:00:00')
      .after('ETATDYN2', 'TDYN2FF', `${colons('17:00:00')}-P  `)
      .after('ETATDYN2', 'TDYN2FD', `${colons('15:00:00')}-P  `)
      .after('ETATDYN2', 'PREAVIS2', 'TD-P  ');
    listener.push(both.build());
    const [told] = listener.told('peak');
    assert.deepEqual([told?.level, told?.start], [2, '2026-11-24T15:00:00+01:00']);
  });

  for (const [name, calm, noticed, signal] of [
    ['a peak of CJE', cje(), cje('  ', '03100', '44'), 'peak'],
    ['a peak that an ICE V2.4 announced', iceV24(), iceV24().after('PTCOUR', 'PREAVIS', 'EJP'), 'peak'],
    ['a period that an ICE announced', ice2q('MOD'), ice2q('MOD').after('PTCOUR', 'PREAVIS', 'HM'), 'tariff-period'],
    [
      'a profile that a SAPHIR announced',
      saphirShort(),
      saphirShort().after('PTCOURD', 'PREAVISD', 'TD-2'),
      'tariff-period',
    ],
  ] as const) {
    it(`${name} and that ended while nobody listened is told as over, with its id`, () => {
      const before = hear(calm, noticed);
      const event = before.signals.filter((told) => told.signal === signal && told.change !== 'initial').at(-1);
      const listener = listen();
      listener.decoder.restoreSignals(before.decoder.openSignals());
      listener.push(calm.build()).push(calm.build()).push(calm.build());
      const told = listener.signals.filter(({ id }) => id === event?.id);
      assert.deepEqual(
        told.map(({ change, state }) => [change, state]),
        [['initial', 'cleared']],
      );
      const kept = Object.values(listener.decoder.openSignals()).map(({ id }) => id);
      assert.ok(event !== undefined && !kept.includes(event.id));
    });

    it(`${name} and that goes on after a restart keeps its id`, () => {
      const before = hear(calm, noticed);
      const event = before.signals.filter((told) => told.signal === signal && told.change !== 'initial').at(-1);
      const listener = listen();
      listener.decoder.restoreSignals(before.decoder.openSignals());
      listener.push(noticed.build()).push(noticed.build()).push(noticed.build());
      const told = listener.signals.filter(({ id }) => id === event?.id);
      assert.deepEqual(
        told.map(({ change, state }) => [change, state]),
        [['initial', event?.state]],
      );
    });
  }
});

describe('dates without season', () => {
  const at = (time: string, day: string): FrameBuilder => pmePmi().set('DATE', colons(time, day));

  it('the doubled hour of October goes by the order of frames', () => {
    const listener = hear(
      at('01:59:52', '25/10/26'),
      at('02:00:00', '25/10/26'),
      at('02:59:52', '25/10/26'),
      at('02:00:00', '25/10/26'),
      at('02:00:08', '25/10/26'),
      at('03:00:00', '25/10/26'),
    );
    assert.deepEqual(
      listener.frames.map(({ time }) => time?.slice(11)),
      ['01:59:52+02:00', '02:00:00+02:00', '02:59:52+02:00', '02:00:00+01:00', '02:00:08+01:00', '03:00:00+01:00'],
    );
  });

  it('after a silence over the turn the clock that goes on says which of the two hours it is', () => {
    const listener = listen();
    const first = Date.parse('2026-10-25T00:10:00Z');
    listener.push(at('02:10:00', '25/10/26').build(), first);
    listener.push(at('02:15:00', '25/10/26').build(), first + 3_900_000);
    assert.equal(listener.last.time, '2026-10-25T02:15:00+01:00');
  });

  it('the dates of points and windows are told as times, with slashes or colons', () => {
    const saphir = hear(saphirLong()).last;
    assert.equal(saphir.horodates['DATEPA1'], '2026-11-24T14:25:00+01:00');
    assert.equal(saphir.time, '2026-11-24T14:32:10+01:00');
    assert.equal(hear(ice2q().set('DATECOUR', slashes('14/32/11'))).last.time, '2026-11-24T14:32:11+01:00');
    assert.equal(hear(noticed('P', '18:00:00', '20:00:00')).last.horodates['TDYN1FD'], '2026-11-24T18:00:00+01:00');
  });
});
