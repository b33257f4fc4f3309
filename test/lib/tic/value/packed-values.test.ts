import assert from 'node:assert/strict';
import { decodeDayProfile } from '../../../../lib/tic/value/day-profile';
import { readAddress } from '../../../../lib/tic/families/address';
import { decodePotential, decodeRelays, decodeTariffOption } from '../../../../lib/tic/value/small-registers';
import { dayProfile } from '../../../support/tic/tic-meters';

describe('what is packed inside a value', () => {
  it('RELAIS 140 says that relays 3, 4 and 8 are closed', () => {
    assert.deepEqual(decodeRelays('140'), [3, 4, 8]);
    assert.deepEqual(decodeRelays('001'), [1]);
    assert.deepEqual(decodeRelays('000'), []);
    assert.deepEqual(decodeRelays('255'), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(decodeRelays('1x0'), null);
    assert.equal(decodeRelays('256'), null);
  });

  it('PPOT names the phases whose potential is missing, by bits 1 to 3', () => {
    assert.deepEqual(decodePotential('00'), { missing: [] });
    assert.deepEqual(decodePotential('02'), { missing: [1] });
    assert.deepEqual(decodePotential('0C'), { missing: [2, 3] });
    assert.equal(decodePotential('zz'), null);
  });

  it('OPTARIF BBRx holds the programmes of two circuits', () => {
    assert.deepEqual(decodeTariffOption('BBR('), { option: 'tempo', circuit1: 'A', circuit2: 'P0' });
    // 0x35 = 011 0101: circuit 1 bits 10, circuit 2 bits 101.
    assert.deepEqual(decodeTariffOption('BBR5'), { option: 'tempo', circuit1: 'B', circuit2: 'P5' });
    assert.deepEqual(decodeTariffOption('BBR?'), { option: 'tempo', circuit1: 'C', circuit2: 'P7' });
    assert.deepEqual(decodeTariffOption('BASE'), { option: 'base' });
    assert.deepEqual(decodeTariffOption('HC..'), { option: 'off-peak' });
    assert.deepEqual(decodeTariffOption('EJP.'), { option: 'ejp' });
    for (const text of ['', 'HC', 'BBR', 'constructor', '__proto__'])
      assert.equal(decodeTariffOption(text), null, text);
  });

  it('PJOURF+1 holds steps: time, dry contact, virtual contacts, index', () => {
    const steps = decodeDayProfile(dayProfile('0256C001', '06004002', '2200BFFA', '2300000F'));
    assert.deepEqual(steps, [
      { at: '02:56', dryContact: 'close', virtualContacts: [], supplierIndex: 1 },
      { at: '06:00', dryContact: 'tempo', virtualContacts: [], supplierIndex: 2 },
      { at: '22:00', dryContact: 'open', virtualContacts: [1, 2, 3, 4, 5, 6, 7], supplierIndex: 10 },
      { at: '23:00', dryContact: 'unchanged', virtualContacts: [], supplierIndex: null },
    ]);
    assert.deepEqual(decodeDayProfile('00000010')[0]?.virtualContacts, [1], 'bit 4 is contact 1');
    assert.deepEqual(decodeDayProfile(dayProfile()), []);
  });

  it('the address holds maker, year and type', () => {
    assert.deepEqual(readAddress('041436028024'), { maker: 'Landis+Gyr', year: 2014, type: '36' });
    assert.deepEqual(readAddress('022061700123'), { maker: 'Sagemcom', year: 2020, type: '61' });
    assert.deepEqual(readAddress('999801000000'), { maker: null, year: 1998, type: '01' });
    assert.equal(readAddress('01234567890'), null);
    assert.equal(readAddress('0123456789AB'), null);
  });
});
