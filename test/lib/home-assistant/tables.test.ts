// The entity tables: nothing that Home Assistant would refuse, and no label forgotten.
import assert from 'node:assert/strict';
import { OWNED_ATTRIBUTES } from '../../../lib/home-assistant/discovery/attributes';
import { configMessage } from '../../../lib/home-assistant/discovery/config';
import { LABEL_ROWS, TABLES } from '../../../lib/home-assistant/entities';
import { METER_FAMILIES } from '../../../lib/home-assistant/facts/meter-families';
import { reasonForNone } from '../../../lib/home-assistant/entities/without-entity';
import { ATTRIBUTES, type EntityRow } from '../../../lib/home-assistant/discovery/row';
import { slug } from '../../../lib/home-assistant/discovery/topics';
import { DICTIONARIES, FAMILIES } from '../../../lib/tic/families';
import { ACCEPTED } from '../../support/home-assistant/discovery-rules';

/** What the page of a device has room for beside "90 000 020 Wh", seen in 2026.11. */
const LONGEST_NAME = 31;

/** Classes that give an entity an icon of its own. */
const TELLING = new Set([...Object.keys(ACCEPTED).filter((name) => name !== '-'), 'problem', 'tamper', 'connectivity']);

const ABOUT = {
  place: { prefix: 'homeassistant', base: 'linkyred', key: 'linky' },
  language: 'fr',
  process: { topic: 'linkyred/status', online: 'online', offline: 'offline' },
  origin: { name: 'linky-red', version: '1.2.3', url: 'https://example.org' },
  device: {
    name: 'Linky',
    manufacturer: '',
    model: '',
    modelId: '',
    serialNumber: '',
    hardware: '',
    software: '',
  },
} as const;

/** Everything that is wrong with a row. */
function faultsOf(row: EntityRow): string[] {
  const faults: string[] = [];
  const wrong = (what: string): void => void faults.push(`${row.id}: ${what}`);
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(row.id)) wrong('id');
  for (const text of Object.values(row.name)) if (text.trim() !== text || text === '') wrong('name');
  for (const name of row.attributes ?? []) if (OWNED_ATTRIBUTES.has(name)) wrong(`attribute ${name}`);
  if (row.kind === 'number') {
    const { deviceClass = '-', unit = '-', stateClass = '-' } = row;
    const accepted = ACCEPTED[deviceClass];
    if (accepted?.units.includes(unit) !== true) wrong(`unit ${unit} with class ${deviceClass}`);
    if (accepted?.states.includes(stateClass) !== true) wrong(`state class ${stateClass} with class ${deviceClass}`);
  }
  if (row.kind === 'enum') {
    const codes = row.options.map(({ code }) => code);
    if (codes.length === 0 || new Set(codes).size !== codes.length) wrong('options');
    if (!codes.every((code) => /^[a-z0-9_]{1,64}$/.test(code))) wrong('a code');
    if (!codes.includes('unknown')) wrong('no code for unknown');
    if (!(row.attributes ?? []).includes('label')) wrong('no label');
  }
  if (row.kind === 'event' && (row.types.length === 0 || new Set(row.types).size !== row.types.length)) wrong('types');
  const own = row.kind === 'number' || row.kind === 'binary' ? row.deviceClass : undefined;
  const telling = row.kind === 'timestamp' || row.kind === 'date' || (own !== undefined && TELLING.has(own));
  if (!telling && row.icon === undefined) wrong('neither a telling class nor an icon');
  if (row.icon !== undefined && !/^mdi:[a-z0-9-]+$/.test(row.icon)) wrong('icon');
  return faults;
}

