// One decoder on one stream, in a process of its own. argv: folder of the compiled version, what is done, file, bytes per chunk.
// At each message it decodes the file from its beginning and answers with the CPU seconds (all threads).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Decoder } from '../../lib/tic/decoder';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import type { readingMessage } from '../../nodes/linky-decode/reading-message';
import { NaiveDecoder } from './naive-decoder';

const [, , built = '', what = '', file = '', chunkBytes = '65536'] = process.argv;
const bytes = readFileSync(file);
const chunk = Number(chunkBytes);

const requireBuilt = createRequire(path.join(built, 'index.js'));
const load = (name: string): object => requireBuilt(`./${name}`) as object;

/** An object of each frame alone, all its labels listed. */
function valuesOf({ values }: DecodedFrame): number {
  return Object.keys(values).length;
}

/** Each value looked at, where it stands: whoever prints frames makes no object of them either. */
function lookedAt({ shown }: DecodedFrame): number {
  let said = 0;
  for (const { value } of shown) if (value !== null) said++;
  return said;
}

function decodeWith(take: (frame: DecodedFrame) => number): () => number {
  const { Decoder: Version } = load('lib/tic/decoder.js') as { Decoder: typeof Decoder };
  return () => {
    let seen = 0;
    const decoder = new Version(
      { stream: 'bench' },
      {
        frame: (frame) => {
          seen += take(frame);
        },
        signal: () => undefined,
      },
    );
    for (let at = 0; at < bytes.length; at += chunk) decoder.push(bytes.subarray(at, at + chunk));
    return seen;
  };
}

const ROUNDS: Readonly<Record<string, () => () => number>> = {
  /** Readings and signals: the values of each frame, what is asked for beside them is not made. */
  decode: () => decodeWith(valuesOf),

  /** The same for a consumer who needs no object of his own. */
  look: () => decodeWith(lookedAt),

  /** Each frame as the message that leaves linky-decode. */
  message: () => {
    const { readingMessage: make } = load('nodes/linky-decode/reading-message.js') as {
      readingMessage: typeof readingMessage;
    };
    const came = { topic: 'bench', payload: bytes };
    return decodeWith((frame) => Object.keys(make(frame, 'bench', came, false)).length);
  },

  naive: () => () => {
    let seen = 0;
    const decoder = new NaiveDecoder((values) => {
      seen += Object.keys(values).length;
    });
    for (let at = 0; at < bytes.length; at += chunk) decoder.push(bytes.subarray(at, at + chunk));
    return seen;
  },
};

const round = ROUNDS[what]?.();
process.on('message', () => {
  const before = process.cpuUsage();
  if (!((round?.() ?? 0) > 0)) throw new Error(`nothing was decoded: ${what}`);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ seconds: (user + system) / 1e6 });
});
