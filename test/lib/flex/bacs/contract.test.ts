// The OpenAPI document is the contract: 10,000 random steps through the handler and the real desk, each answer held against it, and
// each body judged by it as the handler does; over them nothing happens that must not.
// Not in the fast lane: ten thousand steps.
import assert from 'node:assert/strict';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { Gate } from '../../../../lib/flex/bacs/access/gate';
import { BacsApi } from '../../../../lib/flex/bacs/api';
import { bacsDocument } from '../../../../lib/flex/bacs/document/openapi';
import type { BacsAnswer } from '../../../../lib/flex/bacs/problems';
import { findRoute, ROUTES, type Operation, type Route } from '../../../../lib/flex/bacs/routes';
import { RequestDesk } from '../../../../lib/flex/desk/request-desk';
import { Metering } from '../../../../lib/flex/metering/building-metering';
import { profileOf, requestName, type FlexRequest, type RequestState } from '../../../../lib/flex/request/request';
import { readPotential } from '../../../../lib/flex/site/potential-words';
import type { Bacs, Potential, SiteRules } from '../../../../lib/flex/site/site';
import { CivilZone } from '../../../../lib/grid/paris-time';
import { Store } from '../../../../lib/store/store';
import { FakeClock } from '../../../support/machine/fake-clock';
import { lcg } from '../../../support/machine/random';

const STEPS = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const zone = new CivilZone('Europe/Paris');

/** Written a second time: what may follow what (spec/signals.md §4.4). */
const NEXT: Readonly<Record<RequestState, readonly RequestState[]>> = {
  requested: ['accepted', 'rejected', 'expired', 'cancelled'],
  accepted: ['confirmed', 'rejected', 'expired', 'cancelled'],
  rejected: [],
  confirmed: ['active', 'cancelled', 'failed'],
  active: ['completed', 'cancelled'],
  completed: ['reported'],
  reported: [],
  expired: [],
  cancelled: [],
  failed: [],
};

function potential(words: Partial<Record<'product' | 'power' | 'perDay' | 'periods', string>>): Potential {
  const read = readPotential(
    { product: 'WID', power: '100', delay: '15', duration: '120', perDay: '2', periods: '06:00-22:00', ...words },
    zone,
  );
  assert.ok(!('misfit' in read));
  return read;
}

const BACS: Bacs = {
  id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  name: 'Town hall',
  description: '',
  assets: [
    { id: 'WholeBuilding', name: 'all of it', potentials: [potential({}), potential({ product: 'WDA', power: '60' })] },
    { id: 'Heat pump/ü', name: 'odd id', potentials: [potential({ power: '30', perDay: '1' })] },
  ],
};
const SECRETS = ['key-of-operator-one', 'key-of-operator-two'] as const;

class Building {
  readonly clock = new FakeClock('2025-03-28T05:00:00+01:00');
  readonly desk: RequestDesk;
  readonly api: BacsApi;
  readonly document: ReturnType<typeof bacsDocument>;
  /** By name, the last that was told. */
  readonly told = new Map<string, FlexRequest>();
  readonly failures: unknown[] = [];
  steps = 0;

  constructor(
    readonly rules: SiteRules,
    breachStatus: 422 | 200,
  ) {
    const { clock } = this;
    const store = new Store(undefined);
    this.desk = new RequestDesk({ bacs: () => BACS, rules, store, name: 'flex', clock });
    const gate = new Gate(
      {
        keys: [
          { name: 'one', secret: SECRETS[0] },
          { name: 'two', secret: SECRETS[1], assets: new Set(['WholeBuilding']) },
        ],
        emulatorHeader: false,
        rate: { perMinute: 1e9, burst: 1e9 },
      },
      clock,
    );
    this.api = new BacsApi({
      bacs: () => BACS,
      rules,
      desk: this.desk,
      meters: new Metering({ store, name: 'flex', clock }),
      gate,
      clock,
      breachStatus,
      version: '0.0.0',
      onFailure: (error) => this.failures.push(error),
    });
    this.document = bacsDocument({ version: '0.0.0', breachStatus });
    this.desk.listen((request) => {
      this.hear(request);
    });
  }

