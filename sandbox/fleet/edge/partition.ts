// In which part of the fleet's topics a stream lies. Every edge and every worker has to come to the same number.

/** FNV-1a, 32 bits, over the UTF-8 bytes of the stream's name, modulo the number of partitions; two digits or more. */
export function partitionOf(stream: string, partitions: number): string {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(stream, 'utf8')) value = Math.imul(value ^ byte, 0x01000193);
  return String((value >>> 0) % partitions).padStart(2, '0');
}
