// dataconnect-query beside a collector that the test plays: what goes out, when, and what becomes of messages.
import assert from 'node:assert/strict';
import { Consents } from '../../../lib/enedis/consent/consents';
import type { CollectorState, News, Reply, Request, Want } from '../../../lib/enedis/collect/news';
import type { EnergySummary } from '../../../lib/enedis/summary/energy-summary';
import { LinkyRedError } from '../../../lib/errors';
import type { Point } from '../../../lib/grid/point';
import { DataconnectQuery } from '../../../nodes/dataconnect-query/dataconnect-query.controller';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import type { NodeMessage } from '../../../nodes/runtime/types';
import { FakeClock } from '../../support/machine/fake-clock';

const [PRM, OTHER] = ['14000000000001', '14000000000002'];
const WANT: Want = {
  directions: ['consumption'],
  measures: ['energy'],
  byItself: { minute: 23, hours: [5, 20] },
  backfill: true,
};
const CALM: CollectorState = {
  problem: undefined,
  stopped: undefined,
  backfill: { running: false, daysLeft: 0, reached: undefined },
  nextCall: undefined,
};
const POINT: Point = {
  prm: PRM,
  direction: 'consumption',
  kind: 'energy',
  quantity: 'active',
  start: Date.parse('2026-11-27T23:00:00Z'),
  end: Date.parse('2026-11-28T23:00:00Z'),
  value: 12_345,
  unit: 'Wh',
  step: 'P1D',
  quality: 'measured',
  source: 'conso-api',
};
const summaryOf = (prm: string, dataUntil: string | null): EnergySummary => ({
  prm,
  at: '2026-11-29T07:00:00+01:00',
  consumption: null,
  production: null,
  dataUntil,
  consentUntil: null,
  problem: null,
  backfill: { running: false, daysLeft: 0 },
});

class PlayedCollector {
  state = CALM;
  until: string | null = null;
  reply: Reply = { points: [POINT], missing: [], problem: undefined };
  refusal: LinkyRedError | undefined;
  readonly calls: (string | Request)[] = [];
  readonly listeners = new Set<(news: News) => void>();
  summaries = 0;

  constructor(private readonly prm: string) {}

  listen(_want: Want, told: (news: News) => void): () => void {
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  }
  tell(points: readonly Point[]): void {
    for (const told of this.listeners) told({ points, isPast: false, differences: [], remarks: [], state: this.state });
  }
  ask(request: Request): Promise<Reply> {
    this.calls.push(request);
    return Promise.resolve(this.reply);
  }
  replay(request: Request): Promise<readonly Point[]> {
    this.calls.push('replay', request);
    return Promise.resolve(this.reply.points);
  }
  refresh = (): Promise<void> => this.note('refresh');
  reload = (): Promise<void> => this.note('reload');
  cancel = (): Promise<void> => this.note('cancel');
  summary(): Promise<EnergySummary> {
    this.summaries += 1;
    return Promise.resolve(summaryOf(this.prm, this.until));
  }
  private note(call: string): Promise<void> {
    this.calls.push(call);
    return this.refusal === undefined ? Promise.resolve() : Promise.reject(this.refusal);
  }
}

const linked = (id: string, prms: readonly string[]) => ({
  id,
  prms,
  credentials: { secret: 'token', fingerprint: id },
});
const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
};

