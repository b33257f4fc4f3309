// What is wrong with a raw ODSQL for one host, piece by piece, and the spelling that this host takes.
import type { Dataset, Field } from '../dataset/dataset';
import type { Odsql } from '../query/query';
import type { Node } from './nodes';

export type Clause = keyof Odsql;

/**
 * `refused`: the host answers with an error. `misread`: it answers, and means something else. `field`: there is no such column, or none
 * that can be used so.
 */
export interface Finding {
  readonly clause: Clause;
  readonly kind: 'refused' | 'misread' | 'field';
  /** The place in the clause that is to be replaced. */
  readonly from: number;
  readonly to: number;
  readonly found: string;
  /** What is put there instead; undefined: there is no other word for it. */
  readonly instead?: string;
}

/** One clause under examination. */
export class Examined {
  readonly findings: Finding[] = [];

  constructor(
    readonly clause: Clause,
    readonly source: string,
    readonly dataset: Dataset,
  ) {}

  /** As it is written. */
  text(node: { readonly from: number; readonly to: number }): string {
    return this.source.slice(node.from, node.to);
  }

  refuse(node: { readonly from: number; readonly to: number }, instead?: string): void {
    this.add('refused', node, instead);
  }

  misread(node: { readonly from: number; readonly to: number }, instead?: string): void {
    this.add('misread', node, instead);
  }

  /** The column of a node; undefined, and said, where it names none. */
  field(node: Node): Field | undefined {
    if (node.kind !== 'field') return undefined;
    const field = this.dataset.fields.find(({ key }) => key === node.name);
    if (field === undefined) {
      this.findings.push({ clause: this.clause, kind: 'field', from: node.from, to: node.to, found: node.name });
    }
    return field;
  }

  private add(
    kind: 'refused' | 'misread',
    { from, to }: { readonly from: number; readonly to: number },
    instead?: string,
  ): void {
    const found = this.source.slice(from, to);
    this.findings.push({ clause: this.clause, kind, from, to, found, ...(instead === undefined ? {} : { instead }) });
  }
}
