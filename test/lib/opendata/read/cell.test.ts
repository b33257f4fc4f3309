import assert from 'node:assert/strict';
import fc from 'fast-check';
import { field } from '../../../support/opendata/fields';
import { readCell, readRows } from '../../../support/opendata/read-rows';

describe('lib/opendata/read/cell', () => {
  describe('cells', () => {
    it('keeps codes as they are written, and makes text of what somebody made a number of', () => {
      assert.deepEqual(readCell('text', '01'), { x: '01' });
      assert.deepEqual(readCell('text', 35), { x: '35' });
      assert.deepEqual(readCell('text', ['a', 'b']), { x: ['a', 'b'] });
      assert.deepEqual(readCell('text', 'S'), { x: 'S' });
    });

    const figures: readonly (readonly [string, number])[] = [
      ['12,5', 12.5],
      ['12.5', 12.5],
      ['-3', -3],
      ['1 234,5', 1234.5],
      ['1\u00a0234\u00a0567', 1_234_567],
      ['12\u202f345,6', 12_345.6],
      ['1e-7', 1e-7],
      ['+4', 4],
      [' 7 ', 7],
    ];
    for (const [text, figure] of figures)
      it(`reads ${JSON.stringify(text)} as ${figure}`, () => {
        assert.deepEqual(readCell('number', text), { x: figure });
      });

    for (const text of ['n.d.', '0x10', '1,234,567', '12,', 'Infinity', '1 23', '--1', '1e', 'NaN'])
      it(`takes ${JSON.stringify(text)} for no figure, and says what was there`, () => {
        assert.deepEqual(readCell('number', text), { x: null, _flags: { unread: { x: text } } });
      });

    it('makes null and a flag of secrecy, and of what is known to be below', () => {
      assert.deepEqual(readCell('number', 'S'), { x: null, _flags: { secret: ['x'] } });
      assert.deepEqual(readCell('integer', '< 1'), { x: null, _flags: { below: { x: 1 } } });
      assert.deepEqual(readCell('number', '<0,5'), { x: null, _flags: { below: { x: 0.5 } } });
    });

    it('reads the figures that the portal keeps as text, secrecy among them', () => {
      const key = 'indice_representativite_courbe_ndeg1';
      assert.deepEqual(readCell('text', '97.3', key), { [key]: 97.3 });
      assert.deepEqual(readCell('text', 'S', key), { [key]: null, _flags: { secret: [key] } });
      assert.deepEqual(readCell('text', '< 1', key), { [key]: null, _flags: { below: { [key]: 1 } } });
    });

    it('leaves what is missing missing: null, and no flag', () => {
      for (const type of ['integer', 'number', 'boolean', 'date', 'datetime', 'geo-point', 'geo-shape'] as const)
        for (const missing of [null, undefined, '']) assert.deepEqual(readCell(type, missing), { x: null });
      assert.deepEqual(readRows([field('x'), field('y', 'json'), field('z', 'file')], [{}]), [
        { x: null, y: null, z: null },
      ]);
    });

    it('flags rows that are totals', () => {
      const plage = 'plage_de_puissance_souscrite';
      assert.deepEqual(readCell('text', 'P0: Total <= 36 kVA', plage), {
        [plage]: 'P0: Total <= 36 kVA',
        _flags: { total: [plage] },
      });
      assert.deepEqual(readCell('text', 'P1: ]0-3] kVA', plage), { [plage]: 'P1: ]0-3] kVA' });
    });

    it('reads booleans of both portals and of their files', () => {
      for (const yes of [true, 'true', '1', 1, 'Vrai', 'oui']) assert.deepEqual(readCell('boolean', yes), { x: true });
      for (const no of [false, 'false', '0', 0, 'faux']) assert.deepEqual(readCell('boolean', no), { x: false });
      assert.deepEqual(readCell('boolean', 'peut-être'), { x: null, _flags: { unread: { x: 'peut-être' } } });
    });

    it('reads points of both portals and of GeoJSON, latitude and longitude by their names', () => {
      const rennes = { lat: 48.11, lon: -1.68 };
      for (const point of [
        '48.11,-1.68',
        '48.11, -1.68',
        { lat: 48.11, lon: -1.68 },
        { type: 'Point', coordinates: [-1.68, 48.11] },
        { type: 'Feature', geometry: { type: 'Point', coordinates: [-1.68, 48.11] }, properties: {} },
        '{"type":"Point","coordinates":[-1.68,48.11]}',
      ])
        assert.deepEqual(readCell('geo-point', point), { x: rennes });
    });

    it('takes no point for one that lies nowhere', () => {
      for (const text of ['48.11', '148.11,2', '48,1,2', ',2', 'a,b', '{'])
        assert.deepEqual(readCell('geo-point', text), { x: null, _flags: { unread: { x: text } } });
    });

    it('reads shapes as GeoJSON, out of text, out of a feature', () => {
      const line = { type: 'LineString', coordinates: [[2, 48], [3, 48]] }; // prettier-ignore
      for (const shape of [line, JSON.stringify(line), { type: 'Feature', geometry: line, properties: {} }])
        assert.deepEqual(readCell('geo-shape', shape), { x: line });
      assert.deepEqual(readCell('geo-shape', 'LINESTRING(2 48)'), {
        x: null,
        _flags: { unread: { x: 'LINESTRING(2 48)' } },
      });
    });

    it('writes days as they are, French ones too, and knows which days there are', () => {
      assert.deepEqual(readCell('date', '2026-03-01'), { x: '2026-03-01' });
      assert.deepEqual(readCell('date', '05/12/2001'), { x: '2001-12-05' });
      // A day that a host writes as the instant at which it begins, in UTC or in Paris.
      for (const text of ['2026-03-29T00:00:00Z', '2026-03-29T00:00:00+01:00', '2026-03-28T23:00:00+00:00'])
        assert.deepEqual(readCell('date', text), { x: '2026-03-29' });
      assert.deepEqual(readCell('date', '30/02/2026'), { x: null, _flags: { unread: { x: '30/02/2026' } } });
    });
  });

  describe('times', () => {
    const times: readonly (readonly [unknown, string])[] = [
      ['2025-09-10T08:00:00+00:00', '2025-09-10T10:00:00+02:00'],
      ['2025-12-10T08:00:00.000Z', '2025-12-10T09:00:00+01:00'],
      ['2026-10-25T02:30:00+01:00', '2026-10-25T02:30:00+01:00'],
      ['2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
      ['2026-03-29T00:59:59+00:00', '2026-03-29T01:59:59+01:00'],
      ['2026-01-01', '2026-01-01T00:00:00+01:00'],
      ['2026-07', '2026-07-01T00:00:00+02:00'],
      ['2026-07-14 12:30', '2026-07-14T12:30:00+02:00'],
      ['14/07/2026 12:30', '2026-07-14T12:30:00+02:00'],
      ['14/07/2026 12:30:15', '2026-07-14T12:30:15+02:00'],
      [1_767_222_000_000, '2026-01-01T00:00:00+01:00'],
    ];
    for (const [written, iso] of times)
      it(`${JSON.stringify(written)} is ${iso}`, () => {
        assert.deepEqual(readCell('datetime', written), { x: iso });
      });

    for (const text of ['2026-02-30T00:00:00Z', '2026-13-01', '2026-01-01T24:30:00Z', 'hier', '1', '31/04/2026'])
      it(`${JSON.stringify(text)} is none`, () => {
        assert.deepEqual(readCell('datetime', text), { x: null, _flags: { unread: { x: text } } });
      });

    it('names any instant, whatever the offset it is written with, by its Paris time', () => {
      const years = { min: new Date('2009-01-01'), max: new Date('2036-01-01'), noInvalidDate: true };
      fc.assert(
        fc.property(fc.date(years), fc.integer({ min: -12 * 60, max: 14 * 60 }), (date, offset) => {
          const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
            String(part).padStart(2, '0'),
          );
          const row = readCell('datetime', `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`) as { x: string };
          assert.equal(Date.parse(row.x), date.getTime());
          const shown = new Date(date).toLocaleString('sv-SE', { timeZone: 'Europe/Paris' });
          assert.equal(row.x.slice(0, 19).replace('T', ' '), shown);
        }),
      );
    });

    it('puts times that end their slot back to where it starts, where there is a step', () => {
      const fields = [field('horodate', 'datetime')];
      const raw = [{ horodate: '2026-01-01T00:00:00+01:00' }];
      const end = (stepMinutes: number | null): unknown => readRows(fields, raw, { timeIs: 'end' }, { stepMinutes })[0];
      assert.deepEqual(end(30), { horodate: '2025-12-31T23:30:00+01:00' });
      assert.deepEqual(end(null), { horodate: '2026-01-01T00:00:00+01:00' });
    });
  });

  it('makes rows that JSON can carry of whatever a portal sends', () => {
    const types = ['text', 'integer', 'number', 'boolean', 'date', 'datetime', 'geo-point', 'geo-shape'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, value) => {
        const row = readCell(type, value);
        assert.deepEqual(JSON.parse(JSON.stringify(row)), row);
      }),
    );
  });
});
