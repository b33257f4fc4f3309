// Values of ODSQL: literals, columns, sums, calls and what stands in their brackets.
import { Cursor, DEEPEST } from './cursor';
import type { Node } from './nodes';
import type { Token } from './tokens';

export class ValueReader extends Cursor {
  protected sum(): Node {
    return this.nested(() => {
      let left = this.operand();
      for (let is = this.arithmetic(), terms = 1; is !== undefined; is = this.arithmetic(), terms++) {
        // A sum is as deep as it is long.
        if (terms > DEEPEST) throw this.refuse();
        const right = this.operand();
        left = { kind: 'arithmetic', is, left, right, from: left.from, to: right.to };
      }
      return left;
    });
  }

  private arithmetic(): '+' | '-' | '*' | '/' | undefined {
    const token = this.peek();
    if (token?.kind !== 'symbol') return undefined;
    const is = (['+', '-', '*', '/'] as const).find((sign) => sign === token.source);
    if (is !== undefined) this.at++;
    return is;
  }

  private operand(): Node {
    const token = this.peek();
    if (token === undefined) throw this.refuse();
    const { from } = token;
    this.at++;
    switch (token.kind) {
      case 'text':
      case 'date':
      case 'geom':
        return { kind: token.kind, value: token.value, source: token.source, from, to: token.to };
      case 'number':
        return { kind: 'number', source: token.source, from, to: token.to };
      case 'quoted-name':
        return { kind: 'field', name: token.value, from, to: token.to };
      case 'name':
        return this.named(token);
      default:
        this.at--;
        return this.signedNumber() ?? this.grouped() ?? this.fail();
    }
  }

  private signedNumber(): Node | undefined {
    const [sign, number] = [this.peek(), this.peek(1)];
    if (sign === undefined || number?.kind !== 'number' || (sign.source !== '-' && sign.source !== '+'))
      return undefined;
    if (sign.to !== number.from) return undefined;
    this.at += 2;
    return { kind: 'number', source: sign.source + number.source, from: sign.from, to: number.to };
  }

  private grouped(): Node | undefined {
    const from = this.here();
    if (!this.takeSymbol('(')) return undefined;
    const inner = this.sum();
    this.expectSymbol(')');
    return { kind: 'paren', inner, from, to: this.lastEnd() };
  }

  private named(token: Token): Node {
    const open = this.peek();
    if (open?.source === '(' && open.kind === 'symbol') {
      this.at++;
      const args: Node[] = [];
      if (!this.takeSymbol(')')) {
        do args.push(this.argument());
        while (this.takeSymbol(','));
        this.expectSymbol(')');
      }
      const [first, last] = [this.tokens[this.at - 1], args.at(-1)];
      // Some functions of Data Fair take no blank inside of their brackets.
      const adjacent = open.from === token.to;
      const tight = adjacent && (args[0]?.from ?? open.to) === open.to && (last?.to ?? open.to) === first?.from;
      return {
        kind: 'call',
        name: token.source.toLowerCase(),
        source: token.source,
        args,
        adjacent,
        tight,
        from: token.from,
        to: this.lastEnd(),
      };
    }
    const word = token.source.toLowerCase();
    const place = { from: token.from, to: token.to };
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', ...place };
    return word === 'null' ? { kind: 'null', ...place } : { kind: 'field', name: token.source, ...place };
  }

  private argument(): Node {
    const [first, second, third] = [this.peek(), this.peek(1), this.peek(2)];
    if (first === undefined) throw this.refuse();
    const { from } = first;
    if (first.source === '*') {
      this.at++;
      return { kind: 'star', from, to: first.to };
    }
    if (this.isWord('distinct') && second !== undefined && second.source !== ')' && second.source !== ',') {
      this.takeWord('distinct');
      return { kind: 'distinct', field: this.operand(), from, to: this.lastEnd() };
    }
    if (first.kind === 'name' && second?.source === '*' && (third?.source === ')' || third?.source === ',')) {
      this.at += 2;
      return { kind: 'wild', prefix: first.source, from, to: second.to };
    }
    if (first.kind === 'name' && second?.source === '=') return this.parameter(first);
    if (first.kind === 'number' && second?.kind === 'name') {
      this.at += 2;
      return {
        kind: 'measure',
        number: first.source,
        unit: second.source,
        spaced: first.to < second.from,
        from,
        to: second.to,
      };
    }
    return this.sum();
  }

  private parameter(name: Token): Node {
    this.at += 2;
    const sign = this.takeSymbol('-') ? '-' : this.takeSymbol('+') ? '+' : '';
    const value = this.peek() ?? this.fail();
    this.at++;
    return {
      kind: 'parameter',
      name: name.source.toLowerCase(),
      sign,
      value: value.value,
      from: name.from,
      to: value.to,
    };
  }
}