describe('dataconnect-query', () => {
  let consents: Consents;
  let collectors: Map<string, PlayedCollector>;
  let sent: (NodeMessage[] | (NodeMessage | NodeMessage[] | null)[])[];
  let shown: (string | null | undefined)[];
  let guard: CloseGuard;
  let node: DataconnectQuery;

  const start = (prm?: string): void => {
    consents = new Consents();
    collectors = new Map();
    [sent, shown] = [[], []];
    guard = new CloseGuard();
    node = new DataconnectQuery({
      want: WANT,
      prm,
      consents,
      collector: (one) => {
        const made = collectors.get(one) ?? new PlayedCollector(one);
        collectors.set(one, made);
        return made;
      },
      clock: new FakeClock('2026-11-29T07:00:00+01:00'),
      guard,
      send: (msg) => sent.push(msg as never),
      shown: (_state, summary) => shown.push(summary === undefined ? undefined : summary.dataUntil),
      failed: (error) => assert.fail(String(error)),
      doubted: () => undefined,
    });
  };
  const collector = (prm = PRM): PlayedCollector => collectors.get(prm) ?? assert.fail(`nobody collects of ${prm}`);
  const topics = (output: number): unknown[] =>
    sent.map((messages) => (messages[output] as NodeMessage | null)?.topic).filter((topic) => topic !== undefined);
  const receive = (payload: unknown): Promise<void> =>
    node.receive({ payload }, (messages) => sent.push(messages as never));

  it('collects of the only meter of its account, from the moment that it is linked', () => {
    start();
    assert.deepEqual([shown, collectors.size], [[undefined], 0]);
    consents.set(linked('home', [PRM]));
    assert.equal(collector().listeners.size, 1);
  });

  it('of several meters wants to be told which', async () => {
    start();
    const rule = (error: unknown): unknown => (error as LinkyRedError).facts['rule'];
    await assert.rejects(receive('yesterday'), (error) => rule(error) === 'none-linked');
    consents.set(linked('homes', [PRM, OTHER]));
    await assert.rejects(receive('yesterday'), (error) => rule(error) === 'several-linked');
    start(OTHER);
    assert.equal(collector(OTHER).listeners.size, 1);
  });

  it('goes with its meter: another one is linked in its place', () => {
    start();
    const unlink = consents.set(linked('home', [PRM]));
    unlink();
    assert.equal(collector().listeners.size, 0);
    consents.set(linked('home', [OTHER]));
    assert.deepEqual([collector(OTHER).listeners.size, shown], [1, [undefined, undefined]]);
  });

  it('sends points that are new, and the summary when it has changed', async () => {
    start(PRM);
    collector().tell([]);
    await settled();
    assert.deepEqual([topics(0), topics(1)], [[], [`energy/${PRM}`]]);
    collector().tell([]);
    await settled();
    assert.deepEqual(topics(1).length, 1, 'nothing has changed');
    collector().until = '2026-11-28';
    collector().tell([POINT]);
    await settled();
    assert.deepEqual([topics(0), topics(1).length], [[`points/${PRM}/consumption/energy`], 2]);
    assert.equal(shown.at(-1), '2026-11-28');
  });

  it('sums up once for all that came while it summed up', async () => {
    start(PRM);
    for (let calls = 0; calls < 50; calls += 1) collector().tell([POINT]);
    await settled();
    assert.equal(topics(0).length, 50);
    assert.ok(collector().summaries <= 2, `${String(collector().summaries)} times`);
  });

  it('answers a period with points and with the days that it lacks', async () => {
    start(PRM);
    collector().reply = { points: [POINT], missing: ['2026-11-27'], problem: new LinkyRedError('ERR_QUOTA') };
    await receive({ from: '2026-11-27', to: '2026-11-28' });
    const request = {
      window: { from: '2026-11-27', to: '2026-11-29' },
      directions: ['consumption'],
      measures: ['energy'],
    };
    assert.deepEqual(collector().calls, [request]);
    const [message] = sent[0] as (NodeMessage & { missing?: unknown; problem?: unknown })[];
    assert.deepEqual([message?.missing, message?.problem], [['2026-11-27'], { code: 'ERR_QUOTA' }]);
  });

  it('tells the sender when the user must act', async () => {
    start(PRM);
    collector().reply = {
      points: [],
      missing: ['2026-11-28'],
      problem: new LinkyRedError('ERR_CONSENT_MISSING', { prm: '14…0001' }),
    };
    await assert.rejects(receive('yesterday'), { code: 'ERR_CONSENT_MISSING' });
    assert.deepEqual(topics(0), [`points/${PRM}`]);
  });

  it('does each command, and sends the summary again on refresh, whatever the quota says', async () => {
    start(PRM);
    collector().refusal = new LinkyRedError('ERR_QUOTA', { until: '' });
    await receive('refresh');
    await receive({ command: 'refresh' });
    assert.deepEqual([topics(1).length, collector().calls], [2, ['refresh', 'refresh']]);
    collector().refusal = new LinkyRedError('ERR_NETWORK', { host: 'h', detail: 'd' });
    await assert.rejects(receive('refresh'), { code: 'ERR_NETWORK' });
    collector().refusal = undefined;
    await receive('reload');
    await receive('cancel');
    await receive({ command: 'replay', from: '2026-11-28' });
    assert.deepEqual(collector().calls.slice(3, 6), ['reload', 'cancel', 'replay']);
    assert.deepEqual(topics(0), [`points/${PRM}/consumption/energy`]);
  });

  for (const payload of [
    'decade',
    { command: 'explode' },
    { command: 'replay' },
    { command: 'replay', from: 'x' },
    7,
    {},
  ])
    it(`refuses ${JSON.stringify(payload)}, and sends nothing`, async () => {
      start(PRM);
      await assert.rejects(receive(payload), ({ code }: LinkyRedError) => ['ERR_COMMAND', 'ERR_INPUT'].includes(code));
      assert.deepEqual(sent, []);
    });

  it('lets go of everything when it closes', async () => {
    start(PRM);
    const { listeners } = collector();
    const [told] = listeners;
    await guard.close();
    assert.equal(listeners.size, 0);
    told?.({ points: [POINT], isPast: false, differences: [], remarks: [], state: CALM });
    consents.set(linked('home', [OTHER]));
    await settled();
    assert.deepEqual([sent, collectors.size], [[], 1]);
  });
});
