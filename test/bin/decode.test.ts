// The command line as a user runs it: a process of its own, its exit code, its standard output.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LOADER, linesOf, linkyRed, run } from '../support/machine/command-line';
import { missing } from '../support/machine/requirements';
import { ADDRESS, linkyHc, linkyStandard, linkyStandardTempo, linkyTri, short } from '../support/tic/tic-meters';

describe('linky-red decode', function () {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-decode-'));
  const file = (name: string, bytes: Uint8Array | string): string => {
    const full = path.join(folder, name);
    writeFileSync(full, bytes);
    return full;
  };

  after(() => {
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  it('gives one JSON line per frame of a file, with exactly these keys, and ends with 0', async () => {
    const frames = [linkyStandard(), linkyStandard('H270112105502').damaged('SINSTS').set('EAST', '000000001')];
    const outcome = await linkyRed(['decode', file('two.raw', Buffer.concat(frames.map((frame) => frame.build())))]);
    assert.deepEqual([outcome.code, outcome.stderr], [0, '']);
    const [first, second, ...others] = linesOf(outcome);
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(first ?? {}), [
      ...['meter', 'time', 'values', 'units', 'horodates', 'decoded', 'carried', 'headroom', 'signals', 'quality'],
    ]);
    assert.deepEqual(first?.meter, {
      id: ADDRESS.linkyMono,
      family: 'linky',
      mode: 'standard',
      phases: 1,
      producer: false,
      maker: 'Sagemcom',
      year: 2020,
      type: '61',
    });
    assert.equal(first.time, '2027-01-12T10:55:01+01:00');
    assert.deepEqual([first.values['SINSTS'], first.units['SINSTS'], first.carried], [1240, 'VA', {}]);
    assert.deepEqual(first.quality, { groups: 38, rejected: 0, held: 0, complete: true });
    assert.deepEqual(second?.quality, { groups: 36, rejected: 1, held: 1, complete: true });
  });

  for (const [words, told] of [
    [['--help'], /decode \[--format.*sandbox \[NAME/s],
    [['help'], /decode \[--format.*sandbox \[NAME/s],
    [['decode', '--help'], /^Usage: linky-red decode .*--pasted .*Exit code: 0/s],
    [['help', 'decode'], /^Usage: linky-red decode /],
    [['sandbox', '-h'], /^Usage: linky-red sandbox .*contract= .*scenario= /s],
    [['--version'], /^\d+\.\d+\.\d+[^\n]*\n$/],
  ] as const)
    it(`tells what is asked: ${words.join(' ')}`, async () => {
      const { code, stdout, stderr } = await linkyRed(words);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, told);
    });

  it('tells the edges of each frame with it, and those alone', async () => {
    const over = linkyHc().after('IINST', 'ADPS', '047');
    const bytes = Buffer.concat([linkyHc().build(), over.build(), over.build(), linkyHc().build()]);
    const lines = linesOf(await linkyRed(['decode', '-'], bytes));
    const edges = lines.map(({ signals }) => signals.map(({ signal, change }) => `${signal} ${change}`));
    assert.equal(edges[0]?.length, 3);
    assert.deepEqual(edges.slice(1), [['power-overrun started'], [], ['power-overrun ended']]);
  });

  it('reads standard input without a name too, and flushes what is left as an incomplete frame', async () => {
    const outcome = await linkyRed(['decode'], linkyHc().without('ADCO').brokenOffBehind('HCHC').subarray(0, -1));
    const [line, ...others] = linesOf(outcome);
    assert.deepEqual([outcome.code, others], [0, []]);
    assert.deepEqual([line?.meter.id, line?.time, line?.quality.complete], [null, null, false]);
    assert.equal(line?.values['HCHC'], 12_345_678);
  });

  it('lists the groups of each frame in its order with their reasons', async () => {
    const frame = linkyStandard().after('STGE', 'NEWLAB', '1').damaged('PREF').set('STGE', '002A00p1');
    const foreign = linkyStandard('H270112105502').set('ADSC', '042061700999');
    const outcome = await linkyRed(['decode', '--groups', '-'], Buffer.concat([frame.build(), foreign.build()]));
    const [first, second] = linesOf(outcome);
    assert.deepEqual(
      first?.groups?.map(({ label }) => label),
      frame.labels,
    );
    assert.deepEqual(
      first.groups.filter(({ ok }) => !ok),
      [
        { label: 'PREF', horodate: null, data: '09', ok: false, reason: 'checksum' },
        { label: 'STGE', horodate: null, data: '002A00p1', ok: false, reason: 'value' },
        { label: 'NEWLAB', horodate: null, data: '1', ok: false, reason: 'unknown' },
      ],
    );
    assert.deepEqual(first.groups[2], { label: 'DATE', horodate: 'H270112105501', data: '', ok: true });
    assert.deepEqual(second?.groups?.[0], {
      label: 'ADSC',
      horodate: null,
      data: '042061700999',
      ok: false,
      reason: 'held',
    });
    assert.deepEqual([second.values, second.signals, second.quality.held], [{}, [], 1]);
  });

  it('takes everything whose sum is right when lenient', async () => {
    const frame = linkyStandard().set('ADSC', '12345678900').after('STGE', 'NEWLAB', '1').set('STGE', '002A00p1');
    const [line] = linesOf(await linkyRed(['decode', '--lenient', '-'], frame.build()));
    assert.deepEqual(line?.quality, { groups: 39, rejected: 0, held: 0, complete: true });
    assert.deepEqual([line.meter.id, line.values['STGE']], ['12345678900', '002A00p1']);
  });

  it('has no ages for carried values, since nobody knows when the bytes of a file came', async () => {
    const bytes = Buffer.concat([linkyTri().build(), short(ADDRESS.linkyTri, { 1: '024' }).build()]);
    const [, line] = linesOf(await linkyRed(['decode', '-'], bytes));
    assert.deepEqual([line?.carried['PAPP'], line?.values['PAPP']], [null, 4710]);
  });

  it('writes a text for people on demand', async () => {
    const outcome = await linkyRed(
      ['decode', '--format', 'text', '-'],
      linkyHc().after('IINST', 'ADPS', '047').build(),
    );
    assert.equal(outcome.code, 0);
    assert.match(outcome.stdout, /linky · historique · 022061700123 · 12 groups/);
    assert.match(outcome.stdout, /PAPP +1240 VA/);
    assert.match(outcome.stdout, /headroom: 7760 VA · 40 A/);
    assert.match(
      outcome.stdout,
      /power-overrun initial: active level 3 \(phases \[1\], value 47, unit A, threshold 45\)/,
    );
  });

  it('tells in the text which fault, period or colour a signal is about, and with --groups what was refused and why', async () => {
    const capture = linkyStandardTempo().damaged('RELAIS').set('IRMS1', '0O5').build();
    const { stdout } = await linkyRed(['decode', '--format', 'text', '--groups', '-'], capture);
    assert.match(stdout, /^ {2}x RELAIS 000 \(checksum\)$/m);
    assert.match(stdout, /^ {2}x IRMS1 0O5 \(value\)$/m);
    assert.match(stdout, /tariff-period initial: active \(period HP {2}BLEU, offPeak false\)/);
    assert.match(stdout, /day-colour initial: active level 1 \(day 2027-01-12, colour blue, confirmed true\)/);
    const without = await linkyRed(['decode', '--format', 'text', '-'], capture);
    assert.doesNotMatch(without.stdout, /^ {2}x /m);
  });

  it('ends with 1 when nothing was valid', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('hello, world\n'),
      linkyHc()
        .damaged(...linkyHc().labels)
        .build(),
    ]) {
      const outcome = await linkyRed(['decode', '-'], bytes);
      assert.equal(outcome.code, 1);
      assert.ok(linesOf(outcome).every(({ quality }) => quality.groups === 0));
    }
  });

  it('ends with 2 and says why, on standard error alone, when it cannot read or is misused', async () => {
    const misuses: [string[], RegExp][] = [
      [
        ['decode', path.join(folder, 'nowhere.raw')],
        /^[^\n]*there is no file .*nowhere\.raw.*: check the name[^\n]*\n$/,
      ],
      [['decode', folder], /^[^\n]* is a directory: name one file in it\n$/],
      [['decode', '--format', 'xml', '-'], /format xml: ndjson or text/],
      [['decode', '--strict', '-'], /unknown option --strict: --format ndjson\|text, --groups, --lenient, --pasted/],
      [['decode', 'a', 'b'], /one file/],
      [['decode', '--format'], /format/],
      [['dekode'], /^linky-red: unknown command dekode; known are decode, capture, replay, sandbox [^\n]*\n$/],
      [['toString'], /unknown command toString/],
      [['sandbox', 'metre'], /unknown stand-in metre; known are meter, rte/],
      [['sandbox', 'meter', 'colour=red'], /unknown setting colour; meter knows family, mode, /],
      [
        ['sandbox', 'meter', 'mode=fast'],
        /meter does not understand mode=fast; mode= is standard \(default\) or historique/,
      ],
      [[], /Usage/],
    ];
    for (const [args, reason] of misuses) {
      const outcome = await linkyRed(args);
      assert.deepEqual([outcome.code, outcome.stdout], [2, ''], args.join(' '));
      assert.match(outcome.stderr, reason);
    }
  });

  it('decodes a capture that is larger than any chunk, in order', async () => {
    const begin = Date.parse('2027-01-12T10:00:00Z');
    const frames = Array.from({ length: 400 }, (_, n) => {
      const time = new Date(begin + n * 1000 + 3_600_000).toISOString().replaceAll(/[-T:]/g, '').slice(2, 14);
      return linkyStandard(`H${time}`).build();
    });
    const lines = linesOf(await linkyRed(['decode', file('long.raw', Buffer.concat(frames))]));
    assert.deepEqual(
      lines.map(({ time }) => Date.parse(String(time))),
      frames.map((_, n) => begin + n * 1000),
    );
  });

  it('stops quietly when its reader has had enough', async () => {
    const long = file('head.raw', Buffer.concat(Array.from({ length: 400 }, () => linkyStandard().build())));
    const command = `"${process.execPath}" --require "${LOADER}" bin/linky-red.ts decode "${long}" | head -n 1`;
    const outcome = await run('sh', ['-c', command]);
    assert.deepEqual([outcome.code, outcome.stderr, linesOf(outcome).length], [0, '', 1]);
  });

  it('ends with 2 and one line when what it says cannot be written', async function () {
    if (!existsSync('/dev/full')) missing(this, 'there is no /dev/full');
    const command = `"${process.execPath}" --require "${LOADER}" bin/linky-red.ts decode - > /dev/full`;
    const outcome = await run('sh', ['-c', command], linkyHc().build());
    assert.equal(outcome.code, 2);
    assert.match(outcome.stderr, /^linky-red: ENOSPC[^\n]*\n$/);
  });

  it('is the same as npm run -s linky-red', async function () {
    // Without a build it builds first.
    const outcome = await run('npm', ['run', '-s', 'linky-red', '--', 'decode', '-'], linkyHc().build());
    assert.deepEqual([outcome.code, linesOf(outcome).length], [0, 1]);
  });

  it('takes a file from where the user is, though npm runs it at the root of the package', async function () {
    file('here.raw', linkyHc().build());
    const command = `cd "${folder}" && npm --prefix "${path.resolve('.')}" run -s linky-red -- decode here.raw`;
    const outcome = await run('sh', ['-c', command]);
    assert.deepEqual([outcome.code, outcome.stderr, linesOf(outcome).length], [0, '', 1]);
  });
});
