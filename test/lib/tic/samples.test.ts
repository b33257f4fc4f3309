// Captures of other people's meters, which are not part of this repository: skipped where they are not there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GroupReport } from '../../../lib/tic/frame/group-report';
import { edgeOf, listen, type TicListener } from '../../support/tic/tic-listener';
import { needsSamples, SAMPLES } from '../../support/machine/requirements';

/** A group that passes when lenient and does not when strict, and why that is right. */
type Row = readonly [label: string, reason: GroupReport['reason'], why: string];

interface Sample {
  readonly file: string;
  /** Good groups of the index; resynchronising at every control character finds more in some. */
  readonly good: number;
  /** By the type in the address; where that is masked or invented, by the labels. */
  readonly family: string;
  readonly strict?: readonly Row[];
}

// A meter does not change its language in the middle of a frame: SP before, HT behind.
const COMPOSED = 'the file is composed of pieces of two meters, and no ADSC or VTIC says that the other one speaks';

const SAMPLE_FILES: readonly Sample[] = [
  { file: 'cbe_mono_historique_hchp_mactronique.raw', good: 18, family: 'cbemm-icc' },
  { file: 'cbetm_historique_base_nextdom24.txt', good: 15, family: 'cbetm' },
  {
    file: 'corruption_samples_issues.raw',
    good: 4,
    family: 'linky',
    strict: [
      ['PRM', 'format', COMPOSED],
      ['NJOURF+1', 'format', COMPOSED],
      ['PJOURF+1', 'format', COMPOSED],
    ],
  },
  { file: 'enedis_tic2ws_historique_base.raw', good: 9, family: 'linky' },
  { file: 'enedis_tic2ws_standard_hphc.raw', good: 38, family: 'linky' },
  { file: 'enedis_tic2ws_standard_hphc_pcoup_badchecksum.raw', good: 37, family: 'linky' },
  { file: 'linky_mono_historique_hchp_teleinfod.raw', good: 69, family: 'cbemm-icc' },
  {
    file: 'linky_mono_standard_hcwe_goteleinfo.raw',
    good: 38,
    family: 'linky',
    strict: [['ADSC', 'length', 'its author cut the address to eleven digits and made a new sum']],
  },
  { file: 'linky_mono_standard_producteur_teleinfod.raw', good: 341, family: 'linky' },
  { file: 'linky_tri_standard_tempo_nb38.txt', good: 50, family: 'linky' },
  { file: 'linky_standard_ppointe_line_fmartinou47.txt', good: 1, family: 'linky' },
  { file: 'synthetic/synth_cbemm_ejp_preavis_adps.raw', good: 26, family: 'cbemm-icc' },
  { file: 'synthetic/synth_cbemm_veille.raw', good: 3, family: 'cbemm' },
  { file: 'synthetic/synth_cbetm_courtes_eot.raw', good: 159, family: 'cbetm' },
  { file: 'synthetic/synth_concentrateur_hc.raw', good: 16, family: 'concentrateur' },
  { file: 'synthetic/synth_linky_std_tri_prod_pm.raw', good: 134, family: 'linky' },
];

function decode(file: string, lenient: boolean): TicListener {
  const listener = listen({ lenient }).push(readFileSync(path.join(SAMPLES, 'tic', file)));
  listener.decoder.flush();
  return listener;
}

const groupsOf = (listener: TicListener): readonly GroupReport[] => listener.frames.flatMap(({ groups }) => groups);

describe('captures from the field', () => {
  before(function () {
    needsSamples(this);
  });

  for (const { file, good, family, strict = [] } of SAMPLE_FILES) {
    it(`lenient gives at least the good groups of ${file}`, () => {
      const listener = decode(file, true);
      const passed = groupsOf(listener).filter(({ ok }) => ok).length;
      assert.ok(passed >= good, `${String(passed)} of ${String(good)}`);
      assert.equal(listener.last.meter.family, family);
    });

    it(`strict loses nothing of ${file} without a reason`, () => {
      const passed = groupsOf(decode(file, true));
      const judged = groupsOf(decode(file, false));
      assert.equal(judged.length, passed.length);
      const lost = judged.flatMap(({ ok, label, reason }, i) =>
        !ok && passed[i]?.ok === true ? [[label, reason]] : [],
      );
      assert.deepEqual(
        lost,
        strict.map(([label, reason]) => [label, reason]),
      );
    });
  }

  it('the EOT of a meter that breaks off ends its frame, and the good groups before it count', () => {
    const [cut] = decode('corruption_samples_issues.raw', false).frames;
    assert.deepEqual([cut?.quality.complete, cut?.values['HCHP']], [false, 19_571_184]);
  });

  it('every frame of a producer from the first STX to the last ETX is whole, but for the masked address', () => {
    const frames = decode('linky_mono_standard_producteur_teleinfod.raw', false).frames.slice(1, -1);
    assert.deepEqual(
      frames.map(({ quality }) => [quality.complete, quality.rejected]),
      frames.map(() => [true, 1]),
    );
    assert.ok(frames.every(({ meter }) => meter.producer === true && meter.phases === 1));
  });

  it('a producer on EJP with a degraded clock, an overrun and an announced peak tells all of it', () => {
    const listener = decode('synthetic/synth_linky_std_tri_prod_pm.raw', false);
    assert.deepEqual(listener.last.decoded['RELAIS'], [3, 4, 8]);
    const open = listener.signals.filter(({ state }) => state !== 'cleared').map(edgeOf);
    assert.deepEqual(open, [
      'tariff-period initial: active',
      'power-overrun initial: active 3',
      'meter-fault clock initial: active',
      'peak initial: announced',
    ]);
    const peak = listener.signals.find(({ signal }) => signal === 'peak');
    assert.deepEqual([peak?.start, peak?.end], ['2026-11-22T07:00:00+01:00', '2026-11-23T01:00:00+01:00']);
  });

  it('a three-phase meter in overrun: long frame, EOT, cycles of 20 short frames and a long one', () => {
    const listener = decode('synthetic/synth_cbetm_courtes_eot.raw', false);
    const overruns = listener.signals.filter(({ signal }) => signal === 'power-overrun').map(edgeOf);
    assert.deepEqual(overruns, ['power-overrun initial: active 3']);
    const filled = listener.frames.filter(({ carried }) => Object.keys(carried).length > 0);
    const [cut, ...short] = filled;
    assert.deepEqual(
      [cut?.quality.complete, short.length],
      [false, 22],
      'the one that was broken off, and the short ones',
    );
    assert.ok(filled.every(({ values }) => values['PAPP'] !== undefined && values['BBRHPJR'] !== undefined));
  });
});
