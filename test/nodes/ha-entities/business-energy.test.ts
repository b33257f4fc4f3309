// energy_total of the meters above 36 kVA: a sum of indexes that goes on over changes of tariff and of billing period, whether
// the meter counts on in a new period or begins at 0, and over frames that lost some of the indexes.
import assert from 'node:assert/strict';
import { cje, ice2q, pmePmi, saphirLong, saphirShort, slashes } from '../../support/tic/business-meters';
import { HaBench } from '../../support/home-assistant/ha-bench';
import type { FrameBuilder } from '../../support/tic/tic-frames';

/** Frames eight seconds apart; what the entity was told, in kWh. */
async function totals(...frames: readonly FrameBuilder[]): Promise<number[]> {
  const bench = await HaBench.open({ settings: { throttle: 'none' } });
  for (const frame of frames) {
    bench.bytes(frame.build());
    bench.clock.advance(8000);
  }
  await bench.close();
  return bench.told('energy_total').map((wh) => Number(wh) / 1000);
}

/** Tells each state for over a minute: what is held is believed. */
const often = (frame: FrameBuilder): FrameBuilder[] => Array.from({ length: 9 }, () => frame);

/** P 1234, HCE 234 567, HPH as given. */
const ice = (hph: number): FrameBuilder => ice2q().set('EApHPH', `${String(hph)}kWh`);
const ICE_OTHERS = 1234 + 234_567;

const jaune = (...indexes: number[]): FrameBuilder =>
  cje().set('ENERG', indexes.map((index) => String(index).padStart(6, '0')).join(':'));

/** HPH and HCH as given, the others 1000 to 8000. */
const saphir = (hph: number, hch: number, frame = saphirShort()): FrameBuilder =>
  frame.set('EAp2SD', `${String(hph)}kWh`).set('EAp3SD', `${String(hch)}kWh`);
const SAPHIR_OTHERS = 1000 + 4000 + 5000 + 6000 + 7000 + 8000;

describe('energy_total above 36 kVA', () => {
  it('of a SAPHIR is all its indexes of the distributor, over a change of tariff', async () => {
    const told = await totals(
      saphir(20_000, 30_000, saphirLong()),
      saphir(20_003, 30_000),
      saphir(20_003, 30_000).set('PTCOURD', 'HCH'),
      saphir(20_003, 30_002).set('PTCOURD', 'HCH'),
    );
    assert.deepEqual(
      told.map((kwh) => kwh - SAPHIR_OTHERS),
      [50_000, 50_003, 50_005],
    );
  });

  it('of an ICE is all its indexes, over a change of tariff', async () => {
    const offPeak = (hce: number): FrameBuilder =>
      ice(567_894)
        .set('PTCOUR', 'HCE')
        .set('EApHCE', `${String(hce)}kWh`);
    const told = await totals(ice(567_890), ice(567_894), offPeak(234_567), offPeak(234_570));
    assert.deepEqual(
      told.map((kwh) => kwh - ICE_OTHERS),
      [567_890, 567_894, 567_897],
    );
  });

  it('of a CJE is its four indexes, over a change of tariff', async () => {
    const told = await totals(
      jaune(123_456, 234_567, 345_678, 456_789),
      jaune(123_457, 234_567, 345_678, 456_789),
      jaune(123_457, 234_568, 345_678, 456_789),
    );
    assert.deepEqual(told, [1_160_490, 1_160_491, 1_160_492]);
  });

  it('of a PME-PMI there is none: it sends the index of the period in force alone', async () => {
    assert.deepEqual(await totals(pmePmi(), pmePmi().set('PTCOUR1', 'HCH').set('EAP_s', '99kWh')), []);
  });

  it('does not fall or jump where a frame of an ICE lost an index, at first or later', async () => {
    const told = await totals(
      ice(567_890).damaged('EApHPH'),
      ice(567_890),
      ice(567_891).damaged('EApHPH'),
      ice(567_892).damaged('EApHCE'),
      // An index that falls is held.
      ice(500_000),
      ice(567_893),
    );
    assert.deepEqual(
      told.map((kwh) => kwh - ICE_OTHERS),
      [567_890, 567_893],
    );
  });

  it('does not jump where an ICE spoke in short frames before its long one was whole', async () => {
    const voltage = ice2q().labels.reduce(
      (frame, label) => (label === 'CONTRAT' ? frame : frame.without(label)),
      ice2q().after('TGPHI', 'U10MN', '20110V'),
    );
    const alone = voltage.without('CONTRAT');
    const told = await totals(ice(567_890).damaged('EApHPH'), alone, alone, ice(567_890));
    assert.deepEqual(told, [ICE_OTHERS + 567_890]);
  });

  /** A new month: what is drawn in its first seconds is counted whichever way the meter counts. */
  const MONTH: readonly (readonly [string, FrameBuilder[], FrameBuilder[], FrameBuilder[]])[] = [
    [
      'an ICE',
      [ice(567_890)],
      [ice(567_890), ice(567_893)].map((frame) => frame.set('DEBUTp', slashes('00/00/00', '01/12/26'))),
      ['1', '3'].map((kwh) =>
        ice2q()
          .set('DEBUTp', slashes('00/00/00', '01/12/26'))
          .set('EApP', '0kWh')
          .set('EApHCE', '0kWh')
          .set('EApHPH', `${kwh}kWh`),
      ),
    ],
    [
      'a CJE',
      [jaune(100_000, 200_000, 300_000, 400_000)],
      [jaune(100_000, 200_000, 300_000, 400_000), jaune(100_003, 200_000, 300_000, 400_000)].map((frame) =>
        frame.set('PERCC', '01:12:00:05'),
      ),
      [jaune(1, 0, 0, 0), jaune(3, 0, 0, 0)].map((frame) => frame.set('PERCC', '01:12:00:05')),
    ],
    [
      'a SAPHIR',
      [saphir(20_000, 30_000, saphirLong())],
      [saphir(20_000, 30_000), saphir(20_003, 30_000, saphirLong().set('FINP1', slashes('00/00/00', '01/12/26')))],
      [
        ...['1', '3'].map((kwh) =>
          [1, 3, 4, 5, 6, 7, 8].reduce(
            (frame, n) => frame.set(`EAp${String(n)}SD`, '0kWh'),
            saphirLong().set('FINP1', slashes('00/00/00', '01/12/26')).set('EAp2SD', `${kwh}kWh`),
          ),
        ),
      ],
    ],
  ];

  for (const [name, before, goesOn, beginsAnew] of MONTH) {
    it(`of ${name} goes on over a month, where its indexes do`, async () => {
      const [first, ...others] = await totals(...before, ...goesOn.flatMap(often));
      assert.ok(first !== undefined);
      assert.deepEqual(others.at(-1), first + 3);
    });

    it(`of ${name} goes on over a month, where its indexes begin at 0`, async () => {
      const [first, ...others] = await totals(...before, ...beginsAnew.flatMap(often));
      assert.ok(first !== undefined);
      assert.deepEqual(others, [first + 1, first + 3]);
    });
  }

  it('of a SAPHIR that injects has what it injected beside it', async () => {
    const bench = await HaBench.open();
    bench.bytes(saphirShort({ producer: true }).build());
    assert.equal(bench.of('energy_returned'), String(8 * 9000));
    await bench.close();
  });
});
