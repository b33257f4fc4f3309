// Answers with a null, a word of JavaScript or an instant in another offset: what is missing of one day is missing of that
// day alone.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { SYSTEM_CLOCK } from '../../../lib/grid/clock';
import type { HttpClient } from '../../../lib/http/client';
import { ClientCredentialsToken } from '../../../lib/provider/oauth';
import { parseEcowatt } from '../../../lib/rte/ecowatt/answer';
import { RTE_TOKEN } from '../../../lib/rte/portal/apis';
import { errorCode, rteRefusal } from '../../../lib/rte/portal/refusals';
import {
  type ColourOfDay,
  parseCouleurTempo,
  parseMeterSignals,
  parseRteTempo,
  parseServicesRte,
} from '../../../lib/rte/tempo/answers';

const DAY = '2026-11-29';
const OTHER: ColourOfDay = { day: '2026-11-30', colour: 'red' };

/** Each source's answer about two days: the first as given, the second red. */
const SOURCES: Readonly<Record<string, (day: string, value: unknown) => ColourOfDay[]>> = {
  rte: (start_date, value) =>
    parseRteTempo({
      tempo_like_calendars: {
        values: [
          { start_date, value, updated_date: null, fallback: null },
          { start_date: '2026-11-30T00:00:00+01:00', value: 'RED' },
        ],
      },
    }),
  'services-rte': (day, value) => parseServicesRte({ values: { [day.slice(0, 10)]: value, '2026-11-30': 'RED' } }),
  'api-couleur-tempo': (dateJour, codeJour) =>
    parseCouleurTempo([
      { dateJour, codeJour },
      { dateJour: '2026-11-30', codeJour: 3 },
    ]),
  meter: (day, colour) =>
    parseMeterSignals([
      { source: 'tic', signal: 'day-colour', detail: { day, colour, simulated: null } },
      { source: 'tic', signal: 'day-colour', detail: { day: '2026-11-30', colour: 'red' } },
    ]),
};

const VALUES = [null, 'constructor', '__proto__', 'toString', '', 'PURPLE', 0, -1, 1.5, 7, {}, []];

/** As a day of an answer says when it is: the Paris day that it means. */
const DAYS: Readonly<Record<string, string | undefined>> = {
  '2026-11-29': DAY,
  '2026-11-29T00:00:00+01:00': DAY,
  '2026-11-29T00:00:00+0100': DAY,
  '2026-11-29T00:00:00.000+01:00': DAY,
  '2026-11-28T23:00:00Z': DAY,
  '2026-11-28T23:00:00.000Z': DAY,
  '2026-11-28T18:00:00-05:00': DAY,
  '2026-11-29T00:00:00': DAY,
  '2026-11-29 00:00:00': DAY,
  // The offset of the other season: still what a clock in Paris shows.
  '2026-11-29T00:00:00+02:00': DAY,
  '2026-07-14T00:00:00+01:00': '2026-07-14',
  '2026-07-13T22:00:00Z': '2026-07-14',
  '2026-10-24T22:00:00Z': '2026-10-25',
  '2026-02-30T00:00:00Z': undefined,
  '2026-02-30': undefined,
  '2026-11-28T25:00:00Z': undefined,
  '29/11/2026': undefined,
  tomorrow: undefined,
};

