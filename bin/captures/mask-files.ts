// Masking files that there are: recordings, raw bytes, text. Each is read twice, see lib/tic/capture.
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { isPasted } from '../../lib/tic/bytes/pasted';
import { isCapture } from '../../lib/tic/capture/format';
import { Mask } from '../../lib/tic/capture/mask';
import { maskedLines } from '../../lib/tic/capture/masked-files';
import { isHexDump } from '../decode/hex-dump';
import { Letters } from '../decode/letters';
import { unreadable } from '../decode-input';

const say = (sentence: string): void => void process.stderr.write(`linky-red capture: ${sentence}\n`);

/** @param out for a single file; else each has its own beside it. @returns the exit code */
export async function maskFiles(files: readonly string[], out: string | undefined): Promise<number> {
  if (out !== undefined && files.length > 1) {
    say('--out names one file: give the files one by one, or let each have its own');
    return 2;
  }
  // One for all: the same meter is the same number in all of them.
  const mask = new Mask();
  let found = true;
  for (const file of files) {
    const target = out ?? `${file}.masked`;
    if (out !== undefined && existsSync(out)) {
      say(`${out} is there already: give another name with --out`);
      return 2;
    }
    const before = mask.replaced;
    try {
      if (isHexDump((await textBeginning(file)).toString('latin1'))) {
        say(`${file} is a dump in hexadecimal, in which the number stands as well: make bytes of it first (xxd -r)`);
        return 2;
      }
      await write(target, await maskedOf(file, mask));
    } catch (error) {
      const isTarget = (error as { path?: unknown }).path === target || (error as { code?: unknown }).code === 'ENOSPC';
      say(isTarget ? `${target} cannot be written: ${(error as Error).message}` : unreadable(file, error));
      return 2;
    }
    const replaced = mask.replaced - before;
    found &&= replaced > 0;
    if (replaced === 0)
      say(`${target}: no number was found; it may be there in another form (hexadecimal, without a label)`);
    else
      say(
        `${target}: ${String(mask.count)} numbers were replaced. Indexes and powers stay; look through it before you send it`,
      );
  }
  for (const name of out === undefined ? files.map((file) => `${path.basename(file)}.masked`) : [path.basename(out)])
    if (mask.line(name) !== name) say(`${name}: its name holds the number of a meter, give it another one`);
  return found ? 0 : 1;
}

async function maskedOf(file: string, mask: Mask): Promise<AsyncIterable<string | Buffer>> {
  if (isCapture(await beginningOf(file))) return maskedLines([file], mask);
  return isPasted(await textBeginning(file)) ? maskedText(file, mask) : maskedBytes(file, mask);
}

async function* maskedBytes(file: string, mask: Mask): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file)) mask.push(chunk as Buffer);
  mask.flush();
  for await (const chunk of createReadStream(file)) yield mask.push(chunk as Buffer);
  yield mask.flush();
}

async function* maskedText(file: string, mask: Mask): AsyncGenerator<Buffer> {
  for await (const line of linesOf(file)) mask.line(line);
  for await (const line of linesOf(file)) yield Buffer.from(`${mask.line(line)}\n`, 'latin1');
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: Readable.from(lettersOf(file)), crlfDelay: Infinity });
}

/** One byte for each character, whatever wrote the text. */
async function* lettersOf(file: string): AsyncGenerator<string> {
  let letters: Letters | undefined;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    letters ??= new Letters(chunk);
    yield letters.push(chunk).toString('latin1');
  }
}

async function textBeginning(file: string): Promise<Buffer> {
  const beginning = await beginningOf(file);
  return new Letters(beginning).push(beginning);
}

async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** It has its name once it is whole: what is read may be what another name means. */
async function write(file: string, parts: AsyncIterable<string | Buffer>): Promise<void> {
  const unfinished = `${file}.part`;
  const handle = await open(unfinished, 'w', 0o600).catch((error: unknown) => {
    throw Object.assign(error as Error, { path: file });
  });
  try {
    for await (const part of parts) await handle.writeFile(part);
    await handle.close();
    await rename(unfinished, file);
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}
