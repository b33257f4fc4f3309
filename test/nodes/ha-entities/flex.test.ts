// A building that answers flexibility requests, and the signal of a supplier, as devices; and the way back: what people press.
import assert from 'node:assert/strict';
import type { FlexRequestPayload, RequestView } from '../../../lib/flex/view/request-view';
import type { PricesPayload } from '../../../lib/flex/supplier/prices-view';
import type { GridSignal } from '../../../lib/grid/signal';
import { refusals } from '../../support/home-assistant/discovery-rules';
import { HaBench } from '../../support/home-assistant/ha-bench';
import { FakeClock } from '../../support/machine/fake-clock';

/** Nine in the morning in Paris. */
const NOW = '2026-11-24T08:00:00Z';
const AT = '2026-11-24T09:00:00+01:00';
const [HERE, THERE] = ['0b8a2f5e-7b1c-4a60-9d0d-5d1f6f3f8c11', '3c9f4f86-0d2b-4a39-8a57-0f9d0c9f6a22'] as const;

const REQUEST: RequestView = {
  request: `${HERE}/WholeBuilding/winter-7`,
  requestId: 'winter-7',
  bacs: HERE,
  asset: 'WholeBuilding',
  product: 'WID',
  state: 'requested',
  since: AT,
  operator: 'aggregator',
  direction: 'reduce',
  powerW: 80_000,
  start: '2026-11-24T10:00:00+01:00',
  end: '2026-11-24T12:00:00+01:00',
  profile: [{ start: '2026-11-24T10:00:00+01:00', end: '2026-11-24T12:00:00+01:00', powerW: 80_000 }],
  needsDecision: true,
  expiresAt: '2026-11-24T09:50:00+01:00',
  ackPriceEurPerKWh: null,
  deviations: [],
  reason: null,
  rule: null,
  lateSeconds: null,
  report: null,
};

function requestMessage(more: Partial<RequestView>, bacs: string = HERE): object {
  const view = { ...REQUEST, bacs, request: `${bacs}/WholeBuilding/winter-7`, ...more };
  const [waiting, active] = [view.needsDecision ? 1 : 0, view.state === 'active' ? 1 : 0];
  const payload: FlexRequestPayload = {
    ...view,
    at: AT,
    site: { bacs, name: 'Town hall', waiting, active, current: view },
  };
  return { schema: 'linky-red/flex-request@1', topic: `flex/${bacs}/WholeBuilding`, payload };
}

function statesOf(bench: HaBench, key: string): Record<string, string> {
  const topics = [...bench.retained].map(([topic, payload]) => [topic.split('/'), payload] as const);
  const ours = topics.filter(([[base, of], payload]) => base === 'linkyred' && of === key && payload !== '');
  return Object.fromEntries(ours.flatMap(([[, , id, more], text]) => (id && !more ? [[id, text]] : [])));
}

async function open(): Promise<HaBench> {
  return await HaBench.open({ clock: new FakeClock(new Date(Date.parse(NOW) - 2000).toISOString()) });
}

/** As an `mqtt in` brings it. */
function press(bench: HaBench, entity: string, more: object = {}, key = 'flex'): void {
  bench.controller.receive({ topic: `linkyred/${key}/${entity}/set`, payload: 'PRESS', retain: false, ...more });
}

