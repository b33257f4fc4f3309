// Frames of readings that others have parsed: absence says nothing, what is denied is absent, a sum was never seen.
import assert from 'node:assert/strict';
import { Decoder } from '../../../../lib/tic/decoder';
import type { DecodedFrame } from '../../../../lib/tic/decoded-frame';
import type { ParsedBy } from '../../../../lib/tic/belief/parsed-by';
import { linkyHc, linkyStandard } from '../../../support/tic/tic-meters';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const SOMEBODY: ParsedBy = { by: 'somebody', checked: true, mixed: false, slackWh: 0 };

class Told {
  readonly frames: DecodedFrame[] = [];
  readonly decoder: Decoder;
  private edges: string[] = [];
  private at = NOON;

  constructor(parsedBy: ParsedBy) {
    this.decoder = new Decoder(
      { stream: 'house', parsedBy },
      {
        frame: (frame) => this.frames.push(frame),
        signal: ({ signal, change, state }) => this.edges.push(`${signal} ${change} ${state}`),
      },
    );
  }

  /** One message: its groups, and what it says is not there. */
  message(bytes: Buffer, ...denied: string[]): this {
    this.at += 1000;
    const arrival = { first: this.at, last: this.at };
    this.decoder.push(bytes.subarray(0, -1), arrival);
    for (const label of denied) this.decoder.deny(label);
    this.decoder.push(bytes.subarray(-1), arrival);
    return this;
  }

  overruns(): string[] {
    const told = this.edges.filter((edge) => edge.startsWith('power-overrun'));
    this.edges = [];
    return told;
  }

  get last(): DecodedFrame {
    const frame = this.frames.at(-1);
    assert.ok(frame);
    return frame;
  }
}

describe('a frame that somebody else has parsed', () => {
  const quiet = linkyHc();
  const over = quiet.after('IINST', 'ADPS', '047');

  it('does not end an overrun because ADPS is not in it, however often', () => {
    const told = new Told(SOMEBODY).message(over.build());
    assert.deepEqual(told.overruns(), ['power-overrun initial active']);
    for (let i = 0; i < 10; i++) told.message(quiet.build());
    assert.deepEqual(told.overruns(), []);
  });

  it('ends it where ADPS is denied', () => {
    const told = new Told(SOMEBODY).message(over.build());
    told.overruns();
    told.message(quiet.build(), 'ADPS');
    assert.deepEqual(told.overruns(), ['power-overrun ended cleared']);
  });

  it('says nothing of an overrun that nobody has denied', () => {
    const told = new Told(SOMEBODY).message(quiet.build());
    assert.deepEqual(told.overruns(), []);
    told.message(quiet.build(), 'ADPS');
    assert.deepEqual(told.overruns(), ['power-overrun initial cleared']);
  });

  it('may deny alone', () => {
    const told = new Told(SOMEBODY).message(over.build());
    told.overruns();
    told.message(Buffer.of(0x02, 0x03), 'ADPS');
    assert.deepEqual(told.overruns(), ['power-overrun ended cleared']);
  });

  it('may say that an overrun is there without its current', () => {
    const told = new Told(SOMEBODY).message(quiet.after('IINST', 'ADPS', '').build());
    assert.deepEqual(told.overruns(), ['power-overrun initial active']);
    assert.equal('ADPS' in told.last.values, false);
  });

  it('is filled up with what came before it, but for what is only sent while it holds', () => {
    const told = new Told(SOMEBODY).message(over.build());
    const { values } = told.last;
    told.message(quiet.without(...quiet.labels.filter((label) => label !== 'PAPP')).build());
    const { ADPS, ...others } = values;
    assert.equal(ADPS, 47);
    assert.deepEqual(told.last.values, others);
    assert.equal(told.last.carried['HCHP'], 1);
    assert.equal('PAPP' in told.last.carried, false);
  });

  it('says that no sum was seen, and who has parsed it', () => {
    const { quality } = new Told(SOMEBODY).message(quiet.build()).last;
    assert.equal(quality.checksum, false);
    assert.equal(quality.parsedBy, 'somebody');
    assert.equal(quality.complete, true);
  });

  it('may leave the dates of values out', () => {
    const standard = linkyStandard();
    const told = new Told(SOMEBODY).message(standard.set('SMAXSN', '04321').build());
    assert.equal(told.last.values['SMAXSN'], 4321);
    assert.equal(told.last.horodates['SMAXSN'], undefined);
    assert.equal(told.last.quality.rejected, 0);
  });

  it('of one who checks no sums is believed when it comes again', () => {
    const standard = linkyStandard();
    const over = standard.set('STGE', '003A0081');
    const told = new Told({ ...SOMEBODY, checked: false }).message(over.build());
    assert.deepEqual(told.overruns(), []);
    told.message(over.build());
    assert.deepEqual(told.overruns(), ['power-overrun initial active']);
  });

  it('may have an index that was rounded to whole kWh', () => {
    const rounded = new Told({ ...SOMEBODY, slackWh: 2000 });
    const exact = new Told(SOMEBODY);
    for (const told of [rounded, exact]) {
      told.message(quiet.set('HCHP', '012345000').build());
      told.message(quiet.set('HCHP', '012346000').build());
    }
    assert.equal(rounded.last.values['HCHP'], 12_346_000);
    assert.equal(exact.last.quality.held, 1);
    rounded.message(quiet.set('HCHP', '012300000').build());
    assert.equal(rounded.last.quality.held, 1);
  });

  it('is lost when somebody says so, once', () => {
    const told = new Told(SOMEBODY);
    assert.equal(told.decoder.lose(NOON), false);
    told.message(over.build());
    told.overruns();
    assert.equal(told.decoder.lose(NOON + 5000), true);
    assert.equal(told.decoder.lose(NOON + 6000), false);
    assert.deepEqual(told.overruns(), ['power-overrun lost unknown']);
    told.message(quiet.build(), 'ADPS');
    assert.deepEqual(told.overruns(), ['power-overrun initial cleared']);
  });
});
