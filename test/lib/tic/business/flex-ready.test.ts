// What the Flex Ready reference asks of a meter, met or missing and since when; and the clock of the meter against the host's.
import assert from 'node:assert/strict';
import type { FlexReadyData } from '../../../../lib/tic/power/flex-ready';
import { cje, ice2q, pmePmi, pmePmiHta, saphirLong, saphirShort } from '../../../support/tic/business-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { listen } from '../../../support/tic/tic-listener';

const NOW = Date.parse('2026-11-24T13:32:08Z');

function view(...frames: FrameBuilder[]): FlexReadyData[] | null {
  const listener = listen();
  frames.forEach((frame, i) => listener.push(frame.build(), NOW + i * 8000));
  return listener.last.flexReady;
}

const missing = (items: FlexReadyData[] | null): string[] =>
  (items ?? []).filter(({ met }) => !met).map(({ data }) => data);

describe('the Flex Ready view', () => {
  it('of a PME-PMI asks apparent energy on LV and active energy on HTA', () => {
    const shared = ['PTCOUR1', 'PTCOUR2', 'EAP_s', 'EaP_s2'];
    const names = (frame: FrameBuilder): string[] | undefined => view(frame, frame)?.map(({ data }) => data);
    assert.deepEqual(names(pmePmi()), ['DATE', 'PREAVIS', 'PS', 'EAPP_s', ...shared]);
    assert.deepEqual(names(pmePmiHta()), ['DATE', 'PREAVIS', 'PS', 'EA_s', ...shared]);
    assert.deepEqual(missing(view(pmePmi())), []);
  });

  it('of a SAPHIR is met once its long frame has come, with the labels as the meter spells them', () => {
    const short = view(saphirShort());
    assert.deepEqual(missing(short), ['KDC', 'KDCD', 'PSpx', 'LIB_pxD']);
    const items = view(saphirShort(), saphirLong(), saphirShort());
    assert.deepEqual(missing(items), []);
    const of = (name: string): FlexReadyData | undefined => items?.find(({ data }) => data === name);
    assert.deepEqual(
      of('EAp_xSD')?.labels,
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `EAp${String(n)}SD`),
    );
    assert.equal(of('EAp_xSF')?.labels.length, 8);
    assert.equal(of('DATE')?.since, '2026-11-24T14:32:08+01:00');
    assert.equal(of('KDC')?.since, '2026-11-24T14:32:16+01:00');
  });

  it('says what a meter does not send, and since when', () => {
    const without = pmePmi().without('PTCOUR2', 'EaP_s2');
    const items = view(pmePmi(), without, without);
    assert.deepEqual(missing(items), ['PTCOUR2', 'EaP_s2']);
    assert.equal(items?.find(({ data }) => data === 'PTCOUR2')?.since, '2026-11-24T14:32:16+01:00');
  });

  it('is not asked of other meters', () => {
    assert.equal(view(ice2q()), null);
    assert.equal(view(cje()), null);
  });
});

describe('the clock of a business meter', () => {
  it('is compared with the host when DATE arrives, not when the frame ends eight seconds later', () => {
    const frame = pmePmi();
    const listener = listen();
    const head = frame.upTo('DATE');
    listener.push(head, NOW);
    listener.push(frame.behind('DATE'), NOW + 7500);
    assert.equal(listener.last.clockOffset, 2);
  });
});