describe('a building that answers flexibility requests, in Home Assistant', () => {
  it('shows the request that matters most', async () => {
    const bench = await open();
    bench.controller.receive(requestMessage({}));
    assert.deepEqual(statesOf(bench, 'flex'), {
      status: 'online',
      request_status: 'requested',
      direction: 'reduce',
      requested_power: '80',
      start: '2026-11-24T10:00:00+01:00',
      end: '2026-11-24T12:00:00+01:00',
      expires: '2026-11-24T09:50:00+01:00',
      ack_price: 'None',
      active: 'OFF',
      notice: 'OFF',
      decision_needed: 'ON',
      delivered_energy: 'None',
      waiting: '1',
    });
    assert.deepEqual(bench.attributesOf('request_status', 'flex'), {
      label: 'Demandée',
      request: `${HERE}/WholeBuilding/winter-7`,
      asset: 'WholeBuilding',
      product: 'WID',
      operator: 'aggregator',
      simulated: false,
    });
    assert.deepEqual(refusals(bench.sent), []);
  });

  it('follows it to its report', async () => {
    const bench = await open();
    const confirmed = { state: 'confirmed', needsDecision: false, expiresAt: null, ackPriceEurPerKWh: 0.12 } as const;
    bench.controller.receive(requestMessage(confirmed));
    const { request_status: state, notice, ack_price: price } = statesOf(bench, 'flex');
    assert.deepEqual([state, notice, price], ['confirmed', 'ON', '0.12']);
    bench.controller.receive(requestMessage({ ...confirmed, state: 'active' }));
    assert.deepEqual([statesOf(bench, 'flex')['active'], statesOf(bench, 'flex')['notice']], ['ON', 'OFF']);
    const report = {
      baseline: { name: 'mean-of-the-hour-before', powerW: 95_000 },
      periods: [],
      deliveredWh: 151_500,
    } as const;
    bench.controller.receive(requestMessage({ ...confirmed, state: 'completed', report }));
    assert.equal(statesOf(bench, 'flex')['delivered_energy'], '151.5');
    assert.equal(statesOf(bench, 'flex')['active'], 'OFF');
  });

  it('has a device of its own for each building, and its signals are the events of that one', async () => {
    const bench = await open();
    bench.controller.receive(requestMessage({}));
    bench.controller.receive(requestMessage({ state: 'active', needsDecision: false }, THERE));
    assert.equal(statesOf(bench, 'flex')['request_status'], 'requested');
    assert.equal(statesOf(bench, 'flex_2')['request_status'], 'active');
    bench.signal({
      id: `${THERE}/WholeBuilding/winter-7/flex/flexibility/1`,
      origin: `${THERE}/WholeBuilding/winter-7`,
      source: 'flex',
      signal: 'flexibility',
      state: 'active',
      change: 'started',
      level: 2,
      expected: 2,
      detail: { requestId: 'winter-7', asset: 'WholeBuilding', product: 'WID', direction: 'reduce', powerW: 80_000 },
    } satisfies Partial<GridSignal>);
    const events = bench.sent.filter(({ topic }) => topic.endsWith('/event'));
    assert.deepEqual(
      events.map(({ topic, payload }) => [topic, (JSON.parse(payload) as { event_type: string }).event_type]),
      [['linkyred/flex_2/event', 'flexibility_start']],
    );
  });

  it('says what a person presses, with the request that was shown', async () => {
    const bench = await open();
    bench.controller.receive(requestMessage({}));
    const config = JSON.parse(bench.retained.get('homeassistant/button/linkyred_flex_accept/config') ?? '{}') as object;
    assert.deepEqual(
      { ...config, availability: 0, device: 0, origin: 0 },
      {
        name: 'Accepter',
        unique_id: 'linkyred_flex_accept',
        default_entity_id: 'button.flex_accept',
        command_topic: 'linkyred/flex/accept/set',
        payload_press: 'PRESS',
        qos: 1,
        retain: false,
        icon: 'mdi:check-circle-outline',
        availability: 0,
        availability_mode: 'all',
        device: 0,
        origin: 0,
      },
    );
    const request = `${HERE}/WholeBuilding/winter-7`;
    press(bench, 'accept');
    press(bench, 'reject');
    assert.deepEqual(bench.commands, [
      { topic: 'command/flex/accept', payload: { command: 'accept', request } },
      { topic: 'command/flex/reject', payload: { command: 'reject', request, reason: 'Home Assistant' } },
    ]);
    bench.controller.receive(requestMessage({ state: 'active', needsDecision: false }));
    press(bench, 'opt_out');
    assert.deepEqual(bench.commands.at(-1), {
      topic: 'command/flex/opt_out',
      payload: { command: 'stop', request, reason: 'Home Assistant' },
    });
  });

  it('passes over what was retained, what means nothing now, and what nobody has announced', async () => {
    const bench = await open();
    bench.controller.receive(requestMessage({}));
    press(bench, 'accept', { retain: true });
    press(bench, 'accept', { payload: 'press' });
    press(bench, 'opt_out');
    press(bench, 'active');
    press(bench, 'accept', {}, 'flex_2');
    bench.controller.receive(requestMessage({ needsDecision: false, state: 'accepted' }));
    press(bench, 'accept');
    bench.command('remove');
    press(bench, 'opt_out');
    assert.deepEqual(bench.commands, []);
  });

  it('without a request says so, and a word of another version is unknown', async () => {
    const bench = await open();
    const site = { bacs: HERE, name: 'Town hall', waiting: 0, active: 0, current: null };
    bench.controller.receive({ schema: 'linky-red/flex-request@1', payload: { at: AT, site } });
    assert.equal(statesOf(bench, 'flex')['request_status'], 'none');
    bench.controller.receive(requestMessage({ state: 'postponed' as never }));
    assert.equal(statesOf(bench, 'flex')['request_status'], 'unknown');
  });
});

describe('the signal of a supplier, in Home Assistant', () => {
  const row = (from: string, to: string, cost: number | null) => ({
    start: `2026-11-24T${from}:00+01:00`,
    end: `2026-11-24T${to}:00+01:00`,
    powerW: 12_500,
    costEurPerKWh: cost,
    co2GPerKWh: 31.4,
  });
  const PRICES: PricesPayload = {
    deliveryPoint: '30001234567890',
    at: AT,
    receivedAt: '2026-11-24T08:58:00+01:00',
    now: row('09:00', '09:15', 0.1874),
    rows: [row('09:00', '09:15', 0.1874), row('09:15', '09:30', 0)],
    cheapest: { start: '2026-11-24T09:15:00+01:00', end: '2026-11-24T09:30:00+01:00', active: false },
    cleanest: null,
    warnings: [],
  };

  it('is a price and grams of now, and the best windows; without the present step it is unavailable', async () => {
    const bench = await open();
    bench.controller.receive({ schema: 'linky-red/prices@1', payload: PRICES });
    assert.deepEqual(statesOf(bench, 'supplier'), {
      status: 'online',
      price: '0.1874',
      co2: '31.4',
      power: '12.5',
      cheapest_start: '2026-11-24T09:15:00+01:00',
      cheapest_end: '2026-11-24T09:30:00+01:00',
      cleanest_start: 'None',
      cleanest_end: 'None',
      received_at: '2026-11-24T08:58:00+01:00',
    });
    assert.deepEqual(refusals(bench.sent), []);
    bench.clock.advance(21 * 60_000);
    assert.equal(statesOf(bench, 'supplier')['status'], 'offline');
  });
});
