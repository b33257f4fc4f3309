// Every family and palier of business meters: family found, values typed, units split, nothing of a clean line lost.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DICTIONARIES } from '../../../../lib/tic/families';
import * as meters from '../../../support/tic/business-meters';
import { needsSamples, SAMPLES } from '../../../support/machine/requirements';
import { type FrameBuilder, historique, standard } from '../../../support/tic/tic-frames';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

const NOW = Date.parse('2026-11-24T13:32:08Z');

function hear(...frames: { build(): Buffer }[]): TicListener {
  const listener = listen();
  frames.forEach((frame, i) => listener.push(frame.build(), NOW + i * 8000));
  return listener;
}

const FAMILIES = [
  ['PME-PMI palier 2010', meters.pmePmi2010(), 'pme-pmi', null],
  ['PME-PMI palier 2013', meters.pmePmi(), 'pme-pmi', meters.PME_ADDRESS],
  ['PME-PMI HTA', meters.pmePmiHta(), 'pme-pmi', meters.PME_ADDRESS],
  ['PME-PMI producer', meters.pmePmiProducer(), 'pme-pmi', meters.PME_ADDRESS],
  ['SAPHIR HISTO, short', meters.saphirShort(), 'saphir', meters.SAPHIR_ADDRESS],
  ['SAPHIR HISTO, long', meters.saphirLong(), 'saphir', meters.SAPHIR_ADDRESS],
  [
    'SAPHIR STD producer, short',
    meters.saphirShort({ format: 'STD', producer: true }),
    'saphir',
    meters.SAPHIR_ADDRESS,
  ],
  ['SAPHIR STD producer, long', meters.saphirLong({ format: 'STD', producer: true }), 'saphir', meters.SAPHIR_ADDRESS],
  ['ICE-2Q', meters.ice2q(), 'ice-2q', null],
  ['ICE-2Q V2.4', meters.iceV24(), 'ice-2q', null],
  ['ICE-4Q', meters.ice4q(), 'ice-4q', null],
  ['CJE', meters.cje(), 'cje', null],
  ['concentrateur', meters.concentrateur(), 'concentrateur', '021503000123'],
] as const;