for (const [kind, rows] of Object.entries(TABLES))
  describe(`the entity table of a ${kind}`, () => {
    it('has nothing that Home Assistant would refuse', () => {
      assert.deepEqual(rows.flatMap(faultsOf), []);
    });

    it('has every id once on its platform, and every name once in each language', () => {
      const repeated = (texts: string[]): string[] => texts.filter((text, i) => texts.indexOf(text) !== i);
      assert.deepEqual(repeated(rows.map(({ id }) => id)), []);
      assert.deepEqual(repeated(rows.map(({ name }) => name.fr)), []);
      assert.deepEqual(repeated(rows.map(({ name }) => name.en)), []);
    });

    it('has no name that Home Assistant cuts off beside its value, where the entity is switched on', () => {
      const shown = rows.filter(({ enabled }) => enabled !== false).flatMap(({ name }) => Object.values(name));
      assert.deepEqual(
        shown.filter((text) => text.length > LONGEST_NAME),
        [],
      );
    });

    it('makes configurations of one shape: ids, topics, availability, all fields of the device', () => {
      for (const row of rows) {
        const { topic, payload, retain } = configMessage(row, ABOUT);
        const config = JSON.parse(payload) as Record<string, unknown>;
        assert.match(topic, /^homeassistant\/(sensor|binary_sensor|event|button)\/[a-zA-Z0-9_-]+\/config$/);
        assert.equal(retain, true);
        assert.equal(config['unique_id'], `linkyred_linky_${row.id}`);
        assert.equal(config['default_entity_id'], `${row.platform}.linky_${row.id}`);
        assert.equal(config['availability_mode'], 'all');
        assert.equal((config['availability'] as unknown[]).length, row.availability === 'process' ? 1 : 2);
        assert.deepEqual(Object.keys(config['device'] as object), DEVICE_FIELDS);
        assert.ok(!payload.includes('null') && !payload.includes('undefined'), payload);
        for (const text of [topic, ...Object.values(config).filter((value) => typeof value === 'string')])
          assert.ok(text.length <= 255, text);
        assert.ok(!('object_id' in config));
      }
    });
  });

const DEVICE_FIELDS = [
  'identifiers',
  'name',
  'manufacturer',
  'model',
  'model_id',
  'serial_number',
  'hw_version',
  'sw_version',
];

describe('the entity tables', () => {
  it('find a fault in a row that has one', () => {
    const good = TABLES.meter.find(({ id }) => id === 'tempo_now');
    assert.ok(good?.kind === 'enum');
    const broken: [string, EntityRow][] = [
      ['id', { ...good, id: 'Tempo-now' }],
      ['attribute options', { ...good, attributes: ['label', 'options' as 'label'] }],
      ['options', { ...good, options: [...good.options, ...good.options] }],
      ['no code for unknown', { ...good, options: good.options.slice(0, 3) }],
      ['a code', { ...good, options: [...good.options, { code: 'Vert', name: { fr: 'Vert', en: 'Green' } }] }],
      ['no label', { ...good, attributes: [] }],
    ];
    for (const [what, row] of broken) assert.deepEqual(faultsOf(row), [`${row.id}: ${what}`]);
  });

  it('use no attribute name that Home Assistant owns', () => {
    assert.deepEqual(
      ATTRIBUTES.filter((name) => OWNED_ATTRIBUTES.has(name)),
      [],
    );
  });

  for (const { dialect } of DICTIONARIES)
    it(`have a row, or a reason for none, for every label of ${dialect.name}`, () => {
      const rows = new Set(LABEL_ROWS.flatMap(({ labels }) => labels));
      const labels = dialect.rows.map(({ label }) => label);
      assert.deepEqual(
        labels.filter((label) => !rows.has(label) && reasonForNone(label) === undefined),
        [],
        'neither',
      );
      assert.deepEqual(
        labels.filter((label) => rows.has(label) && reasonForNone(label) !== undefined),
        [],
        'both',
      );
    });

  it('have no row for a label that no meter sends', () => {
    const labels = new Set(DICTIONARIES.flatMap(({ dialect }) => dialect.rows.map(({ label }) => label)));
    assert.deepEqual(
      LABEL_ROWS.flatMap((row) => row.labels).filter((label) => !labels.has(label)),
      [],
    );
  });

  it('give a number to what is a number for the meter, in a unit that can be made of its own', () => {
    const scales: Record<string, number> = {
      'kVA VA': 1000,
      'kW W': 1000,
      'kvar var': 1000,
      'dal m³': 0.01,
    };
    for (const { dialect } of DICTIONARIES)
      for (const { label, unit, glued, unitOf } of dialect.rows)
        for (const row of LABEL_ROWS.filter(({ labels }) => labels.includes(label))) {
          const units = [unit, ...(glued ?? []), ...Object.values(unitOf ?? {})].filter((one) => one != null);
          const isNumber = units.length > 0 || glued !== undefined;
          assert.equal(row.kind === 'number', isNumber, label);
          if (row.kind !== 'number' || units.length === 0) continue;
          const from = row.onlyUnit ?? unit ?? '';
          assert.ok(row.onlyUnit === undefined || units.includes(row.onlyUnit as 'W'), label);
          const scale = row.scale ?? 1;
          assert.equal(scale, from === row.unit ? 1 : scales[`${from} ${String(row.unit)}`], `${label} ${from}`);
        }
  });
});

