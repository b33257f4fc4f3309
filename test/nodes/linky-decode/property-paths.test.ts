// What a reading says can be reached by `msg.payload.<label>` in every node of Node-RED: a `change` whose path does not fit
// passes the whole reading on, without a word.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { labelInSection } from '../../../lib/tic/families/label';
import { readGroup } from '../../../lib/tic/bytes/group';
import { DICTIONARIES } from '../../../lib/tic/families';
import linkyDecode from '../../../nodes/linky-decode/linky-decode';
import type { NodeAPI } from '../../../nodes/runtime/types';
import { ice4q } from '../../support/tic/business-meters';
import { helper } from '../../support/node-red/helper';
import type { Reading } from '../../support/node-red/linky-decode-bench';
import { NODE_RED_PATH } from '../../support/node-red/path';
import { groupBytes, historique } from '../../support/tic/tic-frames';
import { listen } from '../../support/tic/tic-listener';

const nodeRed = createRequire(NODE_RED_PATH);
const { util } = nodeRed('@node-red/util') as { util: { normalisePropertyExpression(text: string): unknown[] } };
const change = nodeRed('@node-red/nodes/core/function/15-change.js') as (RED: NodeAPI) => void;

/** Empty: Node-RED reads it as `payload` and the label, whole. */
function faultOf(label: string): string[] {
  try {
    const parts = util.normalisePropertyExpression(`payload.${label}`);
    return parts.length === 2 && parts[1] === label ? [] : [`${label}: ${JSON.stringify(parts)}`];
  } catch (error) {
    return [`${label}: ${String(error)}`];
  }
}

describe('the keys of readings', () => {
  for (const { dialect } of DICTIONARIES)
    it(`are within reach of a property path: every label of ${dialect.name}`, () => {
      assert.deepEqual(
        dialect.rows.flatMap(({ label }) => faultOf(label)),
        [],
      );
    });

  it('would be out of reach with a dot, a blank or a sign at the beginning', () => {
    for (const label of ['injection.EA', 'EA s', '+EA', '-EA']) assert.notDeepEqual(faultOf(label), [], label);
  });

  it('are within reach whatever label a line brings, also when every right sum is taken', () => {
    const label = fc.string({
      unit: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...Array.from('AZaz09+-_')) },
        { weight: 1, arbitrary: fc.constantFrom(...Array.from('.:[]\'"!é$@ ')) },
      ),
      minLength: 1,
      maxLength: 17,
    });
    let taken = 0;
    fc.assert(
      fc.property(label, fc.constantFrom(' ' as const, '\t' as const), (text, separator) => {
        const group = readGroup(groupBytes(separator, text, '1'));
        if (!group.ok) return;
        taken++;
        const listener = listen({ lenient: true }).push(historique().group(text, '1').build());
        const keys = [group.label, ...listener.frames.flatMap(({ values }) => Object.keys(values))];
        assert.deepEqual(keys.flatMap(faultOf), []);
      }),
      { numRuns: 500 },
    );
    assert.ok(taken > 100, `only ${String(taken)} labels were taken`);
  });

  it('behind Appli are those of injection, and nothing that a line sends can take their place before it', () => {
    const label = labelInSection('injection', 'EA');
    assert.equal(label, 'injection_EA');
    const frame = ice4q().before('Appli', label, '99Wh');
    const { last } = listen().push(frame.build()).push(frame.build());
    assert.deepEqual([last.values['EA'], last.values[label]], [51234, 17]);
  });
});

describe('a change node behind linky-decode', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('takes every single value out of the reading of an ICE-4Q', async () => {
    const labels = Object.keys(listen().push(ice4q().build()).last.values);
    assert.ok(labels.includes('injection_EApCour'));
    const rules = labels.map((label, n) => ({
      t: 'set',
      p: `taken${n}`,
      pt: 'msg',
      to: `payload.${label}`,
      tot: 'msg',
    }));
    const place = { z: 'tab', x: 1, y: 1 };
    const flow: { id: string; type: string; [field: string]: unknown }[] = [
      { id: 'tab', type: 'tab', label: 'test' },
      { id: 'decode', type: 'linky-decode', name: '', ...place, wires: [['change'], []] },
      { id: 'change', type: 'change', rules, ...place, wires: [['heard']] },
      { id: 'heard', type: 'helper', ...place, wires: [] },
    ];
    await helper.load([linkyDecode, change], flow);
    const heard = new Promise<Reading & Record<string, unknown>>((resolve) => {
      helper.getNode('heard').on('input', (msg) => {
        resolve(msg as Reading & Record<string, unknown>);
      });
    });
    helper.getNode('decode').receive({ topic: 'house', payload: ice4q().build() });
    const msg = await heard;
    assert.deepEqual(
      labels.map((_, n) => msg[`taken${n}`]),
      labels.map((label) => msg.payload[label]),
    );
    assert.equal(msg[`taken${labels.indexOf('injection_EApCour')}`], 123);
  });
});
