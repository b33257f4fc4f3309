import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { edgeOf } from '../../support/tic/tic-listener';
import { ADDRESS, dayProfile, linkyHc, linkyStandard, linkyTri, short } from '../../support/tic/tic-meters';
import type { GridSignal } from '../../../lib/grid/signal';

const HOST_TIME = '2027-01-12T10:54:56+01:00';
const METER_TIME = '2027-01-12T10:55:01+01:00';

describe('readings of linky-decode', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('are messages as the contract says', async () => {
    const node = await loadLinkyDecode();
    const came = { stream: 'house', port: '/dev/ttyUSB0', baudRate: 9600, complete: true };
    const tic = { ...came, receivedAt: HOST_TIME, completedAt: HOST_TIME };
    await node.receive(linkyStandard().build(), { tic, room: 'cellar' });
    const { _msgid, ...message } = node.reading;
    assert.equal(typeof _msgid, 'string');
    const { signals, ...told } = message.tic;
    assert.deepEqual(
      { ...message, tic: told },
      {
        topic: 'tic/022061700123',
        schema: 'linky-red/reading@1',
        room: 'cellar',
        payload: {
          ...{ ADSC: '022061700123', VTIC: '02', NGTF: 'H PLEINE/CREUSE', LTARF: 'HEURE  CREUSE' },
          ...{ EAST: 35802467, EASF01: 17901233, EASF02: 17901233, EASF03: 0, EASF04: 0, EASF05: 0, EASF06: 0 },
          ...{ EASF07: 0, EASF08: 0, EASF09: 0, EASF10: 0 },
          ...{ EASD01: 8950616, EASD02: 8950616, EASD03: 8950616, EASD04: 8950616 },
          ...{ IRMS1: 5, URMS1: 236, PREF: 9, PCOUP: 9, SINSTS: 1240 },
          ...{ SMAXSN: 5120, 'SMAXSN-1': 7030, CCASN: 1130, 'CCASN-1': 1120, UMOY1: 235 },
          ...{ STGE: '002A0001', MSG1: 'PAS DE          MESSAGE', PRM: '19357204681357' },
          ...{ RELAIS: '000', NTARF: '01', NJOURF: '00', 'NJOURF+1': '00' },
          'PJOURF+1': dayProfile('0000C001', '06008002', '2200C001'),
        },
        tic: {
          ...tic,
          meter: {
            ...{ id: '022061700123', family: 'linky', mode: 'standard', phases: 1, producer: false },
            ...{ maker: 'Sagemcom', year: 2020, type: '61' },
          },
          time: METER_TIME,
          horodates: {
            DATE: METER_TIME,
            SMAXSN: '2027-01-12T07:34:02+01:00',
            'SMAXSN-1': '2027-01-11T19:19:55+01:00',
            CCASN: '2027-01-12T10:30:00+01:00',
            'CCASN-1': '2027-01-12T10:00:00+01:00',
            UMOY1: '2027-01-12T10:50:00+01:00',
          },
          clockOffset: 5,
          units: {
            ...{ EAST: 'Wh', EASF01: 'Wh', EASF02: 'Wh', EASF03: 'Wh', EASF04: 'Wh', EASF05: 'Wh', EASF06: 'Wh' },
            ...{ EASF07: 'Wh', EASF08: 'Wh', EASF09: 'Wh', EASF10: 'Wh' },
            ...{ EASD01: 'Wh', EASD02: 'Wh', EASD03: 'Wh', EASD04: 'Wh' },
            ...{ IRMS1: 'A', URMS1: 'V', PREF: 'kVA', PCOUP: 'kVA', SINSTS: 'VA' },
            ...{ SMAXSN: 'VA', 'SMAXSN-1': 'VA', CCASN: 'W', 'CCASN-1': 'W', UMOY1: 'V' },
          },
          decoded: {
            STGE: {
              ...{ dryContact: 'open', breaker: 'closed', coverOpen: false, overvoltage: false, powerOverrun: false },
              ...{ producer: false, injecting: false, supplierIndex: 1, distributorIndex: 1, clockDegraded: false },
              ...{ mode: 'standard', euridis: 'on-without-security', plc: 'new-locked', plcSynchronised: false },
              ...{ colourToday: null, colourTomorrow: null, peakNotice: null, peakInProgress: null },
            },
            RELAIS: [],
            'PJOURF+1': [
              { at: '00:00', dryContact: 'close', virtualContacts: [], supplierIndex: 1 },
              { at: '06:00', dryContact: 'open', virtualContacts: [], supplierIndex: 2 },
              { at: '22:00', dryContact: 'close', virtualContacts: [], supplierIndex: 1 },
            ],
          },
          carried: {},
          // 9 kVA are 45 A of 200 VA each.
          headroom: { va: 7760, a: 40, phase: null, cutoffVa: 7760 },
          quality: {
            ...{ groups: 38, rejected: 0, held: 0, unknown: [], complete: true, frames: 1 },
            since: HOST_TIME,
          },
        },
      },
    );
    assert.deepEqual((signals as GridSignal[]).map(edgeOf), [
      'tariff-period initial: active',
      'power-overrun initial: cleared',
      'meter-fault breaker initial: cleared',
      'meter-fault cover initial: cleared',
      'meter-fault overvoltage initial: cleared',
      'meter-fault clock initial: cleared',
      'peak initial: cleared',
      'meter-fault silence initial: cleared',
    ]);
  });

  it('hold numbers where the label has a unit, also in historique, and text as the meter writes it elsewhere', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyHc().build());
    assert.deepEqual(node.reading.payload, {
      ...{ ADCO: '022061700123', OPTARIF: 'HC..', ISOUSC: 45, HCHC: 12345678, HCHP: 23456789, PTEC: 'HC..' },
      ...{ IINST: 5, IMAX: 90, PAPP: 1240, HHPHC: 'A', MOTDETAT: '000000' },
    });
    const { meter, time, clockOffset } = node.reading.tic;
    assert.deepEqual([(meter as { mode: string }).mode, time, clockOffset], ['historique', null, null]);
  });

  it('lack what came damaged', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyHc().damaged('PAPP').build());
    assert.equal('PAPP' in node.reading.payload, false);
    assert.equal(node.reading.payload['IINST'], 5);
    const { rejected, groups, complete } = node.reading.tic['quality'] as Record<string, unknown>;
    assert.deepEqual({ rejected, groups, complete }, { rejected: 1, groups: 10, complete: true });
  });

  it('are full for the short frames of a three-phase meter in overrun, with the age of what they carry', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyTri().build());
    await node.advance(1500);
    await node.receive(short(ADDRESS.linkyTri, { 2: '025' }).build());
    const { payload, tic } = node.reading;
    assert.deepEqual([payload['ADIR2'], payload['IINST2'], payload['PAPP'], payload['BASE']], [25, 25, 4710, 56789012]);
    const carried = tic['carried'] as Record<string, number>;
    assert.deepEqual([carried['PAPP'], carried['IINST2']], [1.5, undefined]);
    await node.receive(short(ADDRESS.linkyTri).build());
    assert.equal('ADIR2' in node.reading.payload, false);
    assert.equal(node.reading.payload['PAPP'], 4710);
  });

  it('list the groups as they came where that is wanted', async () => {
    const node = await loadLinkyDecode({ groups: true });
    await node.receive(linkyStandard().damaged('SINSTS').build());
    const groups = node.reading.tic['groups'] as { label: string }[];
    assert.equal(groups.length, 38);
    assert.deepEqual(
      ['DATE', 'LTARF', 'SINSTS'].map((label) => groups.find((group) => group.label === label)),
      [
        { label: 'DATE', horodate: 'H270112105501', data: '', ok: true },
        { label: 'LTARF', horodate: null, data: ' HEURE  CREUSE  ', ok: true },
        { label: 'SINSTS', horodate: null, data: '01240', ok: false, reason: 'checksum' },
      ],
    );
    await helper.unload();
    const silent = await loadLinkyDecode();
    await silent.receive(linkyHc().build());
    assert.equal('groups' in silent.reading.tic, false);
  });

  it('leave out what is implausible; lenient takes it', async () => {
    for (const [lenient, index, power] of [
      [false, undefined, undefined],
      [true, 1, '0124O'],
      ['true', 1, '0124O'],
    ] as const) {
      const node = await loadLinkyDecode({ lenient });
      await node.receive(linkyHc().build());
      await node.receive(linkyHc().set('HCHC', '000000001').set('PAPP', '0124O').build());
      const { payload, tic } = node.reading;
      assert.deepEqual([payload['HCHC'], payload['PAPP']], [index, power]);
      const { held, rejected } = tic['quality'] as { held: number; rejected: number };
      assert.deepEqual([held, rejected], lenient === false ? [1, 1] : [0, 0]);
      await helper.unload();
    }
  });

  it('read the clock of a meter overseas in its own zone', async () => {
    const node = await loadLinkyDecode({ zone: 'Indian/Reunion' });
    await node.receive(linkyStandard().build());
    assert.equal(node.reading.tic['time'], '2027-01-12T10:55:01+04:00');
  });
});
