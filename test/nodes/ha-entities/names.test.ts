// What an index is called, and which figures are switched on.
import assert from 'node:assert/strict';
import { type BenchOptions, HaBench } from '../../support/home-assistant/ha-bench';
import { standardHouse, SUCCESSOR } from '../../support/tic/house-frames';

const LINE = { stream: 'maison', quality: { rejected: 0, frames: 1, complete: true } };

/** Readings of a meter with two indexes, every ten seconds. */
function readings(
  bench: HaBench,
  number: string,
  text: string,
  seconds: number,
  tic: Record<string, unknown> = {},
): void {
  for (let passed = 0; passed <= seconds; passed += 10) {
    bench.reading({ NTARF: number, LTARF: text, EASF01: 1000, EASF02: 2000 }, { ...LINE, ...tic });
    bench.clock.advance(10_000);
  }
}

const nameOf = (bench: HaBench, index: number): unknown => bench.configOf(`easf0${index}`)['name'];

describe('the name of an index', () => {
  it('is what LTARF says of the one in force, once it has said so for a while; its id stays', async () => {
    const bench = await HaBench.open();
    readings(bench, '01', 'HC  BLEU', 20);
    assert.equal(nameOf(bench, 1), 'Index fournisseur 1');
    readings(bench, '01', 'HC  BLEU', 10);
    assert.equal(nameOf(bench, 1), 'Bleu HC');
    assert.equal(bench.configOf('easf01')['default_entity_id'], 'sensor.linky_easf01');
    assert.equal(bench.configOf('easf01')['unique_id'], 'linkyred_linky_easf01');
    assert.equal(nameOf(bench, 2), 'Index fournisseur 2');
    readings(bench, '02', 'HP  BLEU', 40);
    assert.deepEqual([nameOf(bench, 1), nameOf(bench, 2)], ['Bleu HC', 'Bleu HP']);
    await bench.close();
  });

  for (const [text, fr, en] of [
    ['HP ROUGE', 'Rouge HP', 'Red peak'],
    ['BLANC HC', 'Blanc HC', 'White off-peak'],
    ['HEURE  CREUSE', 'Index heures creuses', 'Index off-peak hours'],
    ['BASE', 'Index base', 'Index base'],
    ['TJ LU-SD', 'Index TJ LU-SD', 'Index TJ LU-SD'],
  ] as const)
    it(`"${text}" is "${fr}", in English "${en}"`, async () => {
      for (const [language, name] of [
        ['fr', fr],
        ['en', en],
      ] as const) {
        const bench = await HaBench.open({ settings: { language } });
        readings(bench, '01', text, 40);
        assert.equal(nameOf(bench, 1), name);
        await bench.close();
      }
    });

  it('is not learnt from a label that is late, nor against the status register', async () => {
    const bench = await HaBench.open();
    readings(bench, '02', 'HC  BLEU', 20);
    readings(bench, '02', 'HP  BLEU', 20);
    assert.equal(nameOf(bench, 2), 'Index fournisseur 2');
    readings(bench, '02', 'HP  BLEU', 60, { decoded: { STGE: { supplierIndex: 1 } } });
    assert.equal(nameOf(bench, 2), 'Index fournisseur 2');
    // A register that names no index is no witness against it.
    readings(bench, '02', 'HP  BLEU', 60, { decoded: { STGE: { supplierIndex: null } } });
    assert.equal(nameOf(bench, 2), 'Bleu HP');
    await bench.close();
  });

  it('outlives a restart, and goes with the meter', async () => {
    const first = await HaBench.open();
    readings(first, '01', 'HC  BLEU', 40);
    await first.close();
    const options: BenchOptions = { store: first.store, clock: first.clock };
    const second = await HaBench.open(options);
    readings(second, '01', 'HC  BLEU', 0);
    assert.equal(nameOf(second, 1), 'Bleu HC');
    second.clock.advance(120_000);
    const meter = { id: SUCCESSOR, family: 'linky', mode: 'standard', phases: 1, producer: false };
    readings(second, '01', 'BASE', 70, { meter });
    assert.equal(nameOf(second, 1), 'Index base');
    await second.close();
  });
});

describe('figures that are told twice', () => {
  const TWINS = [
    ['energy_total', 'east'],
    ['apparent_power', 'sinsts'],
    ['contract_power', 'pref'],
  ] as const;

  it('are switched on once: the one that outlives a change of mode', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    for (const [canonical, label] of TWINS) {
      assert.equal(bench.of(canonical), bench.of(label));
      assert.equal(bench.configOf(canonical)['enabled_by_default'], undefined);
      assert.equal(bench.configOf(label)['enabled_by_default'], false);
    }
    await bench.close();
  });

  it('are none among the energies that are switched on and that the Energy dashboard offers', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    const energies = bench.announced().filter((id) => {
      const { device_class: deviceClass, enabled_by_default: enabled, state_class: total } = bench.configOf(id);
      return deviceClass === 'energy' && enabled !== false && total !== undefined;
    });
    assert.deepEqual(energies.sort(), ['easf01', 'easf02', 'energy_total']);
    await bench.close();
  });
});
