// The recipes of flexibility in a real Node-RED, against the emulator's stand-in: the load goes off for a confirmed request and comes back
// after a random delay; the certification run ends with its report.
// Not in the fast lane: a whole Node-RED.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FLEX_PARTICIPANT } from '../../sandbox/flexready/issuer/accounts';
import { startFlexReady, type RunningFlexReady } from '../../sandbox/flexready/server';
import { localText } from '../../sandbox/flexready/wire';
import { ask, pick, type Answer } from '../support/enedis/answers';
import { flexRecipe, OPERATOR_KEY, withPotential } from '../support/flex/building-flow';
import { terms } from '../support/flex/emulator-client';
import type { FlowNode, Message, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const BACS = '0d5f7c1e-8a44-4f57-9d0f-3c2f5b7e6a10';
/** As a test can wait for it: it begins at once. */
const AT_ONCE = { delay: '0' };

describe('recipes: flexibility', function () {
  let red: NodeRed;
  let emulator: RunningFlexReady;

  withNodeRed((started) => (red = started), {}, 'one for each');
  beforeEach(async () => {
    emulator = await startFlexReady();
  });
  afterEach(() => emulator.stop());

  const state = ({ payload }: Message): unknown => (payload as { state?: unknown }).state;
  const press = (button: string): Promise<unknown> => red.ask('POST', `/inject/${button}`);

  describe('a request sheds, its end restores', () => {
    const flow = (): FlowNode[] =>
      withPotential(
        flexRecipe('flex-shed-restore', {
          'ex-flexshed-meter': { d: true },
          'ex-flexshed-delay': { randomFirst: '0.2', randomLast: '0.5', randomUnits: 'seconds' },
        }),
        AT_ONCE,
      );
    const loads = (): unknown[] => red.messages('ex-flexshed-load').map(({ payload }) => payload);
    const told = (word: string): Promise<Message> => red.next('ex-flexshed-told', (msg) => state(msg) === word);

    /** The operator's two calls of a request that begins in so many seconds. */
    const operator = (
      seconds: number,
      lasts: number,
    ): { start: number; session: string; create: () => Promise<Answer>; confirm: () => Promise<Answer> } => {
      const session = emulator.open('operator', `${red.url}/flex`);
      const base = `${emulator.url}/api/v1/${session}/operator/bacs/${BACS}/assets/WholeBuilding/flexibilities/request`;
      const start = (Math.ceil(Date.now() / 1000) + seconds) * 1000;
      const body = terms(80, localText(start), localText(start + lasts * 1000));
      const send = (where: string, sent: object): Promise<Answer> => {
        const headers = {
          authorization: `Bearer ${emulator.token()}`,
          EMULATOR_Authorization: `Bearer ${OPERATOR_KEY}`,
          'content-type': 'application/json',
        };
        return ask(base + where, { method: 'POST', headers, body: JSON.stringify(sent) });
      };
      return {
        start,
        session,
        create: () => send('', { requestID: 'req-1', ...body }),
        confirm: () => send('/req-1/confirm', body),
      };
    };

    it('of the operator that the emulator plays, once a person has accepted', async () => {
      await red.deploy(flow());
      // A load that may have been shed before the start is restored once.
      assert.equal((await red.next('ex-flexshed-load')).payload, true);
      const { start, session, create, confirm } = operator(25, 3);
      const created = await create();
      assert.deepEqual([created.status, pick(created, 'status')], [200, 'REQUESTED'], created.text);
      await told('requested');
      await press('ex-flexshed-accept');
      await told('accepted');
      const confirmed = await confirm();
      assert.deepEqual([confirmed.status, pick(confirmed, 'status')], [200, 'CONFIRMED'], confirmed.text);
      assert.deepEqual(loads(), [true]);
      assert.equal((await red.next('ex-flexshed-load')).payload, false);
      assert.ok(Date.now() >= start);
      assert.equal((await red.next('ex-flexshed-load')).payload, true);
      assert.ok(Date.now() >= start + 3000);
      await told('completed');
      assert.deepEqual(
        emulator.journal(session).map(({ call, verdict }) => `${call} ${verdict}`),
        ['operator-create passed', 'operator-confirm passed'],
      );
    });

    it('gives the load back when a person opts out', async () => {
      await red.deploy(flow());
      assert.equal((await red.next('ex-flexshed-load')).payload, true);
      const { create, confirm } = operator(25, 3600);
      await create();
      await told('requested');
      await press('ex-flexshed-accept');
      await confirm();
      assert.equal((await red.next('ex-flexshed-load')).payload, false);
      await press('ex-flexshed-stop');
      await told('cancelled');
      assert.equal((await red.next('ex-flexshed-load')).payload, true);
      assert.equal(pick(await create(), 'status'), 'CANCELLED');
    });

    it('and has a button that plays one', async () => {
      const simulate = { payload: '{"command":"simulate","signal":"flexibility","level":2,"seconds":1}' };
      await red.deploy(flow().map((node) => (node.id === 'ex-flexshed-simulate' ? { ...node, ...simulate } : node)));
      assert.equal((await red.next('ex-flexshed-load')).payload, true);
      await press('ex-flexshed-simulate');
      assert.equal((await red.next('ex-flexshed-load')).payload, false);
      assert.equal((await red.next('ex-flexshed-load')).payload, true);
    });
  });

  it('the certification run: session, request, confirmation, consumption, report', async () => {
    const changed = (id: string, ...texts: [string, string][]): Record<string, unknown> => {
      const func = String(flexRecipe('flex-certification', {}).find((node) => node.id === id)?.['func']);
      for (const [text] of texts) assert.ok(func.includes(text), `${id} has no ${text}`);
      return { func: texts.reduce((whole, [text, other]) => whole.replace(text, other), func) };
    };
    const { id: clientId, secret: clientSecret } = FLEX_PARTICIPANT;
    const flow = flexRecipe('flex-certification', {
      'ex-flexcert-account': {
        access: 'client',
        annex1: emulator.url,
        annex2: emulator.url,
        issuer: `${emulator.url}/issuer`,
        credentials: { clientId, clientSecret, emulatorToken: OPERATOR_KEY },
      },
      'ex-flexcert-run': changed(
        'ex-flexcert-run',
        ['http://127.0.0.1:1880', red.url],
        ['+ 90000', '+ 10000'],
        ['+ 120000', '+ 2000'],
      ),
      'ex-flexcert-next': changed('ex-flexcert-next', ['+ 5000', '+ 500']),
    });
    await red.deploy(withPotential(flow, AT_ONCE));
    assert.equal((await red.next('ex-flexcert-load')).payload, true);
    await press('ex-flexcert-begin');
    assert.equal((await red.next('ex-flexcert-load')).payload, false);
    assert.equal((await red.next('ex-flexcert-load')).payload, true);
    await red.next('ex-flexcert-written');
    assert.deepEqual(
      red.messages('ex-flexcert-answers').map(({ payload }) => {
        const { command, state } = payload as { command: string; state?: string };
        return state === undefined ? command : `${command} ${state}`;
      }),
      ['session', 'create accepted', 'confirm confirmed', 'realise', 'report'],
    );
    const report = readFileSync(path.join(red.userDir, 'flexready-report.pdf'));
    assert.equal(report.subarray(0, 5).toString(), '%PDF-');
    const session = String((red.messages('ex-flexcert-answers')[0]?.payload as { session?: unknown }).session);
    assert.deepEqual(
      emulator.journal(session).map(({ call, verdict }) => `${call} ${verdict}`),
      ['operator-create passed', 'operator-confirm passed', 'operator-realise passed', 'report passed'],
    );
  });
});
