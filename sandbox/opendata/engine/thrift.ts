// Thrift's compact protocol, as far as the head and the foot of a parquet file need it: fields in their order, whole numbers, texts,
// structures and lists of them.

const TYPES = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

export class Compact {
  private readonly parts: Buffer[] = [];
  private last = 0;

  static varint(value: number): Buffer {
    const bytes: number[] = [];
    let left = value;
    while (left >= 128) {
      bytes.push((left % 128) + 128);
      left = Math.floor(left / 128);
    }
    return Buffer.from([...bytes, left]);
  }

  i32(field: number, value: number): this {
    return this.put(field, TYPES.i32, zigzag(value));
  }

  i64(field: number, value: number): this {
    return this.put(field, TYPES.i64, zigzag(value));
  }

  /** True and false are types of their own. */
  flag(field: number, value: boolean): this {
    return this.put(field, value ? 1 : 2, Buffer.alloc(0));
  }

  text(field: number, value: string): this {
    return this.put(field, TYPES.binary, withLength(value));
  }

  struct(field: number, fill: (inner: Compact) => Compact): this {
    return this.put(field, TYPES.struct, fill(new Compact()).end());
  }

  structs(field: number, fills: readonly ((inner: Compact) => Compact)[]): this {
    return this.list(
      field,
      TYPES.struct,
      fills.map((fill) => fill(new Compact()).end()),
    );
  }

  i32s(field: number, values: readonly number[]): this {
    return this.list(field, TYPES.i32, values.map(zigzag));
  }

  texts(field: number, values: readonly string[]): this {
    return this.list(field, TYPES.binary, values.map(withLength));
  }

  end(): Buffer {
    return Buffer.concat([...this.parts, Buffer.from([0])]);
  }

  private list(field: number, type: number, items: readonly Buffer[]): this {
    const head =
      items.length < 15
        ? Buffer.from([(items.length << 4) | type])
        : Buffer.concat([Buffer.from([0xf0 | type]), Compact.varint(items.length)]);
    return this.put(field, TYPES.list, Buffer.concat([head, ...items]));
  }

  private put(field: number, type: number, value: Buffer): this {
    this.parts.push(Buffer.from([((field - this.last) << 4) | type]), value);
    this.last = field;
    return this;
  }
}

/** Of what is never negative here. */
function zigzag(value: number): Buffer {
  return Compact.varint(value * 2);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Compact.varint(bytes.length), bytes]);
}
