// Small memories that decoders keep as long as they live, cut from common ones: ten thousand arrays of some hundred bytes each
// cost twice what is in them.

const SIZE = 32_768;

let common = new ArrayBuffer(0);
let used = 0;

/** Zeros, for one owner alone. */
export function cutBytes(size: number): Buffer {
  if (size >= SIZE / 4) return Buffer.alloc(size);
  if (used + size > common.byteLength) {
    common = new ArrayBuffer(SIZE);
    used = 0;
  }
  const bytes = Buffer.from(common, used, size);
  used += size;
  return bytes;
}
