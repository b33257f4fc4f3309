// enedis-file in Node-RED: files from the disk by way of Node-RED's own node, texts and Buffers; its points, its errors, its status.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import enedisFile from '../../../nodes/enedis-file/enedis-file';
import { receiveFile } from '../../../nodes/enedis-file/enedis-file.controller';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { METER, truths, WRITERS } from '../../support/enedis/export-writer';
import { Arrivals } from '../../support/machine/arrivals';
import { translateOf, type Language } from '../../support/node-red/catalogues';
import { helper } from '../../support/node-red/helper';
import { NODE_RED_PATH } from '../../support/node-red/path';

interface Sent extends NodeMessage {
  readonly schema: string;
  readonly payload: readonly { readonly start: string; readonly end: string; readonly value: number }[];
  readonly parts: { readonly index: number; readonly count: number; readonly id: string };
  readonly file: Readonly<Record<string, unknown>>;
  readonly filename?: string;
  readonly req?: unknown;
}
interface Caught extends NodeMessage {
  readonly error: { readonly code: string; readonly message: string };
}
interface Status extends NodeMessage {
  readonly status: { readonly fill?: string; readonly text?: string };
}

/** A node of the flow, as the editor sends it. */
type FlowItem = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

const PLACE = { x: 100, y: 100, z: 'tab' };
const readFileNode = createRequire(NODE_RED_PATH)('@node-red/nodes/core/storage/10-file.js') as (RED: NodeAPI) => void;

