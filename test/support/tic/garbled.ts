// Streams that no meter sends: frames of all families cut, mixed, repeated and damaged, more cleverly than chance would.
import { cje, ice4q, pmePmi, pmePmiTest, saphirLong, saphirShort } from './business-meters';
import {
  ADDRESS,
  cbemm,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from './tic-meters';

type Random = () => number;

/** One frame of each way of speaking; the first is of a Linky in standard. */
export const FUZZED: readonly [Buffer, ...Buffer[]] = [
  linkyStandard('H270112105501').build(),
  ...[
    ...[linkyHc(), linkyTempo(), linkyEjp(), linkyTri(), short(ADDRESS.linkyTri, { 2: '023' }), cbemm()],
    ...[linkyStandardTempo('H270112105502'), linkyStandardTriProducer('H270112105504')],
    ...[pmePmi(), pmePmi().after('PS', 'PREAVIS', 'DEP'), pmePmiTest()],
    ...[saphirLong(), saphirShort(), saphirLong({ format: 'STD', producer: true }), cje(), ice4q()],
  ].map((frame) => frame.build()),
];

const CONTROLS = [0, 2, 3, 4, 9, 10, 13, 32, 127, 255];

export function garble(random: Random): Buffer {
  const below = (n: number): number => Math.floor(random() * n);
  const frame = (): Buffer => FUZZED[below(FUZZED.length)] ?? FUZZED[0];
  // Mostly one meter, so that it is believed, with another between.
  const meter = frame();
  const parts = Array.from({ length: 2 + below(8) }, () => damaged(random() < 0.8 ? meter : frame(), random));
  return Buffer.concat(parts);
}

function damaged(frame: Buffer, random: Random): Buffer {
  const below = (n: number): number => Math.floor(random() * n);
  const bytes = Buffer.from(frame);
  for (let times = random() < 0.3 ? 0 : below(6); times > 0; times--) {
    const at = below(bytes.length);
    const way = below(6);
    if (way === 0) bytes[at] = CONTROLS[below(CONTROLS.length)] ?? 0;
    else if (way === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    else if (way === 2) changedRightly(bytes, at, 0x30 + below(10));
    else if (way === 3) bytes.copy(bytes, at, below(bytes.length), Math.min(bytes.length, at + below(40)));
    else if (way === 4)
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + below(80)))]);
    else return Buffer.concat([bytes.subarray(0, at), bytes.subarray(below(at + 1))]);
  }
  return bytes;
}

/** A byte of a group is another one, and the sum is right all the same: what a turned bit cannot do and a strange meter can. */
function changedRightly(bytes: Buffer, at: number, byte: number): void {
  const end = bytes.indexOf(0x0d, at);
  const was = bytes[at] ?? 0;
  if (end < at + 3 || was < 0x30 || was > 0x7a) return;
  const sum = (bytes[end - 1] ?? 0x20) - 0x20;
  bytes[at] = byte;
  bytes[end - 1] = ((sum + byte - was) & 0x3f) + 0x20;
}
