import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../../lib/errors';
import { parseOffPeak } from '../../../../lib/tariff/contract/off-peak';

/** `h:mm-h:mm, …` as minutes of the day. */
function minutes(text: string): { from: number; to: number }[] {
  return text.split(', ').map((range) => {
    const [from = NaN, to = NaN] = range.split('-').map((clock) => {
      const [hours, rest] = clock.split(':');
      return Number(hours) * 60 + Number(rest);
    });
    return { from, to };
  });
}

const READ: [text: string, ranges: string][] = [
  ['HC (1H30-8H00;12H30-14H00)', '1:30-8:00, 12:30-14:00'],
  ['HC (22H00-6H00)', '22:00-6:00'],
  ['HC(2H26-7H26;12H56-14H56)', '2:26-7:26, 12:56-14:56'],
  ['hc 22h-6h', '22:00-6:00'],
  ['22h-6h', '22:00-6:00'],
  ['22H-6H', '22:00-6:00'],
  ['22:30-06:30', '22:30-6:30'],
  ['22.30-06.30', '22:30-6:30'],
  ['22 h 30 – 6 h 30', '22:30-6:30'],
  ['22 h 30 à 6 h 30', '22:30-6:30'],
  ['de 22h30 à 6h30', '22:30-6:30'],
  ['De 23h04min à 7h04min', '23:04-7:04'],
  ['3h00-8h00 et 13h30-16h30', '3:00-8:00, 13:30-16:30'],
  ['Heures creuses : 02h26-07h26 / 12h26-15h26', '2:26-7:26, 12:26-15:26'],
  ['off-peak hours: 1:30 to 8:00 and 12:30 to 14:00', '1:30-8:00, 12:30-14:00'],
  ['0:30-5:00,11:00-14:00;15:10-15:20', '0:30-5:00, 11:00-14:00, 15:10-15:20'],
  ['0h30-5h\n11h-14h', '0:30-5:00, 11:00-14:00'],
  ['(1H30-8H00)(12H30-14H00)', '1:30-8:00, 12:30-14:00'],
  ['22:00-00:00', '22:00-24:00'],
  ['22h-24h', '22:00-24:00'],
  ['22h-minuit et midi-14h', '22:00-24:00, 12:00-14:00'],
  ['00:00-06:00', '0:00-6:00'],
  ['24:00-06:00', '0:00-6:00'],
  ['0h-24h', '0:00-24:00'],
  ['22-6', '22:00-6:00'],
];

const UNREADABLE = [
  '',
  '   ',
  'HC ()',
  'HC',
  'never',
  '22h',
  '22h-',
  '22h-6x',
  '25h-6h',
  '22h60-6h',
  '24h01-6h',
  '6h-6h',
  '12:30-12:30',
  // What people type into a range that they do not have: no whole day of off-peak hours.
  '00:00-00:00',
  '22h30-6h30; 0h00-0h00',
  '24h-0h',
  '22h-6h sauf le dimanche',
  '22h-6h-8h',
  '2230-0630',
  '12h30/14h00',
  '-3h-6h',
  '1h30-8h00;12h30',
  'null',
];

describe('lib/tariff/contract/off-peak', () => {
  for (const [text, ranges] of READ)
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseOffPeak(text), minutes(ranges));
    });

  for (const text of UNREADABLE)
    it(`refuses ${JSON.stringify(text)}, and says what it is about`, () => {
      assert.throws(
        () => parseOffPeak(text),
        (error) =>
          error instanceof LinkyRedError && error.code === 'ERR_TARIFF' && String(error.facts['detail']).length > 0,
      );
    });

  it('reads any hours however they are written', () => {
    const clock = fc.integer({ min: 0, max: 1439 });
    const form = fc.constantFrom<(hour: number, minute: number) => string>(
      (hour, minute) => `${hour}H${two(minute)}`,
      (hour, minute) => `${two(hour)}h${two(minute)}`,
      (hour, minute) => `${two(hour)}:${two(minute)}`,
      (hour, minute) => `${hour} h ${two(minute)}`,
      (hour, minute) => (minute === 0 ? `${hour}h` : `${hour}h${two(minute)}`),
    );
    const range = fc.tuple(clock, clock, form, fc.constantFrom('-', ' - ', '–', ' à ', ' to '));
    fc.assert(
      fc.property(
        fc.array(
          range.filter(([from, to]) => from !== to && to !== 0),
          { minLength: 1, maxLength: 5 },
        ),
        fc.constantFrom(';', '; ', ', ', ' et ', ' / '),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => `HC (${text})`,
          (text: string) => text.toUpperCase(),
        ),
        (ranges, between, around) => {
          const text = ranges
            .map(([from, to, write, dash]) => [from, to].map((all) => write(Math.floor(all / 60), all % 60)).join(dash))
            .join(between);
          assert.deepEqual(
            parseOffPeak(around(text)),
            ranges.map(([from, to]) => ({ from, to })),
          );
        },
      ),
    );
  });

  it('throws nothing else than ERR_TARIFF, whatever it is given', () => {
    const odd = fc.array(fc.constantFrom('1', '22', 'h', ':', '-', ' ', 'à', 'et', ';', '(', 'hc', 'x', '30', '.'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          odd.map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            for (const { from, to } of parseOffPeak(text)) {
              assert.ok(from >= 0 && from < 1440 && to > 0 && to <= 1440 && from !== to);
            }
          } catch (error) {
            assert.ok(error instanceof LinkyRedError && error.code === 'ERR_TARIFF', String(error));
          }
        },
      ),
    );
  });
});

function two(value: number): string {
  return String(value).padStart(2, '0');
}
