// What the command line tells of a PME-PMI beyond labels: its budget, derived power, Flex Ready, a test.
import assert from 'node:assert/strict';
import { pmePmiTest } from '../support/tic/business-meters';
import { linesOf, linkyRed } from '../support/machine/command-line';
import { scripted } from '../support/tic/scripted-building';

describe('linky-red decode of a building above 36 kVA', function () {
  const day = { unit: 'kVA', td: () => 5, power: () => 96, seconds: 1000 } as const;
  const frames = [...scripted({ ...day, start: Date.parse('2026-11-24T10:00:00+01:00') })].map(({ frame }) =>
    frame.build(),
  );
  const test = pmePmiTest(['PTCOUR1', 'PM'], ['PREAVIS', 'DEP']).build();
  const capture = Buffer.concat([...frames, test]);

  it('tells its budget, the power that follows from its counter, Flex Ready, and a test as such', async () => {
    const lines = linesOf(await linkyRed(['decode', '-'], capture));
    const [last, played] = lines.slice(-2);
    // The last frame is that of second 995: 95 seconds into a period of 96 kVA.
    const { mean, left, maxMean, ...told } = last?.budget ?? {};
    assert.deepEqual(told, { rule: 'sliding', unit: 'kVA', subscribed: 108, td: 5, secondsToTop: 205 });
    assert.ok(Math.abs(Number(mean) - 96) < 1);
    assert.ok(Math.abs(Number(left) - (9 - (96 * 95) / 3600)) < 0.002);
    assert.ok(Math.abs(Number(maxMean) - ((9 - (96 * 95) / 3600) * 3600) / 205) < 0.1);
    const { apparentPower } = last?.derived ?? {};
    assert.deepEqual([apparentPower?.['unit'], apparentPower?.['from']], ['kVA', 'EAPP_s']);
    assert.ok(last?.flexReady?.length === 8 && last.flexReady.every(({ met }) => met));
    assert.equal('test' in last, false);
    assert.deepEqual([played?.test, played?.values, played?.signals], [true, { TRAME: 'TEST' }, []]);
    assert.ok(played !== undefined && !('budget' in played) && !('derived' in played) && !('flexReady' in played));
  });

  it('tells the same in the text for people', async () => {
    const { stdout } = await linkyRed(['decode', '--format', 'text', '-'], capture);
    const [first, ...others] = stdout.split(/^(?=pme-pmi)/m);
    assert.match(first ?? '', /budget: sliding, 108 kVA subscribed · mean unknown · left unknown · .* Td unknown/);
    const [last, played] = others.slice(-2);
    assert.match(
      last ?? '',
      /mean 9[56][.\d]* kVA · left 6\.4\d+ kVAh · until the top 11[\d.]+ kVA for 205 s · Td 5 min/,
    );
    assert.match(last ?? '', /apparent power: 9\d[.\d]* kVA \(from EAPP_s over \d+ s\)/);
    assert.match(last ?? '', /Flex Ready: all data met/);
    assert.match(played ?? '', / · test · /);
    assert.doesNotMatch(played ?? '', /budget|PREAVIS/);
  });
});
