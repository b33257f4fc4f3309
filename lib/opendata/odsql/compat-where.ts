// `where` at Data Fair's look-alike: what its grammar (6.17.1) refuses, and what it takes and means otherwise.
import type { Field } from '../dataset/dataset';
import { checkPredicateCall } from './compat-call';
import type { Examined } from './finding';
import { odsqlName, odsqlText, plainNumber } from './literal';
import type { Node, NodeOf } from './nodes';
import { checkInstant, checkNow, checkNumber, checkText } from './compat-value';

export function checkCompatWhere(examined: Examined, node: Node): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const part of node.parts) checkCompatWhere(examined, part);
      return;
    case 'paren':
      checkCompatWhere(examined, node.inner);
      return;
    case 'not':
      checkCompatWhere(examined, node.inner);
      return;
    case 'compare':
      checkCompare(examined, node);
      return;
    case 'in-list':
      checkList(examined, node);
      return;
    case 'in-range': {
      const field = namedField(examined, node, node.left);
      if (field !== undefined) for (const bound of node.bounds) checkLiteral(examined, bound, field);
      return;
    }
    case 'in-field': {
      const field = namedField(examined, node, node.field);
      if (field !== undefined) checkLiteral(examined, node.left, field);
      return;
    }
    case 'is':
      checkIs(examined, node);
      return;
    case 'field': {
      const field = examined.field(node);
      if (field !== undefined)
        examined.refuse(node, field.type === 'boolean' ? `${odsqlName(field.key)}:true` : undefined);
      return;
    }
    case 'call':
      checkPredicateCall(examined, node);
      return;
    case 'text':
      checkText(examined, node);
      return;
    default:
      examined.refuse(node);
  }
}

function checkCompare(examined: Examined, node: NodeOf<'compare'>): void {
  const { left, right, is } = node;
  const year = left.kind === 'call' && left.name === 'year';
  if (left.kind !== 'field' && !year) {
    const turned = FLIPPED.get(is);
    const flips =
      turned !== undefined && isLiteral(left) && right.kind === 'field' && examined.field(right) !== undefined;
    examined.refuse(node, flips ? `${examined.text(right)} ${turned} ${examined.text(left)}` : undefined);
    return;
  }
  const [argument] = year ? left.args : [left];
  const field = argument === undefined ? undefined : namedField(examined, node, argument);
  if (field === undefined) return;
  if (is === 'like') {
    checkLike(examined, node, field);
    return;
  }
  if (right.kind === 'null') {
    const not = is === '!=' || is === '<>';
    examined.refuse(
      node,
      not || is === '=' || is === ':' ? `${examined.text(left)} is ${not ? 'not ' : ''}null` : undefined,
    );
    return;
  }
  const before = examined.findings.length;
  if (year) checkYear(examined, node, left, right, field);
  else checkLiteral(examined, right, field);
  if (examined.findings.length === before && (is === '!=' || is === '<>')) {
    examined.refuse(node, `NOT (${examined.text(left)} = ${examined.text(right)})`);
  }
}

const FLIPPED = new Map([
  ['=', '='],
  ['<', '>'],
  ['>', '<'],
  ['<=', '>='],
  ['>=', '<='],
]);

function checkYear(examined: Examined, node: Node, left: NodeOf<'call'>, right: Node, field: Field): void {
  if (field.type !== 'date' && field.type !== 'datetime') examined.refuse(node);
  else if (right.kind !== 'number') examined.refuse(node);
  else {
    if (!left.adjacent) examined.refuse(left, `year(${odsqlName(field.key)})`);
    checkNumber(examined, right);
  }
}

/** `simple_query_string` on Data Fair, where `%` means nothing: only a beginning has another word. */
function checkLike(examined: Examined, node: NodeOf<'compare'>, field: Field): void {
  const pattern = node.right.kind === 'text' ? /^([^%*_?]+)[%*]+$/.exec(node.right.value) : null;
  examined.misread(
    node,
    pattern === null || field.type !== 'text'
      ? undefined
      : `startswith(${odsqlName(field.key)}, ${odsqlText(pattern[1] ?? '')})`,
  );
}

function checkList(examined: Examined, node: NodeOf<'in-list'>): void {
  const field = namedField(examined, node, node.left);
  if (field === undefined) return;
  const before = examined.findings.length;
  for (const value of node.values) checkLiteral(examined, value, field);
  const brackets = examined.source.slice(node.left.to, node.to);
  if (
    examined.findings.length === before &&
    (/\(\s/.test(brackets.slice(0, (node.values[0]?.from ?? 0) - node.left.to)) || /\s\)$/.test(brackets))
  ) {
    examined.refuse(
      node,
      `${examined.text(node.left)} IN (${node.values.map((value) => examined.text(value)).join(', ')})`,
    );
  }
}

function checkIs(examined: Examined, node: NodeOf<'is'>): void {
  const field = namedField(examined, node, node.left);
  if (field === undefined) return;
  const name = odsqlName(field.key);
  if (node.what === 'null') {
    // One blank between the words, no more.
    if (!node.plain) examined.refuse(node, `${name} is ${node.not ? 'not ' : ''}null`);
  } else if (field.type !== 'boolean') examined.refuse(node);
  else examined.refuse(node, node.not ? `NOT (${name}:${node.what})` : `${name}:${node.what}`);
}

/** A value beside a column. Columns, sums and functions of others Data Fair compares with nothing. */
function checkLiteral(examined: Examined, node: Node, field: Field): void {
  const time = field.type === 'datetime' || field.type === 'date';
  switch (node.kind) {
    case 'number':
      if (time || field.type === 'boolean') examined.refuse(node);
      else checkNumber(examined, node, field);
      return;
    case 'text':
      checkText(examined, node);
      if (time) checkInstant(examined, node);
      return;
    case 'date':
      checkInstant(examined, node);
      return;
    case 'boolean':
      if (time) examined.refuse(node);
      return;
    case 'call':
      if (node.name === 'now') checkNow(examined, node);
      else examined.refuse(node);
      return;
    case 'arithmetic': {
      const value = folded(node);
      examined.refuse(node, value === undefined ? undefined : plainNumber(value));
      return;
    }
    default:
      examined.refuse(node);
  }
}

/** A column; where something else stands, the whole is refused. */
function namedField(examined: Examined, whole: Node, node: Node): Field | undefined {
  if (node.kind !== 'field') examined.refuse(whole);
  return examined.field(node);
}

function isLiteral(node: Node): boolean {
  return ['number', 'text', 'date', 'boolean'].includes(node.kind) || (node.kind === 'call' && node.name === 'now');
}

function folded(node: Node): number | undefined {
  if (node.kind === 'number') return Number(node.source);
  if (node.kind === 'paren') return folded(node.inner);
  if (node.kind !== 'arithmetic') return undefined;
  const [left, right] = [folded(node.left), folded(node.right)];
  if (left === undefined || right === undefined) return undefined;
  const value = { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[node.is];
  return Number.isFinite(value) ? value : undefined;
}