describe('business meters, family by family', () => {
  for (const [name, frame, family, id] of FAMILIES) {
    it(`${name} is recognised in its first frame, and not one group of it is lost`, () => {
      const { frames, last } = hear(frame, frame);
      assert.equal(frames.length, 2);
      for (const { quality, meter } of frames) {
        assert.deepEqual([meter.family, meter.id], [family, id]);
        assert.deepEqual(
          [quality.groups, quality.rejected, quality.held, quality.unknown, quality.complete],
          [frame.labels.length, 0, 0, [], true],
        );
      }
      const values = Object.values(last.values).flat();
      assert.equal(values.length, frame.labels.length, 'every group has its value');
    });

    it(`${name} is read whole from its second frame on when it is heard from the middle of one`, () => {
      const bytes = frame.build();
      const listener = listen();
      listener.push(Buffer.concat([bytes.subarray(Math.floor(bytes.length / 2)), bytes, bytes]), NOW);
      const { quality, meter } = listener.last;
      assert.deepEqual([meter.family, quality.groups, quality.rejected], [family, frame.labels.length, 0]);
    });
  }

  it('PME-PMI: numbers lose their glued unit, and the unit that came is the unit of the reading', () => {
    const { last } = hear(meters.pmePmi());
    const { values, units } = last;
    assert.deepEqual(
      [values['EA_s'], values['EAPP_s'], values['PS'], values['PA1MN'], values['TGPHI_s'], values['EAP_s']],
      [3123, 3201, 108, 87, -0.23, 1234],
    );
    assert.deepEqual(
      [units['EA_s'], units['EAPP_s'], units['PS'], units['PA1MN'], units['TGPHI_s'], units['EAP_s']],
      ['Wh', 'VAh', 'kVA', 'kW', undefined, 'kWh'],
    );
    assert.equal(hear(meters.pmePmiHta()).last.units['PS'], 'kW');
    assert.equal(hear(meters.pmePmi2010()).last.values['TGPHI_s'], 0.23);
    assert.deepEqual([values['MESURES1'], values['PTCOUR2']], ['BT 4 SUP36', 'HP']);
  });

  it('PME-PMI: labels are matched without case to one canonical name', () => {
    const shouting = meters.pmePmi().labels.reduce(
      (frame, label) => {
        const value = String(hear(meters.pmePmi()).last.values[label]);
        return label === 'EaP-1_s'
          ? frame.group('EAP-1_s', '1200kWh')
          : label === 'EaP_s2'
            ? frame.group('EAP_s2', '4321kWh')
            : label === 'DATE'
              ? frame.group('date', value)
              : frame;
      },
      historique().group('ADS', meters.PME_ADDRESS).group('MESURES1', 'BT 4 SUP36'),
    );
    const { values } = hear(shouting).last;
    assert.deepEqual([values['EaP-1_s'], values['EaP_s2']], [1200, 4321]);
    assert.ok('DATE' in values && !('date' in values) && !('EAP-1_s' in values));
  });

  it('every dictionary has each of its spellings once, also where case does not count', () => {
    for (const { dialect } of DICTIONARIES) {
      const spellings = dialect.rows.flatMap(({ label, alias }) => [label, ...(alias === undefined ? [] : [alias])]);
      const folded = new Set(spellings.map((name) => (dialect.foldCase === true ? name.toUpperCase() : name)));
      assert.equal(folded.size, spellings.length, dialect.name);
    }
  });

  it('points of the load curve tell by their mark why they are not whole', () => {
    assert.deepEqual(hear(meters.pmePmi().set('PA2_s', '0TkW')).last.decoded['PA2_s'], { mark: 'truncated' });
    assert.equal(hear(meters.pmePmi().set('PA2_s', '0TkW')).last.values['PA2_s'], 0);
    const saphir = hear(meters.saphirLong().set('PA1S', '640M.kW')).last;
    assert.deepEqual([saphir.values['PA1S'], saphir.decoded['PA1S']], [640, { mark: 'control' }]);
    assert.deepEqual([saphir.decoded['PA2S'], saphir.decoded['UMOY3']], [{ mark: 'clock-set' }, { mark: 'outage' }]);
    assert.deepEqual(hear(meters.ice2q()).last.decoded['PA3'], { mark: 'outage' });
  });

  it('SAPHIR: PAX1, as the text of the document has it, is PA1S, as its table has it', () => {
    const frame = meters.saphirLong().labels.includes('PA1S')
      ? meters.saphirLong().before('PA1S', 'PAX1', '655kW').without('PA1S')
      : undefined;
    assert.ok(frame);
    const { values } = hear(frame).last;
    assert.equal(values['PA1S'], 655);
    assert.equal('PAX1' in values, false);
  });

  it('SAPHIR: a short frame is completed with the last long one, each label with its age', () => {
    const { last } = hear(meters.saphirLong(), meters.saphirShort(), meters.saphirShort());
    assert.equal(last.values['KDC'], 90);
    assert.equal(last.values['LIB_p2D'], 'HPH');
    assert.equal(last.carried['KDC'], 16);
    assert.equal('EAS' in last.carried, false);
  });

  it('SAPHIR: from a file the age of what is carried is told by the meter, also over a damaged long frame', () => {
    const at = (frame: FrameBuilder, time: string): Buffer => frame.set('DATE', meters.slashes(time)).build();
    const listener = listen()
      .push(at(meters.saphirLong(), '14/32/00'))
      .push(at(meters.saphirLong().damaged('KDC'), '14/33/00'))
      .push(at(meters.saphirShort(), '14/33/20'));
    assert.deepEqual([listener.last.carried['KDC'], listener.last.carried['PSp1']], [80, 20]);
  });

  it('SAPHIR: what a damaged short frame lost is missing, not what a long frame said minutes ago', () => {
    const damaged = meters.saphirShort().set('EAS', '25000Wh').damaged('EAS', 'LG_TRM');
    const { values, carried } = hear(meters.saphirLong(), damaged).last;
    assert.equal('EAS' in values, false);
    assert.equal('EAS' in carried, false);
    assert.equal(values['KDC'], 90, 'the frame is known as a short one without its length');
  });

  it('SAPHIR: repeated TDYND are an array, in their order', () => {
    const dynamic = ['d-24/11/26 18/00/00-2', 'f-24/11/26 20/00/00-2'];
    const frame = dynamic.reduceRight((all, text) => all.after('PTCOURD', 'TDYND', text), meters.saphirLong());
    const { values, horodates } = hear(frame).last;
    assert.deepEqual(values['TDYND'], dynamic);
    assert.deepEqual(horodates['TDYND'], ['2026-11-24T18:00:00+01:00', '2026-11-24T20:00:00+01:00']);
    const one = meters.saphirLong().after('PTCOURD', 'TDYND', dynamic[0] ?? '');
    assert.equal(hear(one).last.horodates['TDYND'], '2026-11-24T18:00:00+01:00');
    // What never was has a place in both lists.
    const unset = one.after('TDYND', 'TDYND', 'd-00/00/00 00/00/00-0');
    assert.deepEqual(hear(unset).last.horodates['TDYND'], ['2026-11-24T18:00:00+01:00', null]);
    assert.equal(hear(meters.saphirLong(), meters.saphirShort()).last.horodates['TDYND'], undefined);
  });

  it('ICE-2Q: a frame with U10MN alone keeps what the frame before it said', () => {
    const voltage = historique().group('U10MN', '405V');
    const { last } = hear(meters.ice2q(), voltage);
    assert.deepEqual([last.values['U10MN'], last.values['PSHPH'], last.meter.family], [405, 480, 'ice-2q']);
    assert.ok('PSHPH' in last.carried);
  });

  it('ICE-4Q: the labels that are used again behind Appli are those of injection', () => {
    const { values, units } = hear(meters.ice4q()).last;
    assert.deepEqual(
      [values['EA'], values['injection_EA'], values['PTCOUR'], values['injection_PTCOUR']],
      [51234, 17, 'HPH', '2'],
    );
    assert.deepEqual(
      [values['TGPHI'], values['injection_TGPHI'], values['injection_I1'], units['injection_I1']],
      [0.23, -0.05, 1.25, 'A'],
    );
    assert.equal('P1' in values, false);
  });

  for (const [when, frames] of [
    ['in the first frame that is heard', [meters.ice4q().damaged('Appli')]],
    ['later', [meters.ice4q(), meters.ice4q().damaged('Appli')]],
  ] as const)
    it(`ICE-4Q: a damaged Appli ${when} makes no withdrawal of what is injected`, () => {
      const { frames: heard, last } = hear(...frames);
      assert.equal(heard.length, frames.length, 'it is one frame');
      const { values } = last;
      assert.deepEqual([values['EA'], values['injection_EA'], values['injection_PTCOUR']], [51234, 17, '2']);
      assert.notEqual(values['U10MN'], 20150);
    });

  it('PME-PMI: a date of zeros is that of what never was, a text without an instant', () => {
    const { last } = hear(meters.pmePmi().set('DebP-1', '00/00/00 00:00:00'));
    assert.equal(last.values['DebP-1'], '00/00/00 00:00:00');
    assert.equal('DebP-1' in last.horodates, false);
    assert.equal(hear(meters.pmePmi().set('DebP-1', '00/11/26 00:00:00')).last.quality.rejected, 1);
  });

  it('CJE: what lies between the colons is decoded', () => {
    const { decoded, values } = hear(meters.cje('DP', '03456')).last;
    assert.deepEqual(decoded['JAUNE'], {
      ...{ at: '14:32', day: 24, month: 11, period: 'HPH' },
      ...{ overrunNotice: true, apparentPowerVa: 34560, noticePercent: 80 },
    });
    assert.deepEqual(decoded['ENERG'], [123456, 234567, 345678, 456789]);
    assert.deepEqual(decoded['PSOUSP'], [42000, 36000]);
    assert.equal(values['PSOUSC'], '04200:04200');
  });

  it('a stand-by frame is a reading of an address and nothing else, and ends no signal', () => {
    const listener = listen();
    listener.push(meters.concentrateur().build(), NOW).news();
    listener.push(historique().group('ADCO', '021503000123').build(), NOW + 2000);
    assert.deepEqual(listener.edges(), []);
    assert.deepEqual(hear(meters.standby()).last.values, { ADCO: '021528100789' });
  });

  for (const [separator, begin] of [
    ['blanks', historique()],
    ['HT', standard()],
  ] as const)
    it(`a family that nobody has seen yet, with ${separator}, still gives a raw reading from its second frame on`, () => {
      const frame = begin.group('NUMSER', '4711').group('PUISS', '12kW').group('ETAT2', 'OK  ');
      const { last } = hear(frame, frame, frame);
      assert.equal(last.meter.family, 'unknown');
      assert.deepEqual(last.values, { NUMSER: '4711', PUISS: '12kW', ETAT2: 'OK' });
      assert.equal(last.quality.complete, true);
    });
});

