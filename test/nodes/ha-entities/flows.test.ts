// What flows, in Home Assistant: nothing that is exported counts as drawn, and no power that cannot be drives a figure.
import assert from 'node:assert/strict';
import { HaBench } from '../../support/home-assistant/ha-bench';
import { linkyHc, linkyStandard, linkyStandardTriProducer, linkyTri } from '../../support/tic/tic-meters';

const UNKNOWN = 'None';

async function open(): Promise<HaBench> {
  return HaBench.open({ settings: { throttle: 'none' } });
}

describe('headroom in Home Assistant', () => {
  it('is all that is subscribed while a house exports', async () => {
    const bench = await open();
    bench.bytes(linkyHc().set('ISOUSC', '15').set('IINST', '024').set('PAPP', '00000').build());
    assert.deepEqual([bench.of('headroom'), bench.of('headroom_current')], ['3000', '15']);
    await bench.close();
  });

  it('is unknown where nobody can tell what is drawn, and comes back; a damaged group changes nothing', async () => {
    const bench = await open();
    const told = (): unknown => [bench.of('headroom'), bench.of('headroom_current')];
    bench.bytes(linkyTri().build());
    assert.deepEqual(told(), ['1600', '8']);
    bench.bytes(linkyTri().damaged('IINST2').build());
    assert.deepEqual(told(), ['1600', '8']);
    bench.bytes(linkyTri().set('PAPP', '00000').build());
    assert.deepEqual(told(), [UNKNOWN, UNKNOWN]);
    bench.bytes(linkyTri().build());
    assert.deepEqual(told(), ['1600', '8']);
    await bench.close();
  });

  it('is announced with its first figure, not before', async () => {
    const bench = await open();
    bench.bytes(linkyTri().set('PAPP', '00000').build());
    assert.ok(!bench.announced().some((id) => id.startsWith('headroom')));
    bench.bytes(linkyTri().build());
    assert.ok(bench.announced().includes('headroom'));
    await bench.close();
  });
});

describe('a power that its current forbids, in Home Assistant', () => {
  for (const [family, label, good, absurd] of [
    ['in standard', 'sinsts', linkyStandard(), linkyStandard().set('SINSTS', '73569')],
    ['in historique', 'papp', linkyHc(), linkyHc().set('PAPP', '73560')],
    ['on three phases', 'sinsts', linkyStandardTriProducer(), linkyStandardTriProducer().set('SINSTS', '73569')],
  ] as const)
    it(`is the value of its own label and of no figure: ${family}`, async () => {
      const bench = await open();
      bench.bytes(good.build());
      const [power, headroom] = [bench.of('apparent_power'), bench.of('headroom')];
      bench.bytes(absurd.build());
      assert.equal(bench.of('apparent_power'), UNKNOWN);
      assert.ok(Number(bench.of('headroom')) >= Number(headroom));
      assert.match(bench.of(label) ?? '', /^7356/);
      bench.bytes(good.build());
      assert.equal(bench.of('apparent_power'), power);
      await bench.close();
    });
});
