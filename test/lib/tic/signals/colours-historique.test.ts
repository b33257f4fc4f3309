// `day-colour` of Tempo from PTEC and DEMAIN: today's in force, tomorrow's announced.
import assert from 'node:assert/strict';
import { ADDRESS, linkyHc, linkyTempo } from '../../../support/tic/tic-meters';
import { colourEdge, edgeOf, listen, type TicListener } from '../../../support/tic/tic-listener';

const at = (iso: string): number => Date.parse(`2027-01-${iso}+01:00`);
const colours = (listener: TicListener): string[] => listener.told('day-colour').map(colourEdge);
const presentColours = (listener: TicListener): string[] =>
  listener.present('day-colour').map((event) => `${event.state} ${colourEdge(event)}`);

describe('the colours of Tempo in historique', () => {
  const frame = (period: string, tomorrow: string): Buffer =>
    linkyTempo().set('PTEC', period).set('DEMAIN', tomorrow).build();

  it('are known after one frame: that of today in force, that of tomorrow announced', () => {
    const listener = listen().push(frame('HPJB', 'ROUG'), at('12T12:00:00'));
    const [today, tomorrow] = listener.told('day-colour');
    assert.deepEqual(
      [today && colourEdge(today), tomorrow && colourEdge(tomorrow)],
      ['initial 12 blue 1', 'initial 13 red null'],
    );
    assert.deepEqual([today?.state, tomorrow?.state, tomorrow?.expected], ['active', 'announced', 3]);
    assert.equal(tomorrow?.id, `${ADDRESS.linkyMono}/tic/day-colour/2027-01-13/red`);
    assert.deepEqual([tomorrow.start, tomorrow.end], ['2027-01-13T06:00:00+01:00', '2027-01-14T06:00:00+01:00']);
    assert.deepEqual(tomorrow.detail, { day: '2027-01-13', colour: 'red', confirmed: true });
  });

  it('end with the frame in which the contract is another', () => {
    const listener = listen().push(frame('HPJB', 'ROUG'), at('12T12:00:00'));
    listener.news();
    listener.push(linkyHc().set('ADCO', ADDRESS.linkyMono).build(), at('12T12:00:02'));
    assert.deepEqual(colours(listener), ['ended 12 blue null', 'withdrawn 13 red null']);
    assert.deepEqual(presentColours(listener), []);
  });

  it('of tomorrow is announced at the CR of DEMAIN when the meter learns it', () => {
    const listener = listen().push(frame('HPJB', '----'), at('12T10:00:00'));
    assert.deepEqual(colours(listener), ['initial 12 blue 1'], 'unknown is not blue');
    listener.push(linkyTempo().set('DEMAIN', 'BLAN').upTo('DEMAIN'), at('12T11:00:00'));
    assert.deepEqual(colours(listener), ['announced 13 white null']);
  });

  it('of a red day keeps its id from its announcement through its hours to its end', () => {
    const listener = listen().push(frame('HPJB', 'ROUG'), at('12T12:00:00'));
    const id = listener.told('day-colour')[1]?.id;
    const day: [string, string, string, string[]][] = [
      ['HCJB', 'ROUG', '12T22:00:00', []],
      ['HCJB', '----', '13T00:00:01', []],
      ['HPJR', '----', '13T06:00:00', ['ended 12 blue null', 'started 13 red 3']],
      ['HPJR', '----', '13T06:00:02', []],
      ['HPJR', 'BLEU', '13T11:00:00', ['announced 14 blue null']],
      ['HCJR', 'BLEU', '13T22:00:00', ['eased 13 red 2']],
      ['HCJR', 'BLEU', '14T05:59:58', []],
      ['HPJB', '----', '14T06:00:00', ['ended 13 red null', 'started 14 blue 1']],
    ];
    for (const [period, tomorrow, time, edges] of day) {
      const news = listener.push(frame(period, tomorrow), at(time)).told('day-colour');
      assert.deepEqual(news.map(colourEdge), edges, time);
      for (const event of news) if (event.detail['day'] === '2027-01-13') assert.equal(event.id, id);
    }
    assert.deepEqual(presentColours(listener), ['active initial 14 blue 1']);
  });

  it('of a red day worsen when peak hours begin', () => {
    const listener = listen().push(frame('HCJR', '----'), at('13T23:00:00'));
    assert.deepEqual(colours(listener), ['initial 13 red 2']);
    assert.deepEqual(colours(listener.push(frame('HPJR', '----'), at('13T23:30:00'))), ['worsened 13 red 3']);
  });

  it('of today is not announced for tomorrow when the day turns', () => {
    const listener = listen().push(frame('HCJB', 'ROUG'), at('13T05:59:58'));
    listener.news();
    assert.deepEqual(colours(listener.push(frame('HPJR', '----'), at('13T06:00:00'))), [
      'ended 12 blue null',
      'started 13 red 3',
    ]);
    assert.deepEqual(presentColours(listener), ['active initial 13 red 3']);
  });

  it('belong to the day that the meter means when the host’s clock is a minute off', () => {
    const late = listen().push(frame('HCJB', 'ROUG'), at('13T05:58:00'));
    late.news();
    assert.deepEqual(colours(late.push(frame('HCJB', 'ROUG'), at('13T06:01:00'))), [], 'the host is ahead');
    assert.deepEqual(colours(late.push(frame('HPJR', '----'), at('13T06:01:02'))), [
      'ended 12 blue null',
      'started 13 red 3',
    ]);
    const early = listen().push(frame('HCJB', 'ROUG'), at('13T05:58:00'));
    early.news();
    assert.deepEqual(colours(early.push(frame('HPJR', '----'), at('13T05:59:00'))), [
      'ended 12 blue null',
      'started 13 red 3',
    ]);
    assert.deepEqual(colours(early.push(frame('HPJR', '----'), at('13T06:01:00'))), []);
  });

  it('that is corrected is withdrawn and announced again', () => {
    const listener = listen().push(frame('HPJB', 'BLAN'), at('12T11:00:00'));
    listener.news();
    assert.deepEqual(colours(listener.push(frame('HPJB', 'ROUG'), at('12T11:30:00'))), [
      'withdrawn 13 white null',
      'announced 13 red null',
    ]);
  });

  it('keep their event from announcement to start in a file too, where nobody knows the day', () => {
    const listener = listen().push(frame('HCJB', 'ROUG'));
    const id = listener.told('day-colour')[1]?.id;
    const news = listener.push(frame('HPJR', '----')).told('day-colour');
    assert.deepEqual(news.map(edgeOf), ['day-colour ended: cleared', 'day-colour started: active 3']);
    assert.deepEqual([news[1]?.id, news[1]?.detail['day'], news[1]?.issuedAt], [id, null, null]);
    assert.deepEqual(colours(listener.push(frame('HPJR', '----'))), []);
  });

  it('do not exist on other contracts', () => {
    const listener = listen().push(linkyHc().after('PTEC', 'DEMAIN', 'ROUG').build());
    assert.deepEqual(colours(listener), []);
  });

  it('of the 29th of October last into the day with 25 hours', () => {
    const autumn = (iso: string): number => Date.parse(iso);
    const listener = listen().push(frame('HPJB', 'ROUG'), autumn('2027-10-30T12:00:00+02:00'));
    const tomorrow = listener.told('day-colour')[1];
    assert.deepEqual([tomorrow?.start, tomorrow?.end], ['2027-10-31T06:00:00+01:00', '2027-11-01T06:00:00+01:00']);
  });
});
