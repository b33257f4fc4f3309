import assert from 'node:assert/strict';
import { type StatusWord, statusWord } from '../../../sandbox/tic/status-word';

const QUIET: StatusWord = {
  dryContactClosed: true,
  breaker: 0,
  coverOpen: false,
  overvoltage: false,
  overrun: false,
  producer: false,
  injecting: false,
  supplierIndex: 1,
  distributorIndex: 1,
  clockDegraded: false,
  today: null,
  tomorrow: null,
  peakNotice: 0,
  peak: 0,
};

describe('sandbox: STGE', () => {
  // Words that real meters sent, and what each says.
  const seen: readonly (readonly [string, Partial<StatusWord>])[] = [
    ['013A0000', { today: 'blue' }],
    ['003A8000', { distributorIndex: 3 }],
    ['013AC401', { dryContactClosed: false, supplierIndex: 2, distributorIndex: 4, today: 'blue' }],
    ['013A0501', { dryContactClosed: false, producer: true, supplierIndex: 2, today: 'blue' }],
    ['003AC301', { dryContactClosed: false, producer: true, injecting: true, distributorIndex: 4 }],
  ];
  for (const [word, parts] of seen) {
    it(`puts ${word} together`, () => {
      assert.equal(statusWord({ ...QUIET, ...parts }), word);
    });
  }

  it('sets one bit for each incident', () => {
    const base = Number.parseInt(statusWord(QUIET), 16);
    const added = (parts: Partial<StatusWord>): number =>
      Number.parseInt(statusWord({ ...QUIET, ...parts }), 16) - base;
    assert.equal(added({ coverOpen: true }), 2 ** 4);
    assert.equal(added({ overvoltage: true }), 2 ** 6);
    assert.equal(added({ overrun: true }), 2 ** 7);
    assert.equal(added({ clockDegraded: true }), 2 ** 16);
    assert.equal(added({ breaker: 6 }), 6 * 2);
  });

  it('stays unsigned when a red day fills the highest bits', () => {
    assert.equal(statusWord({ ...QUIET, today: 'red', peak: 2 }), '833A0000');
    assert.equal(statusWord({ ...QUIET, today: 'red', tomorrow: 'red', peakNotice: 3, peak: 3 }), 'FF3A0000');
  });
});
