import assert from 'node:assert/strict';
import { Settings } from '../../../nodes/runtime/settings';

const DEFAULTS = { name: 'linky', port: '2001', fast: false, mode: 'auto' };
const MODES = ['auto', 'fixed'] as const;
const read = (raw: object): Settings<typeof DEFAULTS> => new Settings<typeof DEFAULTS>(raw, DEFAULTS);
const refused = (code: string, field: string) => (error: Error & { code?: unknown; facts?: { field?: unknown } }) =>
  error.code === code && error.facts?.field === field;

describe('the settings of a node', () => {
  it('are the defaults where a flow says nothing, and without the blanks around them', () => {
    assert.equal(read({}).text('name'), 'linky');
    assert.equal(read({ name: '  garage ' }).text('name'), 'garage');
  });

  it('stay empty where a field was cleared, unless that counts as missing', () => {
    assert.equal(read({ name: '' }).text('name'), '');
    assert.equal(new Settings({ name: ' ' }, DEFAULTS, 'counts-as-missing').text('name'), 'linky');
    assert.throws(() => read({ name: ' ' }).filled('name'), refused('ERR_CONFIG', 'name'));
  });

  it('are one of the choices', () => {
    assert.equal(read({ mode: 'fixed' }).choice('mode', MODES), 'fixed');
    assert.throws(() => read({ mode: 'slow' }).choice('mode', MODES), refused('ERR_CONFIG', 'mode'));
  });

  it('are numbers within their bounds', () => {
    const port = (value: unknown): number =>
      read({ port: value }).number('port', { least: 1, most: 65_535, whole: true });
    assert.deepEqual([port(' 4001 '), port(502)], [4001, 502]);
    for (const wrong of ['0', '65536', '1.5', 'x', '', 'NaN', 'Infinity'])
      assert.throws(() => port(wrong), refused('ERR_CONFIG', 'port'), wrong);
    assert.equal(read({ port: '0.5' }).number('port', { above: 0, most: 24 }), 0.5);
    assert.throws(() => read({ port: '0' }).number('port', { above: 0, most: 24 }), refused('ERR_CONFIG', 'port'));
  });

  it('are ticked as a checkbox or by a word of the environment', () => {
    const flags = [true, 'true', 'ON', '1', 'yes', false, 'false', '', '0'].map((fast) => read({ fast }).flag('fast'));
    assert.deepEqual(flags, [true, true, true, true, true, false, false, false, false]);
  });

  it('name the variable that nobody has set by its field, never by what stands there', () => {
    assert.throws(
      () => read({ name: 'x${SECRET}' }).text('name'),
      (error: Error) => refused('ERR_CONFIG_VARIABLE', 'name')(error) && !error.message.includes('SECRET'),
    );
  });
});