  call(method: string, url: string, secret: string, body?: string): Promise<BacsAnswer> {
    return this.api.handle({
      method,
      url,
      headers: { authorization: `Bearer ${secret}` },
      address: '192.0.2.1',
      body: () => Promise.resolve(body ?? ''),
    });
  }

  private hear(request: FlexRequest): void {
    const name = requestName(request);
    const before = this.told.get(name);
    const from = before?.history.length ?? 0;
    let state = before?.state;
    for (const step of request.history.slice(from)) {
      assert.ok(
        state === undefined ? step.state === 'requested' : NEXT[state].includes(step.state),
        `${name}: ${String(state)} → ${step.state}`,
      );
      state = step.state;
      this.steps += 1;
    }
    assert.equal(request.state, state);
    assert.equal(request.history.filter((step) => step.state === 'active').length <= 1, true, 'activated once');
    this.told.set(name, request);
    if (request.state === 'confirmed' && this.rules.strictness === 'strict') this.respects(request);
  }

  /** What was confirmed breaks nothing of what the building can do. */
  private respects(request: FlexRequest): void {
    const product = request.confirmation?.product ?? request.product;
    const profile = profileOf(request);
    const asset = BACS.assets.find(({ id }) => id === request.asset);
    const offer = asset?.potentials.find((one) => one.product === product);
    assert.ok(offer !== undefined);
    for (const { powerW } of profile) assert.ok(Math.abs(powerW) <= offer.powerW && powerW !== 0);
    const [start, end] = [profile[0]?.start ?? 0, profile.at(-1)?.end ?? 0];
    for (const other of this.told.values()) {
      const counts = ['confirmed', 'active', 'completed', 'reported'].includes(other.state);
      if (!counts || other.asset !== request.asset || requestName(other) === requestName(request)) continue;
      const of = profileOf(other);
      assert.ok((of.at(-1)?.end ?? 0) <= start || (of[0]?.start ?? 0) >= end, 'no two at once');
    }
    const sameDay = [...this.told.values()].filter(
      (other) =>
        ['confirmed', 'active', 'completed', 'reported'].includes(other.state) &&
        other.asset === request.asset &&
        (other.confirmation?.product ?? other.product) === product &&
        zone.dayKey(profileOf(other)[0]?.start ?? 0) === zone.dayKey(start),
    );
    assert.ok(sameDay.length <= offer.activationsPerDay, `${String(sameDay.length)} activations in a day`);
  }
}

/** The document as judges of each operation: of its body, and of its answers by status. */
function judgesOf(document: ReturnType<typeof bacsDocument>) {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ ...(document as object), $id: 'bacs' });
  const paths = document['paths'] as Record<string, Record<string, OperationWords>>;
  const pointer = (...parts: string[]): string =>
    parts.map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');
  const judge = (...parts: string[]): ValidateFunction => {
    const made = ajv.getSchema(`bacs#/${pointer(...parts)}`);
    assert.ok(made !== undefined, parts.join(' '));
    return made;
  };
  const entries = (Object.entries(ROUTES) as [Operation, Route][]).map(([operation, { path, method }]) => {
    const lower = method.toLowerCase();
    const words = paths[path]?.[lower];
    assert.equal(words?.operationId, operation);
    const answers = new Map(
      Object.keys(words.responses).map((status) => [
        Number(status),
        judge('paths', path, lower, 'responses', status, 'content', 'application/json', 'schema'),
      ]),
    );
    const body =
      words.requestBody === undefined
        ? undefined
        : judge('paths', path, lower, 'requestBody', 'content', 'application/json', 'schema');
    return [operation, { answers, body }] as const;
  });
  return new Map(entries);
}

interface OperationWords {
  readonly operationId: string;
  readonly responses: Record<string, unknown>;
  readonly requestBody?: unknown;
}

const RULES: SiteRules = { sign: 'reduction', strictness: 'strict', acceptance: 'by-hand', timeZone: 'Europe/Paris' };

