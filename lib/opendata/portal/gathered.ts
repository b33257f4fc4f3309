import { LinkyRedError } from '../../errors';

/** A body as a whole. @throws LinkyRedError ERR_ANSWER where it is longer than `most` bytes; what the body throws */
export async function gathered(body: AsyncIterable<Buffer>, most: number, host: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) throw new LinkyRedError('ERR_ANSWER', { host, detail: `longer than ${String(most)} bytes` });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
