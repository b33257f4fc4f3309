// Several sites, their paths and ports, what a redeploy leaves, what outlives a restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KeptPotentials } from '../../../nodes/flex-site/kept-potentials';
import {
  BACS_ID,
  callSite,
  KEY,
  listening,
  loadSite,
  SECRETS,
  siteNode,
  type SiteBench,
} from '../../support/flex/site-bench';
import { AUDIENCE, ISSUER, Issuer } from '../../support/flex/issuer';
import { freePort } from '../../support/machine/ports';
import { needsTool } from '../../support/machine/requirements';
import { helper } from '../../support/node-red/helper';

const SECOND = { id: 'second', name: 'the annex', bacsId: '0b0e8a3c-7a55-4b5e-8c0b-0c6d7f3a9b11' };
/** Node-RED keeps what it is given, and takes out what is deleted. */
const both = (): Record<string, object> => ({ site: { ...SECRETS }, second: { ...SECRETS } });

describe('sites', () => {
  let bench: SiteBench;
  let folder: string;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'linky-red-sites-'));
  });
  afterEach(async () => {
    await bench.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const status = async (where: string): Promise<number> => (await bench.call('GET', where, { token: KEY })).status;
  const problem = (): string | undefined => bench.opened.server.problem?.code;
  const codes = (): string[] => [...bench.logged().matchAll(/"code":"(ERR_\w+)"/g)].map(([, code = '']) => code);

  it('of one path: the second is refused, and takes it when the first has gone', async () => {
    bench = await loadSite([siteNode(), siteNode(SECOND)], { credentials: both() });
    const second = bench.openedOf('second');
    assert.ok(second);
    await listening(bench.opened);
    await listening(second);
    assert.deepEqual([second.server.listening, second.server.problem?.code], [false, 'ERR_FLEX_PATH']);
    assert.match(second.server.problem?.message ?? '', /the building/);
    assert.deepEqual(codes(), ['ERR_FLEX_PATH']);
    await bench.deploy([siteNode(SECOND)], both());
    const alone = bench.openedOf('second');
    assert.ok(alone);
    await listening(alone);
    assert.deepEqual([alone.server.listening, alone.server.problem], [true, null]);
    assert.equal(await status('/flex/openapi.json'), 200);
  });

  it('of one path: the first of the flows has it, however long the disk takes for what it kept', async () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this`, and put back
    const { load } = KeptPotentials.prototype;
    let waited = false;
    KeptPotentials.prototype.load = async function (this: KeptPotentials) {
      const isFirst = !waited;
      waited = true;
      if (isFirst) await pause(100);
      await load.call(this);
    };
    try {
      bench = await loadSite([siteNode(), siteNode(SECOND)], { credentials: both() });
      const answered = status('/flex/openapi.json');
      const second = bench.openedOf('second');
      assert.ok(second);
      await listening(second);
      assert.deepEqual([second.server.listening, second.server.problem?.code], [false, 'ERR_FLEX_PATH']);
      assert.equal(await answered, 200, 'who calls meanwhile waits');
      await listening(bench.opened);
      assert.deepEqual([bench.opened.server.listening, bench.opened.server.problem], [true, null]);
    } finally {
      KeptPotentials.prototype.load = load;
    }
  });

  it('of one path: the one that waits takes it over while it runs', async () => {
    bench = await loadSite([siteNode(), siteNode(SECOND)], { credentials: both() });
    const second = bench.openedOf('second');
    assert.ok(second);
    await listening(second);
    const changed = new Promise<void>((resolve) => second.onChange(resolve));
    await helper.getNode('site').close(true);
    await changed;
    assert.deepEqual([second.server.listening, second.server.problem], [true, null]);
    assert.equal(await status('/flex/openapi.json'), 200);
  });

  it('of one BACS: the second cannot be used, and says whose it is', async () => {
    bench = await loadSite([siteNode(), siteNode({ ...SECOND, bacsId: BACS_ID, path: '/annex' })], {
      credentials: both(),
    });
    await listening(bench.opened);
    assert.equal(bench.openedOf('second'), undefined);
    assert.deepEqual(codes(), ['ERR_FLEX_TWICE']);
    assert.equal(await status('/annex/openapi.json'), 404);
  });

  it('of paths one below the other answer each for itself', async () => {
    bench = await loadSite([siteNode(), siteNode({ ...SECOND, path: '/flex/annex/' })], { credentials: both() });
    const second = bench.openedOf('second');
    assert.ok(second);
    await listening(bench.opened);
    await listening(second);
    assert.equal(await status('/flex/openapi.json'), 200);
    assert.equal(await status('/flex/annex/openapi.json'), 200);
    assert.equal((await bench.call('GET', '/flexible/openapi.json')).status, 404, 'Express: nobody has that');
  });

  it('leave nothing behind when they are deployed again, and answer at their new path only', async () => {
    bench = await loadSite();
    await listening(bench.opened);
    for (const where of ['/a', '/b', '/a']) {
      await bench.deploy([siteNode({ path: where })]);
      await listening(bench.opened);
      assert.equal(await status(`${where}/openapi.json`), 200);
      bench.clock.advance(31_000);
      assert.equal(await status('/flex/openapi.json'), 404);
    }
    await bench.deploy([]);
    bench.clock.advance(31_000);
    assert.equal(await status('/a/openapi.json'), 404);
    assert.equal(bench.clock.pending, 0);
  });

  it('tell an operator to come again while the flows restart, and no longer', async () => {
    bench = await loadSite();
    await listening(bench.opened);
    await bench.deploy([]);
    const answer = await bench.call('GET', '/flex/bacs', { token: KEY });
    assert.deepEqual([answer.status, answer.json], [503, { error: 'unavailable', message: answer.json['message'] }]);
    bench.clock.advance(31_000);
    assert.equal(await status('/flex/bacs'), 404);
  });

  it('keep what a flow says of their potentials over a restart, until the form says something else', async () => {
    const power = (): number | undefined => bench.opened.bacs.assets[0]?.potentials[0]?.powerW;
    const words = { product: 'WID', power: 70, delay: 'PT5M', duration: 60, perDay: 3, periods: '10:00-12:00' };
    bench = await loadSite([siteNode()], { userDir: folder });
    await listening(bench.opened);
    assert.equal(power(), 100_000);
    let told = 0;
    bench.opened.onChange(() => (told += 1));
    await bench.opened.setPotentials('WholeBuilding', [words]);
    assert.deepEqual([power(), told], [70_000, 1]);
    for (const wrong of [
      { ...words, power: 0 },
      { ...words, periods: 'always' },
      { ...words, product: 'WIX' },
    ])
      await assert.rejects(bench.opened.setPotentials('WholeBuilding', [wrong]), { code: 'ERR_INPUT' });
    await assert.rejects(bench.opened.setPotentials('WholeBuilding', [words, words]), { code: 'ERR_INPUT' });
    await assert.rejects(bench.opened.setPotentials('Nowhere', [words]), { code: 'ERR_INPUT' });
    await assert.rejects(bench.opened.setPotentials('__proto__', [words]), { code: 'ERR_INPUT' });
    assert.equal(power(), 70_000);
    await bench.stop();
    bench = await loadSite([siteNode()], { userDir: folder });
    await listening(bench.opened);
    assert.equal(power(), 70_000);
    await bench.stop();
    const [first, ...others] = siteNode()['assets'] as object[];
    bench = await loadSite([siteNode({ assets: [{ ...first, power: '80' }, ...others] })], { userDir: folder });
    await listening(bench.opened);
    assert.equal(power(), 80_000);
  });

  describe('with a port of their own', () => {
    it('answer there, and let go of it', async () => {
      const port = await freePort();
      const own = siteNode({ server: 'plain', host: '127.0.0.1', port: String(port), path: '' });
      bench = await loadSite([own]);
      await listening(bench.opened);
      assert.equal(bench.opened.server.address, `http://127.0.0.1:${String(port)}`);
      const there = `http://127.0.0.1:${String(port)}`;
      assert.equal((await callSite(there, 'GET', '/openapi.json', { token: KEY })).status, 200);
      assert.equal((await callSite(there, 'GET', '/openapi.json')).status, 401);
      assert.equal(await status('/flex/openapi.json'), 404, 'not on that of Node-RED');
      await bench.deploy([own]);
      await listening(bench.opened);
      assert.equal(bench.opened.server.problem, null, 'the port is free again');
      assert.equal((await callSite(there, 'GET', '/openapi.json', { token: KEY })).status, 200);
      await bench.deploy([]);
      await assert.rejects(callSite(there, 'GET', '/openapi.json'), { code: 'ECONNREFUSED' });
    });

    it('say that another has the port', async () => {
      const port = String(await freePort());
      const own = { server: 'plain', host: '127.0.0.1', port };
      bench = await loadSite([siteNode(own), siteNode({ ...SECOND, ...own })], { credentials: both() });
      const second = bench.openedOf('second');
      assert.ok(second);
      await listening(bench.opened);
      await listening(second);
      const problems = [bench.opened, second].map(({ server }) => server.problem?.code);
      assert.deepEqual(problems.filter(Boolean), ['ERR_FLEX_PORT']);
    });

    it('speak TLS with the files of a certificate, and say what is wrong with them', async function () {
      needsTool(this, 'openssl');
      const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
      const made = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ];
      execFileSync('openssl', [...made, '-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile], {
        stdio: 'ignore',
      });
      const port = await freePort();
      const own = siteNode({ server: 'tls', host: '127.0.0.1', port: String(port), certFile, keyFile });
      bench = await loadSite([own]);
      await listening(bench.opened);
      const answered = await new Promise<number | undefined>((resolve, reject) => {
        https
          .get(
            {
              host: '127.0.0.1',
              port,
              path: '/flex/openapi.json',
              rejectUnauthorized: false,
              headers: { Authorization: `Bearer ${KEY}` },
            },
            (response) => {
              response.resume();
              resolve(response.statusCode);
            },
          )
          .on('error', reject);
      });
      assert.equal(answered, 200);
      await writeFile(keyFile, 'no key');
      await bench.deploy([own]);
      await listening(bench.opened);
      assert.equal(problem(), 'ERR_FLEX_TLS');
      await bench.deploy([
        siteNode({ server: 'tls', port: String(port), certFile: path.join(folder, 'gone'), keyFile }),
      ]);
      await listening(bench.opened);
      assert.equal(problem(), 'ERR_FLEX_TLS');
      assert.doesNotMatch(bench.logged(), new RegExp(KEY));
    });
  });

  describe('with tokens of an issuer', () => {
    it('let in whom a token is for, and say when the issuer cannot be reached', async () => {
      bench = await loadSite([]);
      const issuer = await new Issuer(bench.clock).start();
      try {
        const tokens = { tokens: true, issuer: ISSUER, audience: AUDIENCE, jwksUrl: issuer.jwksUrl, keys: [] };
        await bench.deploy([siteNode({ ...tokens, tokenAssets: 'HeatPump' })], {});
        await listening(bench.opened);
        issuer.failure = 503;
        const ask = async (token: string): Promise<number> =>
          (await bench.call('GET', '/flex/openapi.json', { token })).status;
        assert.equal(await ask(await issuer.token()), 503);
        assert.equal(bench.opened.server.problem?.code, 'ERR_FLEX_ISSUER');
        issuer.failure = undefined;
        bench.clock.advance(31_000);
        assert.equal(await ask(await issuer.token()), 200);
        assert.equal(bench.opened.server.problem, null);
        assert.equal(bench.opened.server.lastCallAt, bench.clock.now());
        for (const token of [
          await issuer.token({ issuer: 'https://evil.example.org/' }),
          await issuer.token({ expiresIn: -60 }),
          issuer.unsigned(),
          KEY,
        ])
          assert.equal(await ask(token), 401);
      } finally {
        await issuer.stop();
      }
    });
  });

  for (const [what, settings, field, credentials] of [
    ['no id', { bacsId: '' }, 'bacsId'],
    ['an id with a slash', { bacsId: 'a/b' }, 'bacsId'],
    ['no asset', { assets: [] }, 'assets'],
    ['an asset without power', { assets: [{ asset: 'A', product: 'WID', power: '' }] }, 'power'],
    ['periods that are none', { assets: [{ asset: 'A', power: '1', periods: 'soon' }] }, 'periods'],
    [
      'a product twice',
      {
        assets: [
          { asset: 'A', power: '1' },
          { asset: 'A', power: '2' },
        ],
        keys: [],
      },
      'product',
    ],
    ['no key and no token', { keys: [] }, 'keys'],
    ['a key of nobody', { keys: [{ slot: '1', holder: '' }] }, 'holder'],
    [
      'two of one name',
      {
        keys: [
          { slot: '1', holder: 'x' },
          { slot: '2', holder: 'x' },
        ],
      },
      'holder',
    ],
    ['a name like that of a token', { keys: [{ slot: '1', holder: 'jwt:aggregator-7' }] }, 'holder'],
    ['an asset that is not there', { keys: [{ slot: '1', holder: 'x', keyAssets: 'Cellar' }] }, 'keyAssets'],
    ['a key that is missing', {}, 'secret', { secret1: KEY }],
    ['a key that is short', {}, 'secret', { secret1: KEY, secret2: 'short' }],
    ['one key twice', {}, 'secret', { secret1: KEY, secret2: KEY }],
    ['a path that is none', { path: '/flex/../x y' }, 'path'],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['an algorithm with a secret', { tokens: true, issuer: 'i', audience: 'a', algorithms: 'HS256' }, 'algorithms'],
    ['the algorithm none', { tokens: true, issuer: 'i', audience: 'a', algorithms: 'none' }, 'algorithms'],
    ['no audience', { tokens: true, issuer: 'i', jwksUrl: 'http://127.0.0.1:9/' }, 'audience'],
    [
      'a public key that is none',
      { tokens: true, issuer: 'i', audience: 'a', tokenKeys: 'pasted', publicKey: 'x' },
      'publicKey',
    ],
  ] as const)
    it(`cannot be used with ${what}, and name the field`, async () => {
      bench = await loadSite([siteNode(settings)], { credentials: { site: credentials ?? SECRETS } });
      assert.equal(bench.openedOf('site'), undefined);
      assert.match(bench.logged(), /ERR_CONFIG/);
      assert.match(bench.logged(), new RegExp(`"field":"${field}"|${field}: `));
      assert.doesNotMatch(bench.logged(), new RegExp(`${KEY}|short`));
    });
});