describe('sample frames of business meters', () => {
  it('the synthetic ones lose nothing in the strict decoder', function () {
    needsSamples(this);
    const folder = path.join(SAMPLES, 'tic/synthetic');
    const files = readdirSync(folder).filter((file) => /_(pmepmi|saphir|ice|cje|concentrateur)/.test(file));
    assert.ok(files.length >= 9);
    for (const file of files) {
      const bytes = readFileSync(path.join(folder, file));
      const listener = listen().push(bytes);
      listener.decoder.flush();
      const sent = [...bytes].filter((byte) => byte === 0x0a).length;
      const taken = listener.frames.reduce((all, { quality }) => all + quality.groups, 0);
      const lost = listener.frames.flatMap(({ groups }) => groups.filter(({ ok }) => !ok));
      assert.deepEqual(lost, [], file);
      assert.equal(taken, sent, file);
    }
  });

  it('the real PME-PMI loses what the line damaged and nothing else, and crosses its top', function () {
    needsSamples(this);
    const bytes = readFileSync(path.join(SAMPLES, 'tic/pmepmi_palier2013_conso_bt4sup36_1200bd.raw'));
    const listener = listen().push(bytes);
    const whole = listener.frames.filter(({ quality }) => quality.complete && quality.rejected === 0);
    assert.ok(whole.length >= 10);
    for (const { values, meter, quality } of whole) {
      assert.deepEqual([meter.id, meter.maker, quality.held], ['041436028024', 'Landis+Gyr', 0]);
      assert.equal(values['EaP_s2'], 9649, 'EAP_s2 of this make is EaP_s2 of the document');
    }
    const counts = listener.frames.map(({ values }) => Number(values['EAPP_s']));
    assert.ok(counts.includes(613) && counts.includes(2));
  });
});