describe('odd answers about Tempo', () => {
  for (const [source, parse] of Object.entries(SOURCES)) {
    for (const value of VALUES)
      it(`${source}: ${JSON.stringify(value)} is no colour, and the other day keeps its own`, () => {
        const days = parse(DAY, value);
        assert.deepEqual(
          days.filter(({ day, colour }) => day === DAY && colour !== null),
          [],
        );
        assert.deepEqual(days.at(-1), OTHER);
      });
    if (source !== 'services-rte')
      for (const [text, expected] of Object.entries(DAYS))
        it(`${source}: ${text} is ${expected ?? 'no day'}`, () => {
          const value = source === 'api-couleur-tempo' ? 1 : 'BLUE';
          assert.deepEqual(parse(text, value), [
            ...(expected === undefined ? [] : [{ day: expected, colour: 'blue' }]),
            OTHER,
          ]);
        });
  }

  it('api-couleur-tempo: a day that is null is that one missing; where none can be read it is an error', () => {
    const red = { dateJour: '2026-11-30', codeJour: 3 };
    assert.deepEqual(parseCouleurTempo([null, { dateJour: null, codeJour: 1 }, red]), [OTHER]);
    assert.deepEqual(parseCouleurTempo([{ dateJour: DAY, codeJour: null }]), [{ day: DAY, colour: null }]);
    assert.throws(() => parseCouleurTempo([{ dateJour: DAY }, { dateJour: null, codeJour: 1 }]), {
      code: 'ERR_ANSWER',
    });
  });

  it('RTE: no days yet, as null', () => {
    assert.deepEqual(parseRteTempo({ tempo_like_calendars: { values: null } }), []);
  });
});

describe('odd answers about Ecowatt', () => {
  const whole = {
    jour: '2026-11-29T00:00:00+01:00',
    dvalue: 2,
    message: 'x',
    GenerationFichier: '2026-11-28T17:00:00+01:00',
    values: [{ pas: 0, hvalue: 3 }],
  };
  const [read] = parseEcowatt({ signals: [whole] }).days;
  const none = new Array<null>(24).fill(null);

  for (const [field, missing] of [
    ['values', { hours: none }],
    ['dvalue', { published: null }],
    ['message', { message: '' }],
    ['GenerationFichier', { generatedAt: null }],
  ] as const)
    for (const odd of [null, undefined, {}, true])
      it(`a ${field} that is ${inspect(odd)} is that one missing`, () => {
        assert.deepEqual(parseEcowatt({ signals: [{ ...whole, [field]: odd }] }).days, [{ ...read, ...missing }]);
      });

  it('an hour that is null is that one missing, and a day that is null as well', () => {
    const values = [null, { pas: null, hvalue: 1 }, { pas: 1, hvalue: null }, { pas: 0, hvalue: 3 }];
    assert.deepEqual(parseEcowatt({ signals: [null, { ...whole, jour: null }, { ...whole, values }] }).days, [read]);
  });

  for (const [jour, expected] of Object.entries(DAYS))
    it(`${jour} is ${expected ?? 'no day'}`, () => {
      const next = { ...whole, jour: '2026-11-30' };
      assert.deepEqual(
        parseEcowatt({ signals: [{ ...whole, jour }, next] }).days.map(({ day }) => day),
        [expected, OTHER.day].filter((day) => day !== undefined).sort(),
      );
    });
});

describe('odd answers of RTE itself', () => {
  it('an error without details is its code', () => {
    assert.equal(errorCode('{"error":"COMMON_ERROR_T03","error_details":null}'), 'COMMON_ERROR_T03');
    assert.equal(errorCode('{"error":"X","error_details":{"transaction_id":null}}'), 'X');
  });

  it('a token whose life is not told lives as long as they all do', async () => {
    const client = {
      host: 'rte',
      request: () =>
        Promise.resolve({
          status: 200,
          text: '{"access_token":"abc","expires_in":null}',
          headers: {},
          retryAfterMs: null,
        }),
    } as unknown as HttpClient;
    const source = new ClientCredentialsToken({
      client,
      ...RTE_TOKEN,
      secret: '',
      quota: { key: 'x', limits: [] },
      closedMs: 1,
      refusal: (answer) => rteRefusal(answer, { host: 'rte', api: 'OAuth', now: 0 }),
      clock: SYSTEM_CLOCK,
      signal: new AbortController().signal,
    });
    assert.equal(await source.token(), 'abc');
    assert.equal(source.inHand, true);
  });
});
