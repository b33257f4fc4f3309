// Each meter of the sandbox is one of its own: two of them in a flow must not look like one.
import assert from 'node:assert/strict';
import { addressOf, DEFAULT_SEED, plate } from '../../../sandbox/tic/plate';

const MODELS = ['042261314159', '032171271828', '062266314159', '042136314159'];

describe('the serial number of a meter of the sandbox', () => {
  it('is of its seed, has the form of its model, and is the same each time', () => {
    for (const model of MODELS) {
      const seen = new Set<string>();
      for (let seed = 0; seed < 300; seed++) {
        const address = addressOf(model, seed);
        assert.match(address, /^\d{12}$/);
        assert.equal(address.slice(0, 6), model.slice(0, 6));
        assert.equal(addressOf(model, seed), address);
        seen.add(address);
      }
      assert.equal(seen.size, 300);
    }
  });

  it('is what it was where nobody chose a seed', () => {
    assert.equal(plate(1, false, DEFAULT_SEED).address, '042261314159');
    assert.equal(plate(3, false, DEFAULT_SEED).address, '032171271828');
    assert.notEqual(plate(1, false, 'garage').address, plate(1, false, 'cellar').address);
  });
});
