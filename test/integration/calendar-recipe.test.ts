// The recipe that keeps Ecowatt and Tempo in a Local Calendar of Home Assistant, in a real Node-RED against a stand-in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PARIS } from '../../lib/grid/paris-time';
import { ecowattState } from '../../lib/rte/ecowatt';
import { parseEcowatt } from '../../lib/rte/ecowatt-answer';
import { type TempoKnowledge, tempoState } from '../../lib/rte/tempo';
import type { TempoColour } from '../../lib/rte/tempo-answers';
import { CALM, ecowattAnswer, hours, type Hours } from '../support/ecowatt';
import { CalendarStandIn } from '../support/home-assistant-calendar';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red';

const RECIPE = path.resolve(__dirname, '../../examples/recipes/home-assistant-calendar.json');
const TOKEN = 'long-lived-and-secret';
const DAY_MS = 86_400_000;

/** The user's own: nobody may touch it. */
const BIRTHDAY = {
  uid: 'birthday',
  summary: 'Anniversaire',
  description: '',
  start: new Date(Date.now() + DAY_MS).toISOString(),
  end: new Date(Date.now() + DAY_MS + 3_600_000).toISOString(),
};

describe('recipe: Ecowatt and Tempo in a calendar of Home Assistant', function () {
  this.timeout(60_000);
  const home = new CalendarStandIn('calendar.linky_red', TOKEN);
  let red: NodeRed;
  const now = Date.now();
  const day = (ahead: number): string => PARIS.addDays(PARIS.dayKey(now), ahead);

  before(async () => {
    await home.start();
    home.events = [BIRTHDAY];
    red = await startNodeRed();
    await red.deploy(recipe());
  });

  after(async () => {
    await (red as NodeRed | undefined)?.stop();
    await home.stop();
  });

  /** The recipe as it is, but for the address and a source in the place of the nodes that ask RTE. */
  function recipe(): FlowNode[] {
    const flow = JSON.parse(readFileSync(RECIPE, 'utf8')) as FlowNode[];
    const values: Record<string, string> = {
      URL: `http://${home.address}`,
      SOCKET: `ws://${home.address}/api/websocket`,
    };
    return flow.map((node) => {
      if (node.type === 'tab') {
        const env = (node['env'] as { name: string; value: string }[]).map((row) => ({
          ...row,
          value: values[row.name] ?? row.value,
        }));
        return { ...node, env, credentials: { map: {}, TOKEN } };
      }
      if (node.type !== 'ecowatt-signal' && node.type !== 'tempo-signal') return node;
      return { ...node, type: 'test-source', name: node.type, wires: (node['wires'] as string[][]).slice(0, 1) };
    });
  }

  function ecowatt(days: Record<string, Hours>): void {
    const received = { publication: parseEcowatt(ecowattAnswer(days)), receivedAt: now, source: 'rte' as const };
    red.send('ecowatt-signal', { schema: 'linky-red/ecowatt@1', payload: ecowattState(received, Date.now()) });
  }

  function tempo(colours: Record<string, TempoColour>): void {
    const book: TempoKnowledge['book'] = Object.fromEntries(
      Object.entries(colours).map(([key, colour]) => [key, { rte: { colour, confirmed: true, at: now } }]),
    );
    const knowledge: TempoKnowledge = { book, history: new Map(), order: ['rte'], totals: { red: 22, white: 43 } };
    red.send('tempo-signal', { schema: 'linky-red/tempo@1', payload: tempoState(knowledge, Date.now()) });
  }

  /** Summary, start and end of ours, in order of time, waited for. */
  async function holds(expected: [summary: string, start: number, end: number][]): Promise<void> {
    const wanted = JSON.stringify([...expected].sort((a, b) => a[1] - b[1]));
    const ours = (): string =>
      JSON.stringify(
        home.events
          .filter(({ uid }) => uid !== BIRTHDAY.uid)
          .map(({ summary, start, end }) => [summary, Date.parse(start), Date.parse(end)] as const)
          .sort((a, b) => a[1] - b[1]),
      );
    await home
      .until(() => ours() === wanted)
      .catch(() => {
        assert.equal(ours(), wanted);
      });
  }

  const tense = (ahead: number, from: number, to: number, name = 'Écowatt orange'): [string, number, number] => [
    name,
    PARIS.at(day(ahead), from),
    PARIS.at(day(ahead), to),
  ];

  it('puts each orange and red slot in once, however often it is told', async () => {
    const answer = { [day(0)]: CALM, [day(1)]: hours({ 7: 2, 8: 3, 9: 3, 10: 2 }), [day(2)]: hours({ 18: 2, 19: 2 }) };
    const expected = [tense(1, 7, 8), tense(1, 8, 10, 'Écowatt rouge'), tense(1, 10, 11), tense(2, 18, 20)];
    ecowatt(answer);
    ecowatt(answer);
    await holds(expected);
    const { read } = home;
    ecowatt(answer);
    await home.until(() => home.read > read);
    await holds(expected);
    assert.deepEqual(home.commands, Array<string>(4).fill('calendar/event/create'));
  });

  it('moves what RTE moves, removes what it withdraws, and leaves what it says nothing about', async () => {
    // The red hours are withdrawn, the evening of the day after begins later; then that day is not published any more.
    ecowatt({ [day(0)]: CALM, [day(1)]: CALM, [day(2)]: hours({ 19: 2, 20: 2 }) });
    await holds([tense(2, 19, 21)]);
    ecowatt({ [day(0)]: CALM, [day(1)]: hours({ 12: 2 }) });
    await holds([tense(1, 12, 13), tense(2, 19, 21)]);
    ecowatt({ [day(0)]: CALM, [day(1)]: CALM, [day(2)]: CALM });
    await holds([]);
  });

  it('puts white and red Tempo days in from 06:00 to 06:00, and removes one that changes to blue', async () => {
    const today = PARIS.tariffDay(now);
    const [next, after] = [PARIS.addDays(today, 1), PARIS.addDays(today, 2)];
    const event = (name: string, from: string, to: string): [string, number, number] => [
      name,
      PARIS.at(from, 6),
      PARIS.at(to, 6),
    ];
    tempo({ [today]: 'white', [next]: 'red' });
    await holds([event('Tempo blanc', today, next), event('Tempo rouge', next, after)]);
    tempo({ [today]: 'white', [next]: 'blue' });
    await holds([event('Tempo blanc', today, next)]);
    tempo({ [today]: 'blue' });
    await holds([]);
  });

  it('reads before it writes: after a new start nothing is there twice', async () => {
    const answer = { [day(0)]: CALM, [day(1)]: hours({ 7: 2 }) };
    ecowatt(answer);
    await holds([tense(1, 7, 8)]);
    const { read } = home;
    await red.deploy(recipe());
    await home.until(() => home.read > read);
    ecowatt(answer);
    await home.until(() => home.read > read + 1);
    await holds([tense(1, 7, 8)]);
  });

  it('touches nothing that is not its own, and says its token nowhere', () => {
    assert.ok(home.events.includes(BIRTHDAY));
    assert.ok(!red.log.includes(TOKEN));
  });
});