describe('slugs', () => {
  it('keep labels apart, but for letter case and the underscore that two families write differently', () => {
    const labels = [...new Set(DICTIONARIES.flatMap(({ dialect }) => dialect.rows.map(({ label }) => label)))];
    const folded = (label: string): string => label.toLowerCase().replace(/^(er[+-])(?=[si]$)/, '$1_');
    assert.equal(new Set(labels.map(slug)).size, new Set(labels.map(folded)).size);
    for (const text of labels.map(slug)) assert.match(text, /^[a-z0-9_]+$/);
  });

  it('say plus and minus', () => {
    assert.deepEqual(['NJOURF+1', 'SMAXSN-1', 'ER-_s', 'EASF01'].map(slug), [
      'njourf_plus_1',
      'smaxsn_minus_1',
      'er_minus_s',
      'easf01',
    ]);
  });
});

describe('the entities of what an ICE-4Q injects', () => {
  it('keep their ids, whatever the keys of readings are: the history of users hangs on them', () => {
    const ids = LABEL_ROWS.filter(({ labels }) => labels.some((label) => label.startsWith('injection'))).map(
      ({ id }) => id,
    );
    const perPeriod = ['eapcour', 'erppcour', 'ernpcour'].flatMap((name) => [1, 2, 3, 4, 5].map((n) => `${name}_${n}`));
    const others = 'ptcour ea erp ern p1 prapcour i1 i2 i3 tgphi u10mn ipa1mn ipatmn iprea1mn ipreatmn'.split(' ');
    assert.deepEqual(ids.sort(), [...perPeriod, ...others].map((name) => `injection_${name}`).sort());
  });
});

describe('the families of meters', () => {
  it('are called as the decoder calls them; nobody knows the name of an unknown one', () => {
    const names = Object.entries(METER_FAMILIES).map(([family, { name }]) => [family, name]);
    const known = Object.entries(FAMILIES).map(([family, { name }]) => [family, family === 'unknown' ? '' : name]);
    assert.deepEqual(names.sort(), known.sort());
  });
});

describe('the types of rows', () => {
  it('refuse what Home Assistant would refuse', () => {
    const common = { id: 'x', name: { fr: 'x', en: 'x' }, platform: 'sensor', pace: 'index' } as const;
    const rows: EntityRow[] = [
      // @ts-expect-error reactive energy is no energy
      { ...common, kind: 'number', deviceClass: 'energy', unit: 'varh' },
      // @ts-expect-error an energy that is measured again and again is no total
      { ...common, kind: 'number', deviceClass: 'energy', unit: 'Wh', stateClass: 'measurement' },
      // @ts-expect-error Home Assistant has no such class
      { ...common, kind: 'number', deviceClass: 'apparent_energy', unit: 'VAh' },
      // @ts-expect-error a sensor cannot be configured
      { ...common, kind: 'text', category: 'config' },
      // @ts-expect-error an enum has no statistics
      { ...common, kind: 'enum', options: [], stateClass: 'measurement' },
      // @ts-expect-error `options` overwrites the options of the enum
      { ...common, kind: 'enum', options: [], attributes: ['options'] },
    ];
    assert.equal(rows.length, 6);
  });
});