describe('enedis-file', () => {
  let dir: string;
  let out: Arrivals<Sent>;
  let caught: Arrivals<Caught>;
  let statuses: Arrivals<Status>;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-export-'));
    [out, caught, statuses] = [new Arrivals('points'), new Arrivals('caught error'), new Arrivals('status')];
  });
  afterEach(async () => {
    await helper.unload();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const load = async (settings: object = {}, language: Language = 'en-US', format = ''): Promise<void> => {
    const hearing = { out, caught, statuses } as unknown as Readonly<Record<string, Arrivals<NodeMessage>>>;
    const listener = (RED: NodeAPI): void => {
      RED.nodes.registerType('listener', function (config: Parameters<typeof RED.nodes.createNode>[1]) {
        RED.nodes.createNode(this, config);
        this.on('input', (msg, _send, done) => {
          hearing[this.id]?.add(msg);
          done();
        });
      });
    };
    const speaking = (RED: NodeAPI): void => {
      enedisFile(Object.assign(Object.create(RED) as NodeAPI, { _: translateOf('enedis-file', language) }));
    };
    const flow: readonly FlowItem[] = [
      { id: 'tab', type: 'tab', label: 'test' },
      ...['out', 'caught', 'statuses'].map((id) => ({ ...PLACE, id, type: 'listener', wires: [] })),
      { ...PLACE, id: 'c1', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
      { ...PLACE, id: 's1', type: 'status', scope: ['n1'], wires: [['statuses']] },
      {
        ...PLACE,
        id: 'f1',
        type: 'file in',
        filename: 'filename',
        filenameType: 'msg',
        format,
        allProps: false,
        wires: [['n1']],
      },
      { ...PLACE, id: 'n1', type: 'enedis-file', version: 1, ...settings, wires: [['out']] },
    ];
    helper.settings({ userDir: dir, credentialSecret: false });
    await helper.load([readFileNode, speaking, listener], [...flow]);
  };
  const receive = (payload: unknown, more: object = {}): void => {
    helper.getNode('n1').receive({ payload, ...more });
  };
  const refused = async (payload: unknown, more: object = {}): Promise<string> => {
    receive(payload, more);
    const { error } = await caught.next();
    return `${error.code} ${error.message}`.replaceAll('\u00a0', ' ');
  };

  const october = truths('2026-10-01', '2026-11-01', 30, (n) => n);
  const curve = october.map(({ start, end, watts }) => [start, end, watts]);
  const points = (messages: readonly Sent[]) =>
    messages.flatMap(({ payload }) =>
      payload.map(({ start, end, value }) => [Date.parse(start), Date.parse(end), value]),
    );

  it('sends the points of each meter of a company account by itself', async () => {
    const other = '30000000000002';
    const day = truths('2026-10-25', '2026-10-26', 30, (n) => n);
    const [head = '', ...rows] = WRITERS.flux(day);
    const file = path.join(dir, 'Enedis_R63B_Q_CdC_M0000KY9_00001_20261026060000.csv');
    await writeFile(file, [head, ...rows.flatMap((row) => [row, row.replace(METER, other)])].join('\r\n'));
    await load();
    helper.getNode('f1').receive({ filename: file });
    const messages = [await out.next(), await out.next()];
    assert.deepEqual(
      messages.map(({ topic, payload, file: about }) => [topic, payload.length, about['form'], about['points']]),
      [METER, other].map((prm) => [`points/${prm}/consumption/load-curve`, 50, 'flux-csv', 50]),
    );
    assert.deepEqual(
      points(messages.slice(1)),
      day.map(({ start, end, watts }) => [start, end, watts]),
    );
  });

  describe('a file of several meters', () => {
    const day = truths('2026-10-25', '2026-10-26', 30, (n) => n);
    const [head = '', ...rows] = WRITERS.flux(day);
    const meters = [METER, '30000000000002', '30000000000003'];
    const csv = [head, ...meters.flatMap((prm) => rows.map((row) => row.replace(METER, prm)))].join('\r\n');

    it('is sent before the next file', async () => {
      await load();
      for (const req of [1, 2]) receive(csv, { req });
      const sent: unknown[] = [];
      for (let n = 0; n < 6; n++) {
        const { topic, req } = await out.next();
        sent.push([req, topic]);
      }
      const topics = meters.map((prm) => `points/${prm}/consumption/load-curve`);
      assert.deepEqual(
        sent,
        [1, 2].flatMap((req) => topics.map((topic) => [req, topic])),
      );
    });

    it('lets others go on between two meters, and is sent no further when the node closes', async () => {
      const events: unknown[] = [];
      let left = 2;
      await receiveFile(
        { payload: csv },
        () => {
          left--;
          events.push('sent');
          setImmediate(() => events.push('others'));
        },
        {
          config: { prm: undefined, direction: 'consumption', stamps: 'auto' },
          translate: translateOf('enedis-file', 'fr'),
          shown: () => events.push('shown'),
          isClosed: () => left === 0,
        },
      );
      assert.deepEqual(events, ['sent', 'others', 'sent', 'others']);
    });
  });

  for (const [format, name] of [
    ['', 'a Buffer'],
    ['utf8', 'a text'],
  ] as const)
    it(`sends the points of a file that Node-RED has read as ${name}, 1,000 to a message`, async () => {
      const file = path.join(dir, `historique_prod_${METER}_2026-11-01.csv`);
      await writeFile(file, WRITERS.downloader(october).join('\n'));
      await load({}, 'en-US', format);
      helper.getNode('f1').receive({ filename: file, req: 7 });
      const messages = [await out.next(), await out.next()];
      assert.deepEqual(points(messages), curve);
      assert.deepEqual(
        messages.map(({ topic, schema, parts: { index, count }, payload, req }) => ({
          topic,
          schema,
          index,
          count,
          length: payload.length,
          req,
        })),
        [0, 1].map((index) => ({
          topic: `points/${METER}/production/load-curve`,
          schema: 'linky-red/points@1',
          index,
          count: 2,
          length: [1000, 490][index],
          req: 7,
        })),
      );
      assert.deepEqual(messages[1]?.file, {
        form: 'downloader',
        prm: '25…0001',
        from: '2026-09-30T22:00:00Z',
        to: '2026-10-31T23:00:00Z',
        points: 1490,
        skipped: {},
      });
      const { status } = await statuses.next(({ status: { text } }) => text?.startsWith('1490') === true);
      assert.deepEqual([status.fill, status.text], ['green', '1490 points, until 31/10/2026']);
    });

  it('sends each series by itself, and says what of the file became none', async () => {
    await load();
    receive(
      [
        'Identifiant PRM;Type de donnees;Grandeur metier',
        `${METER};Index;Consommation`,
        'Horodate;Type de releve;EAS T',
        '2026-05-01T00:00:00+02:00;x;1000',
        '2026-05-02T00:00:00+02:00;x;3000',
        '2026-05-03T00:00:00+02:00;x;',
      ].join('\n'),
    );
    const messages = [await out.next(), await out.next()];
    assert.deepEqual(
      messages.map(({ topic, payload }) => [topic, payload.map(({ value }) => value)]),
      [
        [`points/${METER}/consumption/index`, [1000, 3000]],
        [`points/${METER}/consumption/energy`, [2000]],
      ],
    );
    assert.deepEqual(messages[0]?.file['skipped'], { empty: 1 });
  });

  it('takes meter and direction of the form where the file says neither', async () => {
    await load({ prm: ' 25 000 000 000 001 ', direction: 'production' });
    receive('debut;fin;kW\n2026-05-01T00:00;2026-05-01T00:30;"0,5"');
    assert.equal((await out.next()).topic, `points/${METER}/production/load-curve`);
  });

  it('reads the time beside a value as the form says', async () => {
    await load({ prm: METER, stamps: 'start' });
    receive('Horodate;Valeur\n2026-05-01T12:00:00+02:00;1\n2026-05-01T12:30:00+02:00;2');
    assert.deepEqual((await out.next()).payload[0]?.start, '2026-05-01T10:00:00Z');
  });

  it('answers a file without values with no points', async () => {
    await load({ prm: METER }, 'fr');
    receive('Date;Valeur (en kWh)\n01/05/2026;NA');
    const { topic, payload, file } = await out.next();
    assert.deepEqual([topic, payload, file['from'], file['skipped']], [`points/${METER}`, [], null, { empty: 1 }]);
    await statuses.next(({ status: { text } }) => text === 'aucune valeur dans le fichier');
  });

  const WORDS = {
    'en-US': {
      workbook: /^ERR_ENEDIS_FILE .*workbook \(XLSX\) or an archive \(ZIP\)\. Open it and save the sheet.* as CSV/,
      header: /^ERR_ENEDIS_FILE .*none of its lines is the header/,
      meter: /^ERR_ENEDIS_FILE .*Type its 14 digits \(PRM\) into the node/,
      line: /^ERR_ENEDIS_FILE .*the first one is line 2/,
    },
    fr: {
      workbook: /^ERR_ENEDIS_FILE .*un classeur \(XLSX\) ou une archive \(ZIP\)\. .*la feuille des valeurs en CSV/,
      header: /^ERR_ENEDIS_FILE .*aucune de ses lignes n’est l’en-tête/,
      meter: /^ERR_ENEDIS_FILE .*Saisissez ses 14 chiffres \(PRM\)/,
      line: /^ERR_ENEDIS_FILE .*la première est la ligne 2/,
    },
  } as const;
  for (const language of ['en-US', 'fr'] as const)
    it(`says why it refuses a file (${language})`, async () => {
      await load({}, language);
      const words = WORDS[language];
      assert.match(await refused(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)])), words.workbook);
      assert.match(await refused('Bonjour'), words.header);
      assert.match(await refused('Date;Valeur (en kWh)\n01/05/2026;1'), words.meter);
      assert.match(await refused('Date;Valeur (en kWh)\n05/13/2026;1'), words.line);
      await statuses.next(({ status: { fill, text } }) => fill === 'red' && text === 'status.unknown-file');
      assert.deepEqual(out.all, []);
    });

  it('takes no commands, and nothing that is no file', async () => {
    await load();
    assert.match(await refused({ command: 'refresh' }), /^ERR_COMMAND .*refresh/);
    assert.match(await refused({ a: 1 }), /^ERR_INPUT .*object/);
    assert.match(await refused([]), /^ERR_INPUT .*array/);
    assert.match(await refused(undefined), /^ERR_INPUT .*undefined/);
  });

  it('says which field makes no sense', async () => {
    await load({ prm: '123' });
    assert.match(await refused('x'), /^ERR_CONFIG Meter \(PRM\): .*14 digits/);
  });
});
