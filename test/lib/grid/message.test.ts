// The table of messages: what the wires carry is written out here a second time.
import assert from 'node:assert/strict';
import {
  deviceOfSource,
  isOwnSchema,
  MESSAGES,
  messageNamed,
  meterOfTopic,
  readingTopic,
  signalTopic,
} from '../../../lib/grid/message';

describe('the table of messages', () => {
  it('has every message under the schema and the topic that flows know', () => {
    assert.deepEqual(
      Object.values(MESSAGES).map(({ schema, topic }) => [schema, topic]),
      [
        ['linky-red/reading@1', 'tic'],
        ['linky-red/signal@1', 'signal'],
        ['linky-red/ecowatt@1', 'ecowatt'],
        ['linky-red/tempo@1', 'tempo'],
        ['linky-red/rows@1', 'tempo/history'],
        ['linky-red/data-file@1', 'file'],
        ['linky-red/capture@1', 'capture'],
        ['linky-red/points@1', 'points'],
        ['linky-red/energy-summary@1', 'energy'],
        ['linky-red/consent@1', 'consent'],
        ['linky-red/flex-request@1', 'flex'],
        ['linky-red/flex-journal@1', 'flex-journal'],
        ['linky-red/flex-answer@1', 'flex-answer'],
        ['linky-red/prices@1', 'prices'],
        ['linky-red/price@1', 'price'],
        ['linky-red/cost@1', 'cost'],
        ['linky-red/statistics@1', 'statistics'],
        ['linky-red/flex-ready@1', 'flex-ready'],
      ],
    );
  });

  it('finds a message by its schema, and no other one', () => {
    assert.equal(messageNamed('linky-red/ecowatt@1'), 'ecowatt');
    for (const schema of ['linky-red/ecowatt@2', 'constructor', undefined, null, 1])
      assert.equal(messageNamed(schema), undefined);
    assert.equal(isOwnSchema('linky-red/ecowatt@2'), true);
    assert.equal(isOwnSchema('linky-redo'), false);
  });

  it('names the meter in the topic of a reading, and finds it there', () => {
    assert.equal(readingTopic('maison'), 'tic/maison');
    assert.equal(meterOfTopic('tic/maison'), 'maison');
    assert.equal(meterOfTopic('maison/tic/1'), 'maison/tic/1');
  });

  it('says of which device the signals of a source are events', () => {
    assert.equal(signalTopic({ source: 'tic', signal: 'peak' }), 'signal/tic/peak');
    const sources = ['tic', 'ecowatt', 'tempo', 'flex', 'nobody'];
    assert.deepEqual(sources.map(deviceOfSource), ['meter', 'ecowatt', 'tempo', 'flex', undefined]);
  });
});
