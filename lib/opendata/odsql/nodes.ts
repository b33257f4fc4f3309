// What ODSQL says, as a tree. `from` and `to` are where it stands in the text.

interface Place {
  readonly from: number;
  readonly to: number;
}

interface Quoted<K> {
  readonly kind: K;
  /** Without quotes and escapes. */
  readonly value: string;
  readonly source: string;
}

export type Node = Place &
  (
    | { readonly kind: 'field'; readonly name: string }
    | Quoted<'text'>
    | Quoted<'date'>
    | Quoted<'geom'>
    /** As it is written, sign and all. */
    | { readonly kind: 'number'; readonly source: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'null' }
    | { readonly kind: 'star' }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly source: string;
        readonly args: readonly Node[];
        /** No blank before the bracket; none inside of its edges either. */ readonly adjacent: boolean;
        readonly tight: boolean;
      }
    /** Arguments of calls: `distinct f`, `days=-7`, `1 day`, `w*`. */
    | { readonly kind: 'distinct'; readonly field: Node }
    | { readonly kind: 'parameter'; readonly name: string; readonly sign: '' | '+' | '-'; readonly value: string }
    | { readonly kind: 'measure'; readonly number: string; readonly unit: string; readonly spaced: boolean }
    | { readonly kind: 'wild'; readonly prefix: string }
    | { readonly kind: 'arithmetic'; readonly is: '+' | '-' | '*' | '/'; readonly left: Node; readonly right: Node }
    | { readonly kind: 'compare'; readonly is: string; readonly left: Node; readonly right: Node }
    | { readonly kind: 'in-list'; readonly left: Node; readonly values: readonly Node[] }
    | { readonly kind: 'in-range'; readonly left: Node; readonly bounds: readonly [Node, Node] }
    | { readonly kind: 'in-field'; readonly left: Node; readonly field: Node }
    | {
        readonly kind: 'is';
        readonly left: Node;
        readonly what: 'null' | 'true' | 'false';
        readonly not: boolean;
        readonly plain: boolean;
      }
    | { readonly kind: 'not'; readonly inner: Node }
    | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
    | { readonly kind: 'paren'; readonly inner: Node }
  );

export type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** A part of `select`, `group_by` or `order_by`. */
export interface Item extends Place {
  readonly value: Node;
  readonly alias?: string;
  readonly minus: boolean;
  readonly direction?: 'asc' | 'desc';
}
