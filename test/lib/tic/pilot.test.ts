// Pilots of Linky (types 67 and 68) say SINST1, SMAXN and SMAXN-1: what any other meter calls SINSTS, SMAXSN and SMAXSN-1.
import assert from 'node:assert/strict';
import { HaBench } from '../../support/home-assistant/ha-bench';
import { listen } from '../../support/tic/tic-listener';
import type { FrameBuilder } from '../../support/tic/tic-frames';
import { PILOT_LABELS, linkyPilot, linkyStandard } from '../../support/tic/tic-meters';

const TYPES = ['67', '68'] as const;
const OVER = 0x80;

const withStatus = (frame: FrameBuilder, bits: number): FrameBuilder =>
  frame.set('STGE', (0x002a0001 + bits).toString(16).toUpperCase().padStart(8, '0'));

for (const type of TYPES)
  describe(`a pilot of type ${type}`, () => {
    const pilot = linkyPilot(type);
    const other = linkyStandard();

    it('is a single-phase Linky in standard, whose every group is known from its first frame on', () => {
      const { last } = listen().push(pilot.build());
      const { family, mode, phases, type: told } = last.meter;
      assert.deepEqual([family, mode, phases, told], ['linky', 'standard', 1, type]);
      assert.deepEqual(
        [last.quality.unknown, last.quality.rejected, last.quality.groups],
        [[], 0, pilot.labels.length],
      );
    });

    for (const [label, spelling] of PILOT_LABELS)
      it(`says ${spelling} and means ${label}: value, unit and horodate are those of this label, and of no other`, () => {
        const [of, as] = [listen().push(pilot.build()).last, listen().push(other.build()).last];
        assert.equal(typeof of.values[label], 'number');
        assert.deepEqual(
          [of.values[label], of.units[label], of.horodates[label]],
          [as.values[label], as.units[label], as.horodates[label]],
        );
        assert.deepEqual(
          [spelling in of.values, spelling in of.units, spelling in of.horodates],
          [false, false, false],
        );
        assert.ok(
          of.groups.some((group) => group.label === spelling && group.ok),
          'the list of groups shows what was sent',
        );
      });

    it('has the headroom of its power', () => {
      const drawn = pilot.set('SINST1', '00460');
      assert.deepEqual(listen().push(drawn.build()).last.headroom, {
        ...{ va: 8540, a: 40, phase: null, cutoffVa: 8540 },
      });
    });

    it('tells in an overrun what is drawn', () => {
      const listener = listen().push(pilot.build());
      listener.news();
      listener.push(withStatus(pilot.set('SINST1', '09870'), OVER).build());
      const [overrun] = listener.told('power-overrun');
      assert.deepEqual(overrun?.detail, { phases: [1], value: 9870, unit: 'VA', threshold: 9000 });
    });

    it('has the entities of any other meter in Home Assistant, one for a figure', async () => {
      const [ours, theirs] = await Promise.all([HaBench.open(), HaBench.open()]);
      for (let n = 0; n < 3; n++) {
        ours.bytes(pilot.build());
        theirs.bytes(other.build());
      }
      assert.deepEqual(ours.announced().sort(), theirs.announced().sort());
      for (const id of ['apparent_power', 'sinsts', 'smaxsn', 'smaxsn_minus_1', 'headroom'])
        assert.deepEqual([ours.of(id), ours.configOf(id)['name']], [theirs.of(id), theirs.configOf(id)['name']], id);
      assert.equal(ours.of('sinsts'), '1240');
      await Promise.all([ours.close(), theirs.close()]);
    });
  });