for (const [what, rules, breachStatus] of [
  ['strict, by hand', RULES, 422],
  ['lenient, by itself, breaches answered 200', { ...RULES, strictness: 'lenient', acceptance: 'by-itself' }, 200],
] as const)
  describe(`${String(STEPS)} random steps through the BACS API (${what})`, () => {
    it('keep to its own document, and to what must never happen', async () => {
      const building = new Building(rules, breachStatus);
      const judges = judgesOf(building.document);
      const random = lcg(Number(process.env['FC_SEED'] ?? 20261125));
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
      const chance = (share: number): boolean => random() < share;
      const seen = new Map<string, number>();
      const known = new Map<string, string>();

      const profile = (): unknown[] => {
        const start = building.clock.now() + Math.floor(random() * 8) * 15 * MINUTE + pick([0, 20, 45]) * MINUTE;
        const count = pick([1, 1, 1, 2, 3]);
        return Array.from({ length: count }, (_, index) => {
          const from = start + index * 30 * MINUTE;
          const iso = (ms: number): string => (chance(0.5) ? zone.iso(ms) : zone.iso(ms).slice(0, 19));
          return {
            power: {
              unit: 'W',
              multiplier: pick(['k', 'k', 'k', '', 'M', null]),
              value: pick([5, 20, 25, 50, 90, 120]),
            },
            start: iso(from),
            end: iso(from + pick([15, 30]) * MINUTE),
          };
        });
      };
      /** Something of it is not as it should be. */
      const spoilt = (body: Record<string, unknown>): Record<string, unknown> => {
        const [first, ...rest] = body['power'] as Record<string, unknown>[];
        const quantity = first?.['power'] as object;
        return pick<Record<string, unknown>>([
          { ...body, flexProduct: pick(['WDX', null, 7]) },
          { ...body, power: [] },
          { ...body, power: 'all' },
          { ...body, requestID: pick<unknown>(['', '..', 'a/b', 7, 'x'.repeat(200), 'tab\t']) },
          { ...body, power: [{ ...first, power: { ...quantity, unit: pick(['VA', 'w', '']) } }, ...rest] },
          { ...body, power: [{ ...first, power: { ...quantity, multiplier: pick(['K', 'kk', 3]) } }, ...rest] },
          { ...body, power: [{ ...first, power: { ...quantity, value: pick<unknown>(['80', null]) } }, ...rest] },
          { ...body, power: [{ ...first, start: pick<unknown>([7, null]) }, ...rest] },
          { flexibility: 'flexibility' },
        ]);
      };
      const creation = (requestID: string): Record<string, unknown> => ({
        requestID,
        flexProduct: pick(['WID', 'WID', 'WDA']),
        power: profile(),
      });
      const id = (): string => pick(['r-', 'année ', 'r.']) + String(Math.floor(random() * 400));

      const step = async (): Promise<void> => {
        if (chance(0.08)) {
          building.clock.advance(pick([1, 7, 15, 30, 90, 600]) * MINUTE);
          await building.desk.idle();
          return;
        }
        const asset = pick(BACS.assets).id;
        const open = [...building.told.values()].filter(({ state }) => NEXT[state].length > 0);
        const one = chance(0.8) && open.length > 0 ? pick(open) : undefined;
        if (one !== undefined && chance(0.2)) {
          const command = pick(['accept', 'accept', 'accept', 'reject', 'stop'] as const);
          await building.desk[command](requestName(one), 'a person').catch((error: unknown) => {
            assert.equal((error as { code?: unknown }).code, 'ERR_FLEX_REQUEST');
          });
          return;
        }
        const requestId = one?.requestId ?? id();
        const ofAsset = `/bacs/${BACS.id}/assets/${encodeURIComponent(one?.asset ?? asset)}`;
        const ofRequest = `${ofAsset}/flexibilities/request/${encodeURIComponent(requestId)}`;
        const time = (): string => encodeURIComponent(zone.iso(building.clock.now() - pick([1, 5, 48]) * HOUR));
        const made = creation(requestId);
        const [method, url, body] = pick<readonly [string, string, unknown?]>([
          ['GET', '/bacs'],
          ['GET', `/bacs/${pick([BACS.id, BACS.id, 'other'])}/assets`],
          ['GET', `${ofAsset}/flexibilities`],
          ['GET', `${ofAsset}/consumptions${pick(['', `?start=${time()}`, '?end=soon', `?end=${time()}`])}`],
          ['GET', `${ofAsset}/consumptions/aggregate${pick(['', `?start=${time()}`])}`],
          ['GET', '/openapi.json'],
          ['GET', ofRequest],
          ['GET', `${ofRequest}/consumptions`],
          ...Array.from({ length: 6 }, () => ['POST', `${ofAsset}/flexibilities/request`, made] as const),
          ...Array.from({ length: 8 }, () => {
            const words = one?.asked.map(({ start, end, powerW }) => ({
              power: { unit: 'W', multiplier: '', value: powerW },
              start: zone.iso(start),
              end: zone.iso(end),
            }));
            const same = { flexProduct: one?.product ?? 'WID', power: words ?? profile() };
            const other = { flexProduct: 'WID', power: profile() };
            const price = chance(0.5) ? { ackPrice: { unit: '€/kWh', multiplier: '', value: 0.12 } } : {};
            return ['POST', `${ofRequest}/confirm`, { ...(chance(0.8) ? same : other), ...price }] as const;
          }),
        ]);
        const sent =
          body === undefined ? undefined : chance(0.12) ? spoilt(body as Record<string, unknown>) : (body as object);
        const secret = chance(0.02) ? 'wrong' : chance(0.1) ? SECRETS[1] : SECRETS[0];
        const answer = await building.call(method, url, secret, sent === undefined ? undefined : JSON.stringify(sent));
        judge(method, url, sent, answer);
      };

      const judge = (method: string, url: string, sent: unknown, { status, body }: BacsAnswer): void => {
        const found = findRoute(method, url.split('?')[0] ?? '');
        if (found.kind !== 'operation') return assert.fail(`${url}: ${found.kind}`);
        const { operation, ids } = found;
        const words = judges.get(operation);
        const valid = words?.answers.get(status);
        const json = JSON.parse(body) as Record<string, unknown>;
        assert.ok(valid !== undefined, `${operation} answers ${String(status)}, of which its document knows nothing`);
        assert.ok(valid(json), `${operation} ${String(status)}: ${body} ${JSON.stringify(valid.errors)}`);
        if (sent !== undefined && status !== 401 && status !== 404 && words?.body !== undefined) {
          // What the document lets pass is malformed only in what a schema cannot say: times, order, the id of the path.
          const fits = words.body(sent);
          if (!fits) assert.equal(status, 400, `${operation} takes ${JSON.stringify(sent)}`);
          if (status === 400 && fits)
            assert.match(String(json['field']), /\.(start|end)$|^power$|^requestID$/, JSON.stringify([sent, json]));
        }
        seen.set(`${operation} ${String(status)}`, (seen.get(`${operation} ${String(status)}`) ?? 0) + 1);
        if (operation === 'createFlexRequest' && [200, 422].includes(status) && typeof json['status'] === 'string')
          known.set(`${ids.asset}/${String(json['requestID'])}`, json['status']);
      };

      for (let at = 0; at < STEPS; at += 1) await step();
      await building.desk.idle();
      assert.deepEqual(building.failures, []);

      // No request is lost: whatever was answered is in the journal, as it was told last.
      const journal = new Map<string, FlexRequest>();
      for await (const request of building.desk.journal()) journal.set(requestName(request), request);
      assert.equal(journal.size, building.told.size);
      for (const [name, request] of building.told) assert.deepEqual(journal.get(name), request, name);
      for (const name of known.keys()) assert.ok(journal.has(`${BACS.id}/${name}`), name);

      // The way led through all that matters.
      const states = new Set([...journal.values()].flatMap(({ history }) => history.map(({ state }) => state)));
      for (const state of ['accepted', 'confirmed', 'active', 'completed', 'reported', 'expired', 'rejected'] as const)
        assert.ok(states.has(state), `no request came to ${state}: ${[...states].join(' ')}`);
      for (const operation of Object.keys(ROUTES)) assert.ok(seen.has(`${operation} 200`), `${operation} 200`);
      for (const outcome of [
        'createFlexRequest 400',
        'createFlexRequest 409',
        'confirmFlexRequest 409',
        'confirmFlexRequest 404',
      ])
        assert.ok(seen.has(outcome), outcome);
      assert.equal(seen.has('createFlexRequest 422'), breachStatus === 422);
    });
  });
